// A value between two others: what the analysis shows people, so plain ones are preferred.
#include <array>

#include "engine/decision/analysis/columns.h"
#include "engine/feel/calendar/arithmetic.h"
#include "engine/feel/calendar/civil.h"

namespace fw::decision::analysis {

namespace {

using feel::Kind;
using feel::Value;

Value number_between(const Value& low, const Value& high) {
    const Decimal one(1);
    if (low.is_null() && high.is_null()) return Value::number(0);
    if (low.is_null()) return Value::number(high.as_number().ceiling() - one);
    const Decimal next = low.as_number().floor() + one;
    if (high.is_null() || next < high.as_number()) return Value::number(next);
    return Value::number(((low.as_number() + high.as_number()) / Decimal(2)).normalized());
}

Value string_between(const Value& low, const Value& high) {
    const std::string base = low.is_null() ? std::string() : std::string(low.as_string());
    const std::array<std::string, 7> tries = {"other",    base + "a",    base + "A", base + "0",
                                              base + " ", base + "\x01", base};
    for (const std::string& text : tries) {
        const bool above = low.is_null() || text > base;
        if (above && (high.is_null() || std::string_view(text) < high.as_string())) return Value::string(text);
    }
    return {};
}

Value date_between(const Value& low, const Value& high) {
    constexpr feel::DaysDuration kDay{feel::kSecondsPerDay, 0};
    if (low.is_null() && high.is_null()) return Value::date(*feel::date_of({2026, 1, 1}));
    const auto moved = low.is_null() ? feel::add(high.as_date(), feel::negated(kDay)) : feel::add(low.as_date(), kDay);
    return moved ? Value::date(*moved) : Value();
}

Value time_between(const Value& low, const Value& high) {
    if (low.is_null() && high.is_null()) return Value::time({feel::kNanosPerDay / 2, {}});
    feel::Time out = low.is_null() ? high.as_time() : low.as_time();
    if (low.is_null()) {
        out.nanos /= 2;
    } else if (high.is_null()) {
        out.nanos += (feel::kNanosPerDay - out.nanos) / 2;
        if (out.nanos >= feel::kNanosPerDay) return {};
    } else {
        const auto far = feel::difference(high.as_time(), low.as_time());
        const auto nanos = far ? feel::nanos_of(*far).to_int64() : std::nullopt;
        if (!nanos) return {};
        out.nanos += *nanos / 2;
        if (out.nanos < 0 || out.nanos >= feel::kNanosPerDay) return {};
    }
    return Value::time(out);
}

Value date_time_between(const Value& low, const Value& high) {
    constexpr feel::DaysDuration kHour{3600, 0};
    std::optional<feel::DateTime> out;
    if (low.is_null() && high.is_null()) {
        out = feel::join(*feel::date_of({2026, 1, 1}), {});
    } else if (low.is_null()) {
        out = feel::add(high.as_date_time(), feel::negated(kHour));
    } else if (high.is_null()) {
        out = feel::add(low.as_date_time(), kHour);
    } else if (const auto far = feel::difference(high.as_date_time(), low.as_date_time())) {
        const auto half = feel::duration_of_nanos(feel::nanos_of(*far) / Decimal(2));
        if (half) out = feel::add(low.as_date_time(), *half);
    }
    return out ? Value::date_time(*out) : Value();
}

Value days_between(const Value& low, const Value& high) {
    constexpr feel::DaysDuration kDay{feel::kSecondsPerDay, 0};
    std::optional<feel::DaysDuration> out;
    if (low.is_null() && high.is_null()) {
        out = kDay;
    } else if (low.is_null()) {
        out = feel::sum(high.as_days_duration(), feel::negated(kDay));
    } else if (high.is_null()) {
        out = feel::sum(low.as_days_duration(), kDay);
    } else {
        const Decimal sum = feel::nanos_of(low.as_days_duration()) + feel::nanos_of(high.as_days_duration());
        out = feel::duration_of_nanos(sum / Decimal(2));
    }
    return out ? Value::days_duration(*out) : Value();
}

Value years_between(const Value& low, const Value& high) {
    if (low.is_null() && high.is_null()) return Value::years_duration({12});
    if (low.is_null()) return Value::years_duration({high.as_years_duration().months - 1});
    return Value::years_duration({low.as_years_duration().months + 1});
}

Value candidate(Kind kind, const Value& low, const Value& high) {
    switch (kind) {
        case Kind::kNumber:
            return number_between(low, high);
        case Kind::kString:
            return string_between(low, high);
        case Kind::kDate:
            return date_between(low, high);
        case Kind::kTime:
            return time_between(low, high);
        case Kind::kDateTime:
            return date_time_between(low, high);
        case Kind::kDaysDuration:
            return days_between(low, high);
        case Kind::kYearsDuration:
            return years_between(low, high);
        default:
            return {};
    }
}

}  // namespace

int order_of(const Value& a, const Value& b) {
    if (a.is_boolean()) return static_cast<int>(a.as_boolean()) - static_cast<int>(b.as_boolean());
    return feel::compare(a, b).value_or(0);
}

Value between(Kind kind, const Value& low, const Value& high) {
    Value value = candidate(kind, low, high);
    if (value.is_null()) return value;
    const bool inside = (low.is_null() || order_of(low, value) < 0) && (high.is_null() || order_of(value, high) < 0);
    return inside ? value : Value();
}

}  // namespace fw::decision::analysis
