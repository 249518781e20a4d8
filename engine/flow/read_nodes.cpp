#include <algorithm>
#include <map>

#include "engine/base/suggest.h"
#include "engine/flow/read.h"

namespace fw::flow {

std::optional<feel::Type> ReadEnv::written(std::string_view entity, const json::Value& id, const std::string& element,
                                           Diagnostics& out) const {
    if (id.as_string() == "state" || field(entity, id, element, out)) return feel::Type();
    return std::nullopt;
}

void ReadEnv::written_value(std::string_view, std::string_view, const model::Expr&, Range, const std::string&,
                            Diagnostics&) const {}

bool ReadEnv::person_field(std::string_view entity, const json::Value& id, const std::string& element,
                           Diagnostics& out) const {
    return field(entity, id, element, out);
}

std::string ReadEnv::model(std::string_view, const json::Value& id, const std::string&, Diagnostics&) const {
    return id.is_string() ? id.as_string() : std::string();
}

namespace {

std::string path_of(const Reading& r, NodeIndex node) {
    std::string path = "/nodes/" + r.flow.nodes[node].id;
    for (BodyIndex body = r.flow.nodes[node].body; r.flow.bodies[body].owner != kNone;) {
        const Node& owner = r.flow.nodes[r.flow.bodies[body].owner];
        path.insert(0, "/nodes/" + owner.id);
        body = owner.body;
    }
    return r.element + path;
}

NodeIndex node_named(Reading& r, const json::Value& from, std::string_view key, const std::string& element,
                     BodyIndex body) {
    const json::Value* name = from.find(key);
    if (name == nullptr || !name->is_string()) return kNone;
    const auto found = r.flow.nodes_by_id.find(name->as_string());
    if (found != r.flow.nodes_by_id.end() && r.flow.nodes[found->second].body == body) return found->second;
    if (found != r.flow.nodes_by_id.end()) {
        r.mistake("FLOW-005",
                  Text("'" + name->as_string() +
                           "' is on another level: connections do not cross the border of a sub-process",
                       "“" + name->as_string() + "”位于另一层级：连线不能跨越子流程的边界"),
                  name->range(), element);
        return kNone;
    }
    std::vector<std::string> known;
    for (const NodeIndex each : r.flow.bodies[body].nodes) known.push_back(r.flow.nodes[each].id);
    r.mistake("FLOW-001", Text("there is no node '" + name->as_string() + "'", "没有节点“" + name->as_string() + "”"),
              name->range(), element, did_you_mean(name->as_string(), known));
    return kNone;
}

void read_edge(Reading& r, const json::Value& each, const std::string& around, BodyIndex body,
               const ReadEnv::Names& names) {
    Edge edge;
    edge.id = each.find("id") != nullptr
                  ? std::string(each.string_or("id"))
                  : std::string(each.string_or("from")) + "-" + std::string(each.string_or("to"));
    const std::string element = around + "/edges/" + edge.id;
    edge.from = node_named(r, each, "from", element, body);
    edge.to = node_named(r, each, "to", element, body);
    edge.range = each.range();
    edge.label = read_text(each.find("label"), "");
    const json::Value* otherwise = each.find("default");
    edge.otherwise = otherwise != nullptr && otherwise->is_boolean() && otherwise->as_boolean();
    edge.on_refused = each.string_or("on") == "refused";
    if (const json::Value* when = each.find("when")) {
        edge.when = r.env.expression(*when, element + "/when", names, feel::TypeKind::kBoolean, r.out);
    }
    if (edge.from == kNone || edge.to == kNone) return;
    const auto index = static_cast<EdgeIndex>(r.flow.edges.size());
    if (!r.flow.edges_by_id.emplace(edge.id, index).second) {
        r.mistake("FLOW-002",
                  Text("two edges are called '" + edge.id + "': give one an 'id'",
                       "有两条名为“" + edge.id + "”的连线，请给其中一条设置“id”"),
                  each.range(), element);
        return;
    }
    r.flow.nodes[edge.from].out.push_back(index);
    r.flow.nodes[edge.to].in.push_back(index);
    r.flow.edges.push_back(std::move(edge));
}

void add_node(Reading& r, const json::Value& each, const std::string& around, BodyIndex body) {
    const NodeKind* kind = node_kinds().find(each.string_or("type"));
    if (kind == nullptr) return;  // the descriptor has complained
    Node node;
    node.id = each.string_or("id");
    node.label = read_text(each.find("label"), node.id);
    node.kind = kind;
    node.body = body;
    node.properties = each;
    const auto index = static_cast<NodeIndex>(r.flow.nodes.size());
    if (!r.flow.nodes_by_id.emplace(node.id, index).second) {
        r.mistake("FLOW-004",
                  Text("another node of this flow is called '" + node.id + "' too",
                       "本流程中还有一个名为“" + node.id + "”的节点"),
                  each.range(), around + "/nodes/" + node.id,
                  Text("ids are unique in the whole flow, sub-processes included",
                       "节点 id 在整个流程（含子流程）中必须唯一"));
        return;
    }
    r.flow.bodies[body].nodes.push_back(index);
    r.flow.nodes.push_back(std::move(node));
}

// Boundary events and their activities.
void attach(Reading& r, NodeIndex index) {
    const json::Value& json = r.flow.nodes[index].properties;
    const std::string element = path_of(r, index);
    const BodyIndex body = r.flow.nodes[index].body;
    const NodeIndex activity = node_named(r, json, "attached_to", element, body);
    if (activity == kNone) return;
    Node& to = r.flow.nodes[activity];
    Node& node = r.flow.nodes[index];
    if (!to.kind->activity) {
        r.mistake("FLOW-050",
                  Text("only an activity has boundary events: '" + to.id + "' is none",
                       "只有活动才能附加边界事件：“" + to.id + "”不是活动"),
                  json.range(), element);
        return;
    }
    node.attached_to = activity;
    if (node.event != nullptr && node.event->trigger == Trigger::kCompensation) {
        const NodeIndex handler = node_named(r, json, "handler", element, body);
        if (handler == kNone) return;
        node.handler = to.handler = handler;
        r.flow.nodes[handler].for_compensation = true;
        return;
    }
    to.boundaries.push_back(index);
}

// Handlers of activities that run several times: they see the local values of the run that they undo.
std::map<NodeIndex, NodeIndex> undone_by(const Reading& r, const std::vector<NodeIndex>& nodes) {
    std::map<NodeIndex, NodeIndex> undone;
    std::vector<NodeIndex> shared;
    const auto named = [&](const json::Value& from, std::string_view key) {
        for (const NodeIndex each : nodes) {
            if (r.flow.nodes[each].id == from.string_or(key)) return each;
        }
        return kNone;
    };
    for (const NodeIndex each : nodes) {
        const json::Value& json = r.flow.nodes[each].properties;
        if (!r.flow.nodes[each].kind->boundary || json.string_or("event") != "compensation") continue;
        const NodeIndex handler = named(json, "handler"), activity = named(json, "attached_to");
        if (handler == kNone || activity == kNone || handler == activity) continue;
        const json::Value& repeated = r.flow.nodes[activity].properties;
        const bool several = repeated.find("for_each") != nullptr || repeated.find("loop") != nullptr;
        if (!undone.emplace(handler, activity).second || !several) shared.push_back(handler);
    }
    for (const NodeIndex each : shared) undone.erase(each);
    return undone;
}

void read_node(Reading& r, NodeIndex index, const std::string& around, const ReadEnv::Names& outside) {
    const json::Value json = r.flow.nodes[index].properties;
    const NodeKind& kind = *r.flow.nodes[index].kind;
    const std::string element = around + "/nodes/" + r.flow.nodes[index].id;
    ReadEnv::Names names = outside;
    read_locals(r, json, element, names, outside, r.flow.nodes[index]);
    if (kind.read != nullptr) {
        Node& node = r.flow.nodes[index];
        NodeReader reader(r.flow, json, element, names, outside, r.env, r.out);
        kind.read(reader, node);
    }
    {
        NodeReader reader(r.flow, json, element, names, outside, r.env, r.out);
        read_mappings(reader, r.flow.nodes[index]);
    }
    const BodyIndex body = r.flow.nodes[index].body;
    if (!kind.container) return;
    const BodyIndex inner = read_body(r, json, element, names, index, body);
    r.flow.nodes[index].inner = inner;
}

}  // namespace

void add_local(ReadEnv::Names& names, const std::string& name, const feel::Type& type) {
    for (auto& [known, unused] : names) {
        if (known != name) continue;
        std::string renamed = "outer_" + name;
        while (std::any_of(names.begin(), names.end(), [&](const auto& each) { return each.first == renamed; })) {
            renamed.insert(0, "outer_");
        }
        known = renamed;
        break;
    }
    names.emplace_back(name, type);
}

BodyIndex read_body(Reading& r, const json::Value& owner, const std::string& element, const ReadEnv::Names& names,
                    NodeIndex owner_node, BodyIndex parent) {
    const auto index = static_cast<BodyIndex>(r.flow.bodies.size());
    r.flow.bodies.emplace_back();
    r.flow.bodies[index].owner = owner_node;
    r.flow.bodies[index].parent = parent;
    r.flow.bodies[index].names = static_cast<Slot>(names.size());
    if (const json::Value* nodes = owner.find("nodes"); nodes != nullptr && nodes->is_array()) {
        for (const json::Value& each : nodes->items()) add_node(r, each, element, index);
    }
    const std::vector<NodeIndex> mine = r.flow.bodies[index].nodes;
    const std::map<NodeIndex, NodeIndex> undone = undone_by(r, mine);
    for (const NodeIndex each : mine) {
        if (!undone.contains(each)) read_node(r, each, element, names);
    }
    for (const auto& [handler, activity] : undone) {
        ReadEnv::Names seen = names;
        for (const Variable& local : r.flow.nodes[activity].locals) add_local(seen, local.id, local.type);
        read_node(r, handler, element, seen);
    }
    for (const NodeIndex each : mine) {
        if (r.flow.nodes[each].kind->boundary) attach(r, each);
    }
    if (const json::Value* edges = owner.find("edges"); edges != nullptr && edges->is_array()) {
        for (const json::Value& each : edges->items()) read_edge(r, each, element, index, names);
    }
    return index;
}

}  // namespace fw::flow
