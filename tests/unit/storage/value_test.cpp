#include "runtime/storage/value.h"

#include <gtest/gtest.h>

namespace fw::storage {
namespace {

std::string text(const Scaled& d) {
    std::string out;
    append(out, d);
    return out;
}

std::string text(const DateTime& t) {
    std::string out;
    append(out, t);
    return out;
}

TEST(Decimals, PrintAllDigitsOfTheirScale) {
    EXPECT_EQ(text(Scaled{0, 0}), "0");
    EXPECT_EQ(text(Scaled{0, 2}), "0.00");
    EXPECT_EQ(text(Scaled{-5, 2}), "-0.05");
    EXPECT_EQ(text(Scaled{1250, 2}), "12.50");
    EXPECT_EQ(text(Scaled{-1250, 2}), "-12.50");
    EXPECT_EQ(text(Scaled{INT64_MIN, 3}), "-9223372036854775.808");
}

TEST(Decimals, ReadOnlyWhatIsExact) {
    EXPECT_EQ(parse_decimal("12.5", 2), (Scaled{1250, 2}));
    EXPECT_EQ(parse_decimal("-12.500000000000000000000000", 2), (Scaled{-1250, 2}));
    EXPECT_EQ(parse_decimal("1e3", 1), (Scaled{10000, 1}));
    EXPECT_EQ(parse_decimal("125E-1", 1), (Scaled{125, 1}));
    EXPECT_EQ(parse_decimal(".5", 1), (Scaled{5, 1}));
    EXPECT_EQ(parse_decimal("0e9999", 2), (Scaled{0, 2}));
    EXPECT_EQ(parse_decimal("100.10", 1), (Scaled{1001, 1}));
    EXPECT_EQ(parse_decimal("-9223372036854775808", 0), (Scaled{INT64_MIN, 0}));
    EXPECT_EQ(parse_decimal("12.505", 2), std::nullopt);
    EXPECT_EQ(parse_decimal("9223372036854775808", 0), std::nullopt);
    EXPECT_EQ(parse_decimal("1e30", 0), std::nullopt);
    for (const char* bad : {"", "-", ".", "1.2.3", "1e", "1e+", " 1", "1 ", "0x1", "NaN", "1e99999"}) {
        EXPECT_EQ(parse_decimal(bad, 2), std::nullopt) << bad;
    }
}

TEST(DateTimes, ReadAndPrint) {
    EXPECT_EQ(text(DateTime{0}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(text(DateTime{-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(text(*parse_date_time("2026-11-21 21:58:29.50+00")), "2026-11-21T21:58:29.5Z");
    EXPECT_EQ(text(*parse_date_time("2026-11-22T05:58:29+08:00")), "2026-11-21T21:58:29Z");
    EXPECT_EQ(text(*parse_date_time("2024-02-29T00:00-0130")), "2024-02-29T01:30:00Z");
    for (const char* bad : {"", "2026-11-21", "2026-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2026-11-21T24:00:00Z",
                            "2026-11-21T00:00:00+", "2026-11-21T00:00:00Zx", "99999-01-01T00:00:00Z"}) {
        EXPECT_FALSE(parse_date_time(bad)) << bad;
    }
}

}  // namespace
}  // namespace fw::storage
