// What automations could not do: seen, tried again, skipped.
#include <cstdio>
#include <memory>
#include <string>

#include "engine/json/write.h"
#include "runtime/cli/client.h"
#include "runtime/cli/command.h"
#include "runtime/cli/names.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string id, automation, reason;
    int limit = 50;
};

std::string member(const json::Value& value, std::string_view name) { return std::string(value.string_or(name)); }

void print_line(const json::Value& one) {
    std::string line = member(one, "id") + "  " + member(one, "automation");
    if (const std::string step = member(one, "step"); !step.empty()) line += " at " + step;
    if (const std::string action = member(one, "action"); !action.empty()) line += " (" + action + ")";
    line += "  " + member(one, "last_at") + "  " + member(one, "code") + " " + member(one, "text");
    if (const json::Value* record = one.find("record"); record != nullptr && record->is_object())
        line += "  " + member(*record, "entity") + " " + member(*record, "id") + " " + member(*record, "title");
    std::printf("%s\n", line.c_str());
}

int failures(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    std::string path = "/api/v1/automations/failures?limit=" + std::to_string(options.limit);
    if (!options.automation.empty()) path += "&automation=" + http::percent_encode(options.automation);
    const auto answer = session->client().get(path);
    if (!answer) return report(answer.error());
    const json::Value* all = answer->find("failures");
    if (all == nullptr || all->items().empty()) {
        say({"no automation has failed", "没有失败的自动化"});
        return kDone;
    }
    for (const json::Value& one : all->items()) print_line(one);
    if (const json::Value* next = answer->find("next"); next != nullptr && next->is_string()) {
        const json::Value* count = answer->find("count");
        std::printf("%s in all\n", count == nullptr ? "more" : json::write_compact(*count).c_str());
    }
    return kDone;
}

int solve(const Options& options, const char* action) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    json::Value body = json::Value::object();
    if (!options.reason.empty()) body.set("reason", json::Value::string(options.reason));
    const auto answer = session->client().post(
        "/api/v1/automations/failures/" + http::percent_encode(options.id) + "/" + action, json::write_compact(body));
    if (!answer) {
        const Text what = format_text({"failure '{0}'", "失败项“{0}”"}, {options.id});
        return report(about(answer.error(), what));
    }
    std::printf("%s: %s\n", options.id.c_str(), member(*answer, "state").c_str());
    return kDone;
}

}  // namespace

void add_automation(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command automation =
        commands.add("automation", "What automations could not do: find it, try again, skip it",
                     "  formwork automation failures --data ./data\n"
                     "  formwork automation failures --automation sales.post_order --data ./data\n"
                     "  formwork automation retry 219873456712345 --data ./data\n"
                     "  formwork automation skip 219873456712345 --reason 'sent by hand' --data ./data");
    Command listing = automation.inside("failures", "What waits for somebody, newest first");
    options->target.add_to(listing);
    listing.add("--automation", options->automation, "Only of this automation");
    listing.add("--limit", options->limit, "How many").range(1, 1000).show_default();
    listing.run([options] { return failures(*options); });
    const auto solving = [&](const char* name, const char* about) {
        Command made = automation.inside(name, about);
        options->target.add_to(made);
        made.add("ID", options->id, "Number of the failure").required();
        made.add("--reason", options->reason, "Kept in the history of the record");
        made.run([options, name] { return solve(*options, name); });
    };
    solving("retry", "Tries again what failed");
    solving("skip", "Goes on without it");
}

}  // namespace fw::cli
