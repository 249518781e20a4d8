// Texts that leave nothing on a page.
#pragma once

#include <string_view>

namespace fw {

// A character that cannot be seen: spaces of every kind, control characters, what only joins or directs others,
// fillers.
[[nodiscard]] bool invisible(char32_t character);

// Empty, or of invisible characters only; `text` is valid UTF-8.
[[nodiscard]] bool blank(std::string_view text);

}  // namespace fw
