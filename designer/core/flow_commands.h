// What people do on the flow canvas, one command a file in commands/. `flow` is the path of the flow's document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "designer/core/command.h"
#include "designer/core/flow_diagram.h"

namespace fw::designer {

// A new node of a type at a place; its id and label come from the type. On an edge it goes between the two ends.
[[nodiscard]] CommandPtr add_node(const Workspace& workspace, std::string flow, std::string type, Point centre,
                                  std::string on_edge = {});
// A new node behind another, connected, to the right where there is room.
[[nodiscard]] CommandPtr append_node(const Workspace& workspace, std::string flow, std::string from, std::string type);
[[nodiscard]] CommandPtr connect_nodes(std::string flow, std::string from, std::string to);
[[nodiscard]] CommandPtr reconnect_edge(std::string flow, std::string edge, std::string from, std::string to);
// Nodes and edges by their paths. Edges of deleted nodes go too; a node with one way in and one out leaves them joined.
[[nodiscard]] CommandPtr delete_in_flow(std::string flow, std::vector<std::string> paths);
// Nudges of the same nodes in a row are one step.
[[nodiscard]] CommandPtr move_nodes(std::string flow, std::vector<std::string> nodes, Point by, bool nudge = false);
// Another type; what both types know is kept.
[[nodiscard]] CommandPtr morph_node(std::string flow, std::string node, std::string type);
[[nodiscard]] CommandPtr default_edge(std::string flow, std::string edge);
[[nodiscard]] CommandPtr tidy_flow(std::string flow);
// What copy_nodes made, placed with its middle at `centre`, under free ids.
[[nodiscard]] CommandPtr paste_nodes(const Workspace& workspace, std::string flow, json::Value copied, Point centre);
[[nodiscard]] json::Value copy_nodes(const Workspace& workspace, const std::string& flow,
                                     const std::vector<std::string>& paths);

// Writes the place of every node, so that moving one does not lay out the others anew.
void keep_places(Edit& edit, const std::string& flow);
// May an edge lead from one node to another? (rules/flow_edges.cpp)
[[nodiscard]] Verdict may_connect(const Workspace& workspace, const std::string& flow, std::string_view from,
                                  std::string_view to, std::string_view instead_of = {});
// A node of a type with the least it needs to be valid.
[[nodiscard]] json::Value fresh_node(const Workspace& workspace, std::string_view type, std::string_view id);

}  // namespace fw::designer
