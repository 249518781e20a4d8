// What a route's About says of its input, read once and held against every request: the same words describe it in
// /openapi.json.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/router.h"
#include "runtime/http/routes/shape.h"

namespace fw::http::routes {

// Immutable; may be asked from many threads.
class Expects {
  public:
    Expects(Method method, const About& about);

    // 400 where a query parameter is unknown, given twice or of the wrong type; 404 where a part of the path is none of
    // its choices.
    [[nodiscard]] std::optional<Response> refused_address(const Request& request, Language language) const;

    // What is wrong with the body, with places; `body` is null where none was sent.
    [[nodiscard]] Diagnostics refused_body(const Request& request, const json::Value& body) const;

  private:
    using Named = std::pair<std::string, Shape>;

    std::vector<Named> queries_;
    std::vector<std::pair<std::string, std::vector<std::string>>> path_choices_;
    Shape body_;
    std::string code_;
    bool own_queries_, body_needed_, checks_body_;
};

}  // namespace fw::http::routes
