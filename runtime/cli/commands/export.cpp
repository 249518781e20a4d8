#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "engine/json/write.h"
#include "runtime/cli/command.h"
#include "runtime/cli/names.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string entity, format = "csv", filter, sort, file = "-";
};

std::string question(const Options& options) {
    std::string out;
    if (!options.filter.empty()) out += "&filter=" + http::percent_encode(options.filter);
    if (!options.sort.empty()) out += "&sort=" + http::percent_encode(options.sort);
    return out;
}

// Where an export goes, piece by piece; a file appears when it is whole.
class Output {
  public:
    explicit Output(std::string path) : path_(std::move(path)) {
        if (path_ != "-") part_.open(path_ + ".part", std::ios::binary | std::ios::trunc);
    }
    ~Output() {
        std::error_code ignored;
        if (path_ != "-" && !done_) std::filesystem::remove(path_ + ".part", ignored);
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    Result<void> write(std::string_view bytes) {
        std::ostream& out = path_ == "-" ? std::cout : part_;
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return out ? Result<void>() : failed();
    }
    Result<void> end() {
        if (path_ == "-") {
            std::cout.flush();
            return std::cout ? Result<void>() : failed();
        }
        part_.close();
        std::error_code error;
        if (part_) std::filesystem::rename(path_ + ".part", path_, error);
        if (!part_ || error) return failed();
        done_ = true;
        return {};
    }

  private:
    [[nodiscard]] Result<void> failed() const {
        return fail("CLI-006",
                    format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {path_, std::strerror(errno)}));
    }
    std::string path_;
    std::ofstream part_;
    bool done_ = false;
};

Result<void> as_json(Client& client, const Options& options, const std::string& base, Output& out) {
    std::string after;
    bool first = true;
    Result<void> done = out.write("[");
    while (done) {
        auto page = client.get(base + "?limit=1000" + question(options) +
                               (after.empty() ? "" : "&after=" + http::percent_encode(after)));
        if (!page) return tl::unexpected(page.error());
        std::string text;
        if (const json::Value* records = page->find("records")) {
            for (const json::Value& record : records->items()) {
                text += first ? "\n" : ",\n";
                text += json::write_compact(record);
                first = false;
            }
        }
        after = page->string_or("next");
        if (after.empty()) text += "\n]\n";
        done = out.write(text);
        if (after.empty()) break;
    }
    return done;
}

Result<void> as_csv(Client& client, const Options& options, const std::string& base, Output& out) {
    std::string after;
    while (true) {
        auto page = client.ask("GET", base + "/export?format=csv&limit=1000" + question(options) +
                                          (after.empty() ? "" : "&after=" + http::percent_encode(after)));
        if (!page) return tl::unexpected(page.error());
        if (Result<void> written = out.write(page->body); !written) return written;
        after = page->header("Formwork-Next");
        if (after.empty()) return {};
    }
}

int export_records(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const std::string base = "/api/v1/records/" + http::percent_encode(options.entity);
    Output out(options.file);
    Result<void> done = options.format == "json" ? as_json(session->client(), options, base, out)
                                                 : as_csv(session->client(), options, base, out);
    if (done) done = out.end();
    if (done) return kDone;
    const bool unknown = done.error().front().code == "HTTP-404";
    return report(unknown ? no_entity(session->client(), options.entity) : done.error());
}

}  // namespace

void add_export(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "export", "Write the records of an entity as CSV or JSON",
        "  formwork export sales.account --data ./data > accounts.csv\n"
        "  formwork export sales.contract --format json --filter 'total > 100000' -o big.json --data ./data");
    command.add("ENTITY", options->entity, "sales.account").required();
    options->target.add_to(command);
    command.add("--format", options->format, "csv or json").one_of({"csv", "json"}).show_default();
    command.add("--filter", options->filter, "FEEL condition over the record's fields");
    command.add("--sort", options->sort, "-created_at,number");
    command.add("-o,--output", options->file, "File to write; - is standard output").show_default();
    command.run([options] { return export_records(*options); });
}

}  // namespace fw::cli
