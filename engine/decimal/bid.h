// The operations left to Intel's library; only bid.cpp includes its headers.
#pragma once

#include "engine/decimal/decimal.h"

namespace fw::bid {

[[nodiscard]] Decimal add(Decimal a, Decimal b);
[[nodiscard]] Decimal multiply(Decimal a, Decimal b);
[[nodiscard]] Decimal divide(Decimal a, Decimal b);
[[nodiscard]] Decimal remainder(Decimal a, Decimal b);
[[nodiscard]] Decimal sqrt(Decimal a);
[[nodiscard]] Decimal exp(Decimal a);
[[nodiscard]] Decimal log(Decimal a);
[[nodiscard]] Decimal power(Decimal a, Decimal b);
[[nodiscard]] int compare(Decimal a, Decimal b);

}  // namespace fw::bid
