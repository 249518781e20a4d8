// A flow as the canvas draws it: read, laid out and routed by the engine (engine/flow/diagram), so that the web console
// and BPMN files show the same picture.
#pragma once

#include <string_view>

#include "engine/base/text.h"
#include "engine/flow/diagram/diagram.h"
#include "engine/interchange/bpmn/picture.h"
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
using diagram::Size;

using diagram::around_content;
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
// The flow of a document as the canvas shows it: sub-processes open unless they are collapsed. One that came from a
// BPMN file looks as it does there, with what is drawn around its nodes. Empty where the document cannot be read.
[[nodiscard]] bpmn::Picture drawn_picture(const Workspace& workspace, std::string_view flow);
[[nodiscard]] FlowDiagram drawn_flow(const Workspace& workspace, std::string_view flow);

// The same, laid out anew from the inside out. It reads `without_places`, which is made here.
[[nodiscard]] FlowDiagram tidied_flow(const Workspace& workspace, std::string_view flow, json::Value& without_places);

// {"en", "zh"} or a plain string.
using diagram::text_of_value;
[[nodiscard]] json::Value value_of_text(const Text& text);
[[nodiscard]] json::Value value_of_point(Point point);

}  // namespace fw::designer
