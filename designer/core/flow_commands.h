// What people do on the flow canvas, one command a file in commands/. `flow` is the path of the flow's document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "designer/core/command.h"
#include "designer/core/flow_diagram.h"

namespace fw::designer {

// Nodes are named by their ids, which are unique in a flow with all its sub-processes; edges by their paths.

// A new node of a type at a place: in the sub-process that is open there, or in one that is still empty. Its id and
// label come from the type. On an edge it goes between the two ends; a boundary event goes onto the activity there.
[[nodiscard]] CommandPtr add_node(const Workspace& workspace, std::string flow, std::string type, Point centre,
                                  std::string on_edge = {});
// A new node in an open sub-process, behind what it holds.
[[nodiscard]] CommandPtr add_inside(const Workspace& workspace, std::string flow, std::string_view sub_process,
                                    std::string type);
// A new node behind another, connected, to the right where there is room.
[[nodiscard]] CommandPtr append_node(const Workspace& workspace, std::string flow, std::string from, std::string type);
[[nodiscard]] CommandPtr connect_nodes(const Workspace& workspace, std::string flow, std::string from, std::string to);
[[nodiscard]] CommandPtr reconnect_edge(std::string flow, std::string edge, std::string from, std::string to);
// Nodes and edges by their paths. Edges of deleted nodes go too; a node with one way in and one out leaves them joined.
[[nodiscard]] CommandPtr delete_in_flow(std::string flow, std::vector<std::string> paths);
// Nudges of the same nodes in a row are one step.
[[nodiscard]] CommandPtr move_nodes(std::string flow, std::vector<std::string> nodes, Point by, bool nudge = false);
// The same into another sub-process (empty: out of all of them). What stands on a border goes along; edges to what
// stays behind are cut, since none may cross a border.
[[nodiscard]] CommandPtr move_into(const Workspace& workspace, std::string flow, std::vector<std::string> nodes,
                                   Point by, std::string sub_process);
// Puts an event on the border of an activity, where that is nearest to `centre`; the same one or another, also in
// another sub-process.
[[nodiscard]] CommandPtr attach_event(const Workspace& workspace, std::string flow, std::string event, std::string host,
                                      Point centre);
// Shows what a sub-process holds, or closes it.
[[nodiscard]] CommandPtr open_sub_process(std::string flow, std::string sub_process, bool open);
// Another type; what both types know is kept.
[[nodiscard]] CommandPtr morph_node(std::string flow, std::string node, std::string type);
[[nodiscard]] CommandPtr default_edge(std::string flow, std::string edge);
[[nodiscard]] CommandPtr tidy_flow(std::string flow);
// What copy_nodes made, placed with its middle at `centre`, under free ids; in a sub-process where one is named.
[[nodiscard]] CommandPtr paste_nodes(const Workspace& workspace, std::string flow, json::Value copied, Point centre,
                                     std::string_view sub_process = {});
[[nodiscard]] json::Value copy_nodes(const Workspace& workspace, const std::string& flow,
                                     const std::vector<std::string>& paths);

// Writes the place of every node, so that moving one does not lay out the others anew.
void keep_places(Edit& edit, const std::string& flow);
// May an edge lead from one node to another? (rules/flow_edges.cpp) `instead_of`: the path of the edge it replaces.
[[nodiscard]] Verdict may_connect(const Workspace& workspace, const std::string& flow, std::string_view from,
                                  std::string_view to, std::string_view instead_of = {});
// May a node of a type be put there? Says what else to do. (rules/flow_places.cpp)
[[nodiscard]] Verdict may_place(const Workspace& workspace, const std::string& flow, std::string_view type, Point at);
// A node of a type with the least it needs to be valid.
[[nodiscard]] json::Value fresh_node(const Workspace& workspace, std::string_view type, std::string_view id);
// The same under a free id; a sub-process with the start it begins at.
[[nodiscard]] json::Value new_node(const Workspace& workspace, const json::Value* flow, std::string_view type);
void place_new(Edit& edit, const std::string& flow, const json::Value& node, Point centre);
[[nodiscard]] Size new_size(std::string_view type);  // as it is drawn when it is new

}  // namespace fw::designer
