#include <chrono>
#include <cstdio>
#include <thread>

#include "engine/json/write.h"
#include "runtime/cli/instances.h"
#include "runtime/cli/names.h"

namespace fw::cli {

namespace {

std::string member(const json::Value& value, std::string_view name) { return std::string(value.string_or(name)); }

json::Value selection_of(const InstanceOptions& options) {
    json::Value select = json::Value::object();
    if (!options.ids.empty()) {
        json::Value list = json::Value::array();
        std::string rest = options.ids;
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            list.push(json::Value::string(rest.substr(0, comma)));
            rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
        }
        select.set("ids", std::move(list));
        return select;
    }
    const auto text = [&](const char* name, const std::string& value) {
        if (!value.empty()) select.set(name, json::Value::string(value));
    };
    text("state", options.state == "all" ? "" : options.state);
    text("flow", options.flow);
    text("node", options.node);
    text("incident", options.incident);
    if (!options.where.empty()) {
        json::Value variables = json::Value::object();
        for (const std::string& each : options.where) {
            const std::size_t cut = std::min(each.find('='), each.find_first_of("<>!"));
            if (cut == std::string::npos) continue;
            variables.set(each.substr(0, cut), json::Value::string(each.substr(each[cut] == '=' ? cut + 1 : cut)));
        }
        select.set("variables", std::move(variables));
    }
    return select;
}

void print_failures(Client& client, const std::string& id) {
    for (std::string after;;) {
        const auto page = client.get("/api/v1/bulk/" + id + "/items?result=failed&limit=1000&after=" + after);
        if (!page) return;
        for (const json::Value& item : page->find("items")->items()) {
            std::printf("%s  %s %s\n", member(item, "instance").c_str(), member(item, "code").c_str(),
                        member(item, "text").c_str());
        }
        after = member(*page, "next");
        if (after.empty()) return;
    }
}

// What a command on many lacks; "" if nothing.
std::string lacking(const InstanceOptions& options) {
    const bool chosen = !options.ids.empty() || !options.flow.empty() || !options.node.empty() ||
                        !options.incident.empty() || !options.where.empty() || options.all;
    if (!chosen) return "say which: --ids, --flow, --node, --incident or --where; --all means all of --state";
    if (options.action == "jump" && options.to.empty()) return "jump needs --to NODE";
    if (options.action == "set" && options.variables.empty()) return "set needs --set NAME=VALUE";
    return "";
}

// Before a command that would have nothing to do: whether that is because of a name.
Result<void> check_selection(Client& client, const InstanceOptions& options) {
    if (!options.ids.empty()) return {};
    const auto page = client.get("/api/v1/instances?" + filter_of(options) + "&limit=1");
    if (!page) return tl::unexpected(page.error());
    const json::Value* found = page->find("instances");
    const bool any = found != nullptr && found->is_array() && !found->items().empty();
    return any ? Result<void>() : known_flow(client, options.flow, options.node);
}

}  // namespace

int bulk(const InstanceOptions& options) {
    if (const std::string missing = lacking(options); !missing.empty()) {
        std::fprintf(stderr, "formwork instance bulk: %s\n", missing.c_str());
        return kUsage;
    }
    if (const Result<void> good = check_where(options); !good) return report(good.error());
    InstanceOptions arguments = options;
    arguments.incident.clear();
    arguments.comment.clear();
    auto body = body_of(arguments);
    if (!body) return report(body.error());
    json::Value command = json::Value::object();
    command.set("action", json::Value::string(options.action));
    command.set("select", selection_of(options));
    command.set("arguments", std::move(*body));
    if (!options.comment.empty()) command.set("comment", json::Value::string(options.comment));
    if (options.dry_run) command.set("dry_run", json::Value::boolean(true));
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    if (const Result<void> known = check_selection(session->client(), options); !known) return report(known.error());
    const auto made = session->client().post("/api/v1/bulk", json::write_compact(command));
    if (!made) return report(made.error());
    const std::string id = member(*made, "id");
    std::printf("command %s on %s instances\n", id.c_str(), json::write_compact(*made->find("total")).c_str());
    for (;;) {
        const auto shown = session->client().get("/api/v1/bulk/" + id);
        if (!shown) return report(shown.error());
        const std::string state = member(*shown, "state");
        if (state == "running") {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            continue;
        }
        const std::int64_t failed = shown->find("failed")->as_int64().value_or(0);
        std::printf("%s: %s done, %s not possible\n", state.c_str(),
                    json::write_compact(*shown->find("succeeded")).c_str(), std::to_string(failed).c_str());
        if (failed > 0) print_failures(session->client(), id);
        return failed == 0 && state == "done" ? kDone : kFailed;
    }
}

}  // namespace fw::cli
