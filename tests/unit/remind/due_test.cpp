#include "engine/remind/due.h"

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace fw::remind {
namespace {

std::string due(const std::string& offset, const std::string& at, const std::string& date,
                const char* zone = "Asia/Shanghai") {
    compile::Reminder reminder;
    reminder.offset = offset;
    reminder.at = at;
    const feel::Value value = date.empty() ? feel::Value() : feel::parse_temporal(date);
    const auto seconds = due_at(reminder, value, feel::find_zone(zone).value());
    if (!seconds) return "never";
    const Days days = days_due(reminder, *seconds - 1, *seconds);
    const std::int64_t day = value.is(feel::Kind::kDate) ? value.as_date().days : value.as_date_time().seconds / 86400;
    EXPECT_LE(days.first.days, day);
    EXPECT_GE(days.last.days, day);
    return feel::to_text(feel::at_utc(*seconds, 0, feel::Zone::utc()));
}

TEST(Due, IsTheDayMovedByTheOffsetAtTheTimeOfDay) {
    EXPECT_EQ(due("P0D", "09:00", "2026-11-21"), "2026-11-21T01:00:00Z");
    EXPECT_EQ(due("P1D", "09:00", "2026-11-30"), "2026-12-01T01:00:00Z");
    EXPECT_EQ(due("-P1W", "00:00", "2026-11-21"), "2026-11-13T16:00:00Z");
    EXPECT_EQ(due("P1DT90M", "09:00", "2026-11-21"), "2026-11-22T02:30:00Z");
}

TEST(Due, MonthsKeepTheDayWhereTheyCan) {
    EXPECT_EQ(due("P1M", "08:00", "2026-01-31"), "2026-02-28T00:00:00Z");
    EXPECT_EQ(due("-P1Y", "08:00", "2024-02-29"), "2023-02-28T00:00:00Z");
}

TEST(Due, FollowsTheClockOfTheZone) {
    EXPECT_EQ(due("P0D", "09:00", "2026-07-01", "Europe/Paris"), "2026-07-01T07:00:00Z");
    EXPECT_EQ(due("P0D", "09:00", "2026-12-01", "Europe/Paris"), "2026-12-01T08:00:00Z");
}

TEST(Due, CountsHoursFromAMoment) {
    EXPECT_EQ(due("-PT2H", "09:00", "2026-11-21T10:00:00Z"), "2026-11-21T08:00:00Z");
    EXPECT_EQ(due("P1D", "09:00", "2026-11-21T20:00:00Z"), "2026-11-23T01:00:00Z");  // in Shanghai it is the 22nd
}

TEST(Due, WhatComesBeforeADateIsNoNewsAfterIt) {
    const auto late = [](const std::string& offset, const std::string& date, const std::string& now) {
        compile::Reminder reminder;
        reminder.offset = offset;
        reminder.at = "09:00";
        return too_late(reminder, feel::parse_temporal(date),
                        *feel::utc_seconds(feel::parse_temporal(now).as_date_time()),
                        feel::find_zone("Asia/Shanghai").value());
    };
    EXPECT_FALSE(late("-P3D", "2026-11-21", "2026-11-21T15:59:59Z")) << "the day itself, in Shanghai";
    EXPECT_TRUE(late("-P3D", "2026-11-21", "2026-11-21T16:00:00Z"));
    EXPECT_FALSE(late("P1D", "2026-11-21", "2026-12-24T16:00:00Z")) << "overdue";
    EXPECT_FALSE(late("P0D", "2026-11-21", "2026-12-24T16:00:00Z"));
    EXPECT_FALSE(late("-PT2H", "2026-11-21T10:00:00Z", "2026-11-21T09:59:59Z"));
    EXPECT_TRUE(late("-PT2H", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"));
}

TEST(Due, IsNeverWithoutADate) { EXPECT_EQ(due("P1D", "09:00", ""), "never"); }

}  // namespace
}  // namespace fw::remind
