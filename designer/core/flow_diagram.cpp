#include "designer/core/flow_diagram.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "designer/core/path.h"
#include "engine/flow/flow.h"

namespace fw::designer {

namespace {

constexpr double kEventSize = 36;
constexpr double kGatewaySize = 50;
constexpr double kTaskWidth = 120;
constexpr double kTaskHeight = 70;

std::optional<double> coordinate(const json::Value& value) {
    if (!value.is_number()) return std::nullopt;
    double number = 0;
    const std::string& text = value.literal();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || std::abs(number) > 1e6) return std::nullopt;
    return number;
}

std::optional<Point> place_of(const json::Value& root, std::string_view node) {
    const json::Value* places = root.find("diagram");
    const json::Value* place = places == nullptr ? nullptr : places->find(node);
    if (place == nullptr || !place->is_array() || place->items().size() != 2) return std::nullopt;
    const auto x = coordinate(place->items()[0]);
    const auto y = coordinate(place->items()[1]);
    if (!x || !y) return std::nullopt;
    return Point{*x, *y};
}

}  // namespace

Text text_of_value(const json::Value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return {value->as_string(), value->as_string()};
    return {std::string(value->string_or("en")), std::string(value->string_or("zh"))};
}

json::Value value_of_text(const Text& text) {
    json::Value value = json::Value::object();
    if (!text.en.empty()) value.set("en", json::Value::string(text.en));
    if (!text.zh.empty()) value.set("zh", json::Value::string(text.zh));
    return value;
}

json::Value value_of_point(Point point) {
    json::Value value = json::Value::array();
    value.push(json::Value::number(std::llround(point.x)));
    value.push(json::Value::number(std::llround(point.y)));
    return value;
}

// The kinds say what starts, ends and branches; catching events are BPMN's by name.
NodeShape node_shape(std::string_view type) {
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    if (kind == nullptr) return NodeShape::kTask;
    if (kind->gateway) return NodeShape::kGateway;
    if (kind->activity || kind->container) return NodeShape::kTask;
    return kind->starts || kind->ends || kind->catches || kind->throws ? NodeShape::kEvent : NodeShape::kTask;
}

Box node_box(std::string_view type, Point centre) {
    double width = kTaskWidth;
    double height = kTaskHeight;
    if (node_shape(type) == NodeShape::kEvent) width = height = kEventSize;
    if (node_shape(type) == NodeShape::kGateway) width = height = kGatewaySize;
    return {centre.x - width / 2, centre.y - height / 2, width, height};
}

FlowDiagram read_flow(const json::Value& root) {
    FlowDiagram diagram;
    std::vector<bool> placed;
    if (const json::Value* nodes = root.find("nodes"); nodes != nullptr && nodes->is_array()) {
        for (const json::Value& item : nodes->items()) {
            FlowNode node;
            node.id = item.string_or("id");
            if (node.id.empty()) continue;
            node.type = item.string_or("type");
            node.label = text_of_value(item.find("label"));
            node.shape = node_shape(node.type);
            node.attached_to = item.string_or("attached_to");
            const auto place = place_of(root, node.id);
            node.box = node_box(node.type, place.value_or(Point{}));
            placed.push_back(place.has_value());
            diagram.nodes.push_back(std::move(node));
        }
    }
    if (const json::Value* edges = root.find("edges"); edges != nullptr && edges->is_array()) {
        for (std::size_t i = 0; i < edges->items().size(); ++i) {
            const json::Value& item = edges->items()[i];
            FlowEdge edge;
            edge.key = element_key(*edges, i);
            edge.from = item.string_or("from");
            edge.to = item.string_or("to");
            edge.label = text_of_value(item.find("label"));
            edge.when = item.string_or("when");
            edge.on = item.string_or("on");
            const json::Value* otherwise = item.find("default");
            edge.is_default = otherwise != nullptr && otherwise->is_boolean() && otherwise->as_boolean();
            diagram.edges.push_back(std::move(edge));
        }
    }
    if (std::find(placed.begin(), placed.end(), false) != placed.end()) {
        const std::vector<Point> centres = layout_flow(diagram);
        for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
            if (!placed[i]) diagram.nodes[i].box = node_box(diagram.nodes[i].type, centres[i]);
        }
        std::map<std::string, int> on_border;
        for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
            FlowNode& node = diagram.nodes[i];
            const FlowNode* host = node.attached_to.empty() ? nullptr : diagram.node(node.attached_to);
            if (placed[i] || host == nullptr || host == &node) continue;
            const Point corner{host->box.right() - 24 - 44 * on_border[host->id]++, host->box.bottom()};
            node.box = node_box(node.type, corner);
        }
    }
    route_edges(diagram);
    return diagram;
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

}  // namespace fw::designer
