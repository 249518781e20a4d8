#include "engine/flow/soundness/simulate.h"

#include <algorithm>

#include "engine/flow/soundness/explore.h"

namespace fw::soundness {

namespace {

constexpr int kRuns = 60;

class Simulation {
  public:
    Simulation(const Game& game, const Suspicion& suspicion, std::uint64_t& work)
        : game_(game), suspicion_(suspicion), work_(work), wish_(game.graph().edges.size(), 0) {
        for (const EdgeId edge : suspicion.lead.avoid) wish(edge, -1);
        for (const EdgeId edge : suspicion.lead.choose) wish(edge, 2);
        if (suspicion.node != kNothing) lead_to(suspicion.node);
        for (const EdgeId edge : suspicion.hold) {
            if (suspicion.node == kNothing && edge != kNothing) lead_to(game.graph().edges[edge].from);
        }
        held_.assign(game.graph().nodes.size(), false);
        for (const EdgeId edge : suspicion.hold) {
            if (edge != kNothing) held_[game.graph().edges[edge].to] = true;
        }
        hopeful_ = game.graph().finishing();
    }

    std::optional<Finding> find() {
        for (int i = 0; i < kRuns; ++i) {
            // Every third run goes by chance alone: the lead may not know of what stands in its way.
            led_ = i % 3 != 2;
            if (run()) return std::move(made_);
            if (work_ == 0) break;
        }
        return std::nullopt;
    }

  private:
    void wish(EdgeId edge, std::int8_t value) {
        if (edge != kNothing) wish_[edge] = value;
    }
    // Where nothing else is said, a shortest way to the node is taken.
    void lead_to(NodeId target) {
        const Graph& graph = game_.graph();
        std::vector<EdgeId> by(graph.nodes.size(), kNothing);
        std::vector<NodeId> queue{graph.start};
        for (std::size_t next = 0; next < queue.size(); ++next) {
            for (const EdgeId edge : graph.nodes[queue[next]].out) {
                const NodeId to = graph.edges[edge].to;
                if (to == graph.start || by[to] != kNothing) continue;
                by[to] = edge;
                queue.push_back(to);
            }
        }
        for (NodeId at = target; by[at] != kNothing; at = graph.edges[by[at]].from) {
            if (wish_[by[at]] == 0) wish_[by[at]] = 1;
        }
    }
    void spend(std::uint64_t units) { work_ -= std::min(work_, units); }

    bool run() {
        marking_ = game_.initial();
        path_.clear();
        agenda_.assign(1, game_.graph().start);
        const std::size_t limit = 6 * game_.graph().edges.size() + 200;
        while (path_.size() < limit && work_ > 0) {
            const NodeId node = pick();
            if (node == kNothing) return stopped();
            act(node);
            if (suspicion_.kind == Kind::kDeadNode && node == suspicion_.node) return found(Kind::kDeadNode);
            if (const Kind* kind = faulty()) return found(*kind);
        }
        return false;
    }

    // The node that acts next; held ones when nothing else can.
    NodeId pick() {
        for (const bool holding : {true, false}) {
            std::vector<NodeId> ready;
            std::erase_if(agenda_, [&](NodeId node) {
                spend(game_.graph().nodes[node].in.size() + 2);
                if (!game_.enabled(marking_, node)) return true;
                if (!holding || !held_[node]) ready.push_back(node);
                return false;
            });
            add_inclusive(holding, ready);
            if (!ready.empty()) return ready[random_() % ready.size()];
        }
        return kNothing;
    }

    // What an inclusive join waits for may change far away from it.
    void add_inclusive(bool holding, std::vector<NodeId>& ready) {
        if (!ready.empty()) return;
        for (NodeId node = 0; node < game_.graph().nodes.size(); ++node) {
            const Node& here = game_.graph().nodes[node];
            if (here.join != Logic::kSome || here.in.size() < 2 || (holding && held_[node])) continue;
            spend(game_.graph().edges.size());
            if (game_.enabled(marking_, node)) ready.push_back(node);
        }
    }

    void act(NodeId node) {
        const Node& here = game_.graph().nodes[node];
        Game::Move move{node, kNothing, 0};
        if (here.in.size() > 1 && here.join == Logic::kOne) {
            std::vector<EdgeId> full;
            for (const EdgeId edge : here.in) {
                if (marking_[edge] > 0) full.push_back(edge);
            }
            move.from = full[random_() % full.size()];
        }
        if (here.out.size() > 1 && here.split != Logic::kAll) move.way = way(node);
        path_.push_back(game_.step(marking_, move));
        spend(20 + path_.back().put.size() * 4);
        if (!game_.play(marking_, move)) work_ = 0;
        for (const EdgeId edge : path_.back().put) {
            const NodeId to = game_.graph().edges[edge].to;
            if (std::find(agenda_.begin(), agenda_.end(), to) == agenda_.end()) agenda_.push_back(to);
        }
        if (std::find(agenda_.begin(), agenda_.end(), node) == agenda_.end()) agenda_.push_back(node);
    }

    std::uint32_t way(NodeId node) {
        const Node& here = game_.graph().nodes[node];
        std::vector<std::uint32_t> best;
        int wanted = -2;
        for (std::uint32_t i = 0; i < here.out.size(); ++i) {
            const int value = led_ ? wish_[here.out[i]] : 0;
            if (value > wanted) best.clear();
            if (value < wanted) continue;
            wanted = value;
            best.push_back(i);
        }
        if (here.split == Logic::kOne) return best[random_() % best.size()];
        std::uint32_t ways = 0;
        for (const std::uint32_t each : best) {
            if (each < 31 && (wanted > 0 || random_() % 2 == 0)) ways |= 1U << each;
        }
        return ways == 0 ? 1U << (best[random_() % best.size()] % 31) : ways;
    }

    const Kind* faulty() {
        static constexpr Kind kCrowd = Kind::kLackOfSynchronisation, kTwice = Kind::kImproperCompletion,
                              kLive = Kind::kLivelock;
        for (const EdgeId edge : path_.back().put) {
            if (marking_[edge] > 1) {
                made_.node = game_.graph().edges[edge].from;
                return &kCrowd;
            }
            if (!hopeful_[game_.graph().edges[edge].to]) {
                made_.node = game_.graph().edges[edge].to;
                return &kLive;
            }
        }
        if (!game_.graph().ends(path_.back().node)) return nullptr;
        made_.node = game_.ended_twice(marking_);
        return made_.node == kNothing ? nullptr : &kTwice;
    }

    bool stopped() {
        const std::vector<EdgeId> left = game_.tokens(marking_);
        spend(game_.graph().edges.size());
        if (left.empty()) return false;
        made_.node = game_.graph().edges[left.front()].to;
        for (const EdgeId edge : left) {
            if (game_.graph().edges[edge].to == suspicion_.node) made_.node = suspicion_.node;
        }
        return found(Kind::kDeadlock);
    }

    bool found(Kind kind) {
        made_.kind = kind;
        made_.path = path_;
        made_.marking = game_.tokens(marking_);
        return true;
    }

    const Game& game_;
    const Suspicion& suspicion_;
    std::uint64_t& work_;
    std::vector<std::int8_t> wish_;
    std::vector<bool> held_, hopeful_;
    std::mt19937 random_{12345};
    bool led_ = true;
    Game::Marking marking_;
    std::vector<NodeId> agenda_;
    std::vector<Step> path_;
    Finding made_;
};

}  // namespace

std::optional<Finding> find_run(const Game& game, const Suspicion& suspicion, std::uint64_t& work) {
    return Simulation(game, suspicion, work).find();
}

}  // namespace fw::soundness
