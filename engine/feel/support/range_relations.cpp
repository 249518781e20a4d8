#include "engine/feel/support/range_relations.h"

#include "engine/feel/builtins/builtin.h"

namespace fw::feel::ranges {
namespace {

Span span_of(const Value& v) {
    if (!v.is(Kind::kRange)) return {&v, &v, true, true, true};
    const RangeView range = v.as_range();
    return {&range.low, &range.high, range.low_closed, range.high_closed, false};
}

}  // namespace

int Compare::values(const Value& a, const Value& b) {
    const std::optional<int> order = compare(a, b);
    if (!order) failed = true;
    return order.value_or(0);
}

int Compare::lows(const Span& a, const Span& b) {
    if (a.low->is_null() || b.low->is_null())
        return static_cast<int>(b.low->is_null()) - static_cast<int>(a.low->is_null());
    const int order = values(*a.low, *b.low);
    return order != 0 ? order : static_cast<int>(b.low_closed) - static_cast<int>(a.low_closed);
}

int Compare::highs(const Span& a, const Span& b) {
    if (a.high->is_null() || b.high->is_null())
        return static_cast<int>(a.high->is_null()) - static_cast<int>(b.high->is_null());
    const int order = values(*a.high, *b.high);
    return order != 0 ? order : static_cast<int>(a.high_closed) - static_cast<int>(b.high_closed);
}

bool Compare::apart(const Span& a, const Span& b) {
    if (a.high->is_null() || b.low->is_null()) return false;
    const int order = values(*a.high, *b.low);
    return order < 0 || (order == 0 && !(a.high_closed && b.low_closed));
}

namespace {

bool before(Compare& c, const Span& a, const Span& b) { return c.apart(a, b); }
bool after(Compare& c, const Span& a, const Span& b) { return c.apart(b, a); }
bool meets(Compare& c, const Span& a, const Span& b) {
    if (a.high->is_null() || b.low->is_null()) return false;
    return c.values(*a.high, *b.low) == 0 && a.high_closed && b.low_closed;
}
bool met_by(Compare& c, const Span& a, const Span& b) { return meets(c, b, a); }
bool overlaps(Compare& c, const Span& a, const Span& b) {
    const bool first = c.apart(a, b);
    const bool second = c.apart(b, a);
    return !first && !second;
}
bool overlaps_before(Compare& c, const Span& a, const Span& b) {
    const bool shared = overlaps(c, a, b);
    return shared && c.lows(a, b) < 0 && c.highs(a, b) <= 0;
}
bool overlaps_after(Compare& c, const Span& a, const Span& b) { return overlaps_before(c, b, a); }
bool finishes(Compare& c, const Span& a, const Span& b) {
    const int high = c.highs(a, b);
    const int low = c.lows(a, b);
    return high == 0 && low >= 0 && (!a.point || b.high_closed);
}
bool finished_by(Compare& c, const Span& a, const Span& b) { return finishes(c, b, a); }
bool includes(Compare& c, const Span& a, const Span& b) {
    const int low = c.lows(a, b);
    const int high = c.highs(a, b);
    return low <= 0 && high >= 0;
}
bool during(Compare& c, const Span& a, const Span& b) { return includes(c, b, a); }
bool starts(Compare& c, const Span& a, const Span& b) {
    const int low = c.lows(a, b);
    const int high = c.highs(a, b);
    return low == 0 && high <= 0;
}
bool started_by(Compare& c, const Span& a, const Span& b) { return starts(c, b, a); }
bool coincides(Compare& c, const Span& a, const Span& b) {
    const int low = c.lows(a, b);
    const int high = c.highs(a, b);
    return low == 0 && high == 0;
}

bool defined(Between between, bool first, bool second) {
    switch (between) {
        case Between::kAny:
            return true;
        case Between::kAlike:
            return first == second;
        case Between::kFirstRange:
            return first;
        case Between::kSecondRange:
            return second;
        default:
            return first && second;
    }
}

}  // namespace

const Relation kBefore{&before, Between::kAny};
const Relation kAfter{&after, Between::kAny};
const Relation kMeets{&meets, Between::kRanges};
const Relation kMetBy{&met_by, Between::kRanges};
const Relation kOverlaps{&overlaps, Between::kRanges};
const Relation kOverlapsBefore{&overlaps_before, Between::kRanges};
const Relation kOverlapsAfter{&overlaps_after, Between::kRanges};
const Relation kFinishes{&finishes, Between::kSecondRange};
const Relation kFinishedBy{&finished_by, Between::kFirstRange};
const Relation kIncludes{&includes, Between::kFirstRange};
const Relation kDuring{&during, Between::kSecondRange};
const Relation kStarts{&starts, Between::kSecondRange};
const Relation kStartedBy{&started_by, Between::kFirstRange};
const Relation kCoincides{&coincides, Between::kAlike};

Value relation(Call& call, const Relation& which, const Value& one, const Value& other) {
    const Value& a = single(one);
    const Value& b = single(other);
    if (a.is_null() || b.is_null()) return call.warn("FEEL-212", {"A point or range is null", "点或区间为 null"});
    if (!defined(which.between, a.is(Kind::kRange), b.is(Kind::kRange))) {
        return call.warn("FEEL-213",
                         format_text({"This is not defined for a {0} and a {1}", "此关系不适用于 {0} 和 {1}"},
                                     {kind_name(a.kind()), kind_name(b.kind())}));
    }
    Compare c;
    const bool holds = which.holds(c, span_of(a), span_of(b));
    if (c.failed) return call.warn("FEEL-206", {"These ranges cannot be compared", "这些区间无法比较"});
    return Value::boolean(holds);
}

}  // namespace fw::feel::ranges
