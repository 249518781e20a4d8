// Workflow graphs: the control flow of one scope (a process, a sub-process) without anything else. A token game is
// played on them: tokens lie on edges, nodes take them and put them.
//
//   join  one:  the node acts for each token by itself (exclusive merge, any activity)
//         all:  it waits for a token on each edge in (parallel join)
//         some: it waits while a token elsewhere can still come to an empty edge in (inclusive join, BPMN 2.0.2
//         §13.4.3)
//   split one:  a token on one edge out (exclusive and event-based gateways, an activity and its boundary events)
//         all:  on each (parallel split)
//         some: on at least one (inclusive split)
//
// A node without an edge out is an end: it takes tokens and puts none (BPMN's plain end event). The instance is over
// when no token is left. A terminate end takes all tokens of the scope away at once.
#pragma once

#include <cstdint>
#include <vector>

namespace fw::soundness {

using NodeId = std::uint32_t;
using EdgeId = std::uint32_t;
inline constexpr std::uint32_t kNothing = 0xFFFFFFFFU;

enum class Logic : std::uint8_t { kOne, kAll, kSome };

struct Node {
    Logic join = Logic::kOne;
    Logic split = Logic::kAll;
    bool terminates = false;       // an end that ends the whole scope
    bool silent = false;           // made up: never reported as dead, may end several times
    std::uint32_t tag = kNothing;  // the caller's
    NodeId stands_for = kNothing;  // an inclusive join: who passes here counts as having passed it, in its rule
    std::vector<EdgeId> in, out;
};

struct Edge {
    NodeId from = kNothing;  // kNothing: it never gets a token
    NodeId to = kNothing;    // kNothing: taken out
    std::uint32_t tag = kNothing;
};

struct Graph {
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    NodeId start = 0;  // without edges in; acts once

    NodeId add(Logic join, Logic split, std::uint32_t tag = kNothing);
    EdgeId connect(NodeId from, NodeId to, std::uint32_t tag = kNothing);
    // Takes an edge out of both its nodes; its id stays unused.
    void disconnect(EdgeId edge);

    [[nodiscard]] bool ends(NodeId node) const { return nodes[node].out.empty(); }
    // From the start; against the edges: from all ends.
    [[nodiscard]] std::vector<bool> reachable() const;
    [[nodiscard]] std::vector<bool> finishing() const;
};

// The same without what the start cannot reach. Parallel joins keep their edges from there, as edges from nothing;
// other joins lose them. Ids stay; nodes outside have no edges.
[[nodiscard]] Graph reached_part(const Graph& graph, const std::vector<bool>& reached);

}  // namespace fw::soundness
