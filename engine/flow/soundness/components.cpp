#include "engine/flow/soundness/components.h"

#include <algorithm>

namespace fw::soundness {

namespace {

// Tarjan's algorithm with a stack of its own: graphs may be deeper than the program's stack.
class Finder {
  public:
    explicit Finder(const Graph& graph)
        : graph_(graph), number_(graph.nodes.size(), 0), low_(graph.nodes.size(), 0), open_(graph.nodes.size(), false) {
        found_.of.assign(graph.nodes.size(), kNothing);
    }

    Components find() {
        for (NodeId node = 0; node < graph_.nodes.size(); ++node) {
            if (number_[node] == 0) visit(node);
        }
        return std::move(found_);
    }

  private:
    struct Frame {
        NodeId node;
        std::size_t next;
    };

    void enter(NodeId node) {
        number_[node] = low_[node] = ++count_;
        open_[node] = true;
        stack_.push_back(node);
        frames_.push_back({node, 0});
    }

    void visit(NodeId root) {
        enter(root);
        while (!frames_.empty()) {
            Frame& frame = frames_.back();
            const NodeId node = frame.node;
            if (frame.next < graph_.nodes[node].out.size()) {
                const NodeId to = graph_.edges[graph_.nodes[node].out[frame.next++]].to;
                if (number_[to] == 0) {
                    enter(to);
                } else if (open_[to]) {
                    low_[node] = std::min(low_[node], number_[to]);
                }
                continue;
            }
            frames_.pop_back();
            if (!frames_.empty()) low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
            if (low_[node] == number_[node]) close(node);
        }
    }

    void close(NodeId root) {
        std::vector<NodeId> members;
        NodeId node = kNothing;
        while (node != root) {
            node = stack_.back();
            stack_.pop_back();
            open_[node] = false;
            found_.of[node] = static_cast<std::uint32_t>(found_.members.size());
            members.push_back(node);
        }
        bool loop = members.size() > 1;
        for (const EdgeId edge : graph_.nodes[root].out) loop = loop || graph_.edges[edge].to == root;
        found_.members.push_back(std::move(members));
        found_.loops.push_back(loop);
    }

    const Graph& graph_;
    std::vector<std::uint32_t> number_, low_;
    std::vector<bool> open_;
    std::uint32_t count_ = 0;
    std::vector<NodeId> stack_;
    std::vector<Frame> frames_;
    Components found_;
};

}  // namespace

Components components_of(const Graph& graph) { return Finder(graph).find(); }

std::vector<NodeId> in_order(const Graph& graph) {
    std::vector<std::uint32_t> missing(graph.nodes.size(), 0);
    for (const Edge& edge : graph.edges) {
        if (edge.from != kNothing && edge.to != kNothing) ++missing[edge.to];
    }
    std::vector<NodeId> order{graph.start};
    for (std::size_t next = 0; next < order.size(); ++next) {
        for (const EdgeId edge : graph.nodes[order[next]].out) {
            const NodeId to = graph.edges[edge].to;
            if (--missing[to] == 0) order.push_back(to);
        }
    }
    return order;
}

}  // namespace fw::soundness
