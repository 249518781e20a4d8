// When reminders are due. Pure: the runtime asks with its clock and zone, finds the records, and sends.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/compile/program.h"
#include "engine/feel/temporal.h"
#include "engine/feel/value.h"

namespace fw::remind {

// Seconds since 1970-01-01T00:00:00Z at which the reminder is due for a record whose date field has this value (a date,
// or a date and time); nothing for null. A date is moved by the offset and taken at the reminder's time of day in
// `zone`. A date and time is a moment: an offset with hours, minutes or seconds is counted from it, any other gives a
// day, taken at the time of day. Months keep the day where the month is long enough. A time that the clock skips is the
// one after it.
[[nodiscard]] std::optional<std::int64_t> due_at(const compile::Reminder& reminder, const feel::Value& date,
                                                 feel::Zone zone);

// Whether a reminder that comes before its date (offset below zero) would come when that is over: the day has ended, or
// the moment has passed. "Due soon" is no news then.
[[nodiscard]] bool too_late(const compile::Reminder& reminder, const feel::Value& date, std::int64_t now,
                            feel::Zone zone);

// The days on which the date field of every record lies whose reminder is due in (after, until]: what to ask the
// database for before due_at() decides. A little wider than needed.
struct Days {
    feel::Date first, last;
};
[[nodiscard]] Days days_due(const compile::Reminder& reminder, std::int64_t after, std::int64_t until);

}  // namespace fw::remind
