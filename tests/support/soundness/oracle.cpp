#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "tests/support/soundness/random_graph.h"

namespace fw::test {

namespace {

using soundness::EdgeId;
using soundness::Graph;
using soundness::kNothing;
using soundness::Logic;
using soundness::NodeId;

struct State {
    std::vector<int> tokens;  // by edge
    std::vector<int> ended;   // by node
    bool started = false;
    bool operator<(const State& other) const {
        return std::tie(tokens, ended, started) < std::tie(other.tokens, other.ended, other.started);
    }
    [[nodiscard]] bool over() const {
        return started && std::all_of(tokens.begin(), tokens.end(), [](int n) { return n == 0; });
    }
};

// Whether a way from the edge leads to `target` without coming to `join` before.
bool leads(const Graph& graph, EdgeId edge, EdgeId target, NodeId join, std::vector<bool>& seen) {
    if (edge == target) return true;
    if (seen[edge] || graph.edges[edge].to == join) return false;
    seen[edge] = true;
    for (const EdgeId next : graph.nodes[graph.edges[edge].to].out) {
        if (leads(graph, next, target, join, seen)) return true;
    }
    return false;
}

bool leads(const Graph& graph, EdgeId edge, EdgeId target, NodeId join) {
    std::vector<bool> seen(graph.edges.size(), false);
    return leads(graph, edge, target, join, seen);
}

bool may_act(const Graph& graph, const State& state, NodeId node) {
    const soundness::Node& here = graph.nodes[node];
    if (node == graph.start) return !state.started;
    std::vector<EdgeId> full, empty;
    for (const EdgeId edge : here.in) (state.tokens[edge] > 0 ? full : empty).push_back(edge);
    if (full.empty()) return false;
    if (here.join == Logic::kOne || here.in.size() == 1) return true;
    if (here.join == Logic::kAll) return empty.empty();
    for (EdgeId edge = 0; edge < graph.edges.size(); ++edge) {
        if (state.tokens[edge] == 0 || graph.edges[edge].to == node) continue;
        const auto to = [&](EdgeId in) { return leads(graph, edge, in, node); };
        if (std::any_of(empty.begin(), empty.end(), to) && std::none_of(full.begin(), full.end(), to)) return false;
    }
    return true;
}

void put(const Graph& graph, const State& state, NodeId node, std::vector<State>& out) {
    const soundness::Node& here = graph.nodes[node];
    if (here.out.empty()) {
        State made = state;
        if (!here.silent) made.ended[node] = std::min(2, made.ended[node] + 1);
        if (here.terminates) std::fill(made.tokens.begin(), made.tokens.end(), 0);
        out.push_back(std::move(made));
        return;
    }
    const std::uint32_t all = (1U << here.out.size()) - 1;
    for (std::uint32_t ways = 1; ways <= all; ++ways) {
        if (here.out.size() > 1 && here.split == Logic::kOne && (ways & (ways - 1)) != 0) continue;
        if (here.out.size() > 1 && here.split == Logic::kAll && ways != all) continue;
        State made = state;
        for (std::size_t i = 0; i < here.out.size(); ++i) {
            if (((ways >> i) & 1U) != 0) ++made.tokens[here.out[i]];
        }
        out.push_back(std::move(made));
    }
}

std::vector<State> act(const Graph& graph, const State& state, NodeId node) {
    const soundness::Node& here = graph.nodes[node];
    std::vector<State> out;
    if (node == graph.start) {
        State made = state;
        made.started = true;
        put(graph, made, node, out);
    } else if (here.in.size() == 1 || here.join == Logic::kOne) {
        for (const EdgeId edge : here.in) {
            if (state.tokens[edge] == 0) continue;
            State made = state;
            --made.tokens[edge];
            put(graph, made, node, out);
        }
    } else {
        State made = state;
        for (const EdgeId edge : here.in) made.tokens[edge] -= made.tokens[edge] > 0 ? 1 : 0;
        put(graph, made, node, out);
    }
    return out;
}

State first_state(const Graph& graph) {
    State first;
    first.tokens.assign(graph.edges.size(), 0);
    first.ended.assign(graph.nodes.size(), 0);
    return first;
}

bool crowded(const State& state) {
    return std::any_of(state.tokens.begin(), state.tokens.end(), [](int n) { return n > 1; });
}

// Everything that can be reached from `states` by steps for which `follow` holds.
struct Space {
    std::map<State, std::size_t> number;
    std::vector<State> states;
    std::vector<std::vector<std::size_t>> before;
    std::vector<bool> cut;
};

}  // namespace

Oracle look_at_all(const Graph& graph, std::size_t limit) {
    Oracle made;
    Space space;
    std::vector<bool> acted(graph.nodes.size(), false), safe;
    const auto add = [&](State&& state, bool is_safe) {
        const auto [at, fresh] = space.number.try_emplace(state, space.states.size());
        if (fresh) {
            space.states.push_back(std::move(state));
            space.before.emplace_back();
            space.cut.push_back(false);
            safe.push_back(is_safe);
        }
        return at->second;
    };
    add(first_state(graph), true);
    // First what can be reached without two tokens on an edge, then the rest.
    for (const bool clean : {true, false}) {
        for (std::size_t i = 0; i < space.states.size(); ++i) {
            if (space.states.size() > limit) {
                made.complete = false;
                return made;
            }
            if (safe[i] != clean) continue;
            for (NodeId node = 0; node < graph.nodes.size(); ++node) {
                const State here = space.states[i];
                if (!may_act(graph, here, node)) continue;
                acted[node] = true;
                for (State& next : act(graph, here, node)) {
                    const bool full = std::any_of(next.tokens.begin(), next.tokens.end(), [](int n) { return n > 3; });
                    if (full) {
                        space.cut[i] = true;
                        continue;
                    }
                    made.crowded = made.crowded || crowded(next);
                    for (NodeId n = 0; n < graph.nodes.size(); ++n) {
                        made.twice = made.twice || (next.ended[n] > 1 && !graph.nodes[n].terminates);
                    }
                    const bool next_safe = safe[i] && !crowded(next);
                    space.before[add(std::move(next), next_safe)].push_back(i);
                }
            }
        }
    }
    std::vector<bool> hope(space.states.size(), false);
    std::vector<std::size_t> queue;
    for (std::size_t i = 0; i < space.states.size(); ++i) {
        if (!space.states[i].over() && !space.cut[i] && !crowded(space.states[i])) continue;
        hope[i] = true;
        queue.push_back(i);
    }
    for (std::size_t k = 0; k < queue.size(); ++k) {
        for (const std::size_t before : space.before[queue[k]]) {
            if (!hope[before]) queue.push_back(before);
            hope[before] = true;
        }
    }
    for (std::size_t i = 0; i < space.states.size(); ++i) made.stuck = made.stuck || (safe[i] && !hope[i]);
    const bool cut = std::any_of(space.cut.begin(), space.cut.end(), [](bool each) { return each; });
    for (NodeId node = 0; node < graph.nodes.size(); ++node) {
        if (!acted[node] && !graph.nodes[node].silent && !cut) made.dead.insert(node);
    }
    return made;
}

std::string replay(const Graph& graph, const soundness::Finding& finding) {
    State state = first_state(graph);
    for (std::size_t i = 0; i < finding.path.size(); ++i) {
        const soundness::Step& step = finding.path[i];
        const std::string at = "step " + std::to_string(i) + " of node " + std::to_string(step.node);
        if (!may_act(graph, state, step.node)) return at + " is not possible";
        State wanted = state;
        wanted.started = true;
        for (const EdgeId edge : step.taken) --wanted.tokens[edge];
        for (const EdgeId edge : step.put) ++wanted.tokens[edge];
        if (graph.nodes[step.node].terminates) std::fill(wanted.tokens.begin(), wanted.tokens.end(), 0);
        bool found = false;
        for (State& next : act(graph, state, step.node)) {
            if (next.tokens != wanted.tokens) continue;
            state = std::move(next);
            found = true;
            break;
        }
        if (!found) return at + " does something else";
    }
    std::vector<EdgeId> left;
    for (EdgeId edge = 0; edge < graph.edges.size(); ++edge)
        left.insert(left.end(), static_cast<std::size_t>(state.tokens[edge]), edge);
    if (left != finding.marking) return "the marking is another one";
    if (finding.kind == soundness::Kind::kLackOfSynchronisation && !crowded(state)) return "no edge has two tokens";
    if (finding.kind == soundness::Kind::kImproperCompletion && state.ended[finding.node] < 2)
        return "not reached twice";
    if (finding.kind == soundness::Kind::kDeadlock) {
        bool waits = false;
        for (const EdgeId edge : left) waits = waits || graph.edges[edge].to == finding.node;
        if (!waits || may_act(graph, state, finding.node)) return "nothing waits there";
    }
    return "";
}

}  // namespace fw::test
