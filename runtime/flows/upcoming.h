// The next time of something that comes again and again.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/flow/cycle.h"

namespace fw::flows {

struct Upcoming {
    std::optional<flow::Instant> at;  // nothing: it has come for the last time
    std::int64_t left = 0;            // times after that one; -1: without end
};

// After the time that was due; of those that have passed meanwhile (the server stood still) one is enough.
[[nodiscard]] inline Upcoming upcoming(const flow::Cycle& every, flow::Instant due, std::int64_t left,
                                       flow::Instant now, feel::Zone zone) {
    if (left == 0) return {};
    auto next = flow::next_time(every, due, zone);
    while (next && *next <= now && left != 1) {
        left = left < 0 ? -1 : left - 1;
        next = flow::next_time(every, *next, zone);
    }
    return {next, left < 0 ? -1 : left - 1};
}

}  // namespace fw::flows
