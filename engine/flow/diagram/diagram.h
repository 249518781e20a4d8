// A flow as it is drawn: boxes and edges read from the model, places for nodes that have none, routes around boxes. The
// designer's canvas, the web console and BPMN files draw what is computed here. Pure; works on models that do not run
// yet.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/flow/diagram/geometry.h"
#include "engine/json/value.h"

namespace fw::diagram {

enum class NodeShape : std::uint8_t { kEvent, kTask, kGateway };

struct FlowNode {
    std::string id;
    std::string type;
    Text label;
    NodeShape shape = NodeShape::kTask;
    Box box;
    std::string attached_to;               // a boundary event: the activity whose border it stands on
    std::string parent;                    // the sub-process it stands in; empty: the flow
    bool expanded = false;                 // a sub-process whose content is drawn inside its box
    bool apart = false;                    // closed, and what it holds is drawn on a diagram of its own
    std::string within;                    // where its list stands in the document: "nodes/work/"
    const json::Value* written = nullptr;  // in the model it was read from, which must live as long as this is used
    [[nodiscard]] std::string path() const { return within + "nodes/" + id; }
};

struct FlowEdge {
    std::string key;  // its name in paths: its id, "from-to" or "from-to#2"
    std::string from, to;
    Text label;
    std::string when;
    std::string on;  // "refused"
    bool is_default = false;
    bool association = false;  // from a compensation event to what undoes the activity: no token follows it
    Route route;
    std::string parent, within;            // as of nodes
    const json::Value* written = nullptr;  // null: an association
    [[nodiscard]] std::string path() const { return within + "edges/" + key; }
};

struct FlowDiagram {
    std::vector<FlowNode> nodes;  // a sub-process before what stands in it
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

struct Size {
    double width = 0, height = 0;
};

// What is known of a node before it is placed: how large it is drawn, and whether its content is shown.
struct Drawn {
    Size size;
    bool expanded = true;
    std::optional<Point> centre{};  // where it stood with that size: as long as all stand there nothing grows
    bool apart = false;             // its content is drawn somewhere else: it keeps its size whatever that holds
};

struct Options {
    bool expand = false;        // sub-processes with their content; else as one box each
    bool associations = false;  // also from compensation events to their handlers
    bool route = true;          // false: edges stay without a way
    std::function<std::optional<Drawn>(std::string_view node)> drawn{};  // nodes that are not drawn as usual
};

[[nodiscard]] NodeShape node_shape(std::string_view type);
[[nodiscard]] Size node_size(std::string_view type);
[[nodiscard]] bool holds_nodes(std::string_view type);  // a sub-process of some kind
// The box of a node of this type standing at `centre`; `diagram` in models holds centres.
[[nodiscard]] Box node_box(std::string_view type, Point centre);

// Reads nodes and edges; nodes without a place are laid out; all edges are routed.
[[nodiscard]] FlowDiagram read_flow(const json::Value& root, const Options& options = {});
// A sub-process around what stands in it, as its box was read: its heading and a margin included; nothing where it is
// empty.
[[nodiscard]] std::optional<Box> around_content(const FlowDiagram& diagram, std::string_view sub_process);
// Routes again the edges at these nodes, or all if none is named.
void route_edges(FlowDiagram& diagram, const std::vector<std::string>& at_nodes = {});
// Routes the edges that have no way yet; the others stay as they are.
void route_rest(FlowDiagram& diagram);
// Boxes at the two ends of a line.
struct Ends {
    Box from, to;
};
// A way that somebody has drawn, after the boxes at its ends were moved or have grown: it docks where it did and keeps
// its corners as far as that gives right angles and no run through either box; else nothing.
[[nodiscard]] std::optional<Route> bend_route(const Route& way, const Ends& was, const Ends& is);
// Right angles without looking at anything else: to the right where there is room, else below both.
[[nodiscard]] Route plain_route(const Box& from, const Box& to);

// The centre of every node from left to right by rank: for flows without places and for "Tidy up". Sub-processes keep
// their size; what stands in them goes with them.
[[nodiscard]] std::vector<Point> layout_flow(const FlowDiagram& diagram);
// The same for the nodes of one level, `first` being the middle of its first column and row.
void layout_level(const FlowDiagram& diagram, std::string_view parent, Point first, std::vector<Point>& centres);

// {"en", "zh"} or a plain string.
[[nodiscard]] Text text_of_value(const json::Value* value);

}  // namespace fw::diagram
