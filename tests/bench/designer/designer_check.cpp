// designer_check: from an edit in the designer to a fresh problems list, in one process, against 100 ms: on the sales
// pack, and (designer_check_200) on a pack of 200 models made of copies of it. The edits are those of somebody typing a
// condition: right, wrong, right again. CPU time of its one thread; the 15 ms the window waits for the next key are not
// in it.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "designer/core/element_commands.h"
#include "designer/core/problems.h"
#include "designer/core/session.h"
#include "engine/base/check.h"
#include "engine/compile/program.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace {

namespace fs = std::filesystem;
using namespace fw;
using designer::Session;
using designer::Workspace;

constexpr char kFlow[] = "flows/contract_approval.json";
constexpr double kLimit = 100;  // ms
constexpr int kRounds = 30;

double cpu_milliseconds() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "fw_designer_bench_XXXXXX").string();
        root_ = ::mkdtemp(name.data());
        for (const char* pack : {"base", "sales"})
            fs::copy(fs::path(FW_SOURCE_DIR) / "plugins" / pack, root_ / pack, fs::copy_options::recursive);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] fs::path pack() const { return root_ / "sales"; }

    // Copies of models under other ids; forms and views of copied entities show the copies.
    void grow(std::size_t models) const {
        struct Source {
            const char *folder, *id, *entity;
        };
        static constexpr Source kSources[] = {
            {"entities", "product", ""},           {"forms", "product", "product"},
            {"views", "products", "product"},      {"entities", "account", ""},
            {"forms", "account", "account"},       {"views", "accounts", "account"},
            {"entities", "receipt", ""},           {"forms", "receipt", "receipt"},
            {"views", "receipts", "receipt"},      {"flows", "contract_approval", ""},
            {"reports", "contracts_by_month", ""}, {"reminders", "receipt_overdue", ""}};
        std::size_t there = count();
        for (int n = 2; there < models; ++n) {
            const std::string mark = "_" + std::to_string(n);
            for (const Source& source : kSources) {
                if (there++ >= models) return;
                const fs::path folder = pack() / source.folder;
                auto model = json::read(*designer::read_file(folder / (std::string(source.id) + ".json")));
                FW_CHECK(model.has_value());
                model->set("id", json::Value::string(source.id + mark));
                if (source.entity[0] != '\0') model->set("entity", json::Value::string(source.entity + mark));
                std::ofstream(folder / (source.id + mark + ".json")) << json::write_canonical(*model);
            }
        }
    }

  private:
    [[nodiscard]] std::size_t count() const {
        std::size_t models = 0;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(pack())) {
            const bool demo = entry.path().string().find("/demo/") != std::string::npos;
            models += entry.path().extension() == ".json" && !demo ? 1 : 0;
        }
        return models;
    }
    fs::path root_;
};

void measure(const char* name, std::size_t models) {
    const Folder folder;
    folder.grow(models);
    auto opened = Workspace::open(folder.pack(), compile::standard_descriptors());
    FW_CHECK(opened.has_value());
    Session session(std::move(*opened));
    const std::size_t readable = session.workspace().documents().size();
    std::vector<double> took;
    for (int round = 0; round < kRounds; ++round) {
        const bool wrong = round % 2 == 1;
        const std::string text = "record.total > " + std::to_string(round) + (wrong ? "0 + nothing_of_that_name" : "0");
        const double begin = cpu_milliseconds();
        (void)session.run(designer::set_property({kFlow, "edges/big-fork/when"}, json::Value::string(text)));
        session.set_problems(designer::check_sources(session.workspace().sources()));
        took.push_back(cpu_milliseconds() - begin);
        const auto worst = worst_at(session.problems(), {kFlow, "edges/big-fork"});
        FW_CHECK(wrong == (worst == Severity::kError));
    }
    std::sort(took.begin(), took.end());
    const double median = took[took.size() / 2];
    std::fprintf(stderr, "  %zu models: median %.1f ms, worst %.1f ms, %zu problems at the end\n", readable, median,
                 took.back(), session.problems().size());
    std::printf("%s ours=%.1f ms limit=%.0f ratio=%.2f\n", name, median, kLimit, median / kLimit);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> wanted(argv + 1, argv + argc);
    const auto asked = [&](const char* name) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    };
    if (asked("designer_check")) measure("designer_check", 0);
    if (asked("designer_check_200")) measure("designer_check_200", 200);
    return 0;
}
