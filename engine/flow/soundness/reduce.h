// Local reductions that keep soundness, and unsoundness, as they are. What is made of blocks (the bonds and polygons of
// its structure tree) shrinks to one edge in linear time; what is left is the irreducible rest.
#pragma once

#include "engine/flow/soundness/graph.h"

namespace fw::soundness {

// All ends become one inclusive sink (implicit termination); terminate ends count as plain ones. `graph`: of nodes
// that either join or split (compress.h).
// A block-structured graph becomes the start, the sink and one edge.
[[nodiscard]] Graph reduce(Graph graph);

// How many nodes are left between the start and the sink.
[[nodiscard]] std::uint32_t left_after(const Graph& reduced);

}  // namespace fw::soundness
