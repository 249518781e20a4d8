// Strongly connected components: the loops of a graph.
#pragma once

#include <vector>

#include "engine/flow/soundness/graph.h"

namespace fw::soundness {

struct Components {
    std::vector<std::uint32_t> of;             // by node: its component, in reverse topological order
    std::vector<std::vector<NodeId>> members;  // by component
    std::vector<bool> loops;                   // by component: whether it holds a circle
};

[[nodiscard]] Components components_of(const Graph& graph);

// The nodes that the start reaches, each before those it leads to. Needs a graph without loops.
[[nodiscard]] std::vector<NodeId> in_order(const Graph& graph);

}  // namespace fw::soundness
