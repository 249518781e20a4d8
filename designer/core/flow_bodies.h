// A flow and the sub-processes in it: each has nodes and edges of its own. A body is named by the path of its owner:
// empty for the flow, "nodes/work" for a sub-process. Ids of nodes are unique in the whole flow.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/edit.h"
#include "designer/core/flow_diagram.h"

namespace fw::designer {

// "nodes/work/nodes/inner"; empty where there is no such node.
[[nodiscard]] std::string path_of_node(const json::Value& flow, std::string_view id);
// The body a node or an edge stands in: of "nodes/work/nodes/inner" it is "nodes/work".
[[nodiscard]] std::string body_of(std::string_view path);
// Every body that has nodes, the flow's own first.
void each_body(const json::Value& owner, const std::string& path,
               const std::function<void(const std::string& body, const json::Value& nodes)>& visit);
// The ids of a node and of all that stands in it.
[[nodiscard]] std::vector<std::string> ids_in(const json::Value& node);
// An id that no node of the flow has.
[[nodiscard]] std::string free_node_id(const json::Value* flow, std::string_view wanted);
// A sub-process that may hold nodes, by its type.
[[nodiscard]] bool is_sub_process(std::string_view type);

// The innermost open sub-process under a point, those in `without` and what they hold left out; null: the flow's own
// ground.
[[nodiscard]] const FlowNode* sub_process_at(const FlowDiagram& diagram, Point at,
                                             const std::vector<std::string>& without = {});
// Whether a node stands in one of these, or is one of them.
[[nodiscard]] bool stands_in(const FlowDiagram& diagram, const FlowNode& node, const std::vector<std::string>& ids);

// Whether a node has a border that events are put on.
[[nodiscard]] bool takes_events(const FlowNode& node);
// Whether a node is an event that stands on a border, or should.
[[nodiscard]] bool is_border_event(const FlowNode& node);
// The activity an event would be put on at a point: the one there, else the one with the nearest border within reach;
// null: none.
[[nodiscard]] const FlowNode* host_at(const FlowDiagram& diagram, Point at);
// The point of a box's border that is nearest to another one, a little away from the corners.
[[nodiscard]] Point on_border(const Box& box, Point at);

// Moves nodes with what stands on their border and in them, drawn or not.
void shift_nodes(Edit& edit, const std::string& flow, const FlowDiagram& diagram, const std::vector<std::string>& ids,
                 Point by);
// Takes away what the flow says of the drawing of a node and of what stands in it.
void forget_drawing(Edit& edit, const std::string& flow, const json::Value& node);
// Takes away the edges of a body that have one end among `gone` and one outside; where exactly one led in and one out,
// their other ends are joined. How many are gone.
std::size_t cut_edges(Edit& edit, const std::string& flow, const std::string& body, const std::set<std::string>& gone);
// After a change of what sub-processes hold: each is as large as it must be, events stay on its border, and what stood
// beside it makes room. `before`: as it was drawn until then.
void settle(Edit& edit, const std::string& flow, const FlowDiagram& before);

}  // namespace fw::designer
