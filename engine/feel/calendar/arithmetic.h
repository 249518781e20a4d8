// Sums and differences of dates, times and durations; nothing where the result leaves the calendar.
#pragma once

#include <optional>

#include "engine/decimal/decimal.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/temporal.h"

namespace fw::feel {

[[nodiscard]] constexpr DaysDuration negated(DaysDuration d) {
    if (d.nanos == 0) return {-d.seconds, 0};
    return {-d.seconds - 1, static_cast<std::int32_t>(kNanosPerSecond - d.nanos)};
}
[[nodiscard]] std::optional<DaysDuration> sum(DaysDuration a, DaysDuration b);
[[nodiscard]] std::optional<YearsDuration> sum(YearsDuration a, YearsDuration b);
[[nodiscard]] Decimal nanos_of(DaysDuration d);
[[nodiscard]] std::optional<DaysDuration> duration_of_nanos(Decimal nanos);  // cut to whole nanoseconds

// A date moves by the whole days its midnight moves to: 2026-01-02 - PT1H is 2026-01-01.
[[nodiscard]] std::optional<Date> add(Date date, DaysDuration d);
[[nodiscard]] Time add(Time time, DaysDuration d);  // around the clock
// With a zone id the instant moves (25 hours on the day clocks are set back are a day and an hour on the clock).
[[nodiscard]] std::optional<DateTime> add(const DateTime& t, DaysDuration d);
[[nodiscard]] std::optional<DateTime> add(const DateTime& t, YearsDuration d);

// a - b; nothing if one has a zone and the other not.
[[nodiscard]] std::optional<DaysDuration> difference(Time a, Time b);
[[nodiscard]] std::optional<DaysDuration> difference(const DateTime& a, const DateTime& b);

}  // namespace fw::feel
