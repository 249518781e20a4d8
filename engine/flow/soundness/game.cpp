#include "engine/flow/soundness/game.h"

#include <algorithm>

namespace fw::soundness {

namespace {

constexpr std::size_t kManyWays = 8;

}  // namespace

Game::Game(const Graph& graph) : graph_(graph), end_(graph.nodes.size(), kNothing), reach_(graph.nodes.size()) {
    for (NodeId node = 0; node < graph.nodes.size(); ++node) {
        const Node& here = graph.nodes[node];
        if (here.out.empty() && (!here.in.empty() || node == graph.start)) {
            end_[node] = static_cast<std::uint32_t>(graph.edges.size() + ends_.size());
            ends_.push_back(node);
        }
        if (here.join == Logic::kSome && here.in.size() > 1) find_reach(node);
        if (here.split == Logic::kSome && here.out.size() > kManyWays) exact_ = false;
    }
}

// Backwards from each edge in, without passing the join.
void Game::find_reach(NodeId join) {
    const std::vector<EdgeId>& in = graph_.nodes[join].in;
    if (in.size() > 64) {
        exact_ = false;
        return;
    }
    std::vector<std::uint64_t>& reach = reach_[join];
    reach.assign(graph_.edges.size(), 0);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        std::vector<EdgeId> queue{in[i]};
        reach[in[i]] |= bit;
        while (!queue.empty()) {
            const NodeId from = graph_.edges[queue.back()].from;
            queue.pop_back();
            if (from == join || from == kNothing || graph_.nodes[from].stands_for == join) continue;
            for (const EdgeId edge : graph_.nodes[from].in) {
                if ((reach[edge] & bit) != 0) continue;
                reach[edge] |= bit;
                queue.push_back(edge);
            }
        }
    }
}

Game::Marking Game::initial() const {
    Marking marking(graph_.edges.size() + ends_.size() + 1, 0);
    marking.back() = 1;
    return marking;
}

bool Game::over(const Marking& marking) const {
    return marking.back() == 0 &&
           std::all_of(marking.begin(), marking.begin() + static_cast<std::ptrdiff_t>(graph_.edges.size()),
                       [](char tokens) { return tokens == 0; });
}

bool Game::enabled(const Marking& marking, NodeId node) const {
    if (node == graph_.start) return marking.back() > 0;
    const Node& here = graph_.nodes[node];
    const auto marked = [&](EdgeId edge) { return marking[edge] > 0; };
    if (here.in.empty()) return false;
    if (here.in.size() > 1 && here.join == Logic::kAll) return std::all_of(here.in.begin(), here.in.end(), marked);
    if (here.in.size() > 1 && here.join == Logic::kSome) return inclusive_enabled(marking, node);
    return std::any_of(here.in.begin(), here.in.end(), marked);
}

// BPMN 2.0.2 §13.4.3: at least one token has come, and each token elsewhere that could come to an empty edge in could
// also come to one that has its token already.
bool Game::inclusive_enabled(const Marking& marking, NodeId node) const {
    const std::vector<EdgeId>& in = graph_.nodes[node].in;
    if (reach_[node].empty()) return false;
    std::uint64_t full = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (marking[in[i]] > 0) full |= std::uint64_t{1} << i;
    }
    if (full == 0) return false;
    for (EdgeId edge = 0; edge < graph_.edges.size(); ++edge) {
        if (marking[edge] == 0 || graph_.edges[edge].to == node) continue;
        const std::uint64_t reach = reach_[node][edge];
        if ((reach & ~full) != 0 && (reach & full) == 0) return false;
    }
    return true;
}

void Game::add_ways(const Move& move, std::vector<Move>& out) const {
    const Node& here = graph_.nodes[move.node];
    Move made = move;
    if (here.out.size() < 2 || here.split == Logic::kAll) {
        out.push_back(made);
    } else if (here.split == Logic::kOne) {
        for (made.way = 0; made.way < here.out.size(); ++made.way) out.push_back(made);
    } else if (here.out.size() <= kManyWays) {
        for (made.way = 1; made.way < 1U << here.out.size(); ++made.way) out.push_back(made);
    } else {
        for (std::size_t i = 0; i < std::min<std::size_t>(here.out.size(), 31); ++i) {
            made.way = 1U << i;
            out.push_back(made);
        }
        made.way = kNothing;
        out.push_back(made);
    }
}

void Game::moves(const Marking& marking, std::vector<Move>& out) const {
    for (NodeId node = 0; node < graph_.nodes.size(); ++node) {
        if (!enabled(marking, node)) continue;
        const Node& here = graph_.nodes[node];
        if (here.in.size() > 1 && here.join == Logic::kOne) {
            for (const EdgeId edge : here.in) {
                if (marking[edge] > 0) add_ways({node, edge, 0}, out);
            }
        } else {
            add_ways({node, kNothing, 0}, out);
        }
    }
}

template <class Visit>
void Game::each_way(const Move& move, Visit visit) const {
    const Node& here = graph_.nodes[move.node];
    const bool all = here.out.size() < 2 || here.split == Logic::kAll || move.way == kNothing;
    for (std::uint32_t i = 0; i < here.out.size(); ++i) {
        const bool chosen = here.split == Logic::kOne ? i == move.way : i < 32 && ((move.way >> i) & 1U) != 0;
        if (all || chosen) visit(here.out[i]);
    }
}

bool Game::play(Marking& marking, const Move& move) const {
    const Node& here = graph_.nodes[move.node];
    if (move.node == graph_.start) {
        marking.back() = 0;
    } else if (move.from != kNothing) {
        --marking[move.from];
    } else {
        for (const EdgeId edge : here.in) {
            if (marking[edge] > 0) --marking[edge];
        }
    }
    if (here.terminates) {
        std::fill(marking.begin(), marking.begin() + static_cast<std::ptrdiff_t>(graph_.edges.size()), char{0});
    }
    if (end_[move.node] != kNothing) {
        char& reached = marking[end_[move.node]];
        if (!here.silent && reached < 2) ++reached;
        return true;
    }
    bool fits = true;
    each_way(move, [&](EdgeId edge) {
        if (++marking[edge] > kFull) fits = false;
    });
    return fits;
}

Step Game::step(const Marking& before, const Move& move) const {
    Step made;
    made.node = move.node;
    if (move.from != kNothing) {
        made.taken.push_back(move.from);
    } else {
        for (const EdgeId edge : graph_.nodes[move.node].in) {
            if (before[edge] > 0) made.taken.push_back(edge);
        }
    }
    each_way(move, [&](EdgeId edge) { made.put.push_back(edge); });
    return made;
}

std::vector<EdgeId> Game::tokens(const Marking& marking) const {
    std::vector<EdgeId> list;
    for (EdgeId edge = 0; edge < graph_.edges.size(); ++edge) {
        for (char i = 0; i < marking[edge]; ++i) list.push_back(edge);
    }
    return list;
}

NodeId Game::ended_twice(const Marking& marking) const {
    for (const NodeId node : ends_) {
        if (marking[end_[node]] > 1 && !graph_.nodes[node].terminates) return node;
    }
    return kNothing;
}

}  // namespace fw::soundness
