// What a route takes, as it declares it in JSON Schema: the same text describes it in /openapi.json and refuses what
// does not fit. Of JSON Schema the routes use type, enum, properties, required, additionalProperties, items, minItems,
// maxItems, minimum, maximum, oneOf, anyOf, format "id" (an id as a text), and $ref into schemas/http.json.
//
// "x-actions" lists the values of the route's {action} for which a member, or one of several alternatives, is meant.
// Null counts as not given where a member may be left out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"

namespace fw::http::routes {

// Immutable; may be asked from many threads.
class Shape {
  public:
    Shape() = default;                          // whatever there is
    explicit Shape(const std::string& schema);  // "" is the same; a schema of ours that cannot be read is our mistake

    // Everything that is wrong, each with its place ("packs[0].id") and what is expected there, as `code`.
    [[nodiscard]] Diagnostics check(const json::Value& value, std::string_view action, const std::string& code) const;

    // The same for a text of an address: numbers and booleans as they are written there. An empty text or name is not
    // given. HTTP-400.
    [[nodiscard]] std::optional<Diagnostic> check_text(std::string_view name, std::string_view text) const;

  private:
    json::Value schema_;
};

}  // namespace fw::http::routes
