// FEEL's static types (DMN 1.5, 10.3.1.2 and 7.3.3): what the checker knows about an expression before it runs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/value.h"

namespace fw::feel {

enum class TypeKind : std::uint8_t {
    kAny,
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

struct RecordType;

// A small value; nested parts are shared. kAny is what is not known; it fits everywhere.
class Type {
  public:
    constexpr Type() = default;
    Type(TypeKind kind) : kind_(kind) {}  // NOLINT(google-explicit-constructor): kinds are types

    [[nodiscard]] static Type list(Type element);
    [[nodiscard]] static Type range(Type of);
    [[nodiscard]] static Type function(std::vector<Type> parameters, Type result);
    // A string that is one of these: options of a field, states. Anything else it is treated as a string.
    [[nodiscard]] static Type one_of(const std::vector<std::string>& texts);
    [[nodiscard]] static Type context(std::vector<std::pair<std::string, Type>> fields);
    // A context type owned by the model, which may refer to itself; must outlive all that was compiled against it.
    [[nodiscard]] static Type record(const RecordType* record);

    [[nodiscard]] TypeKind kind() const { return kind_; }
    [[nodiscard]] bool is(TypeKind kind) const { return kind_ == kind; }
    [[nodiscard]] bool is_any() const { return kind_ == TypeKind::kAny; }
    [[nodiscard]] Type element() const;                    // of a list or range; any if unknown
    [[nodiscard]] Type result() const;                     // of a function
    [[nodiscard]] std::vector<Type> parameters() const;    // of a function
    [[nodiscard]] std::vector<std::string> texts() const;  // of a string that is one of some; empty: any
    [[nodiscard]] bool has_parameters() const;             // false: a function of which only that is known
    [[nodiscard]] const RecordType* fields() const;        // of a context; null pointer if unknown
    [[nodiscard]] std::string to_string() const;           // "list<number>", "context<a: string>", a record's name

    // Whether a value of type `from` may stand where this is expected. Any goes both ways; null goes everywhere.
    [[nodiscard]] bool accepts(const Type& from) const;
    // What is known of a value that has either type.
    [[nodiscard]] static Type either(const Type& a, const Type& b);

  private:
    struct Detail;
    TypeKind kind_ = TypeKind::kAny;
    const RecordType* record_ = nullptr;
    std::shared_ptr<const Detail> detail_;
};

struct RecordType {
    struct Field {
        std::string name;
        Type type;
    };
    std::string name;  // "contract"; empty for literal context types
    std::vector<Field> fields;
    [[nodiscard]] const Field* find(std::string_view field) const;
};

// "date and time", "list<number>", "range<date>" …; nothing for names that are no built-in type.
[[nodiscard]] std::optional<TypeKind> type_kind_of(std::string_view name);
[[nodiscard]] std::string_view type_kind_name(TypeKind kind);
[[nodiscard]] TypeKind type_kind_of(Kind kind);

// FEEL's "instance of" (null is an instance of nothing but any and null).
[[nodiscard]] bool is_instance(const Value& value, const Type& type);
// Fits `value` to `type` with the implicit conversions of 10.3.2.9.4: a list of one gives its element, an element gives
// a list of one, a date gives a date and time at midnight UTC. Null if it does not fit; `ok` says whether it did.
[[nodiscard]] Value conform(const Value& value, const Type& type, bool& ok);

}  // namespace fw::feel
