#include "engine/json/value.h"

#include <algorithm>
#include <charconv>

#include "engine/base/check.h"

namespace fw::json {

Value::Value() = default;
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Value Value::boolean(bool value) {
    Value v;
    v.kind_ = Kind::kBoolean;
    v.boolean_ = value;
    return v;
}

Value Value::number(std::int64_t value) { return number_literal(std::to_string(value)); }

Value Value::number_literal(std::string literal) {
    Value v;
    v.kind_ = Kind::kNumber;
    v.text_ = std::move(literal);
    return v;
}

Value Value::string(std::string_view text) {
    Value v;
    v.kind_ = Kind::kString;
    v.text_ = text;
    return v;
}

Value Value::array() {
    Value v;
    v.kind_ = Kind::kArray;
    return v;
}

Value Value::object() {
    Value v;
    v.kind_ = Kind::kObject;
    return v;
}

bool Value::as_boolean() const {
    FW_CHECK(is_boolean());
    return boolean_;
}

const std::string& Value::as_string() const {
    FW_CHECK(is_string());
    return text_;
}

const std::string& Value::literal() const {
    FW_CHECK(is_number());
    return text_;
}

const std::vector<Value>& Value::items() const {
    FW_CHECK(is_array());
    return items_;
}

std::vector<Value>& Value::items() {
    FW_CHECK(is_array());
    return items_;
}

const std::vector<Member>& Value::members() const {
    FW_CHECK(is_object());
    return members_;
}

std::vector<Member>& Value::members() {
    FW_CHECK(is_object());
    return members_;
}

std::optional<std::int64_t> Value::as_int64() const {
    if (!is_number()) return std::nullopt;
    std::int64_t value = 0;
    const char* end = text_.data() + text_.size();
    const auto [stop, error] = std::from_chars(text_.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

const Value* Value::find(std::string_view key) const {
    for (const Member& member : members_) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

Value* Value::find(std::string_view key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

std::string_view Value::string_or(std::string_view key, std::string_view fallback) const {
    const Value* value = find(key);
    return value != nullptr && value->is_string() ? std::string_view(value->text_) : fallback;
}

Value& Value::set(std::string_view key, Value value) {
    if (is_null()) kind_ = Kind::kObject;
    FW_CHECK(is_object());
    if (Value* present = find(key)) {
        *present = std::move(value);
        return *present;
    }
    members_.push_back({std::string(key), std::move(value), {}});
    return members_.back().value;
}

void Value::erase(std::string_view key) {
    FW_CHECK(is_object());
    std::erase_if(members_, [&](const Member& member) { return member.key == key; });
}

Value& Value::push(Value value) {
    if (is_null()) kind_ = Kind::kArray;
    FW_CHECK(is_array());
    items_.push_back(std::move(value));
    return items_.back();
}

bool Value::operator==(const Value& other) const {
    if (kind_ != other.kind_) return false;
    switch (kind_) {
        case Kind::kNull:
            return true;
        case Kind::kBoolean:
            return boolean_ == other.boolean_;
        case Kind::kNumber:
        case Kind::kString:
            return text_ == other.text_;
        case Kind::kArray:
            return items_ == other.items_;
        case Kind::kObject:
            return members_.size() == other.members_.size() &&
                   std::all_of(members_.begin(), members_.end(), [&](const Member& member) {
                       const Value* theirs = other.find(member.key);
                       return theirs != nullptr && member.value == *theirs;
                   });
    }
    return false;
}

}  // namespace fw::json
