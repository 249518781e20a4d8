#include "engine/flow/diagram/diagram.h"

#include <algorithm>
#include <cmath>

#include "engine/flow/flow.h"

namespace fw::diagram {

namespace {

constexpr double kEventSize = 36;
constexpr double kGatewaySize = 50;
constexpr double kTaskWidth = 120;
constexpr double kTaskHeight = 70;

}  // namespace

Text text_of_value(const json::Value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return {value->as_string(), value->as_string()};
    return {std::string(value->string_or("en")), std::string(value->string_or("zh"))};
}

// The kinds say what starts, ends and branches; catching events are BPMN's by name.
NodeShape node_shape(std::string_view type) {
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    if (kind == nullptr) return NodeShape::kTask;
    if (kind->gateway) return NodeShape::kGateway;
    if (kind->activity || kind->container) return NodeShape::kTask;
    return kind->starts || kind->ends || kind->catches || kind->throws ? NodeShape::kEvent : NodeShape::kTask;
}

bool holds_nodes(std::string_view type) {
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    return kind != nullptr && kind->container;
}

Size node_size(std::string_view type) {
    switch (node_shape(type)) {
        case NodeShape::kEvent:
            return {kEventSize, kEventSize};
        case NodeShape::kGateway:
            return {kGatewaySize, kGatewaySize};
        default:
            return {kTaskWidth, kTaskHeight};
    }
}

Box node_box(std::string_view type, Point centre) {
    const Size size = node_size(type);
    return {centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height};
}

const FlowNode* FlowDiagram::node(std::string_view id) const {
    const auto it = std::find_if(nodes.begin(), nodes.end(), [&](const FlowNode& n) { return n.id == id; });
    return it == nodes.end() ? nullptr : &*it;
}

const FlowEdge* FlowDiagram::edge(std::string_view key) const {
    const auto it = std::find_if(edges.begin(), edges.end(), [&](const FlowEdge& e) { return e.key == key; });
    return it == edges.end() ? nullptr : &*it;
}

Box FlowDiagram::bounds() const {
    if (nodes.empty()) return {};
    Box all = nodes[0].box;
    for (const FlowNode& node : nodes) {
        all = united(all, node.box);
        if (node.shape != NodeShape::kTask)
            all = united(all, {node.box.x - 30, node.box.bottom(), node.box.width + 60, 34});
    }
    for (const FlowEdge& edge : edges) {
        for (const Point& p : edge.route) all = united(all, {p.x, p.y, 0, 0});
    }
    return all;
}

const FlowNode* FlowDiagram::node_at(Point p) const {
    for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) {
        if (!it->box.contains(p)) continue;
        const Point c = it->box.centre();
        if (it->shape == NodeShape::kEvent && std::hypot(p.x - c.x, p.y - c.y) > it->box.width / 2 + 1) continue;
        if (it->shape == NodeShape::kGateway && std::abs(p.x - c.x) + std::abs(p.y - c.y) > it->box.width / 2 + 1)
            continue;
        return &*it;
    }
    return nullptr;
}

const FlowEdge* FlowDiagram::edge_at(Point p, double reach) const {
    const FlowEdge* nearest = nullptr;
    double best = reach;
    for (const FlowEdge& edge : edges) {
        const double d = distance_to_route(p, edge.route);
        if (d > best) continue;
        best = d;
        nearest = &edge;
    }
    return nearest;
}

std::vector<std::string> FlowDiagram::inside(const Box& box) const {
    std::vector<std::string> paths;
    const auto has = [&](const std::string& id) {
        const FlowNode* n = node(id);
        return n != nullptr && box.contains({n->box.x, n->box.y}) && box.contains({n->box.right(), n->box.bottom()});
    };
    for (const FlowNode& n : nodes) {
        if (has(n.id)) paths.push_back(n.path());
    }
    for (const FlowEdge& edge : edges) {
        if (has(edge.from) && has(edge.to)) paths.push_back(edge.path());
    }
    return paths;
}

}  // namespace fw::diagram
