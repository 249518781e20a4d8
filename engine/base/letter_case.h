// Texts in capital and in small letters by the case mappings of Unicode, as XPath's upper-case and lower-case have
// them: all scripts, "ß" becomes "SS", and a sigma at the end of a word "ς". No language's own rules (no Turkish i).
#pragma once

#include <string>
#include <string_view>

namespace fw::utf8 {

// `text` must be valid UTF-8.
[[nodiscard]] std::string upper_case(std::string_view text);
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace fw::utf8
