// JSON Schemas (draft 2020-12) of model kinds, made from their descriptions: editors check and complete with them.
#pragma once

#include "engine/json/value.h"
#include "engine/model/descriptor.h"

namespace fw::model {

// The schema of one kind of file, complete in itself: every element it uses stands in "$defs". Titles and descriptions
// are English; the Chinese ones stand beside them under "x-zh".
[[nodiscard]] json::Value json_schema(const ElementType& kind, const Descriptors& descriptors);

}  // namespace fw::model
