#include <algorithm>
#include <chrono>
#include <cstdio>

#include <unistd.h>

#include "runtime/cli/command.h"
#include "runtime/cli/csv.h"
#include "runtime/cli/import_rows.h"
#include "runtime/cli/names.h"
#include "runtime/http/json_writer.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

constexpr std::size_t kTogether = 250;  // rows of one request, stored in one transaction
constexpr std::size_t kShownMistakes = 200;

struct Options {
    Target target;
    std::string entity, file;
    bool skip_mistakes = false, check = false;
};

// On a terminal, how far it is.
class Progress {
  public:
    void show(const char* what, std::size_t rows) {
        const auto now = std::chrono::steady_clock::now();
        if (!terminal_ || now < next_) return;
        next_ = now + std::chrono::milliseconds(200);
        std::fprintf(stderr, "\r%s: %zu rows", what, rows);
    }
    void end() {
        if (terminal_) std::fprintf(stderr, "\r\033[K");
    }

  private:
    bool terminal_ = ::isatty(STDERR_FILENO) != 0;
    std::chrono::steady_clock::time_point next_{};
};

class Import {
  public:
    Import(const Options& options, Client& client, const json::Value& entity)
        : options_(options), client_(client), entity_(entity) {}

    struct Outcome {
        std::size_t rows = 0, good = 0, unchanged = 0, mistakes = 0;
        Diagnostics shown;  // the first ones
    };

    // Reads the whole file once. `check`: nothing is stored. Fails where it cannot go on.
    Result<Outcome> pass(bool check) {
        auto in = open_file(options_.file);
        if (!in) return tl::unexpected(std::move(in.error()));
        outcome_ = {};
        CsvReader reader(*in, options_.file);
        auto header = reader.next();
        if (!header) return tl::unexpected(header.error());
        if (!*header) return bad_row(options_.file, 1, {"The file is empty.", "文件为空。"});
        auto rows = ImportRows::of(client_, entity_, **header, options_.file);
        if (!rows) return tl::unexpected(rows.error());
        while (true) {
            auto row = reader.next();
            if (!row) return tl::unexpected(row.error());
            if (!*row) break;
            ++outcome_.rows;
            auto read = rows->json_of(**row);
            if (!read) return tl::unexpected(read.error());
            // What is wrong already keeps a row from being stored, but not from being checked for more.
            if (check || read->mistakes.empty()) {
                if (!batch_.empty()) batch_ += ',';
                batch_ += read->json;
                lines_.push_back({(*row)->line, std::move(read->mistakes)});
            } else {
                note(read->mistakes);
            }
            if (lines_.size() < kTogether && batch_.size() < kLongestBatch) continue;
            if (Result<void> sent = send(check); !sent) return tl::unexpected(sent.error());
            progress_.show(check ? "checking" : "importing", outcome_.rows);
        }
        if (Result<void> sent = send(check); !sent) return tl::unexpected(sent.error());
        progress_.end();
        return std::move(outcome_);
    }

  private:
    static constexpr std::size_t kLongestBatch = 4U << 20U;

    void note(const Diagnostics& mistakes) {
        ++outcome_.mistakes;
        for (const Diagnostic& d : mistakes) {
            if (outcome_.shown.size() < kShownMistakes) outcome_.shown.push_back(d);
        }
    }

    Result<void> send(bool check) {
        if (lines_.empty()) return {};
        const std::string body =
            std::string(check ? R"({"check":true,"records":[)" : R"({"records":[)") + batch_ + "]}";
        auto answer = client_.post("/api/v1/records/" + http::percent_encode(options_.entity) + "/batch", body);
        if (!answer) return tl::unexpected(answer.error());
        const json::Value* results = answer->find("results");
        const std::vector<json::Value> none;
        const std::vector<json::Value>& each = results != nullptr && results->is_array() ? results->items() : none;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const json::Value* wrong = i < each.size() ? each[i].find("diagnostics") : nullptr;
            Diagnostics mistakes = std::move(lines_[i].mistakes);
            const std::size_t known = mistakes.size();
            for (Diagnostic& d :
                 wrong == nullptr ? Diagnostics() : diagnostics_of(*wrong, options_.file, lines_[i].line)) {
                const bool told = std::any_of(mistakes.begin(), mistakes.begin() + static_cast<std::ptrdiff_t>(known),
                                              [&](const Diagnostic& m) { return m.place.element == d.place.element; });
                if (!told)
                    mistakes.push_back(std::move(d));  // "required" of a cell that could not be read says nothing
            }
            if (mistakes.empty()) {
                const json::Value* same = i < each.size() ? each[i].find("unchanged") : nullptr;
                ++(same != nullptr && same->is_boolean() && same->as_boolean() ? outcome_.unchanged : outcome_.good);
            } else {
                note(mistakes);
            }
        }
        lines_.clear();
        batch_.clear();
        return {};
    }

    const Options& options_;
    Client& client_;
    const json::Value& entity_;
    Outcome outcome_;
    std::string batch_;
    struct Line {
        std::size_t line = 0;
        Diagnostics mistakes;  // found before it was sent
    };
    std::vector<Line> lines_;
    Progress progress_;
};

int told(const Import::Outcome& outcome) {
    report(outcome.shown);
    const std::size_t more = outcome.mistakes > outcome.shown.size() ? outcome.mistakes - outcome.shown.size() : 0;
    if (more > 0) std::fprintf(stderr, "formwork: %zu more rows with mistakes\n", more);
    return outcome.mistakes == 0 ? kDone : kFailed;
}

// ", 3 unchanged"
std::string unchanged(const Import::Outcome& outcome) {
    return outcome.unchanged == 0 ? std::string() : ", " + std::to_string(outcome.unchanged) + " unchanged";
}

int import_file(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    auto app = session->client().get("/api/v1/app");
    if (!app) return report(app.error());
    const json::Value* entities = app->find("entities");
    const json::Value* entity = entities != nullptr ? entities->find(options.entity) : nullptr;
    if (entity == nullptr) {
        return report(no_entity(session->client(), options.entity));
    }
    Import import(options, session->client(), *entity);
    if (options.check || !options.skip_mistakes) {
        const auto checked = import.pass(true);
        if (!checked) return report(checked.error());
        if (options.check || checked->mistakes > 0) {
            const int code = told(*checked);
            std::printf(options.check ? "%zu of %zu rows can be imported%s\n"
                                      : "nothing imported: %zu of %zu rows are good%s\n",
                        checked->good, checked->rows, unchanged(*checked).c_str());
            return code;
        }
    }
    const auto done = import.pass(false);
    if (!done) return report(done.error());
    const int code = told(*done);
    std::printf("%zu of %zu rows imported%s\n", done->good, done->rows, unchanged(*done).c_str());
    return code;
}

}  // namespace

void add_import(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "import", "Create records from a CSV file",
        "  formwork import sales.account accounts.csv --data ./data\n"
        "  formwork import sales.account accounts.csv --data ./data --check\n\n"
        "The first line names fields (ids or labels). References are ids or titles (a column NAME.id beside NAME says\n"
        "which where several have the title), choices ids or labels, several are separated by ';', dates 2026-12-31,\n"
        "2026/12/31 or 31.12.2026. Rows with a column `id` change that record; computed columns are passed over, so an "
        "export\n"
        "can be changed and imported. All rows are checked first: where one has a mistake each is shown with its line\n"
        "and nothing is imported.");
    command.add("ENTITY", options->entity, "sales.account").required();
    command.add("FILE", options->file, "CSV in UTF-8").required();
    command.flag("--check", options->check, "Only say what is wrong");
    command.flag("--skip-mistakes", options->skip_mistakes, "Import the good rows, show the others");
    options->target.add_to(command);
    command.run([options] { return import_file(*options); });
}

}  // namespace fw::cli
