#include "engine/feel/calendar/civil.h"

#include <algorithm>

namespace fw::feel {

int days_in_month(std::int64_t year, int month) {
    if (month == 2) return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Both conversions count from 0000-03-01 in eras of 400 years (H. Hinnant, chrono-compatible low-level date
// algorithms).
Civil civil_of(Date date) {
    const std::int64_t z = date.days + 719468;
    const std::int64_t era = floor_div(z, 146097);
    const std::int64_t doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    Civil c;
    c.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
    c.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    c.year = yoe + era * 400 + (c.month <= 2 ? 1 : 0);
    return c;
}

std::optional<Date> date_of(const Civil& c) {
    if (c.year > kMaxYear || c.year < -kMaxYear || c.month < 1 || c.month > 12) return std::nullopt;
    if (c.day < 1 || c.day > days_in_month(c.year, c.month)) return std::nullopt;
    const std::int64_t y = c.year - (c.month <= 2 ? 1 : 0);
    const std::int64_t era = floor_div(y, 400);
    const std::int64_t yoe = y - era * 400;
    const std::int64_t mp = c.month > 2 ? c.month - 3 : c.month + 9;
    const std::int64_t doy = (153 * mp + 2) / 5 + c.day - 1;
    const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return Date{era * 146097 + doe - 719468};
}

bool in_range(Date date) {
    constexpr std::int64_t kFar = 400000000000;
    if (date.days > kFar || date.days < -kFar) return false;
    const std::int64_t year = civil_of(date).year;
    return year <= kMaxYear && year >= -kMaxYear;
}

int weekday(Date date) { return static_cast<int>(floor_mod(date.days + 3, 7)) + 1; }

int day_of_year(Date date) {
    const Civil c = civil_of(date);
    return static_cast<int>(date.days - date_of({c.year, 1, 1}).value_or(date).days) + 1;
}

int week_of_year(Date date) {
    const Date thursday{date.days - weekday(date) + 4};
    return (day_of_year(thursday) - 1) / 7 + 1;
}

std::optional<Date> add_months(Date date, std::int64_t months) {
    constexpr std::int64_t kFar = 24 * kMaxYear + 24;
    if (months > kFar || months < -kFar) return std::nullopt;
    Civil c = civil_of(date);
    const std::int64_t total = c.year * 12 + (c.month - 1) + months;
    c.year = floor_div(total, 12);
    c.month = static_cast<int>(floor_mod(total, 12)) + 1;
    c.day = std::min(c.day, days_in_month(c.year, c.month));
    return date_of(c);
}

std::int64_t months_between(Date a, Date b) {
    const Civil x = civil_of(a);
    const Civil y = civil_of(b);
    std::int64_t months = (y.year - x.year) * 12 + (y.month - x.month);
    if (months > 0 && y.day < x.day) --months;
    if (months < 0 && y.day > x.day) ++months;
    return months;
}

}  // namespace fw::feel
