// Decision models of our JSON kind `decision` (docs/models.md).
#pragma once

#include <functional>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/decision/definitions.h"
#include "engine/model/pack.h"

namespace fw::decision {

// The qualified id of the decision model a reference leads to ("base.rates"), or "" after saying that there is none.
using FindModel = std::function<std::string(const json::Value& written, const std::string& element)>;

// Reads a document that satisfies its descriptor. Places are ranges of the document's text, without lines. Mistakes the
// descriptor cannot see (cells that are no strings) go to `out`.
[[nodiscard]] Definitions read_json(const model::Document& document, const std::string& id, const FindModel& find,
                                    Diagnostics& out);
// The namespace of a model of that id without one of its own.
[[nodiscard]] std::string namespace_of(const std::string& id);

}  // namespace fw::decision
