#include "designer/core/flow_bodies.h"

#include <algorithm>
#include <cmath>

#include "designer/core/flow_commands.h"
#include "engine/flow/kind.h"

namespace fw::designer {

std::string path_of_node(const json::Value& flow, std::string_view id) {
    const json::Value* nodes = flow.find("nodes");
    if (id.empty() || nodes == nullptr || !nodes->is_array()) return {};
    for (std::size_t i = 0; i < nodes->items().size(); ++i) {
        const json::Value& node = nodes->items()[i];
        if (node.string_or("id") == id) return join_path("nodes", element_key(*nodes, i));
        const std::string inner = path_of_node(node, id);
        if (!inner.empty()) return join_path(join_path("nodes", element_key(*nodes, i)), inner);
    }
    return {};
}

std::string body_of(std::string_view path) { return parent_path(parent_path(path)); }

void each_body(const json::Value& owner, const std::string& path,
               const std::function<void(const std::string& body, const json::Value& nodes)>& visit) {
    const json::Value* nodes = owner.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return;
    visit(path, *nodes);
    const std::string list = join_path(path, "nodes");
    for (std::size_t i = 0; i < nodes->items().size(); ++i)
        each_body(nodes->items()[i], join_path(list, element_key(*nodes, i)), visit);
}

std::vector<std::string> ids_in(const json::Value& node) {
    std::vector<std::string> ids;
    if (const std::string_view id = node.string_or("id"); !id.empty()) ids.emplace_back(id);
    const json::Value* nodes = node.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return ids;
    for (const json::Value& inner : nodes->items()) {
        for (std::string& id : ids_in(inner)) ids.push_back(std::move(id));
    }
    return ids;
}

std::string free_node_id(const json::Value* flow, std::string_view wanted) {
    std::set<std::string> taken;
    const json::Value* nodes = flow == nullptr ? nullptr : flow->find("nodes");
    if (nodes != nullptr && nodes->is_array()) {
        for (const json::Value& node : nodes->items()) {
            for (std::string& id : ids_in(node)) taken.insert(std::move(id));
        }
    }
    std::string id(wanted);
    for (int n = 2; taken.contains(id); ++n) id = std::string(wanted) + "_" + std::to_string(n);
    return id;
}

bool is_sub_process(std::string_view type) { return diagram::holds_nodes(type); }

bool stands_in(const FlowDiagram& diagram, const FlowNode& node, const std::vector<std::string>& ids) {
    for (const FlowNode* at = &node; at != nullptr; at = at->parent.empty() ? nullptr : diagram.node(at->parent)) {
        if (std::find(ids.begin(), ids.end(), at->id) != ids.end()) return true;
    }
    return false;
}

const FlowNode* sub_process_at(const FlowDiagram& diagram, Point at, const std::vector<std::string>& without) {
    for (auto it = diagram.nodes.rbegin(); it != diagram.nodes.rend(); ++it) {
        if (it->expanded && it->box.contains(at) && !stands_in(diagram, *it, without)) return &*it;
    }
    return nullptr;
}

bool takes_events(const FlowNode& node) {
    const flow::NodeKind* kind = flow::node_kinds().find(node.type);
    return kind != nullptr && (kind->activity || kind->container) && !kind->by_event;
}

bool is_border_event(const FlowNode& node) {
    const flow::NodeKind* kind = flow::node_kinds().find(node.type);
    return kind != nullptr && kind->boundary;
}

Point on_border(const Box& box, Point at) {
    const double margin = std::min({20.0, box.width / 2, box.height / 2});
    const Point inside{std::clamp(at.x, box.x + margin, box.right() - margin),
                       std::clamp(at.y, box.y + margin, box.bottom() - margin)};
    const Point sides[] = {{inside.x, box.bottom()}, {inside.x, box.y}, {box.right(), inside.y}, {box.x, inside.y}};
    Point best = sides[0];
    for (const Point& each : sides) {
        if (std::hypot(each.x - at.x, each.y - at.y) < std::hypot(best.x - at.x, best.y - at.y) - 0.5) best = each;
    }
    return best;
}

const FlowNode* host_at(const FlowDiagram& diagram, Point at) {
    constexpr double kReach = 30;
    const FlowNode* best = nullptr;
    double nearest = kReach;
    for (const FlowNode& node : diagram.nodes) {
        if (!takes_events(node)) continue;
        // A closed one catches all over its ground, an open one along its border only.
        const Point border = on_border(node.box, at);
        const double off = !node.expanded && node.box.contains(at) ? 0 : std::hypot(border.x - at.x, border.y - at.y);
        if (off > nearest) continue;
        nearest = off;
        best = &node;
    }
    return best;
}

void shift_nodes(Edit& edit, const std::string& flow, const FlowDiagram& diagram, const std::vector<std::string>& ids,
                 Point by) {
    std::set<std::string> moved(ids.begin(), ids.end());
    const auto shift = [&](const std::string& id, Point centre) {
        edit.set({flow, "diagram/" + id}, value_of_point({centre.x + by.x, centre.y + by.y}));
    };
    // Events on a border may be written before their activity.
    for (int pass = 0; pass < 2; ++pass) {
        for (const FlowNode& node : diagram.nodes) {
            if (moved.contains(node.attached_to) || moved.contains(node.parent)) moved.insert(node.id);
        }
    }
    for (const FlowNode& node : diagram.nodes) {
        if (!moved.contains(node.id)) continue;
        shift(node.id, node.box.centre());
        if (node.expanded || node.apart) continue;
        // Closed: what it holds is not drawn but has places, too.
        const json::Value* written = edit.value({flow, node.path()});
        if (written == nullptr || !is_sub_process(node.type)) continue;
        for (const std::string& id : ids_in(*written)) {
            const json::Value* place = edit.value({flow, "diagram/" + id});
            if (id == node.id || place == nullptr || !place->is_array() || place->items().size() != 2) continue;
            const auto x = place->items()[0].as_int64();
            const auto y = place->items()[1].as_int64();
            if (x && y) shift(id, {static_cast<double>(*x), static_cast<double>(*y)});
        }
    }
}

void forget_drawing(Edit& edit, const std::string& flow, const json::Value& node) {
    const std::vector<std::string> ids = ids_in(node);
    for (const std::string& id : ids) edit.erase({flow, "diagram/" + id});
    const json::Value* collapsed = edit.value({flow, "collapsed"});
    if (collapsed == nullptr || !collapsed->is_array()) return;
    json::Value kept = json::Value::array();
    for (const json::Value& each : collapsed->items()) {
        if (!each.is_string() || std::find(ids.begin(), ids.end(), each.as_string()) == ids.end()) kept.push(each);
    }
    edit.set({flow, "collapsed"}, std::move(kept));
}

std::size_t cut_edges(Edit& edit, const std::string& flow, const std::string& body, const std::set<std::string>& gone) {
    const Address edges{flow, join_path(body, "edges")};
    const json::Value* list = edit.value(edges);
    if (list == nullptr || !list->is_array()) return 0;
    std::vector<json::Value> in, out;
    std::size_t cut = 0;
    for (std::size_t i = list->items().size(); i-- > 0;) {
        const json::Value edge = edit.value(edges)->items()[i];
        const bool leaves = gone.contains(std::string(edge.string_or("from")));
        const bool enters = gone.contains(std::string(edge.string_or("to")));
        if (leaves == enters) continue;
        edit.erase({flow, join_path(edges.path, element_key(*edit.value(edges), i))});
        (leaves ? out : in).push_back(edge);
        ++cut;
    }
    if (in.size() != 1 || out.size() != 1) return cut;
    const std::string from(in[0].string_or("from"));
    const std::string to(out[0].string_or("to"));
    if (!may_connect(edit.workspace(), flow, from, to)) return cut;
    json::Value joined = in[0];  // keeps the condition that led here
    joined.set("to", json::Value::string(to));
    edit.insert(edges, static_cast<std::size_t>(-1), std::move(joined));
    return cut;
}

}  // namespace fw::designer
