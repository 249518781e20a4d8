#include "tests/support/soundness/random_graph.h"

#include <algorithm>
#include <vector>

namespace fw::test {

namespace {

using soundness::EdgeId;
using soundness::Graph;
using soundness::Logic;
using soundness::NodeId;

std::uint32_t pick(GraphRandom& random, std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); }

class Builder {
  public:
    Builder(GraphRandom& random, const GraphShape& shape) : random_(random), shape_(shape) {}

    Graph make() {
        graph_.start = graph_.add(Logic::kOne, Logic::kAll);
        const NodeId last = block(graph_.start, shape_.size, true);
        end(last);
        for (std::uint32_t i = 0; i < shape_.changes; ++i) change();
        return std::move(graph_);
    }

  private:
    NodeId node(Logic join, Logic split) { return graph_.add(join, split); }

    void end(NodeId from) {
        const NodeId made = node(Logic::kOne, Logic::kAll);
        graph_.connect(from, made);
        ends_.push_back(made);
    }

    NodeId task(NodeId from) {
        const NodeId made = node(Logic::kOne, Logic::kAll);
        graph_.connect(from, made);
        return made;
    }

    // From `from` on; gives the node that what follows hangs on.
    NodeId block(NodeId from, std::uint32_t size, bool outer) {
        while (size > 0) {
            const std::uint32_t dice = pick(random_, 8);
            if (size < 4 || dice < 2) {
                from = task(from);
                --size;
                continue;
            }
            const std::uint32_t inside = 2 + pick(random_, size - 2);
            if (dice == 2 && shape_.loops) {
                from = loop(from, inside);
            } else if (dice == 3 && outer) {
                from = leave(from);
            } else {
                from = branches(from, inside, outer);
            }
            size -= std::min(size, inside + 1);
        }
        return from;
    }

    NodeId leave(NodeId from) {
        const NodeId split = node(Logic::kOne, Logic::kOne);
        graph_.connect(from, split);
        end(task(split));
        if (shape_.terminates && pick(random_, 2) == 0) graph_.nodes[ends_.back()].terminates = true;
        return task(split);
    }

    NodeId loop(NodeId from, std::uint32_t inside) {
        const NodeId begin = node(Logic::kOne, Logic::kAll);
        graph_.connect(from, begin);
        const NodeId end = node(Logic::kOne, Logic::kOne);
        graph_.connect(block(begin, inside / 2, false), end);
        graph_.connect(block(end, inside / 2, false), begin);
        return end;
    }

    NodeId branches(NodeId from, std::uint32_t inside, bool outer) {
        Logic logic = pick(random_, 2) == 0 ? Logic::kOne : Logic::kAll;
        if (shape_.inclusive && pick(random_, 3) == 0) logic = Logic::kSome;
        const NodeId split = node(Logic::kOne, logic);
        graph_.connect(from, split);
        const bool loose = shape_.inclusive && pick(random_, 3) == 0;
        const NodeId join = node(loose ? Logic::kSome : logic, Logic::kAll);
        const std::uint32_t ways = 2 + pick(random_, 2);
        for (std::uint32_t i = 0; i < ways; ++i) {
            graph_.connect(block(split, inside / ways, outer && logic == Logic::kOne), join);
        }
        return task(join);
    }

    void change() {
        const std::uint32_t dice = pick(random_, 4);
        const NodeId one = pick(random_, graph_.nodes.size()), other = pick(random_, graph_.nodes.size());
        soundness::Node& here = graph_.nodes[one];
        if (dice == 0 && here.in.size() > 1) {
            here.join = here.join == Logic::kOne ? Logic::kAll : Logic::kOne;
        } else if (dice == 1 && here.out.size() > 1) {
            here.split = here.split == Logic::kOne ? Logic::kAll : Logic::kOne;
        } else if (one != graph_.start && other != graph_.start && !here.out.empty() && one != other) {
            cross(one, other);
        }
    }

    // A way from behind one node to before the other.
    void cross(NodeId one, NodeId other) {
        if (!shape_.loops && reaches(other, one)) return;
        const Logic split = pick(random_, 2) == 0 ? Logic::kOne : Logic::kAll;
        const Logic join = pick(random_, 2) == 0 ? Logic::kOne : Logic::kAll;
        if (graph_.nodes[one].out.size() == 1) graph_.nodes[one].split = split;
        if (graph_.nodes[other].in.size() == 1) graph_.nodes[other].join = join;
        graph_.connect(one, other);
    }

    bool reaches(NodeId from, NodeId to) const {
        std::vector<NodeId> queue{from};
        std::vector<bool> seen(graph_.nodes.size(), false);
        for (std::size_t i = 0; i < queue.size(); ++i) {
            if (queue[i] == to) return true;
            for (const EdgeId edge : graph_.nodes[queue[i]].out) {
                const NodeId next = graph_.edges[edge].to;
                if (!seen[next]) queue.push_back(next);
                seen[next] = true;
            }
        }
        return false;
    }

    GraphRandom& random_;
    GraphShape shape_;
    Graph graph_;
    std::vector<NodeId> ends_;
};

}  // namespace

Graph random_graph(GraphRandom& random, const GraphShape& shape) { return Builder(random, shape).make(); }

Graph wild_graph(GraphRandom& random, const GraphShape& shape) {
    Graph graph;
    graph.start = graph.add(Logic::kOne, Logic::kAll);
    const auto logic = [&] {
        const std::uint32_t dice = pick(random, shape.inclusive ? 5 : 4);
        return dice == 4 ? Logic::kSome : dice < 2 ? Logic::kOne : Logic::kAll;
    };
    for (std::uint32_t i = 0; i < shape.size; ++i) {
        const NodeId made = graph.add(logic(), logic());
        graph.connect(i == 0 ? graph.start : 1 + pick(random, i), made);
    }
    for (std::uint32_t i = 0; i < shape.size / 2 + 1; ++i) {
        NodeId from = 1 + pick(random, shape.size), to = 1 + pick(random, shape.size);
        if (!shape.loops && from > to) std::swap(from, to);
        if (from != to && !graph.nodes[from].out.empty()) graph.connect(from, to);
    }
    for (soundness::Node& node : graph.nodes) {
        if (node.out.empty() && shape.terminates && pick(random, 3) == 0) node.terminates = true;
    }
    return graph;
}

// Parallel lanes. At each stage two of them meet, a choice is made, and whatever it was, both go on: the ways of the
// choice cross on their way to the lanes. As each stage takes two other lanes, only the whole is a block.
Graph woven_graph(GraphRandom& random, std::uint32_t size, bool loops) {
    Graph graph;
    graph.start = graph.add(Logic::kOne, Logic::kAll);
    const NodeId merge = graph.add(Logic::kOne, Logic::kAll), fork = graph.add(Logic::kOne, Logic::kAll);
    graph.connect(graph.start, merge);
    graph.connect(merge, fork);
    constexpr std::uint32_t kLanes = 6;
    std::vector<NodeId> at(kLanes, fork);
    while (graph.nodes.size() + 9 < size) {
        const std::uint32_t one = pick(random, kLanes), other = (one + 1 + pick(random, kLanes - 1)) % kLanes;
        const NodeId join = graph.add(Logic::kAll, Logic::kOne);
        graph.connect(at[one], join);
        graph.connect(at[other], join);
        at[one] = graph.add(Logic::kOne, Logic::kAll);
        at[other] = graph.add(Logic::kOne, Logic::kAll);
        for (int way = 0; way < 2; ++way) {
            const NodeId both = graph.add(Logic::kOne, Logic::kAll);
            graph.connect(join, both);
            graph.connect(both, at[one]);
            graph.connect(both, at[other]);
        }
    }
    const NodeId last = graph.add(Logic::kAll, Logic::kAll);
    for (const NodeId lane : at) graph.connect(lane, last);
    const NodeId done = graph.add(Logic::kOne, Logic::kOne), end = graph.add(Logic::kOne, Logic::kAll);
    graph.connect(last, done);
    graph.connect(done, end);
    if (loops) graph.connect(done, merge);
    return graph;
}

std::string graph_text(const Graph& graph) {
    static const char* const kNames[] = {"one", "all", "some"};
    std::string text = "start " + std::to_string(graph.start) + "\n";
    for (NodeId node = 0; node < graph.nodes.size(); ++node) {
        const soundness::Node& here = graph.nodes[node];
        text += std::to_string(node) + (here.terminates ? "!" : "") + " (";
        text += kNames[static_cast<int>(here.join)];
        text += "/";
        text += kNames[static_cast<int>(here.split)];
        text += ") ->";
        for (const EdgeId edge : here.out) {
            text += " " + std::to_string(graph.edges[edge].to) + "[e" + std::to_string(edge) + "]";
        }
        text += "\n";
    }
    return text;
}

}  // namespace fw::test
