// schemas/http.json, embedded: people read and change it as JSON.
#include "engine/base/check.h"
#include "engine/base/embed.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/http/routes/openapi.h"

FW_EMBED(http_schemas, FW_HTTP_SCHEMAS_FILE)

namespace fw::http::routes {

const json::Value& shapes() {
    static const json::Value kShapes = [] {
        const auto file = json::read(http_schemas());
        FW_CHECK(file && file->find("schemas") != nullptr);
        return *file->find("schemas");
    }();
    return kShapes;
}

void write_shapes(JsonWriter& out) {
    for (const json::Member& shape : shapes().members()) out.key(shape.key).raw(json::write_compact(shape.value));
}

}  // namespace fw::http::routes
