// A field type: how its values look in JSON, FEEL and storage. One .cpp each in engine/form/field_types.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "engine/model/descriptor.h"

namespace fw::form {

// How a stored value is kept; runtime/storage maps it to a column type.
enum class Storage : std::uint8_t {
    kNone,
    kText,
    kInteger,
    kDecimal,
    kBoolean,
    kDate,
    kTime,
    kDateTime,
    kReference,
    kJson
};

// The input that clients draw.
enum class Widget : std::uint8_t {
    kText,
    kMultiline,
    kNumber,
    kSwitch,
    kDate,
    kTime,
    kDateTime,
    kChoice,
    kMultiChoice,
    kReference,
    kTable,
    kShown
};

struct FieldType {
    std::string id;                  // "decimal"
    model::ElementType description;  // label, help, icon, own properties (a variant of element "field")
    Storage storage = Storage::kText;
    Widget widget = Widget::kText;
    std::string_view feel_type;  // "number", "string", "date", "context" (references), "list" …
    bool people_write = true;    // false: auto numbers, formulas, roll-ups, lookups
    bool sortable = true;
};

class FieldTypes {
  public:
    void add(FieldType type);
    [[nodiscard]] const FieldType* find(std::string_view id) const;
    [[nodiscard]] const std::map<std::string, FieldType, std::less<>>& all() const { return types_; }

  private:
    std::map<std::string, FieldType, std::less<>> types_;
};

// All field types; made once, then read-only.
[[nodiscard]] const FieldTypes& field_types();

}  // namespace fw::form
