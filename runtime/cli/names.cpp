#include "runtime/cli/names.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "runtime/http/message.h"

namespace fw::cli {

namespace {

using http::percent_encode;

std::vector<std::string> ids_in(const json::Value* list) {
    std::vector<std::string> out;
    if (list == nullptr || !list->is_array()) return out;
    for (const json::Value& each : list->items()) out.emplace_back(each.string_or("id"));
    return out;
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// A flow is called by its qualified id or its plain one.
bool is_called(const std::string& id, const std::string& name) {
    return id == name || (id.size() > name.size() && id.ends_with(name) && id[id.size() - name.size() - 1] == '.');
}

// Also instances of flows that are deployed no more.
Result<bool> has_instances(Client& client, const std::string& query) {
    const auto page = client.get("/api/v1/instances?limit=1&state=&" + query);
    if (!page) return tl::unexpected(page.error());
    const json::Value* found = page->find("instances");
    return found != nullptr && found->is_array() && !found->items().empty();
}

}  // namespace

Diagnostics about(Diagnostics found, const Text& what) {
    for (Diagnostic& d : found) {
        if (!d.code.ends_with("-404") || !d.text.en.starts_with("There is no such thing")) continue;
        d.text =
            format_text({"There is no {0}, or you may not see it.", "没有{1}，或您无权查看。"}, {what.en, what.zh});
    }
    return found;
}

Diagnostics about_instance(Diagnostics found, const std::string& id) {
    return about(std::move(found), format_text({"instance '{0}'", "流程实例“{0}”"}, {id}));
}

Diagnostics about_task(Diagnostics found, const std::string& id) {
    return about(std::move(found), format_text({"task '{0}'", "任务“{0}”"}, {id}));
}

Diagnostics no_entity(Client& client, const std::string& id) {
    std::vector<std::string> known;
    const auto app = client.get("/api/v1/app");
    const json::Value* entities = app ? app->find("entities") : nullptr;
    if (entities != nullptr && entities->is_object()) {
        for (const json::Member& each : entities->members()) known.push_back(each.key);
    }
    return fail(
               "CLI-041",
               format_text({"There is no entity '{0}', or you may not see it.", "没有实体“{0}”，或您无权查看。"}, {id}),
               {}, did_you_mean(id, known))
        .value();
}

Result<void> known_flow(Client& client, const std::string& flow, const std::string& node) {
    const auto app = client.get("/api/v1/app");
    if (!app) return tl::unexpected(app.error());
    const std::vector<std::string> deployed = ids_in(app->find("flows"));
    std::vector<std::string> looked_at;
    for (const std::string& id : deployed) {
        if (flow.empty() || is_called(id, flow)) looked_at.push_back(id);
    }
    if (!flow.empty() && looked_at.empty()) {
        const auto earlier = has_instances(client, "flow=" + percent_encode(flow));  // FLOW-422 where it never was
        return earlier ? Result<void>() : tl::unexpected(earlier.error());
    }
    if (node.empty()) return {};
    std::vector<std::string> nodes;
    for (const std::string& id : looked_at) {
        const auto versions = client.get("/api/v1/flows/" + percent_encode(id) + "/versions");
        if (!versions || !versions->is_array()) return {};  // who may not look cannot be told
        for (const json::Value& each : versions->items()) {
            for (std::string& one : ids_in(each.find("nodes"))) nodes.push_back(std::move(one));
        }
    }
    if (holds(nodes, node)) return {};
    return fail("CLI-044",
                flow.empty()
                    ? format_text({"No flow has a step '{0}'.", "没有任何流程有节点“{0}”。"}, {node})
                    : format_text({"The flow '{1}' has no step '{0}'.", "流程“{1}”没有节点“{0}”。"}, {node, flow}),
                {}, did_you_mean(node, nodes));
}

}  // namespace fw::cli
