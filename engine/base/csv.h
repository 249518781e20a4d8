// CSV cells as every export writes them (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace fw::csv {

inline constexpr std::string_view kMark = "\xEF\xBB\xBF";  // spreadsheets know UTF-8 by it

// Quotes where needed. A text that a spreadsheet would run as a formula ("=…", "@…", "-x…") gets an apostrophe in
// front; numbers, signed or not, and telephone numbers stay as they are.
void append_cell(std::string& out, std::string_view text);

// The cell as it was before append_cell put its apostrophe there.
[[nodiscard]] std::string_view without_guard(std::string_view text);

}  // namespace fw::csv
