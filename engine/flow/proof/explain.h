// Findings in words.
#pragma once

#include "engine/flow/proof/outcomes.h"
#include "engine/flow/proof/proof.h"

namespace fw::flow {

// Fills `text` and `hint`.
void explain(const Flow& flow, const Outcomes& outcomes, FlowFinding& finding);

[[nodiscard]] Text undecided_text(const soundness::Verdict& verdict);
// A complex gateway that may wait for more ways than arrive.
[[nodiscard]] Text too_few_text(const Flow& flow, NodeIndex gateway);
// An inclusive join that may go on before what is late at a complex gateway (reached_past_complex).
[[nodiscard]] Text late_text(const Flow& flow, NodeIndex join);

}  // namespace fw::flow
