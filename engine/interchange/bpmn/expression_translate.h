// The grammar behind to_feel: an expression of JUEL or Python, without braces, as FEEL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/interchange/bpmn/expression.h"

namespace fw::bpmn {

// Nothing where the text is outside the grammar, or nested too deep.
[[nodiscard]] std::optional<std::string> translate(std::string_view source, Dialect dialect, const Rename& rename);

}  // namespace fw::bpmn
