#include "engine/decimal/decimal.h"

#include <cstdint>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace {

using fw::Decimal;
using fw::Rounding;

Decimal d(std::string_view text) {
    const auto parsed = Decimal::parse(text);
    EXPECT_TRUE(parsed.has_value()) << text;
    return parsed.value_or(Decimal::none());
}

TEST(Decimal, ReadsAndWritesLiterals) {
    for (const char* text : {"0", "1", "-1", "0.05", "-0.5", "1.50", "123456789012345678901234567890.1234",
                             "9223372036854775807", "-9223372036854775808", "9223372036854775809", "0.00"}) {
        EXPECT_EQ(d(text).to_string(), text);
    }
    EXPECT_EQ(d(".5").to_string(), "0.5");
    EXPECT_EQ(d("1.2e3").to_string(), "1200");
    EXPECT_EQ(d("1E-3").to_string(), "0.001");
    EXPECT_EQ(d("-0").to_string(), "0");
    EXPECT_EQ(d("1e100").to_string(), "1e+100");
    EXPECT_EQ(d("00012").to_string(), "12");
    for (const char* text : {"", "-", ".", "1.", "1e", "a", "1a", "--1", "1..2", "1e7000"}) {
        EXPECT_FALSE(Decimal::parse(text).has_value()) << text;
    }
}

TEST(Decimal, RoundsLongLiteralsHalfToEven) {
    EXPECT_EQ(d("12345678901234567890123456789012345").to_string(), "12345678901234567890123456789012340");
    EXPECT_EQ(d("12345678901234567890123456789012335").to_string(), "12345678901234567890123456789012340");
    EXPECT_EQ(d("123456789012345678901234567890123451").to_string(), "123456789012345678901234567890123500");
    EXPECT_EQ(d("99999999999999999999999999999999999").to_string(), "100000000000000000000000000000000000");
}

TEST(Decimal, CalculatesExactly) {
    EXPECT_EQ((d("0.1") + d("0.2")).to_string(), "0.3");
    EXPECT_EQ((d("1.10") * d("3")).to_string(), "3.30");
    EXPECT_EQ((d("1") / d("3")).to_string(), "0.3333333333333333333333333333333333");
    EXPECT_EQ((d("2") / d("3")).to_string(), "0.6666666666666666666666666666666667");
    EXPECT_EQ((d("1") / d("4")).to_string(), "0.25");
    EXPECT_EQ((d("9223372036854775807") + d("1")).to_string(), "9223372036854775808");
    EXPECT_EQ((d("-9223372036854775808") - d("1")).to_string(), "-9223372036854775809");
    EXPECT_EQ((-d("-9223372036854775808")).to_string(), "9223372036854775808");
    EXPECT_EQ((d("4000000000") * d("4000000000")).to_string(), "16000000000000000000");
    EXPECT_TRUE((d("1") / d("0")).is_none());
    EXPECT_TRUE((d("9e6111") * d("1e3000")).is_none());
    EXPECT_TRUE((Decimal::none() + d("1")).is_none());
}

TEST(Decimal, ComparesByValue) {
    EXPECT_EQ(d("1.0"), d("1.00"));
    EXPECT_EQ(d("1.0").hash(), d("1.00").hash());
    EXPECT_EQ(d("0"), d("-0.000"));
    EXPECT_LT(d("-1e30"), d("1e-30"));
    EXPECT_GT(d("12345678901234567890123.1"), d("12345678901234567890123"));
    EXPECT_EQ(d("1e20"), d("100000000000000000000"));
    EXPECT_EQ(d("1e20").hash(), d("100000000000000000000").hash());
}

TEST(Decimal, RoundsInEveryMode) {
    const auto r = [](std::string_view text, int scale, Rounding mode) {
        return d(text).round(scale, mode).to_string();
    };
    EXPECT_EQ(r("2.5", 0, Rounding::kHalfEven), "2");
    EXPECT_EQ(r("3.5", 0, Rounding::kHalfEven), "4");
    EXPECT_EQ(r("2.5", 0, Rounding::kHalfUp), "3");
    EXPECT_EQ(r("-2.5", 0, Rounding::kHalfUp), "-3");
    EXPECT_EQ(r("2.5", 0, Rounding::kHalfDown), "2");
    EXPECT_EQ(r("-2.51", 0, Rounding::kHalfDown), "-3");
    EXPECT_EQ(r("1.121", 2, Rounding::kUp), "1.13");
    EXPECT_EQ(r("-1.121", 2, Rounding::kUp), "-1.13");
    EXPECT_EQ(r("1.129", 2, Rounding::kDown), "1.12");
    EXPECT_EQ(r("-1.5", 0, Rounding::kFloor), "-2");
    EXPECT_EQ(r("-1.5", 0, Rounding::kCeiling), "-1");
    EXPECT_EQ(r("1", 2, Rounding::kHalfEven), "1.00");
    EXPECT_EQ(r("1250", -2, Rounding::kHalfEven), "1200");
    EXPECT_EQ(r("0.001", 0, Rounding::kUp), "1");
    EXPECT_EQ(r("1e-60", 2, Rounding::kCeiling), "0.01");
}

TEST(Decimal, StoresAsScaledIntegers) {
    EXPECT_EQ(d("12.34").scaled(2), 1234);
    EXPECT_EQ(d("12.3").scaled(2), 1230);
    EXPECT_EQ(d("12.340").scaled(2), 1234);
    EXPECT_EQ(d("12.345").scaled(2), std::nullopt);
    EXPECT_EQ(d("1e18").scaled(2), std::nullopt);
    EXPECT_EQ(d("-9223372036854775808").to_int64(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(d("9223372036854775808").to_int64(), std::nullopt);
    EXPECT_EQ(Decimal::from_scaled(1234, 2).to_string(), "12.34");
}

TEST(Decimal, KnowsTheMathematics) {
    EXPECT_EQ(d("16").sqrt().to_string(), "4");
    EXPECT_EQ(d("2").power(d("10")).to_string(), "1024");
    EXPECT_EQ(d("2").power(d("-1")).to_string(), "0.5");
    EXPECT_EQ(d("4").power(d("0.5")).round(20).normalized().to_string(), "2");
    EXPECT_EQ(Decimal::modulo(d("-12"), d("5")).to_string(), "3");
    EXPECT_EQ(Decimal::modulo(d("12"), d("-5")).to_string(), "-3");
    EXPECT_EQ(Decimal::modulo(d("10.1"), d("4.5")).to_string(), "1.1");
    EXPECT_EQ(d("0").exp().to_string(), "1");
    EXPECT_TRUE(d("0").log().is_none());
    EXPECT_TRUE(d("-1").sqrt().is_none());
    EXPECT_EQ(Decimal::from_double(0.1).to_string(), "0.1");
    EXPECT_DOUBLE_EQ(d("0.1").to_double(), 0.1);
}

// The fast path and the library agree: (a op b) calculated small equals the same calculated with padded coefficients.
TEST(Decimal, FastAndSlowPathsAgree) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20000; ++i) {
        const auto make = [&] {
            const int digits = static_cast<int>(random() % 18);
            std::int64_t c = static_cast<std::int64_t>(random() >> 1U);
            for (int k = digits; k < 19; ++k) c /= 10;
            return Decimal::of((random() & 1U) != 0 ? -c : c, static_cast<int>(random() % 12) - 8);
        };
        const Decimal a = make();
        const Decimal b = make();
        const Decimal pad = d("1.000000000000000");
        EXPECT_EQ(a + b, (a * pad) + b);
        EXPECT_EQ((a - b) + b, a);
        EXPECT_EQ(compare(a, b), compare(a - b, Decimal(0)));
        if (!b.is_zero()) {
            EXPECT_EQ(a * b / b, a);
        }
        EXPECT_EQ(d(a.to_string()), a);
    }
}

}  // namespace
