// FEEL names (DMN 1.5 grammar rules 25–30): which characters they have and when a text is one without quotes.
#pragma once

#include <string>
#include <string_view>

namespace fw::feel {

[[nodiscard]] bool is_name_start(char32_t c);
[[nodiscard]] bool is_name_part(char32_t c);
[[nodiscard]] bool is_keyword(std::string_view word);  // and, or, if, then, else, for, in, return …
// One word of name characters that is no keyword: may stand as a context key or variable without further knowledge.
[[nodiscard]] bool is_plain_name(std::string_view text);
// A name as people write it, with runs of white space made one space and none at the ends.
[[nodiscard]] std::string normalize_name(std::string_view text);

}  // namespace fw::feel
