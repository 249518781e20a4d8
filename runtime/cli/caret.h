// Diagnostics of an expression typed on the command line, with a caret under the place.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace fw::cli {

// The line of `text` in which `range` begins, and below it ^~~~ under the range; wide characters count as two columns.
[[nodiscard]] std::string caret(std::string_view text, Range range, std::string_view indent = "    ");

// "formwork: error FEEL-101: sentence (hint)" and the caret, for each.
[[nodiscard]] std::string with_carets(const Diagnostics& diagnostics, std::string_view text, Language language);

// The language of the terminal (LANG).
[[nodiscard]] Language terminal_language();

}  // namespace fw::cli
