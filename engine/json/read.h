// Reads JSON text into located values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"

namespace fw::json {

// Texts come from users: every limit ends in a diagnostic.
struct ReadLimits {
    std::size_t bytes = 64U << 20U;  // longest text
    std::size_t depth = 200;         // deepest nesting of arrays and objects
};

// The whole text as one value. `file` names the text in diagnostics. Fails with JSON-001 (syntax), JSON-002 (encoding),
// JSON-003 (too deep), JSON-004 (too long) or JSON-005 (the same key twice).
[[nodiscard]] Result<Value> read(std::string_view text, std::string_view file = {}, const ReadLimits& limits = {});

}  // namespace fw::json
