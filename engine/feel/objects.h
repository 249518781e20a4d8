// The heap objects behind Value: for value.cpp, shape.cpp and the evaluator, which takes their insides apart.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/feel/shape.h"
#include "engine/feel/value.h"

namespace fw::feel::objects {

struct StringObject : Object {
    std::size_t size = 0;
    [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(this + 1), size}; }
    [[nodiscard]] static StringObject* make(std::string_view text);
    StringObject() : Object(Kind::kString) {}
};

// What a value would take written out in full, counting shared parts as often as they occur: without a bound a few
// lines of FEEL could build a list of 2^100 elements that all share their halves.
inline constexpr std::uint32_t kMaxWeight = 8'000'000;

struct ListObject : Object {
    std::uint32_t weight = 1;
    std::vector<Value> items;
    [[nodiscard]] static ListObject* make(std::vector<Value> items);  // null pointer: too deep or heavy
    ListObject() : Object(Kind::kList) {}
};

struct ContextObject : Object {
    std::uint32_t weight = 1;
    std::shared_ptr<const Shape> shape;
    std::vector<Value> values;
    ContextObject() : Object(Kind::kContext) {}
};

struct RangeObject : Object {
    Value low;
    Value high;
    bool low_closed;
    bool high_closed;
    RangeObject(Value l, bool lc, Value h, bool hc)
        : Object(Kind::kRange), low(std::move(l)), high(std::move(h)), low_closed(lc), high_closed(hc) {}
};

// The weight of a value: 1 for scalars, more for long strings and for what lists and contexts hold.
[[nodiscard]] std::uint64_t weight_of(const Value& value);

void destroy(Object* object);

}  // namespace fw::feel::objects
