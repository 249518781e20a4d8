#include "engine/base/utf8.h"

namespace fw::utf8 {

namespace {
unsigned byte_at(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }
bool continues(std::string_view s, std::size_t i) { return i < s.size() && (byte_at(s, i) & 0xC0U) == 0x80U; }

// The length of the well-formed sequence at i, 0 if there is none.
std::size_t sequence(std::string_view s, std::size_t i) {
    const unsigned b = byte_at(s, i);
    if (b < 0x80) return 1;
    if (b >= 0xC2 && b <= 0xDF) return continues(s, i + 1) ? 2 : 0;
    if (b >= 0xE0 && b <= 0xEF) {
        if (!continues(s, i + 1) || !continues(s, i + 2)) return 0;
        const unsigned second = byte_at(s, i + 1);
        if (b == 0xE0 && second < 0xA0) return 0;
        if (b == 0xED && second > 0x9F) return 0;
        return 3;
    }
    if (b >= 0xF0 && b <= 0xF4) {
        if (!continues(s, i + 1) || !continues(s, i + 2) || !continues(s, i + 3)) return 0;
        const unsigned second = byte_at(s, i + 1);
        if (b == 0xF0 && second < 0x90) return 0;
        if (b == 0xF4 && second > 0x8F) return 0;
        return 4;
    }
    return 0;
}
}  // namespace

std::size_t first_invalid(std::string_view bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        const std::size_t n = sequence(bytes, i);
        if (n == 0) return i;
        i += n;
    }
    return i;
}

bool valid(std::string_view bytes) { return first_invalid(bytes) == bytes.size(); }

std::size_t length(std::string_view text) {
    std::size_t n = 0;
    for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return n;
}

char32_t next(std::string_view text, std::size_t& at) {
    const unsigned b = byte_at(text, at);
    const auto more = [&](std::size_t k) { return static_cast<char32_t>(byte_at(text, at + k) & 0x3FU); };
    char32_t code = 0;
    if (b < 0x80) {
        code = b;
        at += 1;
    } else if (b < 0xE0) {
        code = (static_cast<char32_t>(b & 0x1FU) << 6U) | more(1);
        at += 2;
    } else if (b < 0xF0) {
        code = (static_cast<char32_t>(b & 0x0FU) << 12U) | (more(1) << 6U) | more(2);
        at += 3;
    } else {
        code = (static_cast<char32_t>(b & 0x07U) << 18U) | (more(1) << 12U) | (more(2) << 6U) | more(3);
        at += 4;
    }
    return code;
}

void append(std::string& out, char32_t c) {
    const auto put = [&](unsigned b) { out += static_cast<char>(static_cast<unsigned char>(b)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6U));
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

}  // namespace fw::utf8
