// A flow as the canvas draws it: boxes and edges read from the model, places for nodes that have none, routes around
// boxes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/geometry.h"
#include "engine/base/text.h"
#include "engine/json/value.h"

namespace fw::designer {

enum class NodeShape : std::uint8_t { kEvent, kTask, kGateway };

struct FlowNode {
    std::string id;
    std::string type;
    Text label;
    NodeShape shape = NodeShape::kTask;
    Box box;
    std::string attached_to;  // a boundary event: the activity whose border it stands on
    [[nodiscard]] std::string path() const { return "nodes/" + id; }
};

struct FlowEdge {
    std::string key;  // its name in paths (path.h)
    std::string from, to;
    Text label;
    std::string when;
    std::string on;  // "refused"
    bool is_default = false;
    Route route;
    [[nodiscard]] std::string path() const { return "edges/" + key; }
};

struct FlowDiagram {
    std::vector<FlowNode> nodes;
    std::vector<FlowEdge> edges;
    [[nodiscard]] const FlowNode* node(std::string_view id) const;
    [[nodiscard]] const FlowEdge* edge(std::string_view key) const;
    [[nodiscard]] Box bounds() const;
    // Topmost node under a point; edges within `reach` of it.
    [[nodiscard]] const FlowNode* node_at(Point p) const;
    [[nodiscard]] const FlowEdge* edge_at(Point p, double reach) const;
    [[nodiscard]] std::vector<std::string> inside(
        const Box& box) const;  // paths of nodes wholly inside, and edges between them
};

[[nodiscard]] NodeShape node_shape(std::string_view type);
// The box of a node of this type standing at `centre`; `diagram` in models holds centres.
[[nodiscard]] Box node_box(std::string_view type, Point centre);

// Reads nodes and edges; nodes without a place are laid out; all edges are routed.
[[nodiscard]] FlowDiagram read_flow(const json::Value& root);
// Routes again the edges at these nodes, or all if none is named.
void route_edges(FlowDiagram& diagram, const std::vector<std::string>& at_nodes = {});
// The centre of every node from left to right by rank: for flows without places and for "Tidy up".
[[nodiscard]] std::vector<Point> layout_flow(const FlowDiagram& diagram);

// {"en", "zh"} or a plain string.
[[nodiscard]] Text text_of_value(const json::Value* value);
[[nodiscard]] json::Value value_of_text(const Text& text);
[[nodiscard]] json::Value value_of_point(Point point);

}  // namespace fw::designer
