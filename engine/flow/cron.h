// Cron expressions; see cycle.h.
#pragma once

#include <optional>
#include <string_view>

#include "engine/flow/cycle.h"

namespace fw::flow {

[[nodiscard]] std::optional<Cron> parse_cron(std::string_view text);
// The first match after `after`, on the clock of the zone: a time skipped in spring comes right after the gap, one that
// happens twice in autumn counts once. Nothing within eight years: never.
[[nodiscard]] std::optional<Instant> next_match(const Cron& cron, Instant after, feel::Zone zone);

}  // namespace fw::flow
