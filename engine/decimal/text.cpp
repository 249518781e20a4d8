// Reading and writing of Decimals.
#include <charconv>
#include <cmath>

#include "engine/decimal/decimal.h"
#include "engine/decimal/powers.h"

namespace fw {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Collects digits into 34 significant ones plus what rounding half to even needs to know of the rest.
class Collector {
  public:
    void add(char c, bool behind_point) {
        any_ = true;
        if (behind_point) --exponent_;
        const auto digit = static_cast<unsigned>(c - '0');
        if (count_ == 0 && digit == 0) return;
        if (count_ < Decimal::kDigits) {
            coefficient_ = coefficient_ * 10 + digit;
            ++count_;
            return;
        }
        ++exponent_;
        if (count_++ == Decimal::kDigits) {
            next_ = digit;
        } else {
            rest_ = rest_ || digit != 0;
        }
    }
    [[nodiscard]] bool any() const { return any_; }
    [[nodiscard]] Decimal finish(bool negative, int exponent) const {
        Decimal::Parts p;
        p.negative = negative;
        p.coefficient = coefficient_;
        p.exponent = exponent_ + exponent;
        if (next_ > 5 || (next_ == 5 && (rest_ || (coefficient_ & 1U) != 0))) ++p.coefficient;
        return Decimal::from_parts(p);
    }

  private:
    U128 coefficient_ = 0;
    int exponent_ = 0;
    int count_ = 0;
    unsigned next_ = 0;
    bool rest_ = false;
    bool any_ = false;
};

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;
    if (text.size() > 100000) return std::nullopt;
    Collector digits;
    for (; at < text.size() && is_digit(text[at]); ++at) digits.add(text[at], false);
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (at == text.size() || !is_digit(text[at])) return std::nullopt;
        for (; at < text.size() && is_digit(text[at]); ++at) digits.add(text[at], true);
    }
    if (!digits.any()) return std::nullopt;
    int exponent = 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && text[at] == '+') ++at;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
        if (error != std::errc() || exponent > 200000 || exponent < -200000) return std::nullopt;
        at = static_cast<std::size_t>(end - text.data());
    }
    if (at != text.size()) return std::nullopt;
    const Decimal result = digits.finish(negative, exponent);
    if (result.is_none()) return std::nullopt;
    return result;
}

Decimal Decimal::from_double(double value) {
    if (!std::isfinite(value)) return none();
    char buffer[64];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    if (error != std::errc()) return none();
    return parse(std::string_view(buffer, static_cast<std::size_t>(end - buffer))).value_or(none());
}

std::string Decimal::to_string() const {
    if (is_none()) return "null";
    const Parts p = parts();
    char digits[40];
    char* const end = digits + sizeof digits;
    char* begin = end;
    U128 rest = p.coefficient;
    do {
        *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    const int count = static_cast<int>(end - begin);
    std::string out;
    if (p.negative && p.coefficient != 0) out += '-';
    const int point = count + p.exponent;  // digits before the point
    const bool plain = p.coefficient == 0 ? p.exponent >= -40 : (p.exponent <= 0 ? point > -40 : point <= 40);
    if (p.coefficient == 0 && (p.exponent >= 0 || !plain)) return out + "0";
    if (!plain) {
        out.append(begin, 1);
        if (count > 1) out.append(".").append(begin + 1, static_cast<std::size_t>(count - 1));
        return out + "e" + (point - 1 < 0 ? "" : "+") + std::to_string(point - 1);
    }
    if (p.exponent >= 0) {
        out.append(begin, static_cast<std::size_t>(count)).append(static_cast<std::size_t>(p.exponent), '0');
    } else if (point > 0) {
        out.append(begin, static_cast<std::size_t>(point)).append(".");
        out.append(begin + point, static_cast<std::size_t>(count - point));
    } else {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(begin, static_cast<std::size_t>(count));
    }
    return out;
}

double Decimal::to_double() const {
    const std::string text = to_string();
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace fw
