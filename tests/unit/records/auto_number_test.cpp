#include "runtime/records/auto_number.h"

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"

namespace fw::records {
namespace {

TEST(AutoNumber, PatternsAndPeriods) {
    const feel::DateTime now = *feel::parse_date_time("2026-03-05T10:00:00");
    EXPECT_EQ(format_number("CT-{yyyy}-{0000}", now, 7), "CT-2026-0007");
    EXPECT_EQ(format_number("CT-{yyyy}-{0000}", now, 12345), "CT-2026-12345");
    EXPECT_EQ(format_number("{yy}{mm}{dd}/{0}", now, 7), "260305/7");
    EXPECT_EQ(format_number("A", now, 7), "A7");
    EXPECT_EQ(format_number("{0", now, 7), "{07");
    EXPECT_EQ(number_period("CT-{yyyy}-{0000}", now), "2026");
    EXPECT_EQ(number_period("{yyyy}{mm}-{00}", now), "2026-03");
    EXPECT_EQ(number_period("AC-{000}", now), "");
}

}  // namespace
}  // namespace fw::records
