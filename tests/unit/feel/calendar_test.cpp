#include <gtest/gtest.h>

#include "engine/feel/calendar/arithmetic.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace {

using namespace fw::feel;

TEST(Calendar, ConvertsEveryDayOfManyYears) {
    std::int64_t days = date_of({-401, 1, 1})->days;
    for (std::int64_t year = -401; year <= 2401; ++year) {
        for (int month = 1; month <= 12; ++month) {
            for (int day = 1; day <= days_in_month(year, month); ++day, ++days) {
                ASSERT_EQ(date_of({year, month, day})->days, days);
                const Civil back = civil_of({days});
                ASSERT_TRUE(back.year == year && back.month == month && back.day == day)
                    << year << "-" << month << "-" << day;
            }
        }
    }
}

TEST(Calendar, ReachesTheEdges) {
    for (const char* text : {"999999999-12-31", "-999999999-01-01", "0000-02-29", "1970-01-01", "9999-12-31"}) {
        ASSERT_TRUE(parse_date(text)) << text;
        EXPECT_EQ(to_text(*parse_date(text)), text);
    }
    for (const char* text : {"1000000000-01-01", "2023-02-29", "2026-13-01", "2026-1-1", "02026-01-01", "+2026-01-01",
                             "", "2026-01-01T"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
    EXPECT_FALSE(add_months(*parse_date("999999999-12-31"), 1));
    EXPECT_EQ(to_text(*add_months(*parse_date("2026-01-31"), 1)), "2026-02-28");
    EXPECT_EQ(to_text(*add_months(*parse_date("2024-03-31"), -1)), "2024-02-29");
}

TEST(Calendar, KnowsWeeks) {
    EXPECT_EQ(weekday(*parse_date("2026-11-21")), 6);
    EXPECT_EQ(week_of_year(*parse_date("2021-01-03")), 53);
    EXPECT_EQ(week_of_year(*parse_date("2003-12-29")), 1);
    EXPECT_EQ(day_of_year(*parse_date("2024-12-31")), 366);
}

TEST(Calendar, ReadsAndWritesTimes) {
    for (const char* text : {"2026-11-21T10:00:00", "2026-11-21T10:00:00.123456789Z", "2026-11-21T10:00:00-05:30",
                             "2026-11-21T10:00:00@Asia/Shanghai", "-0044-03-15T12:00:00"}) {
        ASSERT_TRUE(parse_date_time(text)) << text;
        EXPECT_EQ(to_text(*parse_date_time(text)), text);
    }
    EXPECT_EQ(to_text(*parse_date_time("2026-11-21T24:00:00")), "2026-11-22T00:00:00");
    for (const char* text :
         {"2026-11-21T25:00:00", "2026-11-21T10:00", "2026-11-21 10:00:00", "2026-11-21T10:00:00@Nowhere/City",
          "2026-11-21T10:00:00+19:00", "2026-11-21T10:00:00+08"}) {
        EXPECT_FALSE(parse_date_time(text)) << text;
    }
    EXPECT_FALSE(find_zone("../etc/passwd"));
    EXPECT_FALSE(find_zone("/etc/localtime"));
}

TEST(Calendar, ReadsAndWritesDurations) {
    const std::pair<const char*, const char*> days[] = {{"PT36H", "P1DT12H"}, {"-PT0.5S", "-PT0.5S"},
                                                        {"PT0S", "PT0S"},     {"P1DT2H3M4.5S", "P1DT2H3M4.5S"},
                                                        {"-P1D", "-P1D"},     {"PT90S", "PT1M30S"}};
    for (const auto& [text, normal] : days) {
        ASSERT_TRUE(parse_days_duration(text)) << text;
        EXPECT_EQ(to_text(*parse_days_duration(text)), normal);
    }
    for (const char* text :
         {"P", "PT", "P1", "1D", "P1H", "PT1D", "P1Y1D", "P1DT", "PT1S1M", "PT1.5H", "P99999999999999999999D"}) {
        EXPECT_FALSE(parse_days_duration(text)) << text;
    }
    EXPECT_EQ(to_text(*parse_years_duration("P26M")), "P2Y2M");
    EXPECT_EQ(to_text(*parse_years_duration("-P1Y")), "-P1Y");
    EXPECT_FALSE(parse_years_duration("P1M1Y"));
}

TEST(Calendar, CrossesClockChanges) {
    // Paris sets clocks forward on 2026-03-29 at 02:00 and back on 2026-10-25 at 03:00.
    const auto noon = *parse_date_time("2026-03-28T12:00:00@Europe/Paris");
    EXPECT_EQ(to_text(*add(noon, *parse_days_duration("PT24H"))), "2026-03-29T13:00:00@Europe/Paris");
    const auto gap = *parse_date_time("2026-03-29T02:30:00@Europe/Paris");
    EXPECT_EQ(*offset_at_local(gap.zone, gap.seconds), 3600);
    const auto twice = *parse_date_time("2026-10-25T02:30:00@Europe/Paris");
    EXPECT_EQ(*offset_at_local(twice.zone, twice.seconds), 7200);
    const auto far_future = *parse_date_time("999999999-07-01T12:00:00@Europe/Paris");
    EXPECT_EQ(*offset_at_local(far_future.zone, far_future.seconds), 7200);
    const auto far_past = *parse_date_time("-999999999-07-01T12:00:00@Asia/Shanghai");
    EXPECT_TRUE(offset_at_local(far_past.zone, far_past.seconds));
}

}  // namespace
