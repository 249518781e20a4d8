// The tests inside the flows of a program.
#pragma once

#include "engine/compile/program.h"

namespace fw::compile {

// Runs them all; what is not as expected (FLOW-401 …), at the place of its test.
[[nodiscard]] Diagnostics test_flows(const Program& program);

}  // namespace fw::compile
