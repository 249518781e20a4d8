#include "engine/feel/syntax/lexer.h"

#include <array>

#include "engine/base/utf8.h"
#include "engine/feel/names.h"

namespace fw::feel::syntax {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_wide_space(char32_t c) {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The `count` hex digits at `at`, or -1.
std::int32_t hex_number(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    std::int32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int digit = hex_digit(text[at + i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

}  // namespace

std::uint32_t Lexer::skip_space(std::uint32_t at) const {
    const std::size_t size = source_.size();
    while (at < size) {
        const char c = source_[at];
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            ++at;
        } else if (c == '/' && at + 1 < size && source_[at + 1] == '/') {
            while (at < size && source_[at] != '\n') ++at;
        } else if (c == '/' && at + 1 < size && source_[at + 1] == '*') {
            const std::size_t end = source_.find("*/", at + 2);
            if (end == std::string_view::npos) return at;
            at = static_cast<std::uint32_t>(end + 2);
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            std::size_t next = at;
            if (!is_wide_space(utf8::next(source_, next))) return at;
            at = static_cast<std::uint32_t>(next);
        } else {
            return at;
        }
    }
    return at;
}

std::uint32_t Lexer::word_end(std::uint32_t from) const {
    std::size_t at = from;
    while (at < source_.size()) {
        const char c = source_[at];
        if (static_cast<unsigned char>(c) < 0x80) {
            const char32_t code = static_cast<unsigned char>(c);
            if (at == from ? !is_name_start(code) : !is_name_part(code)) break;
            ++at;
        } else {
            std::size_t next = at;
            const char32_t code = utf8::next(source_, next);
            if (is_wide_space(code) || (at == from ? !is_name_start(code) : !is_name_part(code))) break;
            at = next;
        }
    }
    return static_cast<std::uint32_t>(at);
}

std::uint32_t Lexer::string_end(std::uint32_t from) const {
    for (std::size_t at = from + 1U; at < source_.size(); ++at) {
        if (source_[at] == '\\') {
            ++at;
        } else if (source_[at] == '"') {
            return static_cast<std::uint32_t>(at + 1);
        }
    }
    return from;
}

std::uint32_t Lexer::number_end(std::uint32_t from) const {
    std::size_t at = from;
    const auto digit_at = [&](std::size_t i) { return i < source_.size() && is_digit(source_[i]); };
    while (digit_at(at)) ++at;
    if (at < source_.size() && source_[at] == '.' && digit_at(at + 1)) {
        ++at;
        while (digit_at(at)) ++at;
    }
    if (at < source_.size() && (source_[at] == 'e' || source_[at] == 'E')) {
        std::size_t exponent = at + 1;
        if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) ++exponent;
        if (digit_at(exponent)) {
            at = exponent;
            while (digit_at(at)) ++at;
        }
    }
    return static_cast<std::uint32_t>(at);
}

Token Lexer::next(std::uint32_t from) const {
    const std::uint32_t at = skip_space(from);
    const auto token = [&](TokenKind kind, std::uint32_t end) {
        return Token{kind, {at, end}, source_.substr(at, end - at)};
    };
    if (at >= source_.size()) return token(TokenKind::kEnd, at);
    const char c = source_[at];
    const char following = at + 1 < source_.size() ? source_[at + 1] : '\0';
    if (is_digit(c) || (c == '.' && is_digit(following))) return token(TokenKind::kNumber, number_end(at));
    if (c == '"') {
        const std::uint32_t end = string_end(at);
        return end == at ? token(TokenKind::kError, static_cast<std::uint32_t>(source_.size()))
                         : token(TokenKind::kString, end);
    }
    if (c == '@' && following == '"') {
        const std::uint32_t end = string_end(at + 1);
        if (end == at + 1) return token(TokenKind::kError, static_cast<std::uint32_t>(source_.size()));
        return {TokenKind::kTemporal, {at, end}, source_.substr(at + 1, end - at - 1)};
    }
    if (const std::uint32_t end = word_end(at); end > at) return token(TokenKind::kWord, end);
    static constexpr std::array<std::string_view, 6> kDouble = {"**", "..", "<=", ">=", "!=", "->"};
    for (const std::string_view symbol : kDouble) {
        if (source_.substr(at, 2) == symbol) return token(TokenKind::kSymbol, at + 2);
    }
    if (std::string_view("+-*/=<>()[]{},:.").find(c) != std::string_view::npos && c != '\0') {
        if (c == '/' && following == '*') return token(TokenKind::kError, static_cast<std::uint32_t>(source_.size()));
        return token(TokenKind::kSymbol, at + 1);
    }
    std::size_t end = at;
    (void)utf8::next(source_, end);
    return token(TokenKind::kError, static_cast<std::uint32_t>(end));
}

std::string unquote(std::string_view literal) {
    const std::string_view body = literal.substr(1, literal.size() - 2);
    std::string out;
    out.reserve(body.size());
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '\\' || i + 1 == body.size()) {
            out += body[i];
            continue;
        }
        const char c = body[++i];
        switch (c) {
            case 'n':
                out += '\n';
                continue;
            case 'r':
                out += '\r';
                continue;
            case 't':
                out += '\t';
                continue;
            case '"':
                out += '"';
                continue;
            case '\'':
                out += '\'';
                continue;
            case '\\':
                out += '\\';
                continue;
            default:
                break;
        }
        const std::size_t digits = c == 'u' ? 4 : c == 'U' ? 6 : 0;
        std::int32_t code = digits == 0 ? -1 : hex_number(body, i + 1, digits);
        const std::size_t after = i + 1 + digits;
        std::size_t used = digits;
        if (code >= 0xD800 && code < 0xDC00 && after + 5 < body.size() + 0U && body[after] == '\\' &&
            body[after + 1] == 'u') {
            const std::int32_t low = hex_number(body, after + 2, 4);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                used += 6;
            }
        }
        if (code < 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
            out += '\\';
            out += c;
            continue;
        }
        utf8::append(out, static_cast<char32_t>(code));
        i += used;
    }
    return out;
}

}  // namespace fw::feel::syntax
