#include "engine/base/letter_case.h"

#include <array>

#include "engine/base/utf8.h"

namespace fw::utf8 {
namespace {

// Small letters first … last; the capital is `distance` below, or the number before where `paired`.
struct Letters {
    char32_t first;
    char32_t last;
    char32_t distance;
    bool paired;
    char32_t parity;  // of the small letters in a paired run
};

constexpr std::array<Letters, 18> kLetters = {{{'a', 'z', 32, false, 0},
                                               {0xE0, 0xF6, 32, false, 0},
                                               {0xF8, 0xFE, 32, false, 0},
                                               {0x101, 0x12F, 1, true, 1},
                                               {0x133, 0x137, 1, true, 1},
                                               {0x13A, 0x148, 1, true, 0},
                                               {0x14B, 0x177, 1, true, 1},
                                               {0x17A, 0x17E, 1, true, 0},
                                               {0x1CE, 0x1DC, 1, true, 0},
                                               {0x1DF, 0x1EF, 1, true, 1},
                                               {0x3B1, 0x3C1, 32, false, 0},
                                               {0x3C3, 0x3CB, 32, false, 0},
                                               {0x430, 0x44F, 32, false, 0},
                                               {0x450, 0x45F, 80, false, 0},
                                               {0x461, 0x481, 1, true, 1},
                                               {0x48B, 0x4BF, 1, true, 1},
                                               {0x1E01, 0x1E95, 1, true, 1},
                                               {0xFF41, 0xFF5A, 32, false, 0}}};

}  // namespace

char32_t upper(char32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    if (c == 0xFF) return 0x178;
    if (c == 0xB5) return 0x39C;
    if (c == 0x3C2) return 0x3A3;
    if (c == 0x131) return 'I';
    for (const Letters& l : kLetters) {
        if (c < l.first || c > l.last) continue;
        if (!l.paired) return c - l.distance;
        return (c & 1U) == l.parity ? c - 1 : c;
    }
    return c;
}

char32_t lower(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x178) return 0xFF;
    if (c == 0x1E9E) return 0xDF;
    if (c == 0x130) return 'i';
    for (const Letters& l : kLetters) {
        if (c + l.distance < l.first || c + l.distance > l.last) continue;
        if (!l.paired) return c + l.distance;
        if ((c & 1U) != l.parity) return c + 1;
    }
    return c;
}

std::string change_case(std::string_view text, char32_t (*change)(char32_t)) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append(out, change(next(text, at)));
    return out;
}

}  // namespace fw::utf8
