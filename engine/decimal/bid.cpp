#include "engine/decimal/bid.h"

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#endif
extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace fw::bid {
namespace {

constexpr int kBias = 6176;
constexpr unsigned kHalfEven = 0;
constexpr std::uint64_t kExponentMask = 0x3FFFU;
constexpr std::uint64_t kHighCoefficientMask = (1ULL << 49U) - 1;

BID_UINT128 pack(Decimal d) {
    const Decimal::Parts p = d.parts();
    BID_UINT128 out;
    out.w[0] = static_cast<std::uint64_t>(p.coefficient);
    out.w[1] = static_cast<std::uint64_t>(p.coefficient >> 64U) |
               (static_cast<std::uint64_t>(p.exponent + kBias) << 49U) |
               (static_cast<std::uint64_t>(p.negative) << 63U);
    return out;
}

Decimal unpack(const BID_UINT128& bits) {
    if ((bits.w[1] & 0x6000000000000000U) == 0x6000000000000000U) return Decimal::none();
    Decimal::Parts p;
    p.negative = (bits.w[1] >> 63U) != 0;
    p.exponent = static_cast<int>((bits.w[1] >> 49U) & kExponentMask) - kBias;
    p.coefficient = (static_cast<U128>(bits.w[1] & kHighCoefficientMask) << 64U) | bits.w[0];
    return Decimal::from_parts(p);
}

bool none(Decimal a, Decimal b) { return a.is_none() || b.is_none(); }

}  // namespace

Decimal add(Decimal a, Decimal b) {
    if (none(a, b)) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_add(pack(a), pack(b), kHalfEven, &flags));
}

Decimal multiply(Decimal a, Decimal b) {
    if (none(a, b)) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_mul(pack(a), pack(b), kHalfEven, &flags));
}

Decimal divide(Decimal a, Decimal b) {
    if (none(a, b) || b.is_zero()) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_div(pack(a), pack(b), kHalfEven, &flags));
}

Decimal remainder(Decimal a, Decimal b) {
    if (none(a, b) || b.is_zero()) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_fmod(pack(a), pack(b), &flags));
}

Decimal sqrt(Decimal a) {
    if (a.is_none() || a.is_negative()) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_sqrt(pack(a), kHalfEven, &flags));
}

Decimal exp(Decimal a) {
    if (a.is_none()) return a;
    unsigned flags = 0;
    return unpack(bid128_exp(pack(a), kHalfEven, &flags));
}

Decimal log(Decimal a) {
    if (a.is_none() || a.is_zero() || a.is_negative()) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_log(pack(a), kHalfEven, &flags));
}

Decimal power(Decimal a, Decimal b) {
    if (none(a, b)) return Decimal::none();
    unsigned flags = 0;
    return unpack(bid128_pow(pack(a), pack(b), kHalfEven, &flags));
}

int compare(Decimal a, Decimal b) {
    unsigned flags = 0;
    const BID_UINT128 x = pack(a);
    const BID_UINT128 y = pack(b);
    if (bid128_quiet_less(x, y, &flags) != 0) return -1;
    return bid128_quiet_less(y, x, &flags) != 0 ? 1 : 0;
}

}  // namespace fw::bid
