#include <algorithm>
#include <cstdio>

#include "engine/base/utf8.h"
#include "engine/json/read.h"
#include "runtime/cli/command.h"
#include "runtime/http/json_writer.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::vector<std::string> folders;
    std::string note;
    bool dry_run = false, allow_data_loss = false;
};

void print_changes(const json::Value& answer) {
    std::size_t lines = 0;
    const auto print = [&](const json::Value& change, const char* mark) {
        const json::Value* text = change.find("text");
        if (text == nullptr) return;
        ++lines;
        std::printf("%s %s", mark, std::string(text->string_or("en")).c_str());
        const json::Value* rows = change.find("rows");
        const json::Value* destructive = change.find("destructive");
        if (destructive != nullptr && destructive->is_boolean() && destructive->as_boolean()) {
            std::printf("  !! loses values of %s rows",
                        rows != nullptr && rows->is_number() ? rows->literal().c_str() : "?");
        }
        std::printf("\n");
    };
    if (const json::Value* changes = answer.find("changes")) {
        for (const json::Value& change : changes->items()) {
            const std::string_view kind = change.string_or("kind");
            print(change, kind == "added" ? "+" : kind == "removed" ? "-" : "~");
        }
    }
    if (const json::Value* data = answer.find("data")) {
        for (const json::Value& change : data->items()) print(change, "  data:");
    }
    if (lines == 0) std::printf("nothing changes\n");
}

// The server names files by their pack; here they are where the command line says.
Diagnostics as_given(Diagnostics found, const std::vector<model::PackSource>& packs) {
    for (Diagnostic& d : found) {
        for (const model::PackSource& pack : packs) {
            if (!d.place.file.starts_with(pack.id + "/")) continue;
            d.place.file = pack.folder + d.place.file.substr(pack.id.size());
            break;
        }
    }
    return found;
}

// Files that are no UTF-8 cannot be sent. They are said here, and the server is asked what else is wrong.
std::optional<Diagnostics> unsendable(std::vector<model::PackSource> packs, Client& client) {
    Diagnostics found;
    for (model::PackSource& pack : packs) {
        for (model::SourceFile& file : pack.files) {
            if (utf8::valid(file.text)) continue;
            const auto read = json::read(file.text, pack.folder + "/" + file.path);
            if (!read) found.insert(found.end(), read.error().begin(), read.error().end());
            std::string shown;
            for (std::string_view rest = file.text; !rest.empty();) {
                const std::size_t good = utf8::first_invalid(rest);
                shown.append(rest.substr(0, good)).append(good < rest.size() ? "\xEF\xBF\xBD" : "");
                rest.remove_prefix(std::min(rest.size(), good + 1));
            }
            file.text = std::move(shown);
        }
    }
    if (found.empty()) return std::nullopt;
    const auto answer = client.post("/api/v1/deployments/check", packs_json(packs) + "}");
    Diagnostics others;
    if (!answer) {
        others = answer.error();
    } else if (const json::Value* list = answer->find("diagnostics")) {
        others = diagnostics_in(*list);
    }
    for (Diagnostic& d : as_given(std::move(others), packs)) found.push_back(std::move(d));
    return found;
}

int deploy(const Options& options) {
    const auto given = read_pack_folders(options.folders);
    if (!given) return report(given.error());
    const std::vector<model::PackSource>& packs = *given;
    auto session = Session::open(options.target, !options.dry_run);
    if (!session) return report(session.error());
    if (const auto wrong = unsendable(packs, session->client())) return report(*wrong);
    std::string body = packs_json(packs);
    if (!options.dry_run) {
        http::JsonWriter rest;
        rest.begin_object()
            .member("allow_data_loss", options.allow_data_loss)
            .member("note", options.note)
            .end_object();
        body += "," + rest.take().substr(1);
    } else {
        body += "}";
    }
    const auto answer =
        session->client().ask("POST", options.dry_run ? "/api/v1/deployments/diff" : "/api/v1/deployments", body);
    if (!answer) return report(as_given(answer.error(), packs));
    const json::Value said = answer->json();
    const json::Value* warnings = said.find("diagnostics");
    if (warnings != nullptr && warnings->is_array() && !warnings->items().empty())
        report(as_given(answer->diagnostics(), packs));
    print_changes(said);
    if (!options.dry_run) std::printf("deployed as %s\n", std::string(said.string_or("id")).c_str());
    return kDone;
}

}  // namespace

void add_deploy(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "deploy", "Make packs the running models; tables follow in the same transaction",
        "  formwork deploy plugins/sales --data ./data --dry-run\n"
        "  formwork deploy plugins/sales --data ./data\n"
        "  formwork deploy plugins/sales --server http://127.0.0.1:8080 --token $TOKEN\n\n"
        "Packs that are not named stay as they are. With a mistake nothing changes and the exit code is 1.");
    command.add("PACKDIR", options->folders, "Folders with a pack.json").required();
    options->target.add_to(command);
    command.flag("--dry-run", options->dry_run, "Only show what would change");
    command.flag("--allow-data-loss", options->allow_data_loss, "Also where stored values are dropped or cut");
    command.add("--note", options->note, "Why, for the list of deployments");
    command.run([options] { return deploy(*options); });
}

}  // namespace fw::cli
