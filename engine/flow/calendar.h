// Working hours: which moments of a week people work, with holidays and extra working days, in one time zone.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/cycle.h"
#include "engine/json/value.h"

namespace fw::flow {

struct WorkingCalendar {
    // Seconds of a day's clock, from 0; `to` beyond 86,400 runs on into the next day.
    struct Hours {
        std::int64_t from = 0, to = 0;
        bool operator==(const Hours&) const = default;
    };
    std::array<std::vector<Hours>, 7> week;           // from Monday; sorted, without overlaps
    std::map<std::int64_t, std::vector<Hours>> days;  // by days since 1970: holidays (empty) and extra working days
    std::vector<std::pair<int, int>> every_year;      // month and day of holidays
    feel::Zone zone;                                  // none: the company's

    [[nodiscard]] const std::vector<Hours>& hours_of(std::int64_t day) const;
    [[nodiscard]] bool ever_works() const;
};

// A document of kind "calendar" that satisfies its descriptor. CAL-001 … 005, with places as ranges.
[[nodiscard]] WorkingCalendar read_calendar(const json::Value& root, const std::string& element, Diagnostics& out);

// The moment that much working time after `from`: days are working days (the same time of a later working day), the
// rest of a day counts working hours in real seconds; both begin at the next working moment. Nothing where the calendar
// has no working time within twenty years.
[[nodiscard]] std::optional<Instant> working_after(const WorkingCalendar& calendar, Instant from, const Span& span,
                                                   feel::Zone company);

}  // namespace fw::flow
