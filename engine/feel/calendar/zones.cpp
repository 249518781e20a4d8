#include "engine/feel/calendar/zones.h"

#include <array>
#include <atomic>
#include <mutex>
#include <string>

#include "absl/time/internal/cctz/include/cctz/civil_time.h"
#include "absl/time/internal/cctz/include/cctz/time_zone.h"
#include "engine/base/check.h"
#include "engine/feel/calendar/civil.h"

namespace fw::feel {

namespace cctz = absl::time_internal::cctz;

namespace {

struct NamedZone {
    std::string name;
    cctz::time_zone zone;
};

// Only names the tz database has (about 600) enter the table, so it is bounded; slots are written once and then read
// freely.
constexpr std::size_t kMaxZones = 2048;
struct Zones {
    std::mutex mutex;
    std::array<const NamedZone*, kMaxZones> slots{};
    std::atomic<std::size_t> count{1};
};

Zones& zones() {
    static Zones* table = new Zones();
    return *table;
}

const NamedZone& named(Zone zone) {
    FW_CHECK(zone.id != 0 && zone.id < zones().count.load(std::memory_order_acquire));
    return *zones().slots[zone.id];
}

bool plausible(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != std::string_view::npos)
        return false;
    for (const char c : name) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                          c == '_' || c == '-' || c == '+';
        if (!good) return false;
    }
    return true;
}

cctz::time_point<cctz::seconds> point(std::int64_t seconds) {
    return cctz::time_point<cctz::seconds>(cctz::seconds(seconds));
}

// The tz rules repeat every 400 years, so far years are looked up in the same year of a near era.
std::int64_t near_era(std::int64_t seconds) {
    constexpr std::int64_t kEra = 146097 * kSecondsPerDay;
    constexpr std::int64_t kNear = 20 * kEra;
    if (seconds > kNear) return kEra + floor_mod(seconds, kEra);
    if (seconds < -kNear) return floor_mod(seconds, kEra) - 20 * kEra;
    return seconds;
}

}  // namespace

std::optional<Zone> find_zone(std::string_view name) {
    if (name == "Z" || name == "z") return Zone::utc();
    if (!plausible(name)) return std::nullopt;
    Zones& table = zones();
    const std::lock_guard lock(table.mutex);
    const std::size_t count = table.count.load(std::memory_order_relaxed);
    for (std::size_t i = 1; i < count; ++i) {
        if (table.slots[i]->name == name) return Zone{0, static_cast<std::uint16_t>(i), false};
    }
    cctz::time_zone zone;
    if (count == kMaxZones || name.substr(0, 5) == "Fixed" || !cctz::load_time_zone(std::string(name), &zone)) {
        return std::nullopt;
    }
    table.slots[count] = new NamedZone{std::string(name), zone};
    table.count.store(count + 1, std::memory_order_release);
    return Zone{0, static_cast<std::uint16_t>(count), false};
}

std::string_view zone_name(Zone zone) { return named(zone).name; }

std::optional<std::int32_t> offset_at_local(Zone zone, std::int64_t local_seconds) {
    if (zone.fixed) return zone.offset;
    if (zone.id == 0) return std::nullopt;
    const std::int64_t local = near_era(local_seconds);
    const cctz::civil_second civil = cctz::civil_second(1970, 1, 1) + local;
    const auto found = named(zone).zone.lookup(civil);
    return static_cast<std::int32_t>(local - found.pre.time_since_epoch().count());
}

std::int32_t offset_at_utc(Zone zone, std::int64_t seconds) {
    if (zone.fixed || zone.id == 0) return zone.offset;
    return named(zone).zone.lookup(point(near_era(seconds))).offset;
}

std::optional<std::int64_t> utc_seconds(const DateTime& t) {
    const std::optional<std::int32_t> offset = offset_at_local(t.zone, t.seconds);
    if (!offset) return std::nullopt;
    return t.seconds - *offset;
}

DateTime at_utc(std::int64_t seconds, std::int32_t nanos, Zone zone) {
    return {seconds + offset_at_utc(zone, seconds), nanos, zone};
}

}  // namespace fw::feel
