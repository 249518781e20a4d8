// Paths and positions.
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/eval/operators.h"
#include "engine/feel/shape.h"

namespace fw::feel::eval {
namespace {

Value date_property(Date date, std::string_view name, bool& found) {
    const Civil c = civil_of(date);
    found = true;
    if (name == "year") return Value::number(c.year);
    if (name == "month") return Value::number(c.month);
    if (name == "day") return Value::number(c.day);
    if (name == "weekday") return Value::number(weekday(date));
    found = false;
    return {};
}

Value time_property(const Time& time, std::int64_t local_seconds, std::string_view name, bool& found) {
    const std::int64_t seconds = time.nanos / kNanosPerSecond;
    found = true;
    if (name == "hour") return Value::number(seconds / 3600);
    if (name == "minute") return Value::number(seconds / 60 % 60);
    if (name == "second") {
        const std::int64_t nanos = time.nanos % kNanosPerSecond;
        if (nanos == 0) return Value::number(seconds % 60);
        return Value::number((Decimal(seconds % 60) + Decimal::of(nanos, -9)).normalized());
    }
    if (name == "time offset") {
        const auto offset = offset_at_local(time.zone, local_seconds);
        return offset ? Value::days_duration({*offset, 0}) : Value();
    }
    if (name == "timezone") return time.zone.is_named() ? Value::string(zone_name(time.zone)) : Value();
    found = false;
    return {};
}

Value days_property(DaysDuration d, std::string_view name, bool& found) {
    // Parts of a negative duration are negative.
    const bool floored = d.seconds < 0 && d.nanos > 0;
    const std::int64_t s = floored ? d.seconds + 1 : d.seconds;
    const std::int64_t nanos = floored ? d.nanos - kNanosPerSecond : d.nanos;
    found = true;
    if (name == "days") return Value::number(s / kSecondsPerDay);
    if (name == "hours") return Value::number(s % kSecondsPerDay / 3600);
    if (name == "minutes") return Value::number(s % 3600 / 60);
    if (name == "seconds") {
        if (nanos == 0) return Value::number(s % 60);
        return Value::number((Decimal(s % 60) + Decimal::of(nanos, -9)).normalized());
    }
    found = false;
    return {};
}

Value range_property(const RangeView& range, std::string_view name, bool& found) {
    found = true;
    if (name == "start") return range.low;
    if (name == "end") return range.high;
    if (name == "start included") return Value::boolean(range.low_closed);
    if (name == "end included") return Value::boolean(range.high_closed);
    found = false;
    return {};
}

Value property(const Value& object, std::string_view name, bool& found) {
    switch (object.kind()) {
        case Kind::kDate:
            return date_property(object.as_date(), name, found);
        case Kind::kTime:
            return time_property(object.as_time(), object.as_time().nanos / kNanosPerSecond, name, found);
        case Kind::kDateTime: {
            const DateTime t = object.as_date_time();
            Value value = date_property(date_part(t), name, found);
            return found ? value : time_property(time_part(t), t.seconds, name, found);
        }
        case Kind::kDaysDuration:
            return days_property(object.as_days_duration(), name, found);
        case Kind::kYearsDuration: {
            const std::int64_t months = object.as_years_duration().months;
            found = name == "years" || name == "months";
            return found ? Value::number(name == "years" ? months / 12 : months % 12) : Value();
        }
        case Kind::kRange:
            return range_property(object.as_range(), name, found);
        default:
            found = false;
            return {};
    }
}

}  // namespace

Value member(Call& call, const Value& object, const std::string& name) {
    if (object.is_context()) {
        if (const Value* entry = object.find(name)) return *entry;
        return call.warn("FEEL-208", format_text({"There is no entry \"{0}\"", "没有名为“{0}”的条目"}, {name}));
    }
    if (object.is_list()) {
        const auto items = object.as_list();
        if (!call.spend(items.size())) return {};
        std::vector<Value> out;
        out.reserve(items.size());
        for (const Value& item : items) out.push_back(member(call, item, name));
        return Value::list(std::move(out));
    }
    bool found = false;
    Value value = property(object, name, found);
    if (found) return value;
    return call.warn("FEEL-208",
                     format_text({"A {0} has no \"{1}\"", "{0} 没有“{1}”"}, {kind_name(object.kind()), name}));
}

Value element_at(Call& call, std::span<const Value> list, const Value& position) {
    const auto n = position.as_number().to_int64();
    const auto size = static_cast<std::int64_t>(list.size());
    if (n && *n >= 1 && *n <= size) return list[static_cast<std::size_t>(*n - 1)];
    if (n && *n <= -1 && *n >= -size) return list[static_cast<std::size_t>(size + *n)];
    return call.warn("FEEL-209",
                     format_text({"There is no element {0} in a list of {1}", "列表共 {1} 个元素，没有第 {0} 个"},
                                 {position.as_number().to_string(), std::to_string(size)}));
}

Value filter(Call& call, const Value& list, const Value& predicate) {
    if (list.is_null()) return call.warn("FEEL-201", {"A filter on null", "对 null 进行过滤"});
    const std::span<const Value> items = list.is_list() ? list.as_list() : std::span<const Value>(&list, 1);
    if (predicate.is_number()) return element_at(call, items, predicate);
    if (predicate.is_true()) return list.is_list() ? list : Value::list({list});
    if (predicate.is_null() || predicate.is_false()) return Value::list({});
    return call.warn("FEEL-207", format_text({"A filter is a condition or a position, not a {0}",
                                              "过滤条件应为条件或位置，而不是 {0}"},
                                             {kind_name(predicate.kind())}));
}

}  // namespace fw::feel::eval
