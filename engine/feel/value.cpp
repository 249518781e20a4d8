#include "engine/feel/value.h"

#include <array>
#include <cstring>
#include <limits>

#include "engine/base/check.h"
#include "engine/feel/function.h"
#include "engine/feel/objects.h"
#include "engine/feel/shape.h"

namespace fw::feel {

using objects::ContextObject;
using objects::ListObject;
using objects::RangeObject;
using objects::StringObject;

std::string_view kind_name(Kind kind) {
    static constexpr std::array<std::string_view, 13> kNames = {"null",
                                                                "boolean",
                                                                "number",
                                                                "string",
                                                                "date",
                                                                "time",
                                                                "date and time",
                                                                "days and time duration",
                                                                "years and months duration",
                                                                "range",
                                                                "list",
                                                                "context",
                                                                "function"};
    return kNames[static_cast<std::size_t>(kind)];
}

void Value::swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(heap_, other.heap_);
    std::swap(small_, other.small_);
    std::swap(extra_, other.extra_);
    std::swap(payload_, other.payload_);
}

void Value::release(Object* object) {
    if (object->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) objects::destroy(object);
}

Value Value::adopt(Object* object) {
    Value v;
    v.kind_ = object->kind;
    v.heap_ = true;
    v.payload_.object = object;
    return v;
}

Value Value::string(std::string_view text) {
    if (text.size() > sizeof(Payload::text)) return adopt(StringObject::make(text));
    Value v;
    v.kind_ = Kind::kString;
    v.small_ = static_cast<std::uint8_t>(text.size());
    if (!text.empty()) std::memcpy(v.payload_.text, text.data(), text.size());
    return v;
}

Value Value::date(Date d) {
    Value v;
    v.kind_ = Kind::kDate;
    v.payload_.words = {d.days, 0};
    return v;
}

Value Value::time(Time t) {
    Value v;
    v.kind_ = Kind::kTime;
    v.small_ = t.zone.fixed ? 1 : 0;
    v.extra_ = t.zone.offset;
    v.payload_.words = {t.nanos, t.zone.id};
    return v;
}

Time Value::as_time() const {
    return {payload_.words.low, {extra_, static_cast<std::uint16_t>(payload_.words.high), small_ != 0}};
}

Value Value::date_time(DateTime t) {
    Value v;
    v.kind_ = Kind::kDateTime;
    v.small_ = t.zone.fixed ? 1 : 0;
    v.extra_ = t.zone.offset;
    v.payload_.words = {t.seconds, (static_cast<std::int64_t>(t.nanos) << 16) | t.zone.id};
    return v;
}

DateTime Value::as_date_time() const {
    return {payload_.words.low,
            static_cast<std::int32_t>(payload_.words.high >> 16),
            {extra_, static_cast<std::uint16_t>(payload_.words.high & 0xFFFF), small_ != 0}};
}

Value Value::days_duration(DaysDuration d) {
    Value v;
    v.kind_ = Kind::kDaysDuration;
    v.payload_.words = {d.seconds, d.nanos};
    return v;
}

DaysDuration Value::as_days_duration() const {
    return {payload_.words.low, static_cast<std::int32_t>(payload_.words.high)};
}

Value Value::years_duration(YearsDuration d) {
    Value v;
    v.kind_ = Kind::kYearsDuration;
    v.payload_.words = {d.months, 0};
    return v;
}

Value Value::list(std::vector<Value> items) {
    ListObject* list = ListObject::make(std::move(items));
    return list == nullptr ? Value() : adopt(list);
}

Value Value::context(std::vector<std::pair<std::string, Value>> entries) {
    std::vector<std::string> keys;
    std::vector<Value> values;
    keys.reserve(entries.size());
    values.reserve(entries.size());
    for (auto& [key, value] : entries) {
        std::size_t at = 0;
        while (at < keys.size() && keys[at] != key) ++at;
        if (at < keys.size()) {
            values[at] = std::move(value);
        } else {
            keys.push_back(std::move(key));
            values.push_back(std::move(value));
        }
    }
    return Shape::make(Shape::of(std::move(keys)), std::move(values));
}

Value Value::range(Value low, bool low_closed, Value high, bool high_closed) {
    return adopt(new RangeObject(std::move(low), low_closed, std::move(high), high_closed));
}

std::string_view Value::as_string() const {
    if (!heap_) return {payload_.text, small_};
    return static_cast<const StringObject*>(payload_.object)->text();
}

std::span<const Value> Value::as_list() const { return static_cast<const ListObject*>(payload_.object)->items; }

ContextView Value::as_context() const {
    const auto* context = static_cast<const ContextObject*>(payload_.object);
    return {*context->shape, context->values.data()};
}

RangeView Value::as_range() const {
    const auto* range = static_cast<const RangeObject*>(payload_.object);
    return {range->low, range->high, range->low_closed, range->high_closed};
}

const Function& Value::as_function() const { return *static_cast<const Function*>(payload_.object); }

const Value* Value::find(std::string_view key) const {
    return kind_ == Kind::kContext ? as_context().find(key) : nullptr;
}

}  // namespace fw::feel
