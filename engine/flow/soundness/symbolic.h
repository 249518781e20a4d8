// Symbolic execution of a workflow graph without loops (Favre, Völzer: Symbolic Execution of Acyclic Workflow Graphs,
// BPM 2010), in quadratic time, inclusive gateways included.
//
// Each edge carries a label: the outcomes (edges behind exclusive and inclusive splits, and the start) of which at
// least one is taken exactly in those runs in which the edge gets a token. Labels with the same closure are equivalent,
// so a parallel join is free of deadlock if and only if its edges in have the same closure. Beside the labels goes the
// concurrency relation: an exclusive join lacks synchronisation if two of its edges in can hold tokens together.
#pragma once

#include <vector>

#include "engine/flow/soundness/verdict.h"

namespace fw::soundness {

// How runs are led to what is suspected: by tag of edges (of the compressed graph).
struct Lead {
    std::vector<EdgeId> choose;  // splits take these
    std::vector<EdgeId> avoid;   // and not these
};

struct Suspicion {
    Kind kind = Kind::kDeadlock;
    // Dead node: nothing is wrong if one run in which it acts is found.
    NodeId node = kNothing;    // tag: in the compressed graph; kNothing: made up by the opening of a loop
    std::vector<EdgeId> hold;  // tags: tokens are kept here until a second one comes
    Lead lead;
};

// Needs a graph without loops in which everything can be reached. Nothing is found if and only if it is sound.
// Terminate ends are taken as such.
[[nodiscard]] std::vector<Suspicion> execute(const Graph& graph);

}  // namespace fw::soundness
