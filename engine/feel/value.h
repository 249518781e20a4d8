// A FEEL value (DMN 1.5, 10.3.2): 24 bytes, immutable, cheap to copy, safe to share between threads. Scalars and
// strings up to 16 bytes live inside; longer strings, lists, contexts, ranges and functions are counted heap objects.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/decimal/decimal.h"
#include "engine/feel/temporal.h"
#include "engine/json/value.h"

namespace fw::feel {

class ContextView;
class Function;
class Type;
class Value;
struct RangeView;

enum class Kind : std::uint8_t {
    kNull,
    kBoolean,
    kNumber,
    kString,
    kDate,
    kTime,
    kDateTime,
    kDaysDuration,
    kYearsDuration,
    kRange,
    kList,
    kContext,
    kFunction
};

// "number", "date and time", "list" …: the names FEEL uses.
[[nodiscard]] std::string_view kind_name(Kind kind);

// Heap objects count their owners; `depth` is the height of the tree below (1: no heap children).
struct Object {
    std::atomic<std::uint32_t> refs{1};
    std::uint16_t depth = 1;
    Kind kind;
    explicit Object(Kind k) : kind(k) {}
};

class Value {
  public:
    static constexpr std::uint16_t kMaxDepth = 400;  // deepest nesting of lists, contexts and ranges

    Value() = default;
    Value(const Value& other) {
        copy_bits(other);
        if (heap_) retain();
    }
    Value(Value&& other) noexcept {
        copy_bits(other);
        other.kind_ = Kind::kNull;
        other.heap_ = false;
    }
    Value& operator=(const Value& other) {
        if (other.heap_) other.retain();  // first: `other` may live in what this one owns, or be this one
        Object* const old = heap_ ? payload_.object : nullptr;
        copy_bits(other);
        if (old != nullptr) release(old);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        if (this == &other) return *this;
        Object* const old = heap_ ? payload_.object : nullptr;
        copy_bits(other);
        other.kind_ = Kind::kNull;
        other.heap_ = false;
        if (old != nullptr) release(old);
        return *this;
    }
    ~Value() {
        if (heap_) release(payload_.object);
    }
    void swap(Value& other) noexcept;

    [[nodiscard]] static Value null() { return {}; }
    [[nodiscard]] static Value boolean(bool b) {
        Value v;
        v.kind_ = Kind::kBoolean;
        v.small_ = b ? 1 : 0;
        return v;
    }
    [[nodiscard]] static Value number(Decimal d) {  // none() gives null
        Value v;
        if (d.is_none()) return v;
        v.kind_ = Kind::kNumber;
        v.payload_.number = d;
        return v;
    }
    [[nodiscard]] static Value number(std::int64_t n) { return number(Decimal(n)); }
    [[nodiscard]] static Value string(std::string_view text);  // valid UTF-8
    [[nodiscard]] static Value date(Date d);
    [[nodiscard]] static Value time(Time t);
    [[nodiscard]] static Value date_time(DateTime t);
    [[nodiscard]] static Value days_duration(DaysDuration d);
    [[nodiscard]] static Value years_duration(YearsDuration d);
    // Too deep a nesting (kMaxDepth) gives null.
    [[nodiscard]] static Value list(std::vector<Value> items);
    // Later entries of the same key win. For many contexts of one form use Shape (shape.h).
    [[nodiscard]] static Value context(std::vector<std::pair<std::string, Value>> entries);
    // A null end is an open one: (> 5) is range(5, false, null, false).
    [[nodiscard]] static Value range(Value low, bool low_closed, Value high, bool high_closed);
    [[nodiscard]] static Value adopt(Object* object);  // takes over the reference the caller holds

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is(Kind kind) const { return kind_ == kind; }
    [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
    [[nodiscard]] bool is_true() const { return kind_ == Kind::kBoolean && small_ != 0; }
    [[nodiscard]] bool is_false() const { return kind_ == Kind::kBoolean && small_ == 0; }
    [[nodiscard]] bool is_boolean() const { return kind_ == Kind::kBoolean; }
    [[nodiscard]] bool is_number() const { return kind_ == Kind::kNumber; }
    [[nodiscard]] bool is_string() const { return kind_ == Kind::kString; }
    [[nodiscard]] bool is_list() const { return kind_ == Kind::kList; }
    [[nodiscard]] bool is_context() const { return kind_ == Kind::kContext; }

    // Each asks for its own kind; asking another is a mistake of ours (FW_CHECK in debug builds).
    [[nodiscard]] bool as_boolean() const { return small_ != 0; }
    [[nodiscard]] Decimal as_number() const { return payload_.number; }
    [[nodiscard]] std::string_view as_string() const;  // valid as long as this Value
    [[nodiscard]] Date as_date() const { return {payload_.words.low}; }
    [[nodiscard]] Time as_time() const;
    [[nodiscard]] DateTime as_date_time() const;
    [[nodiscard]] DaysDuration as_days_duration() const;
    [[nodiscard]] YearsDuration as_years_duration() const { return {payload_.words.low}; }
    [[nodiscard]] std::span<const Value> as_list() const;
    [[nodiscard]] ContextView as_context() const;
    [[nodiscard]] RangeView as_range() const;
    [[nodiscard]] const Function& as_function() const;
    // The value of a context's key; null pointer if it is missing or this is no context.
    [[nodiscard]] const Value* find(std::string_view key) const;
    [[nodiscard]] const Object* object() const { return heap_ ? payload_.object : nullptr; }

    // FEEL text that parses back to this value: "a\"b", @"2026-11-21", [1, 2], {a: 1}.
    [[nodiscard]] std::string print() const;
    // What the function string() gives: text as it is, no @; used for display.
    [[nodiscard]] std::string to_text() const;

    // Same kind and content, deep; numbers by value (1.0 is 1.00), times by fields. For FEEL's "=" see equal().
    bool operator==(const Value& other) const;

  private:
    void copy_bits(const Value& other) {
        kind_ = other.kind_;
        heap_ = other.heap_;
        small_ = other.small_;
        extra_ = other.extra_;
        payload_ = other.payload_;
    }
    void retain() const { payload_.object->refs.fetch_add(1, std::memory_order_relaxed); }
    static void release(Object* object);

    struct Words {
        std::int64_t low;
        std::int64_t high;
    };
    union Payload {
        Words words;
        Decimal number;
        char text[16];
        Object* object;
        constexpr Payload() : words{0, 0} {}
    };
    Kind kind_ = Kind::kNull;
    bool heap_ = false;
    std::uint8_t small_ = 0;  // boolean, length of an inline string, or Zone::fixed
    std::int32_t extra_ = 0;  // Zone::offset
    Payload payload_;
};
static_assert(sizeof(Value) == 24);

struct RangeView {
    const Value& low;  // null: unbounded
    const Value& high;
    bool low_closed;
    bool high_closed;
};

// FEEL's "=": nothing (FEEL null) for values of different kinds, except that null may be compared with anything.
[[nodiscard]] std::optional<bool> equal(const Value& a, const Value& b);
// FEEL's "<": negative, zero, positive; nothing if the kinds differ or have no order.
[[nodiscard]] std::optional<int> compare(const Value& a, const Value& b);
// A total order over all values for sorting and grouping: null first, then by kind, then by value.
[[nodiscard]] int total_order(const Value& a, const Value& b);
[[nodiscard]] std::size_t hash(const Value& value);  // agrees with operator==

// JSON: numbers keep their digits, dates, times and durations are ISO 8601 strings, ranges FEEL text, functions null.
[[nodiscard]] json::Value to_json(const Value& value);
// `type` says which strings are dates and so on and wraps nothing else; a text that does not read as its type gives
// null.
[[nodiscard]] Value from_json(const json::Value& value, const Type& type);
[[nodiscard]] Value from_json(const json::Value& value);

}  // namespace fw::feel
