#include <algorithm>

#include "engine/flow/soundness/compress.h"
#include "engine/flow/soundness/explore.h"
#include "engine/flow/soundness/loosen.h"
#include "engine/flow/soundness/reduce.h"
#include "engine/flow/soundness/simulate.h"
#include "engine/flow/soundness/verdict.h"

namespace fw::soundness {

namespace {

// Edges of a compressed graph: above this, looking at every marking is seldom possible.
constexpr std::size_t kLarge = 120;

class Prover {
  public:
    Prover(const Graph& graph, const Limits& limits) : graph_(graph), limits_(limits), work_(limits.work) {}

    Verdict prove() {
        const std::vector<bool> reached = graph_.reachable();
        find_unreachable(reached);
        const Graph part = reached_part(graph_, reached);
        const Compressed compressed = compress(part);
        if (!proved(compressed.graph)) {
            const Game game(compressed.graph);
            explain(part, compressed, game);
        }
        finish();
        return std::move(made_);
    }

  private:
    void find_unreachable(const std::vector<bool>& reached) {
        Finding made;
        made.kind = Kind::kDeadNode;
        for (NodeId node = 0; node < graph_.nodes.size(); ++node) {
            if (reached[node] || graph_.nodes[node].silent) continue;
            made.node == kNothing ? made.node = node : (made.others.push_back(node), node);
        }
        if (made.node != kNothing) made_.findings.push_back(std::move(made));
    }

    // Without looking at single markings. `suspicions_`: where not.
    bool proved(const Graph& compressed) {
        const Graph halves = halved(compressed);
        const Graph rest = reduce(halves);
        made_.left = left_after(rest);
        if (made_.left == 0 && !rest.nodes[rest.start].out.empty() && !waits_for_nothing(rest)) return true;
        if (made_.left != 0) {
            const Examined quick = examine(reached_part(rest, rest.reachable()));
            made_.loops = quick.loops;
            if (quick.suspicions.empty() && !quick.undecided) return true;
            if (quick.undecided && rest_is_sound(rest)) return true;
        }
        Examined exact = examine(halves);
        made_.loops = exact.loops;
        suspicions_ = std::move(exact.suspicions);
        undecided_ = exact.undecided;
        return suspicions_.empty() && !exact.undecided;
    }

    static bool waits_for_nothing(const Graph& graph) {
        return std::any_of(graph.edges.begin(), graph.edges.end(),
                           [](const Edge& edge) { return edge.from == kNothing && edge.to != kNothing; });
    }

    // Inclusive joins in loops: the reduced graph has far fewer markings.
    bool rest_is_sound(const Graph& rest) {
        const Game game(rest);
        Limits half = limits_;
        half.work /= 3;
        const States states = explore(game, half);
        made_.states += static_cast<std::uint32_t>(states.states.size());
        work_ -= std::min(work_, states.work);
        return states.complete && classify(game, states).empty() &&
               std::none_of(states.states.begin(), states.states.end(),
                            [](const States::State& state) { return state.pruned || state.tainted; });
    }

    // Few markings are looked at all; where there are many, runs are searched for first.
    void explain(const Graph& part, const Compressed& compressed, const Game& game) {
        const bool large = compressed.graph.edges.size() > kLarge;
        std::vector<Finding> found;
        if (large) search_runs(game, found);
        Limits half = limits_;
        half.work = found.empty() ? work_ / 2 : work_ / 8;
        const States states = explore(game, half);
        made_.states += static_cast<std::uint32_t>(states.states.size());
        work_ -= std::min(work_, states.work);
        if (states.complete) found.clear();
        for (Finding& each : classify(game, states)) {
            if (!known(found, each)) found.push_back(std::move(each));
        }
        if (!large && !states.complete) search_runs(game, found);
        keep_what_shows(game, found);
        for (const Finding& each : found) keep(part, compressed, each);
        decided_ = states.complete || !found.empty() || all_dismissed_;
    }

    // Engines let a parallel join act as soon as it can. What shows only where one is kept waiting is left out, unless
    // nothing else is wrong.
    static void keep_what_shows(const Game& game, std::vector<Finding>& found) {
        std::vector<Finding> shown, hidden;
        for (Finding& each : found) {
            const bool crowd = each.kind == Kind::kLackOfSynchronisation;
            if (crowd && !join_at_once(game, each)) {
                hidden.push_back(std::move(each));
            } else if (!known(shown, each)) {
                shown.push_back(std::move(each));
            }
        }
        const bool wrong =
            std::any_of(shown.begin(), shown.end(), [](const Finding& each) { return each.kind != Kind::kDeadNode; });
        if (!wrong) shown.insert(shown.end(), hidden.begin(), hidden.end());
        found = std::move(shown);
    }

    static bool known(const std::vector<Finding>& found, const Finding& each) {
        return std::any_of(found.begin(), found.end(),
                           [&](const Finding& other) { return other.kind == each.kind && other.node == each.node; });
    }

    void search_runs(const Game& game, std::vector<Finding>& found) {
        std::size_t dismissed = 0;
        const std::uint64_t share = work_ / (suspicions_.size() + 1) + 1;
        for (const Suspicion& each : suspicions_) {
            std::uint64_t work = std::min(work_, share * 2);
            const std::uint64_t before = work;
            auto run = find_run(game, each, work);
            if (run && run->kind == Kind::kDeadNode) {
                ++dismissed;
            } else if (run) {
                if (!known(found, *run)) found.push_back(std::move(*run));
            }
            work_ -= std::min(work_, before - work);
        }
        all_dismissed_ = !suspicions_.empty() && dismissed == suspicions_.size() && !undecided_;
    }

    void keep(const Graph& part, const Compressed& compressed, const Finding& each) {
        Finding made = expand(part, compressed, each);
        if (each.kind == Kind::kDeadNode) {
            add_dead(part, compressed, made);
            return;
        }
        made_.findings.push_back(std::move(made));
    }

    // Plain nodes are dead where the edges they stand on never have a token: where what comes before is dead.
    void add_dead(const Graph& part, const Compressed& compressed, Finding& made) {
        std::vector<bool> dead(part.nodes.size(), false);
        dead[made.node] = true;
        for (const NodeId node : made.others) dead[node] = true;
        for (EdgeId edge = 0; edge < compressed.chains.size(); ++edge) {
            const NodeId from = compressed.graph.edges[edge].from;
            if (from == kNothing || !dead[compressed.graph.nodes[from].tag]) continue;
            const std::vector<EdgeId>& chain = compressed.chains[edge];
            for (std::size_t i = 0; i + 1 < chain.size(); ++i) dead[part.edges[chain[i]].to] = true;
        }
        Finding* into = nullptr;
        for (Finding& known : made_.findings) {
            if (known.kind == Kind::kDeadNode) into = &known;
        }
        for (NodeId node = 0; node < dead.size(); ++node) {
            if (!dead[node] || graph_.nodes[node].silent) continue;
            if (into == nullptr) {
                Finding fresh;
                fresh.kind = Kind::kDeadNode;
                fresh.node = node;
                made_.findings.push_back(std::move(fresh));
                into = &made_.findings.back();
            } else if (into->node != node &&
                       std::find(into->others.begin(), into->others.end(), node) == into->others.end()) {
                into->others.push_back(node);
            }
        }
    }

    void finish() {
        if (limits_.multiple_tokens) {
            std::erase_if(made_.findings, [](const Finding& each) {
                return each.kind == Kind::kLackOfSynchronisation || each.kind == Kind::kImproperCompletion;
            });
        }
        std::stable_sort(made_.findings.begin(), made_.findings.end(), [](const Finding& a, const Finding& b) {
            return a.kind != b.kind ? a.kind < b.kind : a.node < b.node;
        });
        if (!made_.findings.empty()) {
            made_.answer = Verdict::Answer::kUnsound;
        } else if (!decided_) {
            made_.answer = Verdict::Answer::kNotDecided;
        }
    }

    const Graph& graph_;
    const Limits& limits_;
    std::uint64_t work_;
    Verdict made_;
    std::vector<Suspicion> suspicions_;
    bool undecided_ = false;      // inclusive joins in loops
    bool all_dismissed_ = false;  // what looked like dead nodes acts
    bool decided_ = true;
};

}  // namespace

Verdict prove(const Graph& graph, const Limits& limits) { return Prover(graph, limits).prove(); }

}  // namespace fw::soundness
