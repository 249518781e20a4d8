// Upper and lower case of single characters: ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic, full width.
#pragma once

#include <string>
#include <string_view>

namespace fw::utf8 {

[[nodiscard]] char32_t upper(char32_t c);
[[nodiscard]] char32_t lower(char32_t c);

// `text` must be valid UTF-8; `change` is upper or lower.
[[nodiscard]] std::string change_case(std::string_view text, char32_t (*change)(char32_t));

}  // namespace fw::utf8
