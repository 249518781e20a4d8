// ISO 8601 texts of dates, times and durations as FEEL reads and writes them (XML Schema forms, plus "@Zone/Name").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/feel/temporal.h"
#include "engine/feel/value.h"

namespace fw::feel {

[[nodiscard]] std::optional<Date> parse_date(std::string_view text);  // 2026-11-21, -0044-03-15
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);  // 09:30:00.5+08:00, 09:30:00@Asia/Shanghai
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);            // <date>T<time>
[[nodiscard]] std::optional<DaysDuration> parse_days_duration(std::string_view text);    // -P1DT2H3M4.5S
[[nodiscard]] std::optional<YearsDuration> parse_years_duration(std::string_view text);  // P1Y6M
// Any of the five by its form, as @"…" literals do; null if none reads.
[[nodiscard]] Value parse_temporal(std::string_view text);

[[nodiscard]] std::string to_text(Date date);
[[nodiscard]] std::string to_text(Time time);
[[nodiscard]] std::string to_text(DateTime t);
[[nodiscard]] std::string to_text(DaysDuration d);   // normalised: P1DT2H, -PT0.5S, PT0S
[[nodiscard]] std::string to_text(YearsDuration d);  // P1Y2M, P0M

}  // namespace fw::feel
