#include "runtime/cli/caret.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/utf8.h"

namespace fw::cli {

namespace {

// East Asian wide and full-width characters and emoji (Unicode TR 11, what terminals draw over two columns).
bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

std::size_t columns(std::string_view text) {
    std::size_t out = 0;
    for (std::size_t at = 0; at < text.size();) out += is_wide(utf8::next(text, at)) ? 2 : 1;
    return out;
}

}  // namespace

std::string caret(std::string_view text, Range range, std::string_view indent) {
    const std::size_t begin = std::min<std::size_t>(range.begin, text.size());
    const std::size_t before = text.substr(0, begin).rfind('\n');
    const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string shown(text.substr(line, end - line));
    std::replace(shown.begin(), shown.end(), '\t', ' ');
    const std::size_t stop = std::clamp<std::size_t>(range.end, begin, end);
    const std::size_t width = std::max<std::size_t>(columns(text.substr(begin, stop - begin)), 1);
    std::string out(indent);
    out += shown + "\n";
    out += std::string(indent) + std::string(columns(text.substr(line, begin - line)), ' ') + '^';
    return out + std::string(width - 1, '~') + "\n";
}

std::string with_carets(const Diagnostics& diagnostics, std::string_view text, Language language) {
    std::string out;
    for (Diagnostic d : diagnostics) {
        const Range range = d.place.range;
        d.place = {};
        out += "formwork: " + format(d, language) + "\n" + caret(text, range);
    }
    return out;
}

Language terminal_language() {
    const char* lang = std::getenv("LANG");
    return language_from(lang != nullptr ? lang : "");
}

}  // namespace fw::cli
