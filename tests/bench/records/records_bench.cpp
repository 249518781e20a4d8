// Records in process, without HTTP: what one thread creates, reads and lists in a table of 100,000 rows (SQLite). Shows
// where the time of http_create, http_read and http_list goes.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <latch>
#include <sstream>

#include "engine/feel/functions.h"
#include "engine/json/read.h"
#include "runtime/records/records.h"
#include "runtime/records/tables.h"
#include "tests/support/test_store.h"

namespace fw::records {
namespace {

constexpr int kRows = 100'000;

model::PackSource pack(const std::string& id, const std::filesystem::path& folder) {
    model::PackSource out;
    out.id = id;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string path = std::filesystem::relative(file.path(), folder);
        if (file.path().extension() != ".json" || path.rfind("demo/", 0) == 0) continue;
        std::ifstream in(file.path());
        std::stringstream text;
        text << in.rdbuf();
        out.files.push_back({path, text.str()});
    }
    return out;
}

void must(const Result<void>& done) {
    if (done) return;
    std::fprintf(stderr, "%s", format(done.error()).c_str());
    std::exit(1);
}

class Bench {
  public:
    Bench() {
        const std::string root = FW_SOURCE_DIR;
        auto program = compile::compile_sources(
            {pack("base", root + "/plugins/base"), pack("bench", root + "/tests/bench/http/pack")},
            feel::Functions::standard());
        if (!program) must(fail(program.error()));
        records_ = std::make_unique<Records>(*program, store_.database().dialect());
        must(store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
            TablePlan plan = plan_tables({}, **program, tx.dialect());
            return apply_tables(tx, plan, false);
        }));
        caller_ = Caller::system(*program, std::make_shared<const identity::Directory>());
        entity_ = (*program)->entity("bench.item");
    }

    void run() {
        time("create", kRows, [&] { create_all(); });
        constexpr int kReads = 50'000;
        time("show", kReads, [&] {
            for (int i = 0; i < kReads; ++i) show(ids_[static_cast<std::size_t>(i * 7919) % ids_.size()]);
        });
        constexpr int kLists = 3'000;
        const ListRequest filtered{.filter = "amount >= 1000 and quantity < 90", .sort = "amount", .limit = 50};
        time("list filtered and sorted", kLists, [&] {
            for (int i = 0; i < kLists; ++i) list(filtered);
        });
        time("list newest", kLists, [&] {
            for (int i = 0; i < kLists; ++i) list({});
        });
    }

  private:
    template <class F>
    static void time(const char* name, int n, F&& body) {
        const auto start = std::chrono::steady_clock::now();
        body();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        std::printf("%-28s %10.0f /s  %8.1f us\n", name, n / took.count(), took.count() * 1e6 / n);
    }

    void create_all() {
        std::latch left(kRows);
        ids_.resize(kRows);
        for (int n = 0; n < kRows; ++n) {
            store_.database().write(
                [this, n](storage::Transaction& tx) -> Result<void> {
                    const auto fields =
                        json::read(R"({"name":"Item )" + std::to_string(n) + R"(","region":")" + kRegions[n % 4] +
                                   R"(","amount":)" + std::to_string(n * 7919LL % 1'000'000) + R"(.25,"quantity":)" +
                                   std::to_string(n % 100) + R"(,"due_on":"2026-05-15","note":"A note."})");
                    if (!fields) return fail(fields.error());
                    Act act{tx, *caller_, source_, storage::now(), {}};
                    auto written = records_->create(act, *entity_, *fields);
                    if (!written) return fail(written.error());
                    ids_[static_cast<std::size_t>(n)] = written->id;
                    return {};
                },
                [&left](const Result<void>& done) {
                    must(done);
                    left.count_down();
                });
        }
        left.wait();
    }

    void show(Id id) {
        must(store_.database().read([&](Reader& reader) -> Result<void> {
            auto shown = records_->show(reader, *caller_, *entity_, id, storage::now());
            if (!shown) return fail(shown.error());
            return {};
        }));
    }

    void list(const ListRequest& request) {
        must(store_.database().read([&](Reader& reader) -> Result<void> {
            auto text = records_->list(reader, *caller_, *entity_, request, storage::now());
            if (!text) return fail(text.error());
            return {};
        }));
    }

    static constexpr const char* kRegions[] = {"north", "south", "east", "west"};
    test::TestStore store_{storage::Backend::kSqlite};
    storage::IdSource source_;
    std::unique_ptr<Records> records_;
    std::shared_ptr<const Caller> caller_;
    const Entity* entity_ = nullptr;
    std::vector<Id> ids_;
};

}  // namespace
}  // namespace fw::records

int main() { fw::records::Bench().run(); }
