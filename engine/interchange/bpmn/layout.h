// Places for nodes that have none: columns by the distance from the start, rows in the order of the document.
#pragma once

#include <map>
#include <string>

#include "engine/interchange/bpmn/source.h"
#include "engine/json/value.h"

namespace fw::bpmn {

using Places = std::map<std::string, Point, std::less<>>;  // node id → its centre

// Those of the flow's `diagram`, and one for every other node, sub-processes' content included.
[[nodiscard]] Places places_of(const json::Value& flow);

// A number of a diagram: two decimals at most, none where it needs none.
[[nodiscard]] std::string diagram_number(double value);

}  // namespace fw::bpmn
