#include "engine/model/money.h"

#include <gtest/gtest.h>

namespace fw::model {
namespace {

TEST(Money, IsWrittenAsInTheClient) {
    const auto text = [](const char* amount, const char* currency, int scale) {
        return money(*Decimal::parse(amount), currency, scale);
    };
    EXPECT_EQ(text("264120", "CNY", 2), "¥264,120.00");
    EXPECT_EQ(text("999", "USD", 0), "$999");
    EXPECT_EQ(text("1000", "EUR", 0), "€1,000");
    EXPECT_EQ(text("-1234567.5", "GBP", 2), "\u2212£1,234,567.50");
    EXPECT_EQ(text("-0.001", "CNY", 2), "¥0.00");
    EXPECT_EQ(text("0.125", "CNY", 2), "¥0.12") << "half to even";
    EXPECT_EQ(text("1000", "CHF", 2), "CHF\u00a01,000.00");
    EXPECT_EQ(text("1000", "HKD", 2), "HK$\u00a01,000.00");
    EXPECT_EQ(text("123456789012345678901234", "CNY", 2), "¥123,456,789,012,345,678,901,234.00");
}

TEST(Money, AStyleKeepsCurrencyAndDigits) { EXPECT_EQ(styled_money(Decimal(1500), money_style("JPY", 0)), "¥1,500"); }

}  // namespace
}  // namespace fw::model
