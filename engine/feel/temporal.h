// FEEL's dates, times and durations as plain structs (ISO 8601, proleptic Gregorian calendar, years to ±999,999,999).
// Reading, writing and arithmetic: engine/feel/calendar.
#pragma once

#include <cstdint>

namespace fw::feel {

// None (a local time), a fixed offset from UTC, or a zone of the tz database ("Asia/Shanghai").
struct Zone {
    std::int32_t offset = 0;  // seconds east of UTC; only for kOffset
    std::uint16_t id = 0;     // index of a named zone (calendar/zones.h); 0: none
    bool fixed = false;       // true: `offset` counts

    [[nodiscard]] static constexpr Zone none() { return {}; }
    [[nodiscard]] static constexpr Zone utc() { return {0, 0, true}; }
    [[nodiscard]] static constexpr Zone of_offset(std::int32_t seconds) { return {seconds, 0, true}; }
    [[nodiscard]] constexpr bool is_none() const { return !fixed && id == 0; }
    [[nodiscard]] constexpr bool is_named() const { return id != 0; }
    bool operator==(const Zone&) const = default;
};

struct Date {
    std::int64_t days = 0;  // since 1970-01-01
    bool operator==(const Date&) const = default;
};

struct Time {
    std::int64_t nanos = 0;  // of the day
    Zone zone;
    bool operator==(const Time&) const = default;
};

struct DateTime {
    std::int64_t seconds = 0;  // on the local clock since 1970-01-01T00:00:00
    std::int32_t nanos = 0;    // 0 … 999,999,999
    Zone zone;
    bool operator==(const DateTime&) const = default;
};

// Days, hours, minutes, seconds. Negative ones are floored: -0.5 s is {-1, 500000000}.
struct DaysDuration {
    std::int64_t seconds = 0;
    std::int32_t nanos = 0;  // 0 … 999,999,999
    auto operator<=>(const DaysDuration&) const = default;
};

struct YearsDuration {
    std::int64_t months = 0;
    auto operator<=>(const YearsDuration&) const = default;
};

}  // namespace fw::feel
