// A flow as the canvas draws it: read, laid out and routed by the engine (engine/flow/diagram), so that the web console
// and BPMN files show the same picture.
#pragma once

#include <string_view>

#include "engine/base/text.h"
#include "engine/flow/diagram/diagram.h"
#include "engine/json/value.h"

namespace fw::designer {

using diagram::Box;
using diagram::FlowDiagram;
using diagram::FlowEdge;
using diagram::FlowNode;
using diagram::Guides;
using diagram::NodeShape;
using diagram::Point;
using diagram::Route;

using diagram::box_between;
using diagram::distance_to_route;
using diagram::distance_to_segment;
using diagram::kGrid;
using diagram::label_point;
using diagram::layout_flow;
using diagram::node_box;
using diagram::node_shape;
using diagram::read_flow;
using diagram::route_edges;
using diagram::segment_crosses;
using diagram::snap;
using diagram::to_grid;
using diagram::united;

class Workspace;
// The flow of a document as the canvas shows it: one that came from a BPMN file with the sub-processes open that are
// open there. Empty where the document cannot be read.
[[nodiscard]] FlowDiagram drawn_flow(const Workspace& workspace, std::string_view flow);

// {"en", "zh"} or a plain string.
using diagram::text_of_value;
[[nodiscard]] json::Value value_of_text(const Text& text);
[[nodiscard]] json::Value value_of_point(Point point);

}  // namespace fw::designer
