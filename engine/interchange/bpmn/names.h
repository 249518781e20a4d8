// Technical names for the ids of BPMN files.
#pragma once

#include <string_view>

#include "engine/model/technical_names.h"

namespace fw::bpmn {

using model::Names;
using model::technical_name;

// Names that expressions of a flow have already: no variable is called so.
[[nodiscard]] bool is_reserved(std::string_view name);

}  // namespace fw::bpmn
