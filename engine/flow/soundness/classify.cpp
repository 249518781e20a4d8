#include <algorithm>

#include "engine/flow/soundness/components.h"
#include "engine/flow/soundness/explore.h"

namespace fw::soundness {

namespace {

class Classifier {
  public:
    Classifier(const Game& game, const States& states) : game_(game), states_(states) {}

    std::vector<Finding> classify() {
        crowds();
        stuck();
        dead();
        return std::move(found_);
    }

  private:
    [[nodiscard]] const Graph& graph() const { return game_.graph(); }

    bool known(Kind kind, NodeId node) const {
        return std::any_of(found_.begin(), found_.end(),
                           [&](const Finding& each) { return each.kind == kind && each.node == node; });
    }

    Finding& add(Kind kind, NodeId node, std::uint32_t state) {
        Finding made;
        made.kind = kind;
        made.node = node;
        made.path = path_to(game_, states_, state);
        made.marking = game_.tokens(states_.markings[state]);
        found_.push_back(std::move(made));
        return found_.back();
    }

    // Two tokens on an edge, an end reached twice: the first marking in which it is so.
    void crowds() {
        for (std::uint32_t i = 0; i < states_.states.size(); ++i) {
            const std::uint32_t parent = states_.states[i].parent;
            const bool first = states_.states[i].tainted && (parent == kNothing || !states_.states[parent].tainted);
            if (first) {
                const EdgeId edge = crowded(game_, states_.markings[i]);
                const NodeId from = graph().edges[edge].from;
                if (!known(Kind::kLackOfSynchronisation, from)) add(Kind::kLackOfSynchronisation, from, i);
            }
            const NodeId end = game_.ended_twice(states_.markings[i]);
            if (end != kNothing && !known(Kind::kImproperCompletion, end)) add(Kind::kImproperCompletion, end, i);
        }
    }

    // Markings from which the instance cannot be over any more, those first that nothing leads out of.
    void stuck() {
        Graph steps;
        steps.nodes.resize(states_.states.size());
        for (const auto& [from, to] : states_.steps) steps.connect(from, to);
        const std::vector<bool> hopeful = can_finish(steps);
        if (std::all_of(hopeful.begin(), hopeful.end(), [](bool each) { return each; })) return;
        const Components parts = components_of(steps);
        std::vector<std::uint32_t> first(parts.members.size(), kNothing);
        for (std::uint32_t i = 0; i < hopeful.size(); ++i) {
            if (hopeful[i] || states_.states[i].tainted) continue;
            const std::uint32_t part = parts.of[i];
            if (first[part] == kNothing) first[part] = i;
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> ordered;  // shortest paths first
        for (std::uint32_t part = 0; part < first.size(); ++part) {
            if (first[part] != kNothing && bottom(steps, parts, part)) ordered.emplace_back(first[part], part);
        }
        std::sort(ordered.begin(), ordered.end());
        for (const auto& [state, part] : ordered) describe(steps, parts.members[part], state);
    }

    std::vector<bool> can_finish(const Graph& steps) const {
        std::vector<bool> hopeful(states_.states.size(), false);
        std::vector<std::uint32_t> queue;
        for (std::uint32_t i = 0; i < hopeful.size(); ++i) {
            if (!states_.states[i].pruned && !game_.over(states_.markings[i])) continue;
            hopeful[i] = true;
            queue.push_back(i);
        }
        while (!queue.empty()) {
            const std::uint32_t at = queue.back();
            queue.pop_back();
            for (const EdgeId edge : steps.nodes[at].in) {
                const std::uint32_t before = steps.edges[edge].from;
                if (hopeful[before]) continue;
                hopeful[before] = true;
                queue.push_back(before);
            }
        }
        return hopeful;
    }

    static bool bottom(const Graph& steps, const Components& parts, std::uint32_t part) {
        for (const NodeId state : parts.members[part]) {
            for (const EdgeId edge : steps.nodes[state].out) {
                if (parts.of[steps.edges[edge].to] != part) return false;
            }
        }
        return true;
    }

    // What waits in all these markings is in a deadlock; what moves is in a livelock.
    void describe(const Graph& steps, const std::vector<NodeId>& members, std::uint32_t state) {
        std::vector<NodeId> moving;
        std::vector<bool> taken(graph().edges.size(), false);
        for (const NodeId from : members) {
            for (const EdgeId edge : steps.nodes[from].out) note_moves(from, steps.edges[edge].to, moving, taken);
        }
        for (const EdgeId edge : game_.tokens(states_.markings[state])) {
            const NodeId join = graph().edges[edge].to;
            if (!taken[edge] && !known(Kind::kDeadlock, join)) add(Kind::kDeadlock, join, state);
        }
        if (moving.empty()) return;
        std::sort(moving.begin(), moving.end());
        const bool told = std::any_of(moving.begin(), moving.end(), [&](NodeId node) {
            return std::any_of(found_.begin(), found_.end(), [&](const Finding& each) {
                return each.kind == Kind::kLivelock &&
                       (each.node == node || std::count(each.others.begin(), each.others.end(), node) > 0);
            });
        });
        if (told) return;
        Finding& made = add(Kind::kLivelock, moving.front(), state);
        made.others.assign(moving.begin() + 1, moving.end());
    }

    void note_moves(std::uint32_t from, std::uint32_t to, std::vector<NodeId>& moving, std::vector<bool>& taken) {
        std::vector<Game::Move> moves;
        game_.moves(states_.markings[from], moves);
        for (const Game::Move& move : moves) {
            Game::Marking next = states_.markings[from];
            if (!game_.play(next, move) || next != states_.markings[to]) continue;
            for (const EdgeId edge : game_.step(states_.markings[from], move).taken) taken[edge] = true;
            if (std::find(moving.begin(), moving.end(), move.node) == moving.end()) moving.push_back(move.node);
        }
    }

    void dead() {
        const bool all = states_.complete && std::none_of(states_.states.begin(), states_.states.end(),
                                                          [](const States::State& s) { return s.pruned; });
        if (!all) return;
        Finding made;
        made.kind = Kind::kDeadNode;
        for (NodeId node = 0; node < graph().nodes.size(); ++node) {
            const Node& here = graph().nodes[node];
            if (states_.acted[node] || here.silent || (here.in.empty() && here.out.empty())) continue;
            made.node == kNothing ? made.node = node : (made.others.push_back(node), node);
        }
        if (made.node != kNothing) found_.push_back(std::move(made));
    }

    const Game& game_;
    const States& states_;
    std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> classify(const Game& game, const States& states) { return Classifier(game, states).classify(); }

}  // namespace fw::soundness
