#include "engine/decimal/decimal.h"

#include <algorithm>
#include <limits>

#include "engine/decimal/bid.h"
#include "engine/decimal/powers.h"

namespace fw {

using decimal_detail::digits;
using decimal_detail::power10;

namespace {

constexpr int kMaxExponent = 6111;
constexpr int kMinExponent = -6176;

// `coefficient` without its last `drop` digits, rounded.
U128 drop_digits(U128 coefficient, int drop, bool negative, Rounding mode) {
    const U128 unit = drop > 38 ? 0 : power10(drop);
    const U128 kept = drop > 38 ? 0 : coefficient / unit;
    const U128 rest = drop > 38 ? coefficient : coefficient % unit;
    if (rest == 0) return kept;
    const bool above_half = drop <= 38 && rest > unit / 2;
    const bool half = drop <= 38 && rest == unit / 2;
    bool up = false;
    switch (mode) {
        case Rounding::kHalfEven:
            up = above_half || (half && (kept & 1U) != 0);
            break;
        case Rounding::kHalfUp:
            up = above_half || half;
            break;
        case Rounding::kHalfDown:
            up = above_half;
            break;
        case Rounding::kUp:
            up = true;
            break;
        case Rounding::kDown:
            up = false;
            break;
        case Rounding::kFloor:
            up = negative;
            break;
        case Rounding::kCeiling:
            up = !negative;
            break;
    }
    return kept + (up ? 1U : 0U);
}

}  // namespace

Decimal::Parts Decimal::parts() const {
    Parts p;
    if (is_small()) {
        p.negative = coefficient64() < 0;
        p.coefficient = p.negative ? 0 - low_ : low_;
        p.exponent = exponent16();
        return p;
    }
    p.negative = (high_ >> 63U) != 0;
    p.exponent = static_cast<int>((high_ >> 49U) & 0x3FFFU) + kMinExponent;
    p.coefficient = (static_cast<U128>(high_ & ((1ULL << 49U) - 1)) << 64U) | low_;
    return p;
}

Decimal Decimal::from_parts(Parts p) {
    if (p.coefficient <= static_cast<U128>(std::numeric_limits<std::int64_t>::max()) && p.exponent > -6000 &&
        p.exponent < 6000) {
        const auto magnitude = static_cast<std::int64_t>(p.coefficient);
        return of(p.negative ? -magnitude : magnitude, p.exponent);
    }
    const int count = digits(p.coefficient);
    int drop = std::max(count - kDigits, 0);
    if (p.exponent + drop < kMinExponent) drop = kMinExponent - p.exponent;
    if (drop > 0) {
        p.coefficient = drop_digits(p.coefficient, drop, p.negative, Rounding::kHalfEven);
        p.exponent += drop;
        if (p.coefficient == power10(kDigits)) {
            p.coefficient /= 10;
            ++p.exponent;
        }
    }
    if (p.coefficient == 0) p.exponent = std::clamp(p.exponent, -6000, 6000);
    while (p.exponent > kMaxExponent && p.coefficient != 0 && digits(p.coefficient) < kDigits) {
        p.coefficient *= 10;
        --p.exponent;
    }
    if (p.exponent > kMaxExponent) return none();
    if (p.coefficient <= static_cast<U128>(std::numeric_limits<std::int64_t>::max()) && p.exponent > -6000 &&
        p.exponent < 6000) {
        const auto magnitude = static_cast<std::int64_t>(p.coefficient);
        return of(p.negative ? -magnitude : magnitude, p.exponent);
    }
    Decimal d;
    d.low_ = static_cast<std::uint64_t>(p.coefficient);
    d.high_ = static_cast<std::uint64_t>(p.coefficient >> 64U) |
              (static_cast<std::uint64_t>(p.exponent - kMinExponent) << 49U) |
              (static_cast<std::uint64_t>(p.negative) << 63U);
    return d;
}

int Decimal::sign_slow() const {
    if (is_none()) return 0;
    const Parts p = parts();
    if (p.coefficient == 0) return 0;
    return p.negative ? -1 : 1;
}

Decimal Decimal::negate() const {
    if (is_none()) return *this;
    Parts p = parts();
    p.negative = !p.negative;
    return from_parts(p);
}

Decimal Decimal::add(Decimal a, Decimal b) {
    if (a.is_small() && b.is_small()) {
        if (a.exponent16() < b.exponent16()) std::swap(a, b);
        const int shift = a.exponent16() - b.exponent16();
        if (shift <= 18) {
            std::int64_t scaled = 0;
            std::int64_t result = 0;
            const auto unit = static_cast<std::int64_t>(power10(shift));
            if (!__builtin_mul_overflow(a.coefficient64(), unit, &scaled) &&
                !__builtin_add_overflow(scaled, b.coefficient64(), &result)) {
                return of(result, b.exponent16());
            }
            const I128 sum =
                static_cast<I128>(a.coefficient64()) * static_cast<I128>(power10(shift)) + b.coefficient64();
            Parts p;
            p.negative = sum < 0;
            p.coefficient = static_cast<U128>(p.negative ? -sum : sum);
            p.exponent = b.exponent16();
            return from_parts(p);
        }
    }
    return bid::add(a, b);
}

Decimal Decimal::multiply(Decimal a, Decimal b) { return bid::multiply(a, b); }

Decimal Decimal::divide(Decimal a, Decimal b) {
    if (a.is_small() && b.is_small() && b.low_ != 0) {
        const int exponent = a.exponent16() - b.exponent16();
        I128 dividend = a.coefficient64();
        for (int k = 0; k <= 6 && exponent - k > -6000 && exponent < 6000; ++k, dividend *= 10) {
            if (dividend % b.coefficient64() != 0) continue;
            const I128 quotient = dividend / b.coefficient64();
            Parts p;
            p.negative = quotient < 0;
            p.coefficient = static_cast<U128>(p.negative ? -quotient : quotient);
            p.exponent = exponent - k;
            return from_parts(p);
        }
    }
    return bid::divide(a, b);
}

int Decimal::compare_slow(Decimal a, Decimal b) {
    if (a.is_small() && b.is_small()) {
        const int shift = a.exponent16() - b.exponent16();
        if (shift <= 18 && shift >= -18) {
            const I128 x = static_cast<I128>(a.coefficient64()) * (shift > 0 ? static_cast<I128>(power10(shift)) : 1);
            const I128 y = static_cast<I128>(b.coefficient64()) * (shift < 0 ? static_cast<I128>(power10(-shift)) : 1);
            return static_cast<int>(x > y) - static_cast<int>(x < y);
        }
    }
    return bid::compare(a, b);
}

bool Decimal::is_integer() const {
    if (is_none()) return false;
    const Parts p = parts();
    if (p.exponent >= 0 || p.coefficient == 0) return true;
    return -p.exponent <= kDigits && p.coefficient % power10(-p.exponent) == 0;
}

Decimal Decimal::round(int scale, Rounding mode) const {
    if (is_none()) return *this;
    Parts p = parts();
    const int target = -scale;
    if (p.exponent < target) {
        p.coefficient = drop_digits(p.coefficient, target - p.exponent, p.negative, mode);
        p.exponent = target;
        return from_parts(p);
    }
    const int pad = p.exponent - target;
    if (pad > 0 && digits(p.coefficient) + pad <= kDigits && target > -6000) {
        p.coefficient *= power10(pad);
        p.exponent = target;
        return from_parts(p);
    }
    return *this;
}

Decimal Decimal::round_integer(Rounding mode) const {
    if (is_none()) return *this;
    return parts().exponent >= 0 ? *this : round(0, mode);
}

Decimal Decimal::normalized() const {
    if (is_none()) return *this;
    Parts p = parts();
    if (p.coefficient == 0) return Decimal(0);
    while (p.coefficient % 10 == 0 && p.exponent < kMaxExponent) {
        p.coefficient /= 10;
        ++p.exponent;
    }
    return from_parts(p);
}

std::optional<std::int64_t> Decimal::to_int64() const { return scaled(0); }

std::optional<std::int64_t> Decimal::scaled(int scale) const {
    if (is_none()) return std::nullopt;
    Parts p = parts();
    if (p.coefficient == 0) return 0;
    const int shift = p.exponent + scale;
    if (shift > 19 || shift < -kDigits) return std::nullopt;
    if (shift < 0 && p.coefficient % power10(-shift) != 0) return std::nullopt;
    const U128 limit = static_cast<U128>(std::numeric_limits<std::int64_t>::max()) + (p.negative ? 1U : 0U);
    if (shift > 0 && p.coefficient > limit / power10(shift)) return std::nullopt;
    const U128 magnitude = shift < 0 ? p.coefficient / power10(-shift) : p.coefficient * power10(shift);
    if (magnitude > limit) return std::nullopt;
    return static_cast<std::int64_t>(p.negative ? 0 - magnitude : magnitude);
}

Decimal Decimal::sqrt() const { return bid::sqrt(*this).normalized(); }
Decimal Decimal::exp() const { return is_zero() && !is_none() ? Decimal(1) : bid::exp(*this); }
Decimal Decimal::log() const { return bid::log(*this); }

Decimal Decimal::power(Decimal exponent) const {
    if (is_none() || exponent.is_none()) return none();
    const std::optional<std::int64_t> whole = exponent.to_int64();
    if (!whole || *whole > 100000 || *whole < -100000) return bid::power(*this, exponent);
    if (*whole < 0 && is_zero()) return none();
    Decimal result(1);
    Decimal base = *this;
    for (auto n = static_cast<std::uint64_t>(*whole < 0 ? -*whole : *whole); n != 0; n >>= 1U) {
        if ((n & 1U) != 0) result = result * base;
        if (n > 1) base = base * base;
    }
    return *whole < 0 ? Decimal(1) / result : result;
}

Decimal Decimal::remainder(Decimal dividend, Decimal divisor) {
    if (dividend.high_ == divisor.high_ && dividend.is_small() && divisor.low_ != 0 && divisor.coefficient64() != -1) {
        dividend.low_ = static_cast<std::uint64_t>(dividend.coefficient64() % divisor.coefficient64());
        return dividend;
    }
    return bid::remainder(dividend, divisor);
}

Decimal Decimal::modulo(Decimal dividend, Decimal divisor) {
    const Decimal rest = remainder(dividend, divisor);
    if (rest.is_none() || rest.is_zero() || rest.is_negative() == divisor.is_negative()) return rest;
    return rest + divisor;
}

std::size_t Decimal::hash() const {
    const Decimal n = normalized();
    std::uint64_t h = n.low_ * 0x9E3779B97F4A7C15U ^ (n.high_ + 0x7F4A7C15U);
    h ^= h >> 29U;
    h *= 0xBF58476D1CE4E5B9U;
    return static_cast<std::size_t>(h ^ (h >> 32U));
}

}  // namespace fw
