// Decimal numbers: 34 digits, rounding half to even (IEEE 754-2008 decimal128), which is what FEEL
// (DMN 1.5, 10.3.2.3.1) and money need. A Decimal keeps its scale as written (1.50 stays 1.50) but 1.5 equals 1.50.
//
// 16 bytes, trivially copyable. Numbers whose coefficient fits into 64 bits are kept as (coefficient, exponent) and
// calculated inline; the others are IEEE bits for Intel's BID library, which only bid.cpp knows.
// An operation that has no result (division by zero, overflow) gives none(); is_none() asks. Any operation on none()
// gives none(); comparing none() is a mistake of the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/decimal/int128.h"

namespace fw {

enum class Rounding : std::uint8_t { kHalfEven, kHalfUp, kHalfDown, kUp, kDown, kFloor, kCeiling };

class Decimal {
  public:
    static constexpr int kDigits = 34;

    constexpr Decimal() = default;
    constexpr explicit Decimal(std::int64_t value) : low_(static_cast<std::uint64_t>(value)) {}
    // coefficient * 10^exponent; exponent within ±6000.
    [[nodiscard]] static constexpr Decimal of(std::int64_t coefficient, int exponent) {
        Decimal d(coefficient);
        d.high_ = kSmall | static_cast<std::uint16_t>(exponent);
        return d;
    }
    [[nodiscard]] static constexpr Decimal none() {
        Decimal d;
        d.high_ = kNone;
        return d;
    }

    // FEEL and JSON literals: -12, .5, 1.50, 1e3. Nothing if `text` is no number or too large. More than 34 digits
    // round.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
    [[nodiscard]] static Decimal from_double(double value);  // the shortest decimal that reads back as `value`

    [[nodiscard]] constexpr bool is_none() const { return high_ == kNone; }
    [[nodiscard]] bool is_zero() const { return is_small() ? low_ == 0 : sign_slow() == 0; }
    [[nodiscard]] bool is_negative() const {
        return is_small() ? static_cast<std::int64_t>(low_) < 0 : sign_slow() < 0;
    }
    [[nodiscard]] bool is_integer() const;

    // Plain digits ("1200", "0.05"); an exponent only where more than 40 digits would be needed.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] double to_double() const;
    [[nodiscard]] std::optional<std::int64_t> to_int64() const;  // nothing if not whole or out of range

    // Fixed-point storage: value * 10^scale as an integer, if that is exact and fits.
    [[nodiscard]] std::optional<std::int64_t> scaled(int scale) const;
    [[nodiscard]] static constexpr Decimal from_scaled(std::int64_t value, int scale) { return of(value, -scale); }

    // Rounded to `scale` digits behind the point (negative: before it); shorter numbers are padded with zeros.
    [[nodiscard]] Decimal round(int scale, Rounding mode = Rounding::kHalfEven) const;
    [[nodiscard]] Decimal floor() const { return round_integer(Rounding::kFloor); }
    [[nodiscard]] Decimal ceiling() const { return round_integer(Rounding::kCeiling); }
    [[nodiscard]] Decimal abs() const { return is_negative() ? -*this : *this; }
    [[nodiscard]] Decimal normalized() const;  // without trailing zeros
    [[nodiscard]] int scale() const { return -exponent(); }

    [[nodiscard]] Decimal sqrt() const;
    [[nodiscard]] Decimal exp() const;
    [[nodiscard]] Decimal log() const;
    [[nodiscard]] Decimal power(Decimal exponent) const;
    // FEEL's modulo: the sign of the divisor.
    [[nodiscard]] static Decimal modulo(Decimal dividend, Decimal divisor);
    [[nodiscard]] static Decimal remainder(Decimal dividend, Decimal divisor);  // the sign of the dividend

    friend Decimal operator+(Decimal a, Decimal b) {
        std::int64_t sum = 0;
        if (a.high_ == b.high_ && a.is_small() && !__builtin_add_overflow(a.coefficient64(), b.coefficient64(), &sum)) {
            a.low_ = static_cast<std::uint64_t>(sum);
            return a;
        }
        return add(a, b);
    }
    friend Decimal operator-(Decimal a, Decimal b) {
        std::int64_t difference = 0;
        if (a.high_ == b.high_ && a.is_small() &&
            !__builtin_sub_overflow(a.coefficient64(), b.coefficient64(), &difference)) {
            a.low_ = static_cast<std::uint64_t>(difference);
            return a;
        }
        return add(a, -b);
    }
    friend Decimal operator*(Decimal a, Decimal b) {
        std::int64_t product = 0;
        if (a.is_small() && b.is_small() && !__builtin_mul_overflow(a.coefficient64(), b.coefficient64(), &product)) {
            const int exponent = a.exponent16() + b.exponent16();
            if (exponent > -6000 && exponent < 6000) return of(product, exponent);
        }
        return multiply(a, b);
    }
    friend Decimal operator/(Decimal a, Decimal b) { return divide(a, b); }
    Decimal operator-() const {
        if (is_small() && low_ != kMinCoefficient) {
            Decimal d = *this;
            d.low_ = 0 - low_;
            return d;
        }
        return negate();
    }

    // Negative, zero or positive. By value: 1.0 and 1.00 are equal.
    [[nodiscard]] friend int compare(Decimal a, Decimal b) {
        if (a.high_ == b.high_ && a.is_small()) {
            const std::int64_t x = a.coefficient64();
            const std::int64_t y = b.coefficient64();
            return static_cast<int>(x > y) - static_cast<int>(x < y);
        }
        return compare_slow(a, b);
    }
    friend bool operator==(Decimal a, Decimal b) { return compare(a, b) == 0; }
    friend bool operator<(Decimal a, Decimal b) { return compare(a, b) < 0; }
    friend bool operator<=(Decimal a, Decimal b) { return compare(a, b) <= 0; }
    friend bool operator>(Decimal a, Decimal b) { return compare(a, b) > 0; }
    friend bool operator>=(Decimal a, Decimal b) { return compare(a, b) >= 0; }

    [[nodiscard]] std::size_t hash() const;  // equal numbers have equal hashes

    // For bid.cpp and text.cpp: sign, coefficient below 10^34 and exponent.
    struct Parts {
        bool negative = false;
        U128 coefficient = 0;
        int exponent = 0;
    };
    [[nodiscard]] Parts parts() const;
    [[nodiscard]] static Decimal from_parts(Parts parts);  // rounds to 34 digits; none() on overflow
    [[nodiscard]] constexpr std::uint64_t low_bits() const { return low_; }
    [[nodiscard]] constexpr std::uint64_t high_bits() const { return high_; }
    [[nodiscard]] constexpr bool is_small() const { return (high_ >> 48U) == (kSmall >> 48U); }

  private:
    static constexpr std::uint64_t kSmall = 0x7FFF000000000000U;  // patterns that no finite IEEE number has
    static constexpr std::uint64_t kNone = 0x7C00000000000000U;
    static constexpr std::uint64_t kMinCoefficient = 0x8000000000000000U;

    [[nodiscard]] constexpr std::int64_t coefficient64() const { return static_cast<std::int64_t>(low_); }
    [[nodiscard]] constexpr int exponent16() const {
        return static_cast<std::int16_t>(static_cast<std::uint16_t>(high_ & 0xFFFFU));
    }
    [[nodiscard]] int exponent() const { return is_small() ? exponent16() : parts().exponent; }
    [[nodiscard]] int sign_slow() const;
    [[nodiscard]] Decimal negate() const;
    [[nodiscard]] Decimal round_integer(Rounding mode) const;
    [[nodiscard]] static Decimal add(Decimal a, Decimal b);
    [[nodiscard]] static Decimal multiply(Decimal a, Decimal b);
    [[nodiscard]] static Decimal divide(Decimal a, Decimal b);
    [[nodiscard]] static int compare_slow(Decimal a, Decimal b);

    std::uint64_t low_ = 0;
    std::uint64_t high_ = kSmall;
};

static_assert(sizeof(Decimal) == 16);

}  // namespace fw
