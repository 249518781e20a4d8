#include <algorithm>
#include <cstdio>

#include "engine/json/write.h"
#include "runtime/cli/instances.h"
#include "runtime/cli/names.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

using Options = InstanceOptions;

std::string member(const json::Value& value, std::string_view name) { return std::string(value.string_or(name)); }

std::string encoded(const std::string& text) { return http::percent_encode(text); }

// Nothing fits: because of a flow or a step that there is not?
Result<void> nothing_fits(Client& client, const Options& options) {
    Result<void> known = known_flow(client, options.flow, options.node);
    if (known) say({"nothing fits", "没有符合条件的内容"});
    return known;
}

// "check,sign x3": what stands for all of a repeated activity is not one of it.
std::string standing_at(const std::vector<json::Value>& tokens) {
    std::vector<std::pair<std::string, int>> counts;
    for (const json::Value& token : tokens) {
        if (token.find("all") != nullptr) continue;
        const std::string node = member(token, "node");
        const auto known =
            std::find_if(counts.begin(), counts.end(), [&](const auto& each) { return each.first == node; });
        if (known != counts.end()) ++known->second;
        if (known == counts.end()) counts.emplace_back(node, 1);
    }
    std::string text;
    for (const auto& [node, count] : counts)
        text += (text.empty() ? "" : ",") + node + (count > 1 ? " x" + std::to_string(count) : "");
    return text;
}

void print_line(const json::Value& one) {
    const json::Value* record = one.find("record");
    const json::Value* initiator = one.find("initiator");
    const json::Value* suspended = one.find("suspended");
    const json::Value* incidents = one.find("incidents");
    std::string state = member(one, "state");
    if (suspended != nullptr && suspended->is_boolean() && suspended->as_boolean()) state = "suspended";
    if (incidents != nullptr && incidents->is_array() && !incidents->items().empty()) state += " !";
    std::string nodes;
    if (const json::Value* tokens = one.find("tokens"); tokens != nullptr && tokens->is_array()) {
        nodes = standing_at(tokens->items());
    }
    std::printf("%s  %-12s %-28s %-12s %s  %s  %s\n", member(one, "id").c_str(), state.c_str(),
                member(one, "flow").c_str(),
                initiator != nullptr && initiator->is_object() ? member(*initiator, "name").c_str() : "",
                member(one, "started_at").c_str(), nodes.c_str(),
                record != nullptr && record->is_object() ? member(*record, "title").c_str() : "");
}

int list(const Options& options) {
    if (const Result<void> good = check_where(options); !good) return report(good.error());
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    std::string path = "/api/v1/instances?" + filter_of(options) + "&limit=" + std::to_string(options.limit);
    if (options.count) path += "&count=true";
    const auto answer = session->client().get(path);
    if (!answer) return report(answer.error());
    if (const json::Value* all = answer->find("instances")) {
        for (const json::Value& one : all->items()) print_line(one);
        if (all->items().empty()) {
            if (const Result<void> known = nothing_fits(session->client(), options); !known)
                return report(known.error());
        }
    }
    if (const json::Value* count = answer->find("count"))
        std::printf("%s in all\n", json::write_compact(*count).c_str());
    return kDone;
}

int print(const Options& options, const std::string& path, bool one_step = false) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const auto answer = session->client().get(path);
    if (answer) {
        std::printf("%s", json::write_canonical(*answer).c_str());
        return kDone;
    }
    if (!one_step) return report(about_instance(answer.error(), options.id));
    const Text step = format_text({"step {0} of an instance '{1}'", "流程实例“{1}”的第 {0} 步"},
                                  {std::to_string(options.at), options.id});
    return report(about(answer.error(), step));
}

// The answer to a dry run as lines; whether it is possible.
int print_dry_run(const json::Value& answer) {
    const json::Value* possible = answer.find("possible");
    const bool yes = possible != nullptr && possible->is_boolean() && possible->as_boolean();
    std::printf(yes ? "possible; nothing has been changed\n" : "not possible:\n");
    if (const json::Value* list = answer.find("diagnostics"); list != nullptr && list->is_array()) {
        for (const json::Value& each : list->items())
            std::printf("  %s %s\n", member(each, "code").c_str(), member(each, "text").c_str());
    }
    const json::Value* instance = answer.find("instance");
    const json::Value* tokens = instance == nullptr ? nullptr : instance->find("tokens");
    if (tokens != nullptr && tokens->is_array()) {
        for (const json::Value& token : tokens->items())
            std::printf("  a token would stand at %s\n", member(token, "node").c_str());
    }
    return yes ? kDone : kFailed;
}

int act(const Options& options) {
    auto body = body_of(options);
    if (!body) return report(body.error());
    if (options.dry_run) body->set("dry_run", json::Value::boolean(true));
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const auto answer = session->client().post("/api/v1/instances/" + encoded(options.id) + "/" + options.action,
                                               json::write_compact(*body));
    if (!answer) return report(about_instance(answer.error(), options.id));
    if (options.dry_run) return print_dry_run(*answer);
    const json::Value* instance = answer->find("instance");
    if (instance != nullptr) std::printf("%s: %s\n", options.id.c_str(), member(*instance, "state").c_str());
    return kDone;
}

int incidents(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    std::string path = "/api/v1/incidents?state=" + encoded(options.state == "all" ? "" : options.state) +
                       "&limit=" + std::to_string(options.limit);
    if (!options.flow.empty()) path += "&flow=" + encoded(options.flow);
    if (!options.node.empty()) path += "&node=" + encoded(options.node);
    const auto answer = session->client().get(path);
    if (!answer) return report(answer.error());
    if (const json::Value* all = answer->find("incidents")) {
        for (const json::Value& one : all->items()) {
            std::printf("%s  %-7s %s  %s at %s  %s %s\n", member(one, "id").c_str(), member(one, "state").c_str(),
                        member(one, "instance").c_str(), member(one, "flow").c_str(), member(one, "node").c_str(),
                        member(one, "code").c_str(), member(one, "text").c_str());
        }
        if (all->items().empty()) {
            if (const Result<void> known = nothing_fits(session->client(), options); !known)
                return report(known.error());
        }
    }
    return kDone;
}

void add_filters(Command& command, Options& options) {
    command.add("--flow", options.flow, "Only this flow");
    command.add("--node", options.node, "A token stands at this node");
    command.add("--incident", options.incident, "With an open incident of this code; * for any");
    command.add("--where", options.where, "A variable: limit=100, limit>=100 (several: all must hold)");
}

void add_arguments(Command& command, Options& options) {
    command.add("--comment", options.comment, "Kept in the trail");
    command.flag("--dry-run", options.dry_run, "Only say whether it is possible; nothing is changed");
}

}  // namespace

void add_instance(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command instance =
        commands.add("instance", "Flow instances: find, look at, repair, move, one or many",
                     "  formwork instance list --data ./data --flow sales.contract_approval --state suspended --count\n"
                     "  formwork instance list --data ./data --flow shop.order --where 'limit>=100000'\n"
                     "  formwork instance show 219873456712345 --data ./data\n"
                     "  formwork instance incidents --data ./data\n"
                     "  formwork instance retry 219873456712345 --data ./data\n"
                     "  formwork instance migrate 219873456712345 --node check=review --dry-run --data ./data\n"
                     "  formwork instance bulk suspend --flow sales.contract_approval --data ./data");
    const auto command = [&](const char* name, const char* about, auto work) {
        Command made = instance.inside(name, about);
        options->target.add_to(made);
        made.run([options, work] { return work(*options); });
        return made;
    };
    const auto states =
        std::vector<std::string>{"running",   "ended",      "suspended", "incident", "completed", "refused",
                                 "withdrawn", "terminated", "open",      "solved",   "all"};
    Command listing = command("list", "Instances, newest first", [](const Options& o) { return list(o); });
    listing.add("--state", options->state, "running, ended, suspended, incident, completed … or all")
        .one_of(states)
        .show_default();
    add_filters(listing, *options);
    listing.add("--search", options->search, "A number, or words of the record's title");
    listing.add("--limit", options->limit, "How many").show_default();
    listing.flag("--count", options->count, "Say how many there are in all");
    const auto with_id = [&](Command made) {
        made.add("ID", options->id, "Number of the instance").required();
        return made;
    };
    with_id(command("show", "One instance with its trail, as JSON",
                    [](const Options& o) { return print(o, "/api/v1/instances/" + encoded(o.id)); }));
    Command state = with_id(command("state", "The instance after a step, as JSON", [](const Options& o) {
        const std::string at = o.at == 0 ? "" : "?at=" + std::to_string(o.at);
        return print(o, "/api/v1/instances/" + encoded(o.id) + "/state" + at, o.at != 0);
    }));
    state.add("--at", options->at, "Number of the step; without it: now").range(1, 1000000000);
    with_id(command("history", "What happened, step by step, as JSON", [](const Options& o) {
        return print(o, "/api/v1/instances/" + encoded(o.id) + "/history?limit=1000");
    }));
    Command failing = command("incidents", "What failed in the background", [](const Options& o) {
        Options with = o;
        if (with.state == "running") with.state = "open";
        return incidents(with);
    });
    failing.add("--state", options->state, "open, solved or all").one_of({"open", "solved", "all"});
    failing.add("--flow", options->flow, "Only this flow");
    failing.add("--node", options->node, "Only at this node");
    failing.add("--limit", options->limit, "How many").show_default();
    const auto acting = [&](const char* name, const char* about) {
        Command made = with_id(command(name, about, [name](const Options& o) {
            Options with = o;
            with.action = name;
            return act(with);
        }));
        add_arguments(made, *options);
        return made;
    };
    acting("suspend", "Nobody acts on it until it is resumed");
    acting("resume", "Lets it go on");
    acting("terminate", "Ends it");
    acting("retry", "Tries again what failed").add("--incident", options->incident, "Only this one");
    Command skipping = acting("skip", "Goes on as if what failed had been done");
    skipping.add("--incident", options->incident, "Only this one");
    skipping.add("--result", options->result, "Its result, as JSON");
    acting("set", "Changes variables").add("VARIABLES", options->variables, "NAME=VALUE, the value as JSON").required();
    Command jumping = acting("jump", "Puts a token on another node");
    jumping.add("--to", options->to, "The node").required();
    jumping.add("--at", options->token, "Which token, where there are several");
    Command beginning = acting("begin", "Begins an activity of an ad-hoc sub-process");
    beginning.add("--node", options->to, "The activity").required();
    Command moving = acting("migrate", "Moves it to another version of its flow");
    moving.add("--deployment", options->deployment, "Its number; without it: the one deployed now");
    moving.add("--node", options->nodes, "OLD=NEW where the ids differ");
    Command many = command("bulk", "One command on many instances, in the background of the server",
                           [](const Options& o) { return bulk(o); });
    many.add("ACTION", options->action, "retry, skip, suspend, resume, terminate, migrate, jump, set")
        .required()
        .one_of({"retry", "skip", "suspend", "resume", "terminate", "migrate", "jump", "set"});
    many.flag("--all", options->all, "Without any other choice: all that are in --state");
    many.add("--ids", options->ids, "Numbers, with commas between");
    many.add("--state", options->state, "running, suspended, incident … or all").one_of(states).show_default();
    add_filters(many, *options);
    add_arguments(many, *options);
    many.add("--to", options->to, "jump: the node");
    many.add("--result", options->result, "skip: the result, as JSON");
    many.add("--deployment", options->deployment, "migrate: which; without it: the one deployed now");
    many.add("--map", options->nodes, "migrate: OLD=NEW where the ids differ");
    many.add("--set", options->variables, "set: NAME=VALUE");
}

}  // namespace fw::cli
