#include "engine/flow/soundness/explore.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace fw::soundness {

namespace {

class Explorer {
  public:
    Explorer(const Game& game, const Limits& limits) : game_(game), limits_(limits) {
        made_.acted.assign(game.graph().nodes.size(), false);
        made_.complete = game.exact();
    }

    States explore() {
        add(game_.initial(), {});
        for (clean_.push_back(0); !clean_.empty() || !tainted_.empty();) {
            std::vector<std::uint32_t>& queue = clean_.empty() ? tainted_ : clean_;
            std::size_t& next = clean_.empty() ? next_tainted_ : next_clean_;
            if (next == queue.size()) {
                queue.clear();
                next = 0;
                continue;
            }
            const std::uint32_t state = queue[next++];
            if (made_.work > limits_.work || made_.states.size() > limits_.states) {
                made_.states[state].pruned = true;
                made_.complete = false;
                continue;
            }
            expand(state);
        }
        return std::move(made_);
    }

  private:
    std::pair<std::uint32_t, bool> add(Game::Marking&& marking, const States::State& state) {
        const auto [at, added] = known_.try_emplace(marking, static_cast<std::uint32_t>(made_.states.size()));
        if (added) {
            made_.states.push_back(state);
            made_.markings.push_back(std::move(marking));
        }
        return {at->second, added};
    }

    void expand(std::uint32_t state) {
        moves_.clear();
        game_.moves(made_.markings[state], moves_);
        made_.work += 4 * game_.graph().nodes.size();
        for (const Game::Move& move : moves_) {
            made_.work += 20 + made_.markings[state].size() / 4;
            made_.acted[move.node] = true;
            Game::Marking next = made_.markings[state];
            if (!game_.play(next, move)) {
                made_.states[state].pruned = true;
                continue;
            }
            const bool two = crowded(game_, next) != kNothing;
            const bool tainted = made_.states[state].tainted || two;
            const auto [to, fresh] = add(std::move(next), {state, move, false, tainted});
            made_.steps.emplace_back(state, to);
            if (fresh) (tainted ? tainted_ : clean_).push_back(to);
        }
    }

    const Game& game_;
    const Limits& limits_;
    States made_;
    std::unordered_map<Game::Marking, std::uint32_t> known_;
    std::vector<std::uint32_t> clean_, tainted_;
    std::size_t next_clean_ = 0, next_tainted_ = 0;
    std::vector<Game::Move> moves_;
};

// Plays on, and never leaves a parallel join waiting that can act.
class EagerRun {
  public:
    explicit EagerRun(const Game& game) : game_(game), marking_(game.initial()) {}

    bool follow(const std::vector<Step>& path) {
        for (const Step& step : path) {
            if (found()) return true;
            const bool acted = waits_for_all(step.node) && !game_.enabled(marking_, step.node);
            if (acted) continue;
            const auto move = move_of(step);
            if (!move || !play(*move)) return false;
            settle();
        }
        return found() || search();
    }

    void tell(Finding& finding) {
        finding.path = std::move(path_);
        finding.marking = game_.tokens(marking_);
        finding.node = game_.graph().edges[crowded(game_, marking_)].from;
    }

  private:
    [[nodiscard]] bool found() const { return crowded(game_, marking_) != kNothing; }

    [[nodiscard]] bool waits_for_all(NodeId node) const {
        const Node& here = game_.graph().nodes[node];
        return here.join == Logic::kAll && here.in.size() > 1 && here.split == Logic::kAll;  // nothing to choose
    }

    bool play(const Game::Move& move) {
        path_.push_back(game_.step(marking_, move));
        return game_.play(marking_, move);
    }

    void settle() {
        for (bool again = true; again && !found();) {
            again = false;
            for (NodeId node = 0; node < game_.graph().nodes.size() && !again; ++node) {
                again = waits_for_all(node) && game_.enabled(marking_, node) && play({node, kNothing, 0});
            }
        }
    }

    // As it is possible now; a step of an exclusive join may take another token where its own has gone.
    [[nodiscard]] std::optional<Game::Move> move_of(const Step& step) {
        moves_.clear();
        game_.moves(marking_, moves_);
        const Game::Move* other = nullptr;
        for (const Game::Move& move : moves_) {
            if (move.node != step.node) continue;
            const Step made = game_.step(marking_, move);
            if (made.put != step.put) continue;
            if (made.taken == step.taken) return move;
            other = &move;
        }
        if (other == nullptr) return std::nullopt;
        return *other;
    }

    // Breadth first from where the path has led to.
    bool search() {
        constexpr std::size_t kMost = 400;
        struct State {
            Game::Marking marking;
            std::vector<Step> path;
        };
        std::vector<State> queue{{marking_, path_}};
        std::unordered_map<Game::Marking, bool> known{{marking_, true}};
        for (std::size_t next = 0; next < queue.size() && queue.size() < kMost; ++next) {
            std::vector<Game::Move> moves;
            game_.moves(queue[next].marking, moves);
            for (const Game::Move& move : moves) {
                marking_ = queue[next].marking;
                path_ = queue[next].path;
                if (!play(move)) continue;
                settle();
                if (found()) return true;
                if (known.try_emplace(marking_, true).second) queue.push_back({marking_, path_});
            }
        }
        return false;
    }

    const Game& game_;
    Game::Marking marking_;
    std::vector<Step> path_;
    std::vector<Game::Move> moves_;
};

}  // namespace

bool join_at_once(const Game& game, Finding& finding) {
    EagerRun run(game);
    if (!run.follow(finding.path)) return false;
    run.tell(finding);
    return true;
}

EdgeId crowded(const Game& game, const Game::Marking& marking) {
    for (EdgeId edge = 0; edge < game.graph().edges.size(); ++edge) {
        if (marking[edge] > 1) return edge;
    }
    return kNothing;
}

States explore(const Game& game, const Limits& limits) { return Explorer(game, limits).explore(); }

std::vector<Step> path_to(const Game& game, const States& states, std::uint32_t state) {
    std::vector<Step> path;
    for (std::uint32_t at = state; states.states[at].parent != kNothing; at = states.states[at].parent) {
        const std::uint32_t before = states.states[at].parent;
        path.push_back(game.step(states.markings[before], states.states[at].move));
    }
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace fw::soundness
