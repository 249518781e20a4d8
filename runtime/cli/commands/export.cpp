#include <cstdio>

#include "engine/json/write.h"
#include "runtime/cli/command.h"
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

Result<std::string> as_json(Client& client, const Options& options, const std::string& base) {
    std::string out = "[";
    std::string after;
    bool first = true;
    while (true) {
        auto page = client.get(base + "?limit=1000" + question(options) +
                               (after.empty() ? "" : "&after=" + http::percent_encode(after)));
        if (!page) return tl::unexpected(page.error());
        if (const json::Value* records = page->find("records")) {
            for (const json::Value& record : records->items()) {
                out += first ? "\n" : ",\n";
                out += json::write_compact(record);
                first = false;
            }
        }
        after = page->string_or("next");
        if (after.empty()) return out + "\n]\n";
    }
}

int export_records(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const std::string base = "/api/v1/records/" + http::percent_encode(options.entity);
    Result<std::string> text;
    if (options.format == "json") {
        text = as_json(session->client(), options, base);
    } else {
        auto answer = session->client().ask("GET", base + "/export?format=csv" + question(options));
        text = answer ? Result<std::string>(std::move(answer->body)) : tl::unexpected(answer.error());
    }
    if (!text) return report(text.error());
    const Result<void> written = write_file(options.file, *text);
    return written ? kDone : report(written.error());
}

}  // namespace

void add_export(Commands& commands) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = commands.add(
        "export", "Write the records of an entity as CSV or JSON",
        "  formwork export sales.account --data ./data > accounts.csv\n"
        "  formwork export sales.contract --format json --filter 'total > 100000' -o big.json --data ./data");
    command.add_option("ENTITY", options->entity, "sales.account")->required();
    options->target.add_to(command);
    command.add_option("--format", options->format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}))
        ->capture_default_str();
    command.add_option("--filter", options->filter, "FEEL condition over the record's fields");
    command.add_option("--sort", options->sort, "-created_at,number");
    command.add_option("-o,--output", options->file, "File to write; - is standard output")->capture_default_str();
    command.callback([&commands, options] { commands.chosen = [options] { return export_records(*options); }; });
}

}  // namespace fw::cli
