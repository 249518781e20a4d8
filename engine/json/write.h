// Writes JSON: compact for wires, canonical for files. Canonical means: members as they stand (the model layer orders
// them by kind), 2 spaces, a short container on one line where it fits, a newline at the end; the same value always
// gives the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "engine/json/value.h"

namespace fw::json {

[[nodiscard]] std::string write_compact(const Value& value);
[[nodiscard]] std::string write_canonical(const Value& value);

// Appends `text` as a JSON string with its quotes. Control characters are escaped; everything else stays UTF-8.
void append_string(std::string& out, std::string_view text);

// Appends {"en": …, "zh": …}.
void append_text(std::string& out, const Text& text);

}  // namespace fw::json
