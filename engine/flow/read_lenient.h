// Flows of models from elsewhere, for looking at them: what cannot be read is left out (a timer without a time, a loop
// without a condition), nothing is refused but edges that lead nowhere. Such a flow may not be run.
#pragma once

#include "engine/flow/flow.h"

namespace fw::flow {

// Fails with FLOW-001, FLOW-002, FLOW-004 and FLOW-005 alone.
[[nodiscard]] Result<Flow> read_flow_lenient(const model::Document& document, const ReadEnv& env);

}  // namespace fw::flow
