#include "engine/flow/structure/branches.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace fw::flow {

namespace {

// Follows the edges from the start. Each branch knows which ways out of its fork it stands for: one at the fork,
// several after a join of some of them.
class BranchFinder {
  public:
    explicit BranchFinder(Flow& flow)
        : flow_(flow), joined_by_(flow.nodes.size(), kNone), done_(flow.nodes.size(), false) {}

    std::vector<BranchMistake> find() {
        add_branch(kNone, kNone, 0, {});
        enter(0, 0);
        while (!queue_.empty() || !bodies_.empty()) {
            if (queue_.empty()) {
                const auto [body, branch] = bodies_.back();
                bodies_.pop_back();
                enter(body, branch);
                continue;
            }
            const EdgeIndex edge = queue_.back();
            queue_.pop_back();
            arrive(edge);
        }
        find_waiting_joins();
        find_lost_tokens();
        return std::move(mistakes_);
    }

  private:
    using Ways = std::vector<std::uint32_t>;

    BranchIndex add_branch(BranchIndex parent, NodeIndex fork, std::uint32_t depth, Ways ways) {
        flow_.branches.push_back({parent, fork, depth});
        ways_.push_back(std::move(ways));
        return static_cast<BranchIndex>(flow_.branches.size() - 1);
    }

    // A body is entered at one place, or at several which then run beside each other. Event sub-processes run beside
    // everything else.
    void enter(BodyIndex index, BranchIndex branch) {
        const Body& body = flow_.bodies[index];
        const std::vector<NodeIndex>& at = body.entries.empty() ? body.starts : body.entries;
        const bool several = body.entries.size() > 1;
        for (std::uint32_t i = 0; i < at.size(); ++i) {
            if (!done_[at[i]]) leave(at[i], several ? add_branch(branch, body.start, depth(branch) + 1, {i}) : branch);
        }
        for (const NodeIndex each : body.event_sub_processes) {
            leave(each, add_branch(branch, each, depth(branch) + 1, {}));
        }
        for (const NodeIndex each : body.nodes) {
            if (flow_.nodes[each].for_compensation) leave(each, add_branch(branch, each, depth(branch) + 1, {}));
        }
    }

    [[nodiscard]] std::uint32_t depth(BranchIndex branch) const { return flow_.branches[branch].depth; }

    void leave_boundaries(const Node& node, NodeIndex index, BranchIndex branch) {
        for (const NodeIndex each : node.boundaries) {
            const bool beside = !flow_.nodes[each].event->interrupting;
            leave(each, beside ? add_branch(branch, index, depth(branch) + 1, {}) : branch);
        }
        if (node.event == nullptr || node.event->trigger != Trigger::kLink || node.event->target == kNone) return;
        if (!done_[node.event->target]) leave(node.event->target, branch);
    }

    void leave(NodeIndex index, BranchIndex branch) {
        Node& node = flow_.nodes[index];
        node.branch = branch;
        done_[index] = true;
        if (node.inner != kNone) bodies_.emplace_back(node.inner, add_branch(branch, index, depth(branch) + 1, {}));
        leave_boundaries(node, index, branch);
        std::size_t ways = 0;
        for (const EdgeIndex edge : node.out) ways += flow_.edges[edge].on_refused ? 0U : 1U;
        const Routing routing = node.kind->routing;
        const bool forks = ways > 1 && routing != Routing::kExclusive && routing != Routing::kEventBased;
        for (std::uint32_t way = 0; way < node.out.size(); ++way) {
            const bool beside = forks && !flow_.edges[node.out[way]].on_refused;
            const BranchIndex on = beside ? add_branch(branch, index, depth(branch) + 1, {way}) : branch;
            flow_.edges[node.out[way]].branch = on;
            queue_.push_back(node.out[way]);
        }
    }

    void arrive(EdgeIndex edge) {
        const NodeIndex index = flow_.edges[edge].to;
        Node& node = flow_.nodes[index];
        const BranchIndex branch = flow_.edges[edge].branch;
        if (node.kind->ends) {
            ends_.push_back({index, branch});
            if (!done_[index]) leave(index, branch);
        } else if (waits(node)) {
            join(index);
        } else if (!done_[index]) {
            leave(index, branch);
        } else if (node.branch != branch) {
            mistake(BranchMistake::Kind::kSeveralTokens, index, parting(node.branch, branch));
        }
    }

    // Gateways that wait for parallel ways: where they do not wait for all, alternatives may come to them as well.
    [[nodiscard]] static bool waits(const Node& node) {
        const Routing routing = node.kind->routing;
        return node.in.size() > 1 &&
               (routing == Routing::kParallel || routing == Routing::kInclusive || routing == Routing::kComplex);
    }

    void join(NodeIndex index) {
        Node& node = flow_.nodes[index];
        const bool all = node.kind->routing == Routing::kParallel;
        std::vector<BranchIndex> arrived;
        for (const EdgeIndex edge : node.in) {
            const BranchIndex branch = flow_.edges[edge].branch;
            if (branch == kNone) return;  // not all are known yet
            if (all || std::find(arrived.begin(), arrived.end(), branch) == arrived.end()) arrived.push_back(branch);
        }
        if (done_[index]) return;
        if (const auto merged = merge(arrived, index)) {
            leave(index, *merged);
        } else {
            done_[index] = true;
            mistake(BranchMistake::Kind::kDeadlock, index, split_of(node));
        }
    }

    // The branch behind a join; nothing if the ways in are not parallel to each other. Innermost forks first.
    std::optional<BranchIndex> merge(std::vector<BranchIndex> open, NodeIndex join) {
        while (open.size() > 1) {
            const auto deepest = std::max_element(open.begin(), open.end(), [&](BranchIndex a, BranchIndex b) {
                return flow_.branches[a].depth < flow_.branches[b].depth;
            });
            const Branch inner = flow_.branches[*deepest];
            if (inner.fork == kNone) return std::nullopt;
            Ways ways;
            std::vector<BranchIndex> rest;
            for (const BranchIndex each : open) {
                const Branch& branch = flow_.branches[each];
                if (branch.fork != inner.fork || branch.parent != inner.parent) {
                    rest.push_back(each);
                    continue;
                }
                for (const std::uint32_t way : ways_[each]) {
                    if (std::find(ways.begin(), ways.end(), way) != ways.end()) return std::nullopt;
                    ways.push_back(way);
                }
            }
            joined_by_[inner.fork] = join;
            if (ways.size() == flow_.nodes[inner.fork].out.size()) {
                rest.push_back(inner.parent);
            } else if (rest.empty()) {
                rest.push_back(add_branch(inner.parent, inner.fork, inner.depth, std::move(ways)));
            } else {
                return std::nullopt;
            }
            open = std::move(rest);
        }
        return open.front();
    }

    void find_waiting_joins() {
        for (NodeIndex i = 0; i < flow_.nodes.size(); ++i) {
            const Node& node = flow_.nodes[i];
            if (done_[i] || !waits(node)) continue;
            const bool reached = std::any_of(node.in.begin(), node.in.end(),
                                             [&](EdgeIndex e) { return flow_.edges[e].branch != kNone; });
            if (reached) mistake(BranchMistake::Kind::kWaitsForItself, i, i);
        }
    }

    void find_lost_tokens() {
        for (const auto& [end, reached] : ends_) {
            if (flow_.nodes[end].kind->stops != nullptr && flow_.nodes[end].kind->stops(flow_.nodes[end])) continue;
            for (BranchIndex branch = reached; branch != 0 && branch != kNone; branch = flow_.branches[branch].parent) {
                const NodeIndex join = joined_by_[flow_.branches[branch].fork];
                if (join != kNone) mistake(BranchMistake::Kind::kLostToken, end, join);
            }
        }
    }

    // The innermost fork around one branch but not around the other.
    NodeIndex parting(BranchIndex a, BranchIndex b) const {
        NodeIndex fork = flow_.start;
        while (a != b) {
            BranchIndex& deeper = flow_.branches[a].depth >= flow_.branches[b].depth ? a : b;
            fork = flow_.branches[deeper].fork;
            if (flow_.branches[deeper].parent == kNone) break;
            deeper = flow_.branches[deeper].parent;
        }
        return fork == kNone ? flow_.start : fork;
    }

    // Where the first two ways into a node part: the nearest node on both when walking back.
    NodeIndex split_of(const Node& node) const {
        std::vector<bool> behind_first(flow_.nodes.size(), false);
        walk_back(flow_.edges[node.in[0]].from, [&](NodeIndex at) {
            behind_first[at] = true;
            return false;
        });
        NodeIndex split = flow_.start;
        walk_back(flow_.edges[node.in[1]].from, [&](NodeIndex at) {
            if (!behind_first[at]) return false;
            split = at;
            return true;
        });
        return split;
    }

    template <class Visit>
    void walk_back(NodeIndex from, Visit visit) const {
        std::vector<bool> seen(flow_.nodes.size(), false);
        std::vector<NodeIndex> queue{from};
        seen[from] = true;
        for (std::size_t next = 0; next < queue.size(); ++next) {
            if (visit(queue[next])) return;
            for (const EdgeIndex edge : flow_.nodes[queue[next]].in) {
                const NodeIndex before = flow_.edges[edge].from;
                if (!seen[before]) queue.push_back(before);
                seen[before] = true;
            }
        }
    }

    void mistake(BranchMistake::Kind kind, NodeIndex node, NodeIndex other) {
        const bool known = std::any_of(mistakes_.begin(), mistakes_.end(),
                                       [&](const BranchMistake& m) { return m.kind == kind && m.node == node; });
        if (!known) mistakes_.push_back({kind, node, other});
    }

    Flow& flow_;
    std::vector<Ways> ways_;  // by branch
    std::vector<NodeIndex> joined_by_;
    std::vector<bool> done_;
    std::vector<EdgeIndex> queue_;
    std::vector<std::pair<BodyIndex, BranchIndex>> bodies_;  // still to be entered
    std::vector<std::pair<NodeIndex, BranchIndex>> ends_;
    std::vector<BranchMistake> mistakes_;
};

}  // namespace

std::vector<BranchMistake> find_branches(Flow& flow) { return BranchFinder(flow).find(); }

}  // namespace fw::flow
