// The token game on a workflow graph: what can happen, and what becomes of it. The definition that everything else is
// measured against.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/flow/soundness/verdict.h"

namespace fw::soundness {

class Game {
  public:
    // One byte a place: tokens on each edge, then how often each end was reached (2: more than once), then whether the
    // start is still to act. No more than kFull tokens are told apart.
    using Marking = std::string;
    static constexpr char kFull = 3;

    struct Move {
        NodeId node = 0;
        EdgeId from = kNothing;  // exclusive joins: whose token; else of every edge that has one
        std::uint32_t way = 0;   // exclusive splits: which edge out; inclusive: which of them, as bits
    };

    explicit Game(const Graph& graph);

    [[nodiscard]] Marking initial() const;
    [[nodiscard]] bool over(const Marking& marking) const;  // no token left
    // Everything that could happen now. Inclusive splits of more than eight ways: each alone, and all (exact() is
    // false).
    void moves(const Marking& marking, std::vector<Move>& out) const;
    // False (and the marking is spoilt) where more than kFull tokens would lie on an edge.
    bool play(Marking& marking, const Move& move) const;
    [[nodiscard]] Step step(const Marking& before, const Move& move) const;

    [[nodiscard]] bool enabled(const Marking& marking, NodeId node) const;
    [[nodiscard]] bool has_token(const Marking& marking, EdgeId edge) const { return marking[edge] > 0; }
    [[nodiscard]] std::vector<EdgeId> tokens(const Marking& marking) const;
    [[nodiscard]] NodeId ended_twice(const Marking& marking) const;  // kNothing: no end was
    [[nodiscard]] bool exact() const { return exact_; }
    [[nodiscard]] const Graph& graph() const { return graph_; }

  private:
    [[nodiscard]] bool inclusive_enabled(const Marking& marking, NodeId node) const;
    void add_ways(const Move& move, std::vector<Move>& out) const;
    void find_reach(NodeId join);
    template <class Visit>
    void each_way(const Move& move, Visit visit) const;

    const Graph& graph_;
    std::vector<std::uint32_t> end_;  // by node: its place, kNothing where it is no end
    std::vector<NodeId> ends_;
    // Of inclusive joins, by node: for each edge of the graph the edges in that it leads to, as bits.
    std::vector<std::vector<std::uint64_t>> reach_;
    bool exact_ = true;
};

}  // namespace fw::soundness
