// A graph without its plain nodes: only joins, splits, the start and ends are left. What is found there is told in
// terms of the first graph.
#pragma once

#include <vector>

#include "engine/flow/soundness/verdict.h"

namespace fw::soundness {

struct Compressed {
    Graph graph;                              // every node's tag is the first graph's node
    std::vector<std::vector<EdgeId>> chains;  // by edge: the edges it stands for
};

// Needs a graph whose nodes can all be reached.
[[nodiscard]] Compressed compress(const Graph& graph);

// The same with nodes that either join or split. Tags are the ids of the nodes and edges before; of the new edge
// between two halves: kNothing.
[[nodiscard]] Graph halved(const Graph& graph);

// A finding in the compressed graph as one in the first.
[[nodiscard]] Finding expand(const Graph& graph, const Compressed& compressed, const Finding& finding);

}  // namespace fw::soundness
