// How two points or ranges lie to each other (DMN 1.5, table 78). A point is taken as the closed range of itself.
#pragma once

#include "engine/feel/call.h"
#include "engine/feel/value.h"

namespace fw::feel::ranges {

// A range with ends that can be compared; a null end lies at infinity.
struct Span {
    const Value* low;
    const Value* high;
    bool low_closed;
    bool high_closed;
    bool point;
};

// Compares ends; nothing if they have no order.
struct Compare {
    bool failed = false;
    int values(const Value& a, const Value& b);
    int lows(const Span& a, const Span& b);    // where they begin: open begins after closed
    int highs(const Span& a, const Span& b);   // where they end: open ends before closed
    bool apart(const Span& a, const Span& b);  // a ends before b begins
};

using Relation = bool (*)(Compare&, const Span&, const Span&);

bool before(Compare& c, const Span& a, const Span& b);
bool after(Compare& c, const Span& a, const Span& b);
bool meets(Compare& c, const Span& a, const Span& b);
bool met_by(Compare& c, const Span& a, const Span& b);
bool overlaps(Compare& c, const Span& a, const Span& b);
bool overlaps_before(Compare& c, const Span& a, const Span& b);
bool overlaps_after(Compare& c, const Span& a, const Span& b);
bool finishes(Compare& c, const Span& a, const Span& b);
bool finished_by(Compare& c, const Span& a, const Span& b);
bool includes(Compare& c, const Span& a, const Span& b);
bool during(Compare& c, const Span& a, const Span& b);
bool starts(Compare& c, const Span& a, const Span& b);
bool started_by(Compare& c, const Span& a, const Span& b);
bool coincides(Compare& c, const Span& a, const Span& b);

// The relation of two values; null and a warning if their ends have no order.
[[nodiscard]] Value relation(Call& call, Relation which, const Value& a, const Value& b);

}  // namespace fw::feel::ranges
