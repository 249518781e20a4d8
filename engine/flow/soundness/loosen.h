// Loops. In a sound workflow graph a loop is left by one token alone: whenever a token stands at an exit of a strongly
// connected component, no other token is in it or can still come. So the component can be opened at its exits: what
// remains of the graph has one loop less, and one round of the loop, from an exit to the next, is a graph of its own.
// The graph is sound if and only if both are (the proof is in docs/proof.md; the idea is that of Prinz, Choi and Ha,
// Soundness Unknotted, 2025). Done until no loop is left; then symbolic execution decides.
#pragma once

#include <vector>

#include "engine/flow/soundness/symbolic.h"

namespace fw::soundness {

struct Examined {
    std::vector<Suspicion> suspicions;
    bool undecided = false;  // inclusive joins in a loop: only an exploration can say whether something is wrong
    std::uint32_t loops = 0;
};

// Needs a graph of nodes that either join or split (compress.h) in which everything can be reached.
[[nodiscard]] Examined examine(Graph graph);

}  // namespace fw::soundness
