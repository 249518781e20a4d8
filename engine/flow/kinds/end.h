#pragma once

#include "engine/flow/flow.h"

namespace fw::flow {

// Whether it is an end that shows the flow as refused.
[[nodiscard]] bool ends_refused(const Node& node);

}  // namespace fw::flow
