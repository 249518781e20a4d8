#include "engine/flow/cycle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/flow/cron.h"

namespace fw::flow {

namespace {

constexpr std::int64_t kMicros = 1'000'000;
constexpr std::int64_t kLimit = 9'000'000'000'000;  // seconds that 64 bits of microseconds hold

feel::DateTime local_time(Instant at, feel::Zone zone) {
    const std::int64_t seconds = feel::floor_div(at, kMicros);
    const auto nanos = static_cast<std::int32_t>(feel::floor_mod(at, kMicros) * 1000);
    return feel::at_utc(seconds, nanos, zone.is_none() ? feel::Zone::utc() : zone);
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(by);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

bool positive(const Span& span) {
    constexpr std::int64_t kLongest = 100LL * 366 * 86400;
    return span.months >= 0 && span.seconds >= 0 && span.months + span.seconds > 0 && span.months <= 1200 &&
           span.seconds <= kLongest;
}

std::optional<Cycle> parse_interval(std::string_view text) {
    std::vector<std::string_view> parts = split(text, '/');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    Cycle cycle;
    std::string_view times = parts[0].substr(1);
    if (!times.empty()) {
        const auto [end, error] = std::from_chars(times.data(), times.data() + times.size(), cycle.times);
        if (error != std::errc() || end != times.data() + times.size() || cycle.times < -1) return std::nullopt;
    }
    const bool until = parts.size() == 3 && parts[1].starts_with('P');
    const auto span = parse_span(until ? parts[1] : parts.back());
    if (!span || !positive(*span)) return std::nullopt;
    cycle.span = *span;
    if (parts.size() == 2) return cycle;
    const auto moment = feel::parse_date_time(parts[until ? 2 : 1]);
    std::optional<Instant>& edge = until ? cycle.until : cycle.start;
    if (moment) edge = instant_of(feel::Value::date_time(*moment), feel::Zone::utc());
    if (!edge) return std::nullopt;
    return cycle;
}

std::optional<Instant> in_time(const Cycle& cycle, Instant due) {
    return cycle.until && due > *cycle.until ? std::nullopt : std::optional(due);
}

}  // namespace

// FEEL has durations of months and of seconds; ISO 8601 also both in one, and weeks: split before the days.
std::optional<Span> parse_span(std::string_view text) {
    if (const auto months = feel::parse_years_duration(text)) return Span{months->months, 0};
    if (const auto days = feel::parse_days_duration(text)) return Span{0, days->seconds};
    if (text.size() < 3 || text.front() != 'P') return std::nullopt;
    const std::string_view date = text.substr(1, text.find('T') - 1);
    const std::size_t cut = date.find_last_of("YM");
    Span span;
    std::string_view rest = text.substr(1);
    if (cut != std::string_view::npos) {
        const auto months = feel::parse_years_duration(text.substr(0, cut + 2));
        if (!months) return std::nullopt;
        span.months = months->months;
        rest.remove_prefix(cut + 1);
    }
    if (const std::size_t week = rest.find('W'); week != std::string_view::npos) {
        std::int64_t weeks = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + week, weeks);
        constexpr std::int64_t kMost = 100'000;
        if (error != std::errc() || end != rest.data() + week || weeks < 0 || weeks > kMost) return std::nullopt;
        span.seconds = weeks * 7 * feel::kSecondsPerDay;
        rest.remove_prefix(week + 1);
    }
    if (rest.empty()) return span;
    const auto days = feel::parse_days_duration("P" + std::string(rest));
    if (!days) return std::nullopt;
    span.seconds += days->seconds;
    return span;
}

std::optional<Cycle> parse_cycle(std::string_view text) {
    if (!text.empty() && text.front() == 'R' && text.find('/') != std::string_view::npos) return parse_interval(text);
    const auto cron = parse_cron(text);
    if (!cron) return std::nullopt;
    Cycle cycle;
    cycle.cron = *cron;
    return cycle;
}

Instant plus(Instant at, const Span& span, feel::Zone zone) {
    Instant due = at;
    if (span.months != 0) {
        feel::DateTime local = local_time(due, zone);
        if (const auto date = feel::add_months(feel::date_part(local), span.months)) {
            local = feel::join(*date, feel::time_part(local));
            if (const auto utc = feel::utc_seconds(local)) due = *utc * kMicros + local.nanos / 1000;
        }
    }
    return due + span.seconds * kMicros;
}

std::optional<Instant> first_time(const Cycle& cycle, Instant now, feel::Zone zone) {
    if (cycle.times == 0) return std::nullopt;
    if (cycle.cron) return next_match(*cycle.cron, now, zone);
    if (!cycle.start) return in_time(cycle, plus(now, cycle.span, zone));
    if (*cycle.start >= now || cycle.times > 0) return *cycle.start;
    // Without end and begun long ago: the next one from now on.
    Instant due = *cycle.start;
    if (cycle.span.months == 0) {
        const Instant length = cycle.span.seconds * kMicros;
        due += (now - due) / length * length;
    }
    while (due < now) due = plus(due, cycle.span, zone);
    return due;
}

std::optional<Instant> next_time(const Cycle& cycle, Instant last, feel::Zone zone) {
    if (cycle.cron) return next_match(*cycle.cron, last, zone);
    return in_time(cycle, plus(last, cycle.span, zone));
}

std::optional<Span> span_of(const feel::Value& value) {
    if (value.is(feel::Kind::kDaysDuration)) return Span{0, value.as_days_duration().seconds};
    if (value.is(feel::Kind::kYearsDuration)) return Span{value.as_years_duration().months, 0};
    return value.is_string() ? parse_span(value.as_string()) : std::nullopt;
}

std::optional<Instant> instant_of(const feel::Value& value, feel::Zone zone) {
    feel::DateTime time;
    if (value.is(feel::Kind::kDateTime)) {
        time = value.as_date_time();
    } else if (value.is(feel::Kind::kDate)) {
        time.seconds = value.as_date().days * feel::kSecondsPerDay;
    } else if (value.is_string()) {
        const auto parsed = feel::parse_date_time(value.as_string());
        const auto day = feel::parse_date(value.as_string());
        if (!parsed && !day) return std::nullopt;
        if (parsed) time = *parsed;
        if (!parsed) time.seconds = day->days * feel::kSecondsPerDay;
    } else {
        return std::nullopt;
    }
    if (time.zone.is_none()) time.zone = zone.is_none() ? feel::Zone::utc() : zone;
    const auto seconds = feel::utc_seconds(time);
    if (!seconds || *seconds > kLimit || *seconds < -kLimit) return std::nullopt;
    return *seconds * kMicros + time.nanos / 1000;
}

}  // namespace fw::flow
