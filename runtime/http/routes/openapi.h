// The parts of /openapi.json.
#pragma once

#include "engine/compile/program.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {

// The members of schemas/http.json: the shapes that do not depend on what is deployed.
[[nodiscard]] const json::Value& shapes();
void write_shapes(JsonWriter& out);

// "sales.contract", "sales.contract.input", ".patch" and ".page", as members of an object: the fields that the caller
// may read.
void write_entity_schemas(JsonWriter& out, const compile::Entity& entity, const access::Caller& caller);

}  // namespace fw::http::routes
