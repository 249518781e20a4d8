// A JSON value (RFC 8259) that remembers where it stood in its text. Numbers keep their literal, so no digit is lost;
// members keep their order. The only other file that knows RapidJSON is read.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::json {

enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

struct Member;

// A value type: copies are deep. Ranges are {0, 0} for values that were made, not read.
class Value {
  public:
    Value();
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();

    [[nodiscard]] static Value null() { return {}; }
    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value number(std::int64_t value);
    [[nodiscard]] static Value number_literal(std::string literal);  // a valid JSON number
    [[nodiscard]] static Value string(std::string_view text);
    [[nodiscard]] static Value array();
    [[nodiscard]] static Value object();

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
    [[nodiscard]] bool is_boolean() const { return kind_ == Kind::kBoolean; }
    [[nodiscard]] bool is_number() const { return kind_ == Kind::kNumber; }
    [[nodiscard]] bool is_string() const { return kind_ == Kind::kString; }
    [[nodiscard]] bool is_array() const { return kind_ == Kind::kArray; }
    [[nodiscard]] bool is_object() const { return kind_ == Kind::kObject; }

    // Each asks for its own kind; asking another is a mistake of ours (FW_CHECK).
    [[nodiscard]] bool as_boolean() const;
    [[nodiscard]] const std::string& as_string() const;
    [[nodiscard]] const std::string& literal() const;  // of a number
    [[nodiscard]] const std::vector<Value>& items() const;
    [[nodiscard]] std::vector<Value>& items();
    [[nodiscard]] const std::vector<Member>& members() const;
    [[nodiscard]] std::vector<Member>& members();

    [[nodiscard]] std::optional<std::int64_t> as_int64() const;  // nothing if not a whole number in range

    // Objects: the value of a key, or null pointer. Other kinds: always null pointer.
    [[nodiscard]] const Value* find(std::string_view key) const;
    [[nodiscard]] Value* find(std::string_view key);
    // The text of a string member, or `fallback` where it is missing or no string.
    [[nodiscard]] std::string_view string_or(std::string_view key, std::string_view fallback = {}) const;
    // Adds or replaces a member, keeping its place; makes a null value an object.
    Value& set(std::string_view key, Value value);
    void erase(std::string_view key);
    // Adds to an array; makes a null value an array.
    Value& push(Value value);

    [[nodiscard]] Range range() const { return range_; }
    void set_range(Range range) { range_ = range; }

    // Same kind and content; numbers by their literals, objects in any order; ranges do not count.
    bool operator==(const Value& other) const;

  private:
    friend class Builder;
    Kind kind_ = Kind::kNull;
    bool boolean_ = false;
    Range range_;
    std::string text_;  // string content or number literal
    std::vector<Value> items_;
    std::vector<Member> members_;
};

struct Member {
    std::string key;
    Value value;
    Range key_range;
};

}  // namespace fw::json
