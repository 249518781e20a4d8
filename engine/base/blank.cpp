#include "engine/base/blank.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/utf8.h"

namespace fw {

bool invisible(char32_t c) {
    static constexpr std::pair<char32_t, char32_t> kRanges[] = {
        {0, 0x20},        {0x7F, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
        {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF}};
    return std::any_of(std::begin(kRanges), std::end(kRanges),
                       [c](const auto& range) { return c >= range.first && c <= range.second; });
}

bool blank(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (!invisible(utf8::next(text, at))) return false;
    }
    return true;
}

}  // namespace fw
