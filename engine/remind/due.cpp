#include "engine/remind/due.h"

#include <algorithm>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"

namespace fw::remind {

namespace {

// An ISO 8601 duration that its shape has accepted (model::Shape::kDuration).
struct Offset {
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t seconds = 0;
    bool has_time = false;
};

Offset read_offset(std::string_view text) {
    Offset offset;
    const std::int64_t sign = !text.empty() && text[0] == '-' ? -1 : 1;
    bool time = false;
    std::int64_t number = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            continue;
        }
        switch (c) {
            case 'T':
                time = true;
                break;
            case 'Y':
                offset.months += number * 12;
                break;
            case 'W':
                offset.days += number * 7;
                break;
            case 'D':
                offset.days += number;
                break;
            case 'H':
                offset.seconds += number * 3600;
                break;
            case 'S':
                offset.seconds += number;
                break;
            case 'M':
                (time ? offset.seconds : offset.months) += time ? number * 60 : number;
                break;
            default:
                break;
        }
        number = 0;
    }
    offset.has_time = time;
    offset.months *= sign;
    offset.days *= sign;
    offset.seconds *= sign;
    return offset;
}

// "09:30" as seconds of the day.
std::int64_t time_of_day(std::string_view at) {
    if (at.size() != 5) return 0;
    const auto two = [&](std::size_t i) { return (at[i] - '0') * 10 + (at[i + 1] - '0'); };
    return two(0) * 3600 + two(3) * 60;
}

std::optional<std::int64_t> in_utc(std::int64_t local_seconds, feel::Zone zone) {
    const auto east = feel::offset_at_local(zone, local_seconds);
    if (!east) return local_seconds;  // no zone: the local clock is UTC
    return local_seconds - *east;
}

}  // namespace

std::optional<std::int64_t> due_at(const compile::Reminder& reminder, const feel::Value& date, feel::Zone zone) {
    const Offset offset = read_offset(reminder.offset);
    feel::Date day;
    if (date.is(feel::Kind::kDate)) {
        day = date.as_date();
    } else if (date.is(feel::Kind::kDateTime)) {
        feel::DateTime moment = date.as_date_time();
        if (const auto utc = feel::utc_seconds(moment)) moment = feel::at_utc(*utc, moment.nanos, zone);
        day = feel::date_part(moment);
        if (offset.has_time) {
            const auto moved = feel::add_months(day, offset.months);
            if (!moved) return std::nullopt;
            const std::int64_t of_day = feel::floor_mod(moment.seconds, feel::kSecondsPerDay);
            const auto local = in_utc((moved->days + offset.days) * feel::kSecondsPerDay + of_day, zone);
            return *local + offset.seconds;
        }
    } else {
        return std::nullopt;
    }
    const auto moved = feel::add_months(day, offset.months);
    if (!moved) return std::nullopt;
    const std::int64_t local =
        (moved->days + offset.days) * feel::kSecondsPerDay + time_of_day(reminder.at) + offset.seconds;
    return in_utc(local, zone);
}

bool too_late(const compile::Reminder& reminder, const feel::Value& date, std::int64_t now, feel::Zone zone) {
    if (reminder.offset.empty() || reminder.offset.front() != '-') return false;
    if (date.is(feel::Kind::kDate)) return *in_utc((date.as_date().days + 1) * feel::kSecondsPerDay, zone) <= now;
    if (!date.is(feel::Kind::kDateTime)) return false;
    const auto utc = feel::utc_seconds(date.as_date_time());
    return (utc ? *utc : *in_utc(date.as_date_time().seconds, zone)) <= now;
}

Days days_due(const compile::Reminder& reminder, std::int64_t after, std::int64_t until) {
    constexpr std::int64_t kSlack = 3;  // zones, times of day and months cut short
    const Offset offset = read_offset(reminder.offset);
    const auto back = [&](std::int64_t seconds, std::int64_t slack) {
        const feel::Date day{feel::floor_div(seconds - offset.seconds, feel::kSecondsPerDay) - offset.days};
        const feel::Date moved = feel::add_months(day, -offset.months).value_or(day);
        return feel::Date{moved.days + slack};
    };
    return {back(after, -kSlack), back(until, kSlack)};
}

}  // namespace fw::remind
