// The tests inside the flows of a program, and all that is found out about models before they run.
#pragma once

#include <vector>

#include "engine/compile/program.h"

namespace fw::compile {

struct TestedFlow {
    const flow::Flow* flow = nullptr;
    std::size_t run = 0, passed = 0;
    Diagnostics failures;  // what is not as expected (FLOW-401 …), at the place of its test
};
// One for each flow that has tests.
[[nodiscard]] std::vector<TestedFlow> test_flows(const Program& program);

// What decision tables do and what the tests inside models say, as a deployment and the designer tell it. Tests of
// decisions that fail are errors; those of flows warn, as a threshold is often changed before the tests that name it.
[[nodiscard]] Diagnostics prove_models(const Program& program);

}  // namespace fw::compile
