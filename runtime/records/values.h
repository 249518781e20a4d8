// One field's value in its four forms: JSON (what clients send and get), FEEL (what expressions and drafts hold),
// storage parameter, and column of a row.
//
// In a draft a reference is a FEEL string with the id's digits; an empty text is null everywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/feel/value.h"
#include "engine/json/value.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::records {

using compile::Entity;
using compile::Field;
using storage::Id;

// The value a client sent, or what is wrong with it: REC-002 (type), REC-003 (digits or range), REC-004 (date that does
// not exist …). Length, options and rules come later (validate.h).
[[nodiscard]] Result<feel::Value> from_json(const Field& field, const json::Value& json, const feel::Zone& zone);

// A result of FEEL fitted to the field: numbers rounded half to even to its scale, dates with a time cut, contexts of
// records to their id. Nothing if it does not fit.
[[nodiscard]] std::optional<feel::Value> fitted(const Field& field, const feel::Value& value);

[[nodiscard]] storage::Value to_storage(const Field& field, const feel::Value& value);
[[nodiscard]] feel::Value from_row(const Field& field, const storage::Row& row, int column);

// The JSON of a column, straight from the row. References are "123" here (render.h adds titles).
void append_json(std::string& out, const Field& field, const storage::Row& row, int column);
// The JSON of a value of a draft.
void append_json(std::string& out, const Field& field, const feel::Value& value);

[[nodiscard]] feel::Value moment(storage::DateTime time);  // as FEEL's date and time in UTC
[[nodiscard]] std::optional<storage::DateTime> moment(const feel::Value& value, const feel::Zone& zone);
[[nodiscard]] Id reference_id(const feel::Value& value);  // 0 for null and what is no id
[[nodiscard]] feel::Value reference_value(Id id);         // null for 0

// A diagnostic of a field: `element` is what clients show it at ("lines[2].quantity").
[[nodiscard]] Diagnostic field_error(std::string code, const Text& text, std::string element);

}  // namespace fw::records
