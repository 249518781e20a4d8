// Amounts as people read them, the same in texts that the server writes and in the web client (logic/decimal.ts).
#pragma once

#include <string>
#include <string_view>

#include "engine/decimal/decimal.h"

namespace fw::model {

// "¥264,120.00", "−$5.00", "CHF 1,000.00": the currency's sign or its code (ISO 4217), thousands in groups, rounded
// half to even to `scale` digits behind the point.
[[nodiscard]] std::string money(Decimal amount, std::string_view currency, int scale);

// How a piece of a template is written whose value is an amount: "CNY 2", currency and digits behind the point. It
// stands as the piece's `literal` beside its expression.
[[nodiscard]] std::string money_style(std::string_view currency, int scale);
[[nodiscard]] std::string styled_money(Decimal amount, std::string_view style);

}  // namespace fw::model
