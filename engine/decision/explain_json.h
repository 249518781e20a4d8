// An outcome as JSON, for `formwork decide` and the HTTP interface.
#pragma once

#include "engine/base/text.h"
#include "engine/decision/decision_model.h"
#include "engine/json/value.h"

namespace fw::decision {

// {"value": …, "warnings": [{"code", "text", "element"}], "explanation": […]}; the last two where there are any.
[[nodiscard]] json::Value to_json(const Outcome& outcome, Language language);

}  // namespace fw::decision
