#include "engine/feel/calendar/arithmetic.h"

#include "engine/feel/calendar/zones.h"

namespace fw::feel {
namespace {

constexpr std::int64_t kFarSeconds = 4'000'000'000LL * kSecondsPerDay;  // far beyond the calendar's years

std::optional<DateTime> moved(const DateTime& t, std::int64_t seconds, std::int32_t nanos) {
    DateTime out{t.seconds + seconds, t.nanos + nanos, t.zone};
    if (out.nanos >= kNanosPerSecond) {
        out.nanos -= static_cast<std::int32_t>(kNanosPerSecond);
        ++out.seconds;
    }
    if (!in_range(date_part(out))) return std::nullopt;
    return out;
}

// Durations stay far from the ends of int64, so that negating and adding them is always safe.
bool bounded(std::int64_t n) { return n <= (1LL << 62) && n >= -(1LL << 62); }

bool far(const DaysDuration& d) { return d.seconds > kFarSeconds || d.seconds < -kFarSeconds; }

}  // namespace

std::optional<DaysDuration> sum(DaysDuration a, DaysDuration b) {
    DaysDuration out;
    if (__builtin_add_overflow(a.seconds, b.seconds, &out.seconds) || !bounded(out.seconds)) return std::nullopt;
    out.nanos = a.nanos + b.nanos;
    if (out.nanos >= kNanosPerSecond) {
        out.nanos -= static_cast<std::int32_t>(kNanosPerSecond);
        ++out.seconds;
    }
    return bounded(out.seconds) ? std::optional(out) : std::nullopt;
}

std::optional<YearsDuration> sum(YearsDuration a, YearsDuration b) {
    YearsDuration out;
    if (__builtin_add_overflow(a.months, b.months, &out.months) || !bounded(out.months)) return std::nullopt;
    return out;
}

Decimal nanos_of(DaysDuration d) { return Decimal(d.seconds) * Decimal(kNanosPerSecond) + Decimal(d.nanos); }

std::optional<DaysDuration> duration_of_nanos(Decimal nanos) {
    if (nanos.is_none()) return std::nullopt;
    const Decimal whole = nanos.round(0, Rounding::kDown);
    const Decimal seconds = (whole / Decimal(kNanosPerSecond)).floor();
    const auto s = seconds.to_int64();
    const auto rest = (whole - seconds * Decimal(kNanosPerSecond)).to_int64();
    if (!s || !bounded(*s) || !rest || *rest < 0 || *rest >= kNanosPerSecond) return std::nullopt;
    return DaysDuration{*s, static_cast<std::int32_t>(*rest)};
}

std::optional<Date> add(Date date, DaysDuration d) {
    if (far(d)) return std::nullopt;
    const Date out{date.days + floor_div(d.seconds, kSecondsPerDay)};
    return in_range(out) ? std::optional(out) : std::nullopt;
}

Time add(Time time, DaysDuration d) {
    const std::int64_t nanos = floor_mod(d.seconds, kSecondsPerDay) * kNanosPerSecond + d.nanos;
    return {(time.nanos + nanos) % kNanosPerDay, time.zone};
}

std::optional<DateTime> add(const DateTime& t, DaysDuration d) {
    if (far(d)) return std::nullopt;
    if (!t.zone.is_named()) return moved(t, d.seconds, d.nanos);
    const auto utc = moved({utc_seconds(t).value_or(t.seconds), t.nanos, Zone::utc()}, d.seconds, d.nanos);
    if (!utc) return std::nullopt;
    return at_utc(utc->seconds, utc->nanos, t.zone);
}

std::optional<DateTime> add(const DateTime& t, YearsDuration d) {
    const auto date = add_months(date_part(t), d.months);
    if (!date) return std::nullopt;
    return join(*date, time_part(t));
}

std::optional<DaysDuration> difference(Time a, Time b) {
    const auto x = offset_at_local(a.zone, a.nanos / kNanosPerSecond);
    const auto y = offset_at_local(b.zone, b.nanos / kNanosPerSecond);
    if (x.has_value() != y.has_value()) return std::nullopt;
    const std::int64_t nanos = a.nanos - b.nanos - (x ? (*x - *y) * kNanosPerSecond : 0);
    return DaysDuration{floor_div(nanos, kNanosPerSecond),
                        static_cast<std::int32_t>(floor_mod(nanos, kNanosPerSecond))};
}

std::optional<DaysDuration> difference(const DateTime& a, const DateTime& b) {
    const auto x = utc_seconds(a);
    const auto y = utc_seconds(b);
    if (x.has_value() != y.has_value()) return std::nullopt;
    const std::int64_t seconds = x ? *x - *y : a.seconds - b.seconds;
    const std::int32_t nanos = a.nanos - b.nanos;
    if (nanos >= 0) return DaysDuration{seconds, nanos};
    return DaysDuration{seconds - 1, static_cast<std::int32_t>(nanos + kNanosPerSecond)};
}

}  // namespace fw::feel
