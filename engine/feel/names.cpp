#include "engine/feel/names.h"

#include <algorithm>
#include <array>

#include "engine/base/utf8.h"

namespace fw::feel {

bool is_name_start(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?';
    return (c >= 0xC0 && c <= 0xD6) || (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0x2FF) ||
           (c >= 0x370 && c <= 0x37D) || (c >= 0x37F && c <= 0x1FFF) || (c >= 0x200C && c <= 0x200D) ||
           (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) ||
           (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFFD && c != 0xFEFF) ||
           (c >= 0x10000 && c <= 0xEFFFF);
}

bool is_name_part(char32_t c) {
    return is_name_start(c) || (c >= '0' && c <= '9') || c == 0xB7 || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x203F && c <= 0x2040);
}

bool is_keyword(std::string_view word) {
    static constexpr std::array<std::string_view, 17> kWords = {
        "and", "between", "else", "every",  "external",  "false", "for",  "function", "if",
        "in",  "null",    "or",   "return", "satisfies", "some",  "then", "true"};
    return word.size() <= 9 && std::binary_search(kWords.begin(), kWords.end(), word);
}

bool is_plain_name(std::string_view text) {
    if (text.empty() || is_keyword(text) || !utf8::valid(text)) return false;
    std::size_t at = 0;
    if (!is_name_start(utf8::next(text, at))) return false;
    while (at < text.size()) {
        if (!is_name_part(utf8::next(text, at))) return false;
    }
    return true;
}

std::string normalize_name(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap = !out.empty();
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

}  // namespace fw::feel
