// How two points or ranges lie to each other (DMN 1.5, table 78). A point is taken as the closed range of itself.
#pragma once

#include <cstdint>

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

// What a relation is defined between.
enum class Between : std::uint8_t {
    kAny,          // points and ranges
    kAlike,        // two points or two ranges
    kFirstRange,   // a range and a point or range
    kSecondRange,  // a point or range and a range
    kRanges        // two ranges
};

struct Relation {
    bool (*holds)(Compare&, const Span&, const Span&);
    Between between;
};

extern const Relation kBefore, kAfter, kMeets, kMetBy, kOverlaps, kOverlapsBefore, kOverlapsAfter, kFinishes,
    kFinishedBy, kIncludes, kDuring, kStarts, kStartedBy, kCoincides;

// The relation of two values; null and a warning if it is not defined for them or their ends have no order.
[[nodiscard]] Value relation(Call& call, const Relation& which, const Value& a, const Value& b);

}  // namespace fw::feel::ranges
