// Reads the regular expressions of XPath 2.0 (XQuery and XPath Functions and Operators 7.6.1, on top of XML Schema
// Part 2, appendix F) and writes them for RE2 and PCRE2. Whatever the grammar does not allow is refused, so a pattern
// means here what it means in every FEEL engine.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace fw::feel::regex {

struct Translated {
    std::string pattern;
    bool beyond_re2 = false;  // back-references, class subtraction
    bool unbounded = false;   // a match may be as long as the text
};

// `dot_all`: flag s; `skip_space`: flag x. Nothing if the pattern is wrong.
[[nodiscard]] std::optional<Translated> translate(std::string_view pattern, bool dot_all, bool skip_space);

// The code points of a Unicode block as \p{IsName} names it ("BasicLatin"); nothing if there is none.
[[nodiscard]] std::optional<std::pair<char32_t, char32_t>> block(std::string_view name);

}  // namespace fw::feel::regex
