// Findings in words.
#pragma once

#include "engine/flow/proof/proof.h"

namespace fw::flow {

// Fills `text` and `hint`.
void explain(const Flow& flow, FlowFinding& finding);

[[nodiscard]] Text undecided_text(const soundness::Verdict& verdict);

}  // namespace fw::flow
