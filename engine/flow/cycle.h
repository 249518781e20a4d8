// Times that repeat: ISO 8601 repeating intervals ("R3/PT10M", "R/2026-01-05T09:00:00Z/P7D",
// "R/PT1H/2026-12-31T00:00:00Z": from now on, until then) and cron ("0 9 * * MON-FRI").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/feel/value.h"

namespace fw::flow {

using Instant = std::int64_t;  // microseconds since 1970-01-01T00:00:00Z

// An ISO 8601 duration: whole months and seconds apart, for months have no fixed length.
struct Span {
    std::int64_t months = 0;
    std::int64_t seconds = 0;
    bool operator==(const Span&) const = default;
};
[[nodiscard]] std::optional<Span> parse_span(std::string_view text);

// Bit n: the value n matches. Days of the week count from 0, Sunday.
struct Cron {
    std::uint64_t seconds = 1, minutes = 0;
    std::uint32_t hours = 0, days = 0, months = 0, weekdays = 0;
    bool any_day = true, any_weekday = true;  // written as * (or ?): the other one alone decides
    bool last_day = false;                    // "L": the last day of the month too
    bool operator==(const Cron&) const = default;
};

struct Cycle {
    std::int64_t times = -1;       // -1: without end
    std::optional<Instant> start;  // of the first time
    std::optional<Instant> until;  // never later
    Span span;                     // unless cron
    std::optional<Cron> cron;
    bool operator==(const Cycle&) const = default;
};

// Cron: five fields (minute hour day month weekday) or six (second first); *, lists, ranges, steps, JAN … DEC,
// SUN … SAT, ? and L; @hourly, @daily, @weekly, @monthly, @yearly. Nothing where the text is neither.
[[nodiscard]] std::optional<Cycle> parse_cycle(std::string_view text);

// The first time, for a cycle that begins now; nothing where it never comes (cron "0 0 30 2 *").
[[nodiscard]] std::optional<Instant> first_time(const Cycle& cycle, Instant now, feel::Zone zone);
// The time after one that was due at `last`.
[[nodiscard]] std::optional<Instant> next_time(const Cycle& cycle, Instant last, feel::Zone zone);

// `at` + `span`, months and days on the calendar of the zone.
[[nodiscard]] Instant plus(Instant at, const Span& span, feel::Zone zone);

// A duration a FEEL value holds, or an ISO 8601 text of one.
[[nodiscard]] std::optional<Span> span_of(const feel::Value& value);
// The moment a FEEL date or date and time names; midnight, and the zone given, where it says none.
[[nodiscard]] std::optional<Instant> instant_of(const feel::Value& value, feel::Zone zone);

}  // namespace fw::flow
