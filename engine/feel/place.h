// From a place within an expression to a place in the JSON file that holds it as a string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace fw::feel {

// `literal` is the range of the whole string literal, with its quotes, in `json_text`; `offset` counts bytes of the
// decoded string. Escapes (\", \n, \uXXXX, surrogate pairs) are walked over.
[[nodiscard]] std::uint32_t offset_in_json(std::string_view json_text, Range literal, std::uint32_t offset);

// Moves diagnostics of an expression into its file: ranges, lines, columns, file and element.
[[nodiscard]] Diagnostics relocate(Diagnostics diagnostics, std::string_view json_text, Range literal,
                                   std::string_view file, std::string_view element);

}  // namespace fw::feel
