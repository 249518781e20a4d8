#include "engine/flow/cron.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"

namespace fw::flow {

namespace {

constexpr std::string_view kMonths[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                        "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::string_view kWeekdays[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct FieldRule {
    int low, high;
    const std::string_view* names = nullptr;
    int name_count = 0;
    int first_name = 0;
};

std::optional<int> number(std::string_view text, const FieldRule& rule) {
    std::string upper(text);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (int i = 0; i < rule.name_count; ++i) {
        if (rule.names[i] == upper) return i + rule.first_name;
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (value < rule.low || value > rule.high) return std::nullopt;
    return value;
}

// One of "*", "5", "1-5", "*/10", "5-40/5", "MON-FRI".
bool add_part(std::string_view part, const FieldRule& rule, std::uint64_t& bits) {
    int step = 1;
    const std::size_t slash = part.find('/');
    if (slash != std::string_view::npos) {
        const FieldRule any{1, rule.high};
        const auto given = number(part.substr(slash + 1), any);
        if (!given) return false;
        step = *given;
        part = part.substr(0, slash);
    }
    int from = rule.low, to = rule.high;
    if (part != "*") {
        const std::size_t dash = part.find('-');
        const auto first = number(part.substr(0, dash), rule);
        const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1), rule);
        if (!first || !last) return false;
        from = *first;
        to = dash == std::string_view::npos && slash != std::string_view::npos ? rule.high : *last;
    }
    if (from > to) {  // FRI-MON
        for (int i = from; i <= rule.high; i += step) bits |= std::uint64_t{1} << i;
        from = rule.low;
    }
    for (int i = from; i <= to; i += step) bits |= std::uint64_t{1} << i;
    return true;
}

bool read_field(std::string_view text, const FieldRule& rule, std::uint64_t& bits) {
    bits = 0;
    while (true) {
        const std::size_t comma = text.find(',');
        if (!add_part(text.substr(0, comma), rule, bits)) return false;
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> made;
    std::size_t at = 0;
    while (at < text.size()) {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
        std::size_t end = at;
        while (end < text.size() && text[end] != ' ' && text[end] != '\t') ++end;
        if (end > at) made.push_back(text.substr(at, end - at));
        at = end;
    }
    return made;
}

std::string_view spelled_out(std::string_view text) {
    if (text == "@hourly") return "0 * * * *";
    if (text == "@daily" || text == "@midnight") return "0 0 * * *";
    if (text == "@weekly") return "0 0 * * 0";
    if (text == "@monthly") return "0 0 1 * *";
    if (text == "@yearly" || text == "@annually") return "0 0 1 1 *";
    return text;
}

bool has(std::uint64_t bits, int value) { return (bits >> value & 1U) != 0; }

bool day_matches(const Cron& cron, feel::Date date, const feel::Civil& civil) {
    const int weekday = feel::weekday(date) % 7;  // 7 is Sunday
    const bool day =
        has(cron.days, civil.day) || (cron.last_day && civil.day == feel::days_in_month(civil.year, civil.month));
    const bool of_week = has(cron.weekdays, weekday);
    if (cron.any_day) return cron.any_weekday || of_week;
    return cron.any_weekday ? day : day || of_week;
}

// Seconds of the day from `from` on that match; -1 if none.
int time_from(const Cron& cron, int from) {
    for (int hour = from / 3600; hour < 24; ++hour) {
        if (!has(cron.hours, hour)) continue;
        for (int minute = hour == from / 3600 ? from / 60 % 60 : 0; minute < 60; ++minute) {
            if (!has(cron.minutes, minute)) continue;
            const bool same = hour == from / 3600 && minute == from / 60 % 60;
            for (int second = same ? from % 60 : 0; second < 60; ++second) {
                if (has(cron.seconds, second)) return (hour * 60 + minute) * 60 + second;
            }
        }
    }
    return -1;
}

}  // namespace

std::optional<Cron> parse_cron(std::string_view text) {
    std::vector<std::string_view> fields = words(spelled_out(text));
    if (fields.size() == 5) fields.insert(fields.begin(), "0");
    if (fields.size() != 6) return std::nullopt;
    Cron cron;
    std::uint64_t minutes = 0, hours = 0, days = 0, months = 0, weekdays = 0;
    if (!read_field(fields[0], {0, 59}, cron.seconds) || !read_field(fields[1], {0, 59}, minutes) ||
        !read_field(fields[2], {0, 23}, hours) || !read_field(fields[4], {1, 12, kMonths, 12, 1}, months)) {
        return std::nullopt;
    }
    cron.last_day = fields[3] == "L";
    cron.any_day = fields[3] == "*" || fields[3] == "?";
    cron.any_weekday = fields[5] == "*" || fields[5] == "?";
    if (!cron.last_day && !read_field(cron.any_day ? "*" : fields[3], {1, 31}, days)) return std::nullopt;
    if (!read_field(cron.any_weekday ? "*" : fields[5], {0, 7, kWeekdays, 7, 0}, weekdays)) return std::nullopt;
    if (has(weekdays, 7)) weekdays |= 1U;
    cron.minutes = minutes;
    cron.hours = static_cast<std::uint32_t>(hours);
    cron.days = static_cast<std::uint32_t>(days);
    cron.months = static_cast<std::uint32_t>(months);
    cron.weekdays = static_cast<std::uint32_t>(weekdays & 0x7FU);
    return cron;
}

std::optional<Instant> next_match(const Cron& cron, Instant after, feel::Zone zone) {
    if (zone.is_none()) zone = feel::Zone::utc();
    const std::int64_t next_second = feel::floor_div(after, 1'000'000) + 1;
    const feel::DateTime local = feel::at_utc(next_second, 0, zone);
    feel::Date date = feel::date_part(local);
    int from = static_cast<int>(feel::floor_mod(local.seconds, feel::kSecondsPerDay));
    for (int days = 0; days < 366 * 8; ++days, ++date.days, from = 0) {
        const feel::Civil civil = feel::civil_of(date);
        if (!has(cron.months, civil.month) || !day_matches(cron, date, civil)) continue;
        for (int time = time_from(cron, from); time >= 0; time = time + 1 < 86400 ? time_from(cron, time + 1) : -1) {
            feel::DateTime at;
            at.seconds = date.days * feel::kSecondsPerDay + time;
            at.zone = zone;
            const auto utc = feel::utc_seconds(at);
            if (utc && *utc >= next_second) return *utc * 1'000'000;
        }
    }
    return std::nullopt;
}

}  // namespace fw::flow
