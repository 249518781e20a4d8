// Numbers of diagrams.
#pragma once

#include <string>

namespace fw::bpmn {

// Two decimals at most, none where it needs none.
[[nodiscard]] std::string diagram_number(double value);

}  // namespace fw::bpmn
