// The proleptic Gregorian calendar in 64-bit arithmetic.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/feel/temporal.h"

namespace fw::feel {

inline constexpr std::int64_t kMaxYear = 999999999;
inline constexpr std::int64_t kSecondsPerDay = 86400;
inline constexpr std::int64_t kNanosPerSecond = 1000000000;
inline constexpr std::int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;

struct Civil {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
};

[[nodiscard]] constexpr bool is_leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
[[nodiscard]] int days_in_month(std::int64_t year, int month);

[[nodiscard]] Civil civil_of(Date date);
[[nodiscard]] std::optional<Date> date_of(const Civil& civil);  // nothing for the 30th of February or year 10^9
[[nodiscard]] bool in_range(Date date);                         // of years ±999,999,999

[[nodiscard]] int weekday(Date date);       // 1 Monday … 7 Sunday
[[nodiscard]] int day_of_year(Date date);   // 1 … 366
[[nodiscard]] int week_of_year(Date date);  // ISO 8601

// Month arithmetic keeps the day where the month is long enough and takes its last day otherwise.
[[nodiscard]] std::optional<Date> add_months(Date date, std::int64_t months);
// Whole months from a to b (toward zero), as "years and months duration" needs them.
[[nodiscard]] std::int64_t months_between(Date a, Date b);

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

[[nodiscard]] constexpr Date date_part(const DateTime& t) { return {floor_div(t.seconds, kSecondsPerDay)}; }
[[nodiscard]] constexpr Time time_part(const DateTime& t) {
    return {floor_mod(t.seconds, kSecondsPerDay) * kNanosPerSecond + t.nanos, t.zone};
}
[[nodiscard]] constexpr DateTime join(Date d, Time t) {
    return {d.days * kSecondsPerDay + t.nanos / kNanosPerSecond, static_cast<std::int32_t>(t.nanos % kNanosPerSecond),
            t.zone};
}

}  // namespace fw::feel
