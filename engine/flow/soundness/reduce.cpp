#include "engine/flow/soundness/reduce.h"

#include <algorithm>

#include "engine/flow/soundness/components.h"

namespace fw::soundness {

namespace {

bool matches(Logic split, Logic join) { return split == join || join == Logic::kSome; }

// An inclusive join in a loop may go on while a token is before a split of which one way leads round to an edge that
// has a token already (BPMN 2.0.2 §13.4.3). Such a marking is gone where two splits have become one.
bool tells_splits_apart(const Graph& graph) {
    const Components components = components_of(graph);
    for (NodeId node = 0; node < graph.nodes.size(); ++node) {
        const Node& here = graph.nodes[node];
        if (here.join == Logic::kSome && here.in.size() > 1 && components.loops[components.of[node]]) return true;
    }
    return false;
}

class Reducer {
  public:
    explicit Reducer(Graph&& graph) : graph_(std::move(graph)), nests_(!tells_splits_apart(graph_)) {}

    Graph reduce() {
        add_sink();
        queued_.assign(graph_.nodes.size(), false);
        seen_.assign(graph_.nodes.size(), kNothing);
        for (NodeId node = 0; node < graph_.nodes.size(); ++node) push(node);
        while (!queue_.empty()) {
            const NodeId node = queue_.back();
            queue_.pop_back();
            queued_[node] = false;
            while (reduce_at(node)) {
            }
        }
        return std::move(graph_);
    }

  private:
    void add_sink() {
        sink_ = graph_.add(Logic::kSome, Logic::kAll);
        for (NodeId node = 0; node < sink_; ++node) {
            if (!graph_.nodes[node].out.empty() || graph_.nodes[node].in.empty()) continue;
            if (graph_.nodes[node].silent) {
                while (!graph_.nodes[node].in.empty()) retarget(graph_.nodes[node].in.back(), sink_);
            } else {
                graph_.connect(node, sink_);
            }
        }
    }

    void push(NodeId node) {
        if (node == kNothing || queued_[node]) return;
        queued_[node] = true;
        queue_.push_back(node);
    }

    void retarget(EdgeId edge, NodeId to) {
        std::erase(graph_.nodes[graph_.edges[edge].to].in, edge);
        graph_.edges[edge].to = to;
        graph_.nodes[to].in.push_back(edge);
    }

    bool reduce_at(NodeId node) {
        const Node& here = graph_.nodes[node];
        if (node == sink_ || here.out.empty()) return false;
        if (node != graph_.start && here.in.size() == 1 && here.out.size() == 1) return pass(node);
        if (here.out.size() > 1) {
            if (bond(node)) return true;
            if (graph_.nodes[node].out.size() > 1) return loop(node) || (nests_ && nested_split(node));
            push(node);  // its last two ways have become one
            return false;
        }
        return node != graph_.start && nested_join(node);
    }

    // A node with one edge in and one out.
    bool pass(NodeId node) {
        const EdgeId in = graph_.nodes[node].in.front(), out = graph_.nodes[node].out.front();
        const NodeId to = graph_.edges[out].to, from = graph_.edges[in].from;
        if (to == node || from == kNothing) return false;
        graph_.disconnect(out);
        retarget(in, to);
        push(from);
        push(to);
        return false;
    }

    // Several edges between a split and a join that fits.
    bool bond(NodeId split) {
        bool found = false;
        const std::vector<EdgeId> out = graph_.nodes[split].out;
        for (const EdgeId edge : out) {
            const NodeId join = graph_.edges[edge].to;
            if (seen_[join] != split) {
                seen_[join] = split;
                continue;
            }
            if (join == split || !matches(graph_.nodes[split].split, graph_.nodes[join].join)) continue;
            graph_.disconnect(edge);
            push(join);
            found = true;
        }
        for (const EdgeId edge : out) {
            if (graph_.edges[edge].to != kNothing) seen_[graph_.edges[edge].to] = kNothing;
        }
        return found && graph_.nodes[split].out.size() > 1;
    }

    // An exclusive split leads straight back to the exclusive join before it.
    bool loop(NodeId split) {
        const Node& here = graph_.nodes[split];
        if (here.split != Logic::kOne || here.in.size() != 1) return false;
        const NodeId join = graph_.edges[here.in.front()].from;
        if (join == kNothing || graph_.nodes[join].join != Logic::kOne || graph_.nodes[join].out.size() != 1 ||
            graph_.nodes[join].in.size() < 2) {
            return false;
        }
        for (const EdgeId edge : here.out) {
            if (graph_.edges[edge].to != join) continue;
            graph_.disconnect(edge);
            push(join);
            push(split);
            return false;
        }
        return false;
    }

    // A split behind one of the same kind.
    bool nested_split(NodeId split) {
        if (graph_.nodes[split].in.size() != 1 || split == graph_.start) return false;
        const EdgeId in = graph_.nodes[split].in.front();
        const NodeId before = graph_.edges[in].from;
        if (before == kNothing || before == split || graph_.nodes[before].out.size() < 2 ||
            graph_.nodes[before].split != graph_.nodes[split].split) {
            return false;
        }
        graph_.disconnect(in);
        for (const EdgeId edge : graph_.nodes[split].out) {
            graph_.edges[edge].from = before;
            graph_.nodes[before].out.push_back(edge);
        }
        graph_.nodes[split].out.clear();
        push(before);
        return false;
    }

    // A join before one of the same kind. Inclusive ones wait for different tokens, so they stay apart.
    bool nested_join(NodeId join) {
        const EdgeId out = graph_.nodes[join].out.front();
        const NodeId after = graph_.edges[out].to;
        const bool same = graph_.nodes[join].join == graph_.nodes[after].join && after != join && after != sink_ &&
                          graph_.nodes[join].in.size() > 1 && graph_.nodes[after].in.size() > 1;
        if (!same || graph_.nodes[join].join == Logic::kSome) return false;
        graph_.disconnect(out);
        for (const EdgeId edge : graph_.nodes[join].in) {
            graph_.edges[edge].to = after;
            graph_.nodes[after].in.push_back(edge);
            push(graph_.edges[edge].from);
        }
        graph_.nodes[join].in.clear();
        push(after);
        return false;
    }

    Graph graph_;
    bool nests_;  // splits may become one
    NodeId sink_ = kNothing;
    std::vector<NodeId> queue_;
    std::vector<bool> queued_;
    std::vector<NodeId> seen_;  // by node: the split that was last seen to lead there
};

}  // namespace

Graph reduce(Graph graph) { return Reducer(std::move(graph)).reduce(); }

std::uint32_t left_after(const Graph& reduced) {
    std::uint32_t left = 0;
    for (const Node& node : reduced.nodes) {
        if (!node.in.empty() && !node.out.empty()) ++left;
    }
    return left;
}

}  // namespace fw::soundness
