// What a compiled program's decision tables are found to do before they run, and what the tests inside decision models
// say. Asked by `formwork check` and by deployments; not part of compile(), because proving large tables takes time.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/decision/tests.h"
#include "engine/feel/call.h"

namespace fw::compile {

// DMN-101 … DMN-109 over all tables, at their places in the files; errors where a hit policy forbids what was found.
[[nodiscard]] Diagnostics analyse_decisions(const Program& program);

struct TestedDecision {
    const DecisionEntry* decision = nullptr;
    decision::TestReport report;  // failures (DMN-301) at their places in the files
};
// One for each decision model. `options`: the clock and limits.
[[nodiscard]] std::vector<TestedDecision> test_decisions(const Program& program, const feel::EvalOptions& options = {});

}  // namespace fw::compile
