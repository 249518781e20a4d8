#include "engine/flow/calendar.h"

#include <algorithm>
#include <string_view>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace fw::flow {

namespace {

using Hours = WorkingCalendar::Hours;

constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::int64_t kDay = feel::kSecondsPerDay;
constexpr std::int64_t kFarthest = 20 * 366;

class CalendarReader {
  public:
    CalendarReader(const json::Value& root, std::string element, Diagnostics& out)
        : root_(root), element_(std::move(element)), out_(out) {}

    WorkingCalendar read() {
        if (const json::Value* zone = root_.find("zone")) read_zone(*zone);
        each("hours", [&](const json::Value& item) {
            const auto hours = hours_of(item);
            for (const int day : days_of(item)) {
                if (hours) calendar_.week[static_cast<std::size_t>(day)].push_back(*hours);
            }
        });
        for (std::vector<Hours>& day : calendar_.week) tidy(day);
        each("holidays", [&](const json::Value& item) { read_holiday(item); });
        each("working_days", [&](const json::Value& item) { read_working_day(item); });
        if (!calendar_.ever_works()) {
            problem("CAL-005", &root_, {"the calendar has no working hours at all", "该日历没有任何工作时间"});
        }
        return std::move(calendar_);
    }

  private:
    template <class Work>
    void each(std::string_view list, Work work) {
        const json::Value* items = root_.find(list);
        if (items == nullptr || !items->is_array()) return;
        for (const json::Value& item : items->items()) {
            if (item.is_object()) work(item);
        }
    }

    void problem(const char* code, const json::Value* at, Text text) {
        Diagnostic made;
        made.code = code;
        made.place.element = element_;
        if (at != nullptr) made.place.range = at->range();
        made.text = std::move(text);
        out_.push_back(std::move(made));
    }

    void read_zone(const json::Value& zone) {
        const auto found = zone.is_string() ? feel::find_zone(zone.as_string()) : std::nullopt;
        if (found) {
            calendar_.zone = *found;
        } else {
            problem("CAL-001", &zone, {"there is no such time zone", "没有这样的时区"});
        }
    }

    std::optional<std::int64_t> clock(const json::Value& item, std::string_view key) {
        const std::string_view text = item.string_or(key);
        const bool shaped = text.size() >= 5 && text[2] == ':';
        const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
        if (shaped) {
            const int hour = digit(0) * 10 + digit(1);
            const int minute = digit(3) * 10 + digit(4);
            if (hour <= 24 && minute < 60 && hour * 60 + minute <= 24 * 60) return hour * 3600 + minute * 60;
        }
        problem("CAL-002", item.find(key) != nullptr ? item.find(key) : &item,
                {"working hours need times such as 09:00", "工作时段需要形如 09:00 的时刻"});
        return std::nullopt;
    }

    std::optional<Hours> hours_of(const json::Value& item) {
        const auto from = clock(item, "from");
        const auto to = clock(item, "to");
        if (!from || !to) return std::nullopt;
        return Hours{*from, *to > *from ? *to : *to + kDay};
    }

    // "mon-fri", "sat", "mon, wed, fri"
    std::vector<int> days_of(const json::Value& item) {
        std::vector<int> days;
        std::string_view text = item.string_or("days", "mon-fri");
        bool wrong = text.empty();
        while (!text.empty()) {
            const std::size_t comma = text.find(',');
            std::string_view part = text.substr(0, comma);
            text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
            while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
            while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
            const std::size_t dash = part.find('-');
            const int first = day(part.substr(0, dash));
            const int last = dash == std::string_view::npos ? first : day(part.substr(dash + 1));
            if (first < 0 || last < 0) {
                wrong = true;
                continue;
            }
            for (int at = first;; at = (at + 1) % 7) {
                days.push_back(at);
                if (at == last) break;
            }
        }
        if (wrong) {
            problem("CAL-003", item.find("days") != nullptr ? item.find("days") : &item,
                    {"days are mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or lists of them",
                     "“days”应为 mon、tue、wed、thu、fri、sat、sun，或 mon-fri 这样的范围，或其列表"});
        }
        return days;
    }

    static int day(std::string_view name) {
        const auto at = std::find(std::begin(kDays), std::end(kDays), name);
        return at == std::end(kDays) ? -1 : static_cast<int>(at - std::begin(kDays));
    }

    std::optional<std::int64_t> date(const json::Value& item, std::string_view key) {
        const auto parsed = feel::parse_date(item.string_or(key));
        if (parsed) return parsed->days;
        problem("CAL-004", item.find(key) != nullptr ? item.find(key) : &item,
                {"this is no date such as 2026-10-01", "应为形如 2026-10-01 的日期"});
        return std::nullopt;
    }

    void read_holiday(const json::Value& item) {
        const auto first = date(item, "date");
        if (!first) return;
        const auto last = item.find("to") == nullptr ? first : date(item, "to");
        if (!last) return;
        if (*last < *first || *last - *first > 400) {
            return problem("CAL-004", &item, {"a holiday ends after it begins", "假期的结束日期不能早于开始日期"});
        }
        const json::Value* yearly = item.find("every_year");
        const bool again = yearly != nullptr && yearly->is_boolean() && yearly->as_boolean();
        for (std::int64_t at = *first; at <= *last; ++at) {
            if (again) {
                const feel::Civil civil = feel::civil_of({at});
                calendar_.every_year.emplace_back(civil.month, civil.day);
            } else {
                calendar_.days[at] = {};
            }
        }
    }

    void read_working_day(const json::Value& item) {
        const auto at = date(item, "date");
        if (!at) return;
        std::vector<Hours>& hours = calendar_.days[*at];
        if (item.find("from") != nullptr || item.find("to") != nullptr) {
            if (const auto own = hours_of(item)) hours.push_back(*own);
            return tidy(hours);
        }
        const int like = day(item.string_or("like", "mon"));
        if (like < 0) {
            return problem(
                "CAL-003", item.find("like"),
                {"'like' is mon, tue, wed, thu, fri, sat or sun", "“like”应为 mon、tue、wed、thu、fri、sat 或 sun"});
        }
        hours = calendar_.week[static_cast<std::size_t>(like)];
    }

    static void tidy(std::vector<Hours>& hours) {
        std::sort(hours.begin(), hours.end(), [](const Hours& a, const Hours& b) { return a.from < b.from; });
        std::vector<Hours> merged;
        for (const Hours& each : hours) {
            if (!merged.empty() && each.from <= merged.back().to) {
                merged.back().to = std::max(merged.back().to, each.to);
            } else {
                merged.push_back(each);
            }
        }
        hours = std::move(merged);
    }

    const json::Value& root_;
    std::string element_;
    Diagnostics& out_;
    WorkingCalendar calendar_;
};

// Working time on the clock of a zone.
class Clock {
  public:
    Clock(const WorkingCalendar& calendar, feel::Zone zone) : calendar_(calendar), zone_(zone) {}

    [[nodiscard]] std::int64_t local(std::int64_t utc) const { return utc + feel::offset_at_utc(zone_, utc); }
    [[nodiscard]] std::int64_t utc(std::int64_t local) const {
        return local - feel::offset_at_local(zone_, local).value_or(0);
    }

    // Calls `visit` with the working intervals in seconds of UTC that end after `from`, until it returns false. Whether
    // it did.
    template <class Visit>
    bool intervals(std::int64_t from, Visit visit) const {
        std::int64_t day = feel::floor_div(local(from), kDay) - 1;  // the day before may run on into this one
        std::int64_t reached = from;
        for (std::int64_t i = 0; i < kFarthest; ++i, ++day) {
            for (const Hours& hours : calendar_.hours_of(day)) {
                const std::int64_t begin = std::max(utc(day * kDay + hours.from), reached);
                const std::int64_t end = utc(day * kDay + hours.to);
                if (end <= begin) continue;
                reached = end;
                if (!visit(begin, end)) return true;
            }
        }
        return false;
    }

    [[nodiscard]] std::optional<std::int64_t> next_working(std::int64_t from) const {
        std::optional<std::int64_t> found;
        intervals(from, [&](std::int64_t begin, std::int64_t) {
            found = begin;
            return false;
        });
        return found;
    }

    [[nodiscard]] std::optional<std::int64_t> add_days(std::int64_t from, std::int64_t days) const {
        const std::int64_t at = local(from);
        std::int64_t day = feel::floor_div(at, kDay);
        const std::int64_t time = feel::floor_mod(at, kDay);
        for (std::int64_t idle = 0; days > 0;) {
            ++day;
            if (!calendar_.hours_of(day).empty()) {
                --days;
                idle = 0;
            } else if (++idle > kFarthest) {
                return std::nullopt;
            }
        }
        return next_working(utc(day * kDay + time));
    }

    [[nodiscard]] std::optional<std::int64_t> add_seconds(std::int64_t from, std::int64_t seconds) const {
        std::int64_t left = seconds;
        std::int64_t result = from;
        const bool done = intervals(from, [&](std::int64_t begin, std::int64_t end) {
            if (end - begin < left) {
                left -= end - begin;
                return true;
            }
            result = begin + left;
            return false;
        });
        return done ? std::optional(result) : std::nullopt;
    }

  private:
    const WorkingCalendar& calendar_;
    feel::Zone zone_;
};

}  // namespace

const std::vector<WorkingCalendar::Hours>& WorkingCalendar::hours_of(std::int64_t day) const {
    static const std::vector<Hours> kNone;
    if (const auto own = days.find(day); own != days.end()) return own->second;
    const feel::Civil civil = feel::civil_of({day});
    for (const auto& [month, of_month] : every_year) {
        if (civil.month == month && civil.day == of_month) return kNone;
    }
    return week[static_cast<std::size_t>(feel::weekday({day}) - 1)];
}

bool WorkingCalendar::ever_works() const {
    return std::any_of(week.begin(), week.end(), [](const auto& day) { return !day.empty(); }) ||
           std::any_of(days.begin(), days.end(), [](const auto& day) { return !day.second.empty(); });
}

WorkingCalendar read_calendar(const json::Value& root, const std::string& element, Diagnostics& out) {
    return CalendarReader(root, element, out).read();
}

std::optional<Instant> working_after(const WorkingCalendar& calendar, Instant from, const Span& span,
                                     feel::Zone company) {
    const feel::Zone zone = !calendar.zone.is_none() ? calendar.zone : company.is_none() ? feel::Zone::utc() : company;
    const Clock clock(calendar, zone);
    const Instant moved = span.months == 0 ? from : plus(from, Span{span.months, 0}, zone);
    const std::int64_t part = feel::floor_mod(moved, 1'000'000);
    auto at = clock.next_working(feel::floor_div(moved, 1'000'000));
    const std::int64_t seconds = std::max<std::int64_t>(span.seconds, 0);
    if (at && seconds >= kDay) at = clock.add_days(*at, seconds / kDay);
    if (at && seconds % kDay > 0) at = clock.add_seconds(*at, seconds % kDay);
    if (!at) return std::nullopt;
    return *at * 1'000'000 + part;
}

}  // namespace fw::flow
