#include "engine/feel/place.h"

#include <algorithm>

namespace fw::feel {
namespace {

unsigned hex(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits) {
        const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * 16 + static_cast<unsigned>(digit & 0xF);
    }
    return value;
}

std::uint32_t utf8_size(unsigned code_unit) { return code_unit < 0x80 ? 1 : code_unit < 0x800 ? 2 : 3; }

}  // namespace

std::uint32_t offset_in_json(std::string_view json_text, Range literal, std::uint32_t offset) {
    std::size_t at = literal.begin + 1U;
    const std::size_t end = std::min<std::size_t>(literal.end, json_text.size());
    std::uint32_t decoded = 0;
    while (decoded < offset && at + 1 < end) {
        if (json_text[at] != '\\') {
            ++at;
            ++decoded;
        } else if (json_text[at + 1] == 'u' && at + 6 <= end) {
            const unsigned unit = hex(json_text.substr(at + 2, 4));
            const bool pair = unit >= 0xD800 && unit < 0xDC00;
            at += pair ? 12 : 6;
            decoded += pair ? 4 : utf8_size(unit);
        } else {
            at += 2;
            ++decoded;
        }
    }
    return static_cast<std::uint32_t>(std::min(at, end));
}

Diagnostics relocate(Diagnostics diagnostics, std::string_view json_text, Range literal, std::string_view file,
                     std::string_view element) {
    for (Diagnostic& d : diagnostics) {
        d.place.file = file;
        d.place.element = element;
        d.place.range = {offset_in_json(json_text, literal, d.place.range.begin),
                         offset_in_json(json_text, literal, d.place.range.end)};
        d.place.at = line_column(json_text, d.place.range.begin);
    }
    return diagnostics;
}

}  // namespace fw::feel
