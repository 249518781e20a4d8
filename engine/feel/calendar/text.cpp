#include "engine/feel/calendar/text.h"

#include <cstdio>
#include <limits>

#include "engine/decimal/int128.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"

namespace fw::feel {
namespace {

constexpr std::int32_t kMaxOffset = 18 * 3600;

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}
    [[nodiscard]] bool done() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return done() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    // Exactly `count` digits.
    std::optional<int> digits(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (!is_digit(peek())) return std::nullopt;
            value = value * 10 + (text_[at_++] - '0');
        }
        return value;
    }
    // One or more digits, below 10^18.
    std::optional<std::int64_t> number() {
        const std::size_t begin = at_;
        std::int64_t value = 0;
        while (is_digit(peek())) {
            if (at_ - begin >= 18) return std::nullopt;
            value = value * 10 + (text_[at_++] - '0');
        }
        if (at_ == begin) return std::nullopt;
        return value;
    }
    // Digits behind a point as nanoseconds; digits beyond the ninth are cut.
    std::optional<std::int32_t> fraction() {
        if (!is_digit(peek())) return std::nullopt;
        std::int32_t nanos = 0;
        int count = 0;
        for (; is_digit(peek()); ++at_, ++count) {
            if (count < 9) nanos = nanos * 10 + (text_[at_] - '0');
        }
        for (; count < 9; ++count) nanos *= 10;
        return nanos;
    }
    std::string_view rest() {
        const std::string_view out = text_.substr(at_);
        at_ = text_.size();
        return out;
    }
    [[nodiscard]] std::size_t at() const { return at_; }

  private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<Date> read_date(Reader& in) {
    const bool negative = in.take('-');
    const std::size_t begin = in.at();
    const bool leading_zero = in.peek() == '0';
    const auto year = in.number();
    const std::size_t length = in.at() - begin;
    if (!year || length < 4 || length > 9 || (length > 4 && leading_zero) || !in.take('-')) return std::nullopt;
    const auto month = in.digits(2);
    if (!month || !in.take('-')) return std::nullopt;
    const auto day = in.digits(2);
    if (!day) return std::nullopt;
    return date_of({negative ? -*year : *year, *month, *day});
}

std::optional<Zone> read_zone(Reader& in) {
    if (in.done()) return Zone::none();
    if (in.take('Z')) return in.done() ? std::optional(Zone::utc()) : std::nullopt;
    if (in.take('@')) return find_zone(in.rest());
    const bool negative = in.peek() == '-';
    if (!in.take('-') && !in.take('+')) return std::nullopt;
    const auto hours = in.digits(2);
    if (!hours || !in.take(':')) return std::nullopt;
    const auto minutes = in.digits(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    int seconds = 0;
    if (in.take(':')) {
        const auto s = in.digits(2);
        if (!s || *s > 59) return std::nullopt;
        seconds = *s;
    }
    const std::int32_t offset = *hours * 3600 + *minutes * 60 + seconds;
    if (!in.done() || offset > kMaxOffset) return std::nullopt;
    return Zone::of_offset(negative ? -offset : offset);
}

std::optional<Time> read_time(Reader& in) {
    const auto hour = in.digits(2);
    if (!hour || !in.take(':')) return std::nullopt;
    const auto minute = in.digits(2);
    if (!minute || !in.take(':')) return std::nullopt;
    const auto second = in.digits(2);
    if (!second || *minute > 59 || *second > 59) return std::nullopt;
    const bool end_of_day = *hour == 24 && *minute == 0 && *second == 0;
    if (*hour > 23 && !end_of_day) return std::nullopt;
    std::int32_t nanos = 0;
    if (in.take('.')) {
        const auto f = in.fraction();
        if (!f) return std::nullopt;
        nanos = *f;
    }
    const auto zone = read_zone(in);
    if (!zone) return std::nullopt;
    return Time{(*hour % 24 * 3600LL + *minute * 60LL + *second) * kNanosPerSecond + nanos, *zone};
}

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string fraction_text(std::int32_t nanos) {
    if (nanos == 0) return {};
    std::string digits = std::to_string(nanos);
    digits.insert(0, 9 - digits.size(), '0');
    while (digits.back() == '0') digits.pop_back();
    return "." + digits;
}

std::string zone_text(Zone zone) {
    if (zone.is_named()) return "@" + std::string(zone_name(zone));
    if (zone.is_none()) return {};
    if (zone.offset == 0) return "Z";
    const std::int32_t s = zone.offset < 0 ? -zone.offset : zone.offset;
    std::string out = (zone.offset < 0 ? "-" : "+") + two(s / 3600) + ":" + two(s / 60 % 60);
    if (s % 60 != 0) out += ":" + two(s % 60);
    return out;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    Reader in(text);
    const auto date = read_date(in);
    return date && in.done() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
    Reader in(text);
    return read_time(in);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Reader in(text);
    auto date = read_date(in);
    if (!date || !in.take('T')) return std::nullopt;
    if (text.substr(in.at(), 2) == "24") ++date->days;  // 24:00:00 ends the day
    const auto time = read_time(in);
    if (!time) return std::nullopt;
    return join(*date, *time);
}

std::optional<DaysDuration> parse_days_duration(std::string_view text) {
    Reader in(text);
    const bool negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    I128 total = 0;
    std::int32_t nanos = 0;
    bool any = false;
    std::string_view units = "D";
    constexpr std::string_view kTimeUnits = "HMS";
    bool timed = false;
    std::size_t next_unit = 0;
    while (!in.done()) {
        if (!timed && in.take('T')) {
            timed = true;
            units = kTimeUnits;
            next_unit = 0;
            if (in.done()) return std::nullopt;
        }
        const auto n = in.number();
        if (!n) return std::nullopt;
        bool fractional = false;
        if (timed && in.take('.')) {
            nanos = in.fraction().value_or(0);  // "PT0.S" is a duration
            fractional = true;
        }
        const std::size_t unit = units.find(in.peek(), next_unit);
        if (in.done() || unit == std::string_view::npos) return std::nullopt;
        const char letter = units[unit];
        if (!in.take(letter) || (fractional && letter != 'S')) return std::nullopt;
        total += static_cast<I128>(*n) * (letter == 'D' ? 86400 : letter == 'H' ? 3600 : letter == 'M' ? 60 : 1);
        next_unit = unit + 1;
        any = true;
    }
    if (!any || total > std::numeric_limits<std::int64_t>::max() / 2) return std::nullopt;
    const auto seconds = static_cast<std::int64_t>(total);
    if (!negative) return DaysDuration{seconds, nanos};
    if (nanos == 0) return DaysDuration{-seconds, 0};
    return DaysDuration{-seconds - 1, static_cast<std::int32_t>(kNanosPerSecond - nanos)};
}

std::optional<YearsDuration> parse_years_duration(std::string_view text) {
    Reader in(text);
    const bool negative = in.take('-');
    if (!in.take('P') || in.done()) return std::nullopt;
    I128 months = 0;
    auto n = in.number();
    if (n && in.take('Y')) {
        months = static_cast<I128>(*n) * 12;
        if (!in.done()) {
            n = in.number();
            if (!n || !in.take('M')) return std::nullopt;
            months += *n;
        }
    } else if (n && in.take('M')) {
        months = *n;
    } else {
        return std::nullopt;
    }
    if (!in.done() || months > std::numeric_limits<std::int64_t>::max() / 2) return std::nullopt;
    const auto total = static_cast<std::int64_t>(months);
    return YearsDuration{negative ? -total : total};
}

Value parse_temporal(std::string_view text) {
    if (text.find('P') != std::string_view::npos && text.find('@') == std::string_view::npos) {
        if (const auto d = parse_years_duration(text)) return Value::years_duration(*d);
        if (const auto d = parse_days_duration(text)) return Value::days_duration(*d);
        return {};
    }
    if (const auto d = parse_date(text)) return Value::date(*d);
    if (const auto t = parse_date_time(text)) return Value::date_time(*t);
    if (const auto t = parse_time(text)) return Value::time(*t);
    return {};
}

std::string to_text(Date date) {
    const Civil c = civil_of(date);
    std::string year = std::to_string(c.year < 0 ? -c.year : c.year);
    if (year.size() < 4) year.insert(0, 4 - year.size(), '0');
    return (c.year < 0 ? "-" : "") + year + "-" + two(c.month) + "-" + two(c.day);
}

std::string to_text(Time t) {
    const std::int64_t s = t.nanos / kNanosPerSecond;
    return two(s / 3600) + ":" + two(s / 60 % 60) + ":" + two(s % 60) +
           fraction_text(static_cast<std::int32_t>(t.nanos % kNanosPerSecond)) + zone_text(t.zone);
}

std::string to_text(DateTime t) { return to_text(date_part(t)) + "T" + to_text(time_part(t)); }

std::string to_text(DaysDuration d) {
    const bool negative = d.seconds < 0;
    std::int64_t s = d.seconds;
    std::int32_t nanos = d.nanos;
    if (negative) {
        s = nanos == 0 ? -s : -(s + 1);
        nanos = nanos == 0 ? 0 : static_cast<std::int32_t>(kNanosPerSecond - nanos);
    }
    if (s == 0 && nanos == 0) return "PT0S";
    std::string out = negative ? "-P" : "P";
    if (s >= kSecondsPerDay) out += std::to_string(s / kSecondsPerDay) + "D";
    s %= kSecondsPerDay;
    if (s == 0 && nanos == 0) return out;
    out += "T";
    if (s >= 3600) out += std::to_string(s / 3600) + "H";
    if (s / 60 % 60 != 0) out += std::to_string(s / 60 % 60) + "M";
    if (s % 60 != 0 || nanos != 0) out += std::to_string(s % 60) + fraction_text(nanos) + "S";
    return out;
}

std::string to_text(YearsDuration d) {
    const std::int64_t months = d.months < 0 ? -d.months : d.months;
    if (months == 0) return "P0M";
    std::string out = d.months < 0 ? "-P" : "P";
    if (months >= 12) out += std::to_string(months / 12) + "Y";
    if (months % 12 != 0) out += std::to_string(months % 12) + "M";
    return out;
}

}  // namespace fw::feel
