// Powers of ten as integers, for the decimal folder alone.
#pragma once

#include <array>
#include <cstddef>

#include "engine/decimal/int128.h"

namespace fw::decimal_detail {

constexpr std::array<U128, 39> make_powers() {
    std::array<U128, 39> out{};
    U128 p = 1;
    for (auto& x : out) {
        x = p;
        p *= 10;
    }
    return out;
}
inline constexpr std::array<U128, 39> kPower = make_powers();

constexpr U128 power10(int n) { return kPower[static_cast<std::size_t>(n)]; }

// Decimal digits of `n`; 0 has none.
constexpr int digits(U128 n) {
    int d = 0;
    while (d < 39 && n >= kPower[static_cast<std::size_t>(d)]) ++d;
    return d;
}

}  // namespace fw::decimal_detail
