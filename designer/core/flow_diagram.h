// A flow as the canvas draws it: read, laid out and routed by the engine (engine/flow/diagram), so that the web console
// and BPMN files show the same picture.
#pragma once

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

// {"en", "zh"} or a plain string.
using diagram::text_of_value;
[[nodiscard]] json::Value value_of_text(const Text& text);
[[nodiscard]] json::Value value_of_point(Point point);

}  // namespace fw::designer
