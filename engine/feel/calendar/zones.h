// Named time zones; zones.cpp alone knows absl's cctz.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/feel/temporal.h"

namespace fw::feel {

// "Europe/Paris", "Etc/UTC", "Z" (as the fixed zone UTC); nothing if the tz database has no such name.
[[nodiscard]] std::optional<Zone> find_zone(std::string_view name);
[[nodiscard]] std::string_view zone_name(Zone zone);  // of a named zone

// Seconds east of UTC in force at a local time. Of two possible ones (clocks set back) the earlier; within a gap the
// one before it. none() gives nothing.
[[nodiscard]] std::optional<std::int32_t> offset_at_local(Zone zone, std::int64_t local_seconds);
[[nodiscard]] std::int32_t offset_at_utc(Zone zone, std::int64_t utc_seconds);

// The instant in UTC; nothing for a local date and time.
[[nodiscard]] std::optional<std::int64_t> utc_seconds(const DateTime& t);
// The same instant on the clock of `zone`.
[[nodiscard]] DateTime at_utc(std::int64_t utc_seconds, std::int32_t nanos, Zone zone);

}  // namespace fw::feel
