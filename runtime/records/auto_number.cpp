#include "runtime/records/auto_number.h"

#include <functional>

#include "engine/feel/calendar/civil.h"

namespace fw::records {

namespace {
std::string padded(std::int64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

// Calls `part` for each {name} and `literal` for what stands between.
void walk(std::string_view pattern, const std::function<void(std::string_view)>& literal,
          const std::function<void(std::string_view)>& part) {
    std::size_t at = 0;
    while (at < pattern.size()) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) break;
        literal(pattern.substr(at, open - at));
        part(pattern.substr(open + 1, close - open - 1));
        at = close + 1;
    }
    literal(pattern.substr(at));
}

bool is_counter(std::string_view part) {
    return !part.empty() && part.find_first_not_of('0') == std::string_view::npos;
}

std::string date_part_of(std::string_view part, const feel::DateTime& now) {
    const feel::Civil day = feel::civil_of(feel::date_part(now));
    if (part == "yyyy") return padded(day.year, 4);
    if (part == "yy") return padded(day.year % 100, 2);
    if (part == "mm") return padded(day.month, 2);
    if (part == "dd") return padded(day.day, 2);
    return {};
}
}  // namespace

std::string number_period(std::string_view pattern, const feel::DateTime& now) {
    std::string out;
    walk(
        pattern, [](std::string_view) {},
        [&](std::string_view part) {
            const std::string text = date_part_of(part, now);
            if (!text.empty()) out += (out.empty() ? "" : "-") + text;
        });
    return out;
}

std::string format_number(std::string_view pattern, const feel::DateTime& now, std::int64_t counter) {
    std::string out;
    bool counted = false;
    walk(
        pattern, [&](std::string_view text) { out += text; },
        [&](std::string_view part) {
            if (is_counter(part)) {
                out += padded(counter, part.size());
                counted = true;
            } else {
                out += date_part_of(part, now);
            }
        });
    return counted ? out : out + std::to_string(counter);
}

Result<std::string> next_number(storage::Transaction& tx, std::string_view sequence, std::string_view pattern,
                                const feel::DateTime& now) {
    auto counter = tx.query_integer(
        "INSERT INTO fw_sequence (name, period, value) VALUES (?, ?, 1) "
        "ON CONFLICT (name, period) DO UPDATE SET value = fw_sequence.value + 1 RETURNING value",
        {sequence, number_period(pattern, now)});
    if (!counter) return fail(std::move(counter.error()));
    return format_number(pattern, now, counter->value_or(1));
}

}  // namespace fw::records
