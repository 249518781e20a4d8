// Random workflow graphs, and an oracle that looks at every marking, written without the prover's code.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "engine/flow/soundness/verdict.h"

namespace fw::test {

using GraphRandom = std::mt19937_64;

struct GraphShape {
    std::uint32_t size = 12;    // about how many gateways and tasks
    std::uint32_t changes = 0;  // random edges and kinds of gateways afterwards: 0 stays sound
    bool loops = true;
    bool inclusive = false;
    bool terminates = false;
};

// Made of nested blocks, then changed.
[[nodiscard]] soundness::Graph random_graph(GraphRandom& random, const GraphShape& shape);
// Without any plan: every node has a way to it.
[[nodiscard]] soundness::Graph wild_graph(GraphRandom& random, const GraphShape& shape);
// Sound, but made of no blocks: choices between parallel lanes that cross, `size` nodes.
[[nodiscard]] soundness::Graph woven_graph(GraphRandom& random, std::uint32_t size, bool loops);

[[nodiscard]] std::string graph_text(const soundness::Graph& graph);

// What looking at all markings says.
struct Oracle {
    bool complete = true;  // not more markings than the limit
    bool crowded = false, twice = false, stuck = false;
    std::set<soundness::NodeId> dead;
    [[nodiscard]] bool sound() const { return !crowded && !twice && !stuck && dead.empty(); }
};
[[nodiscard]] Oracle look_at_all(const soundness::Graph& graph, std::size_t limit);

// Empty if the path of the finding can be played from the start and ends where it says; else what is wrong.
[[nodiscard]] std::string replay(const soundness::Graph& graph, const soundness::Finding& finding);

}  // namespace fw::test
