#include "engine/feel/shape.h"
#include "tests/conformance/dmn/test_file.h"

namespace fw::tck {

using feel::Kind;
using feel::Value;

namespace {

bool same_zone(const feel::Zone& a, const feel::Zone& b) { return a == b; }

bool same_list(std::span<const Value> a, std::span<const Value> b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!same(a[i], b[i])) return false;
    }
    return true;
}

bool same_context(const feel::ContextView& a, const feel::ContextView& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const Value* other = b.find(a.key(i));
        if (other == nullptr || !same(a.value(i), *other)) return false;
    }
    return true;
}

}  // namespace

bool same(const Value& expected, const Value& actual) {
    if (expected.kind() != actual.kind()) return false;
    switch (expected.kind()) {
        case Kind::kNumber:
            return (expected.as_number() - actual.as_number()).abs() < Decimal::of(1, -8);
        case Kind::kTime:
            return expected.as_time().nanos == actual.as_time().nanos &&
                   same_zone(expected.as_time().zone, actual.as_time().zone);
        case Kind::kDateTime: {
            const feel::DateTime a = expected.as_date_time();
            const feel::DateTime b = actual.as_date_time();
            return a.seconds == b.seconds && a.nanos == b.nanos && same_zone(a.zone, b.zone);
        }
        case Kind::kList:
            return same_list(expected.as_list(), actual.as_list());
        case Kind::kContext:
            return same_context(expected.as_context(), actual.as_context());
        default:
            return expected == actual;
    }
}

}  // namespace fw::tck
