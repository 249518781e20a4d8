// Benchmarks of the whole server over HTTP with 16 keep-alive clients and an entity of 100,000 rows:
//   http_create  durable creates; limit: SQLite alone writing the same rows in groups of the same size
//   http_read    one record by id; http_list: 50 records sorted and filtered; limit: the same server answering /healthz
//   server_start seconds until "listening on"; limit: the half second of the requirement
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <stdlib.h>

#include "engine/json/read.h"
#include "tests/bench/http/load.h"
#include "tests/bench/http/raw_writes.h"
#include "tests/bench/http/server_process.h"

namespace fw::bench {
namespace {

constexpr std::uint64_t kRows = 100'000;
constexpr const char* kEntity = "/api/v1/records/bench.item";

struct Figure {
    const char* name;
    double ours;
    const char* unit;
    double limit;
};

double metric(const ServerProcess& server, const std::string& name) {
    const std::string text = fetch(server.port(), "/metrics", {});
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? 0 : std::atof(text.c_str() + at + name.size() + 2);
}

std::string item(std::uint64_t n) {
    static const char* kRegions[] = {"north", "south", "east", "west", "华东", "华南", "华北", "西南"};
    return R"({"name":"Item )" + std::to_string(n) + R"(","region":")" + kRegions[n % 8] + R"(","amount":)" +
           std::to_string(n * 7919 % 1'000'000) + "." + std::to_string(10 + n % 90) + R"(,"quantity":)" +
           std::to_string(n % 100) + R"(,"due_on":"2026-)" + (n % 12 < 9 ? "0" : "") + std::to_string(n % 12 + 1) +
           R"(-15","note":"A note of ordinary length, as people write them."})";
}

LoadResult must(LoadResult result, const char* what) {
    if (result.answers == 0 || result.errors > 0) {
        std::fprintf(stderr, "bench: %s: %llu errors; %s\n", what, static_cast<unsigned long long>(result.errors),
                     result.first_error.c_str());
        std::exit(1);
    }
    std::fprintf(stderr, "  %s: %.0f/s, p50 %.2f ms, p99 %.2f ms\n", what, result.per_second, result.p50_ms,
                 result.p99_ms);
    return result;
}

class HttpBench {
  public:
    HttpBench() {
        std::string pattern = (std::filesystem::temp_directory_path() / "formwork-bench-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) std::exit(1);
        folder_ = pattern;
    }
    ~HttpBench() { std::filesystem::remove_all(folder_); }

    void run(const std::set<std::string>& wanted) {
        {
            ServerProcess server(folder_);
            prepare(server);
            fill(server);
            if (wanted.contains("http_create")) create(server);
            ids(server);
            if (wanted.contains("http_read"))
                against_healthz(server, "http_read", "req/s", [&](std::uint64_t n) {
                    return get_request(kEntity + ("/" + ids_[n % ids_.size()]), token_);
                });
            if (wanted.contains("http_list"))
                against_healthz(server, "http_list", "req/s", [&](std::uint64_t n) {
                    const std::string floor = std::to_string(n * 97 % 900'000);
                    return get_request(std::string(kEntity) + "?filter=amount%20%3E%3D%20" + floor +
                                           "%20and%20quantity%20%3C%2090&sort=amount&limit=50",
                                       token_);
                });
        }
        if (wanted.contains("server_start")) start();
        for (const Figure& f : figures_) {
            std::printf("%s ours=%.4g %s limit=%.4g ratio=%.2f\n", f.name, f.ours, f.unit, f.limit, f.ours / f.limit);
        }
    }

  private:
    void prepare(ServerProcess&) {
        (void)run_formwork({"deploy", std::string(FW_SOURCE_DIR) + "/tests/bench/http/pack", "--data", folder_});
        token_ = run_formwork({"user", "token", "admin", "--data", folder_});
        while (!token_.empty() && token_.back() == '\n') token_.pop_back();
        const std::size_t line = token_.rfind('\n');
        if (line != std::string::npos) token_ = token_.substr(line + 1);
    }

    LoadResult create_for(ServerProcess& server, int milliseconds, int clients) {
        Load load;
        load.port = server.port();
        load.clients = clients;
        load.time = std::chrono::milliseconds(milliseconds);
        const std::uint64_t first = made_;
        load.request = [&, first](std::uint64_t n) { return post_request(kEntity, token_, item(first + n)); };
        LoadResult result = run_load(load);
        made_ += result.answers;
        return result;
    }

    void fill(ServerProcess& server) {
        while (made_ < kRows) (void)must(create_for(server, 2000, 128), "filling");
    }

    void create(ServerProcess& server) {
        const auto before = row_counts(folder_ + "/formwork.db");
        const double writes = metric(server, "formwork_writes_total");
        const double commits = metric(server, "formwork_commits_total");
        const LoadResult result = must(create_for(server, 4000, 16), "http_create");
        const double group = (metric(server, "formwork_writes_total") - writes) /
                             std::max(1.0, metric(server, "formwork_commits_total") - commits);
        std::fprintf(stderr, "  %.1f creates a commit\n", group);
        figures_.push_back({"http_create", result.per_second, "req/s",
                            raw_rows_per_second(folder_ + "/formwork.db", before, "bench_item", group, folder_)});
    }

    void ids(ServerProcess& server) {
        const std::string body = fetch(server.port(), std::string(kEntity) + "?limit=1000&fields=name", token_);
        const Result<json::Value> list = json::read(body);
        if (!list || list->find("records") == nullptr) std::exit(1);
        for (const json::Value& record : list->find("records")->items()) ids_.emplace_back(record.string_or("id"));
    }

    template <class Request>
    void against_healthz(ServerProcess& server, const char* name, const char* unit, Request request) {
        Load load;
        load.port = server.port();
        load.request = [](std::uint64_t) { return get_request("/healthz", {}); };
        const double limit = must(run_load(load), "/healthz").per_second;
        load.request = request;
        figures_.push_back({name, must(run_load(load), name).per_second, unit, limit});
        std::fprintf(stderr, "  resident memory %.0f MB\n", server.resident_megabytes());
    }

    void start() {
        constexpr double kRequired = 0.5;
        double best = 1e9;
        for (int i = 0; i < 5; ++i) best = std::min(best, ServerProcess(folder_).start_seconds());
        figures_.push_back({"server_start", best, "s", kRequired});
    }

    std::string folder_;
    std::string token_;
    std::uint64_t made_ = 0;
    std::vector<std::string> ids_;
    std::vector<Figure> figures_;
};

}  // namespace
}  // namespace fw::bench

int main(int argc, char** argv) {
    const std::set<std::string> known = {"http_create", "http_read", "http_list", "server_start"};
    std::set<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        if (known.contains(argv[i])) wanted.insert(argv[i]);
    }
    if (argc == 1) wanted = known;
    if (!wanted.empty()) fw::bench::HttpBench().run(wanted);
    return 0;
}
