// UTF-8, which every std::string of Formwork holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fw::utf8 {

// True if `bytes` is well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong forms).
[[nodiscard]] bool valid(std::string_view bytes);

// The offset of the first byte that is not part of well-formed UTF-8; bytes.size() if there is none.
[[nodiscard]] std::size_t first_invalid(std::string_view bytes);

// The number of code points; `text` must be valid.
[[nodiscard]] std::size_t length(std::string_view text);

// Reads the code point at byte `at` and moves `at` behind it. `text` must be valid and `at` inside it.
[[nodiscard]] char32_t next(std::string_view text, std::size_t& at);

void append(std::string& out, char32_t code_point);

}  // namespace fw::utf8
