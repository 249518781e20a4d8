// Equality and order of values.
#include <algorithm>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/function.h"
#include "engine/feel/shape.h"
#include "engine/feel/value.h"

namespace fw::feel {
namespace {

template <class T>
int order(const T& a, const T& b) {
    return static_cast<int>(b < a) - static_cast<int>(a < b);
}

// A time with a zone as nanoseconds since midnight UTC; a zone id needs a date, the first of 1970 stands in.
std::optional<std::int64_t> utc_nanos(const Time& t) {
    const auto offset = offset_at_local(t.zone, t.nanos / kNanosPerSecond);
    if (!offset) return std::nullopt;
    return t.nanos - *offset * kNanosPerSecond;
}

std::optional<int> compare_times(const Time& a, const Time& b) {
    const auto x = utc_nanos(a);
    const auto y = utc_nanos(b);
    if (x.has_value() != y.has_value()) return std::nullopt;
    return x ? order(*x, *y) : order(a.nanos, b.nanos);
}

std::optional<int> compare_date_times(const DateTime& a, const DateTime& b) {
    const auto x = utc_seconds(a);
    const auto y = utc_seconds(b);
    if (x.has_value() != y.has_value()) return std::nullopt;
    const int by_seconds = x ? order(*x, *y) : order(a.seconds, b.seconds);
    return by_seconds != 0 ? by_seconds : order(a.nanos, b.nanos);
}

// Of two lists, contexts or ranges every part must be equal; parts of different kinds are not.
bool equal_parts(const Value& a, const Value& b) { return equal(a, b) == true; }

bool equal_lists(std::span<const Value> a, std::span<const Value> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal_parts);
}

bool equal_contexts(const ContextView& a, const ContextView& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const Value* other = b.find(a.key(i));
        if (other == nullptr || !equal_parts(a.value(i), *other)) return false;
    }
    return true;
}

bool equal_ranges(const RangeView& a, const RangeView& b) {
    return a.low_closed == b.low_closed && a.high_closed == b.high_closed && equal_parts(a.low, b.low) &&
           equal_parts(a.high, b.high);
}

}  // namespace

bool same_scope(std::span<const Value> a, std::span<const Value> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Value& x, const Value& y) {
        return x.kind() < Kind::kRange ? x == y : x.kind() == y.kind() && x.object() == y.object();
    });
}

std::optional<bool> equal(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
        case Kind::kBoolean:
            return a.as_boolean() == b.as_boolean();
        case Kind::kNumber:
            return a.as_number() == b.as_number();
        case Kind::kString:
            return a.as_string() == b.as_string();
        case Kind::kList:
            return equal_lists(a.as_list(), b.as_list());
        case Kind::kContext:
            return equal_contexts(a.as_context(), b.as_context());
        case Kind::kRange:
            return equal_ranges(a.as_range(), b.as_range());
        case Kind::kFunction:
            return a.as_function().same(b.as_function());
        case Kind::kTime:
        case Kind::kDateTime: {
            const std::optional<int> c = compare(a, b);
            return c ? *c == 0 : false;
        }
        default:
            return compare(a, b) == 0;
    }
}

std::optional<int> compare(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
        case Kind::kNumber:
            return compare(a.as_number(), b.as_number());
        case Kind::kString:
            return order(a.as_string().compare(b.as_string()), 0);
        case Kind::kDate:
            return order(a.as_date().days, b.as_date().days);
        case Kind::kTime:
            return compare_times(a.as_time(), b.as_time());
        case Kind::kDateTime:
            return compare_date_times(a.as_date_time(), b.as_date_time());
        case Kind::kDaysDuration:
            return order(a.as_days_duration(), b.as_days_duration());
        case Kind::kYearsDuration:
            return order(a.as_years_duration(), b.as_years_duration());
        default:
            return std::nullopt;
    }
}

int total_order(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return order(static_cast<int>(a.kind()), static_cast<int>(b.kind()));
    if (const std::optional<int> c = compare(a, b)) return *c;
    switch (a.kind()) {
        case Kind::kBoolean:
            return order(a.as_boolean(), b.as_boolean());
        case Kind::kTime:
            return order(a.as_time().zone.is_none(), b.as_time().zone.is_none());
        case Kind::kDateTime:
            return order(a.as_date_time().zone.is_none(), b.as_date_time().zone.is_none());
        case Kind::kList: {
            const auto x = a.as_list();
            const auto y = b.as_list();
            for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
                if (const int c = total_order(x[i], y[i]); c != 0) return c;
            }
            return order(x.size(), y.size());
        }
        case Kind::kContext:
        case Kind::kRange:
        case Kind::kFunction:
            return a == b ? 0 : order(a.print(), b.print());
        default:
            return 0;
    }
}

bool Value::operator==(const Value& other) const {
    if (kind_ != other.kind_) return false;
    switch (kind_) {
        case Kind::kNull:
            return true;
        case Kind::kTime:
            return as_time() == other.as_time();
        case Kind::kDateTime:
            return as_date_time() == other.as_date_time();
        case Kind::kList: {
            const auto a = as_list();
            const auto b = other.as_list();
            return std::equal(a.begin(), a.end(), b.begin(), b.end());
        }
        case Kind::kContext: {
            const ContextView a = as_context();
            const ContextView b = other.as_context();
            if (a.size() != b.size()) return false;
            for (std::size_t i = 0; i < a.size(); ++i) {
                const Value* entry = b.find(a.key(i));
                if (entry == nullptr || !(a.value(i) == *entry)) return false;
            }
            return true;
        }
        case Kind::kRange: {
            const RangeView a = as_range();
            const RangeView b = other.as_range();
            return a.low_closed == b.low_closed && a.high_closed == b.high_closed && a.low == b.low && a.high == b.high;
        }
        default:
            return equal(*this, other) == true;
    }
}

std::size_t hash(const Value& value) {
    const auto mix = [](std::size_t h, std::size_t x) { return (h ^ x) * 0x9E3779B97F4A7C15U + (h >> 7U); };
    const std::size_t seed = static_cast<std::size_t>(value.kind()) + 1;
    switch (value.kind()) {
        case Kind::kNull:
            return seed;
        case Kind::kBoolean:
            return mix(seed, value.as_boolean() ? 1 : 2);
        case Kind::kNumber:
            return mix(seed, value.as_number().hash());
        case Kind::kString:
            return mix(seed, std::hash<std::string_view>()(value.as_string()));
        case Kind::kDate:
            return mix(seed, static_cast<std::size_t>(value.as_date().days));
        case Kind::kTime:
            return mix(seed, static_cast<std::size_t>(value.as_time().nanos));
        case Kind::kDateTime:
            return mix(seed, static_cast<std::size_t>(value.as_date_time().seconds));
        case Kind::kDaysDuration:
            return mix(seed, static_cast<std::size_t>(value.as_days_duration().seconds));
        case Kind::kYearsDuration:
            return mix(seed, static_cast<std::size_t>(value.as_years_duration().months));
        case Kind::kRange:
            return mix(hash(value.as_range().low), hash(value.as_range().high));
        case Kind::kFunction:
            return mix(seed, value.as_function().parameters().size());
        case Kind::kList: {
            std::size_t h = seed;
            for (const Value& item : value.as_list()) h = mix(h, hash(item));
            return h;
        }
        case Kind::kContext: {
            std::size_t h = seed;
            const ContextView context = value.as_context();
            for (std::size_t i = 0; i < context.size(); ++i) {
                h += mix(std::hash<std::string>()(context.key(i)), hash(context.value(i)));  // order does not count
            }
            return h;
        }
    }
    return seed;
}

}  // namespace fw::feel
