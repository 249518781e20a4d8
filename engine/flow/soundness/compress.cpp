#include "engine/flow/soundness/compress.h"

#include <algorithm>

namespace fw::soundness {

namespace {

bool plain(const Graph& graph, NodeId node) {
    return node != graph.start && graph.nodes[node].in.size() == 1 && graph.nodes[node].out.size() == 1;
}

class Compressor {
  public:
    explicit Compressor(const Graph& graph) : graph_(graph), made_node_(graph.nodes.size(), kNothing) {}

    Compressed compress() {
        made_.graph.nodes.reserve(graph_.nodes.size());
        made_.graph.edges.reserve(graph_.edges.size());
        for (NodeId node = 0; node < graph_.nodes.size(); ++node) add(node);
        for (NodeId node = 0; node < graph_.nodes.size(); ++node) {
            const NodeId join = graph_.nodes[node].stands_for;
            if (join != kNothing && made_node_[node] != kNothing)
                made_.graph.nodes[made_node_[node]].stands_for = made_node_[join];
        }
        made_.graph.start = made_node_[graph_.start];
        for (EdgeId edge = 0; edge < graph_.edges.size(); ++edge) {
            const NodeId from = graph_.edges[edge].from;
            if (graph_.edges[edge].to == kNothing) continue;
            if (from == kNothing || made_node_[from] != kNothing) follow(edge);
        }
        return std::move(made_);
    }

  private:
    void add(NodeId node) {
        const Node& here = graph_.nodes[node];
        if (plain(graph_, node) || (here.in.empty() && node != graph_.start)) return;
        made_node_[node] = made_.graph.add(here.in.size() > 1 ? here.join : Logic::kOne,
                                           here.out.size() > 1 ? here.split : Logic::kAll, node);
        made_.graph.nodes.back().terminates = here.terminates;
        made_.graph.nodes.back().silent = here.silent;
    }

    void follow(EdgeId edge) {
        const NodeId from = graph_.edges[edge].from;
        std::vector<EdgeId> chain{edge};
        NodeId to = graph_.edges[edge].to;
        while (plain(graph_, to)) {
            chain.push_back(graph_.nodes[to].out.front());
            to = graph_.edges[chain.back()].to;
        }
        made_.graph.connect(from == kNothing ? kNothing : made_node_[from], made_node_[to]);
        made_.chains.push_back(std::move(chain));
    }

    const Graph& graph_;
    Compressed made_;
    std::vector<NodeId> made_node_;
};

// Plays a path of the compressed graph in the first one.
class Expander {
  public:
    Expander(const Graph& graph, const Compressed& compressed) : graph_(graph), compressed_(compressed) {}

    Finding expand(const Finding& finding) {
        made_.kind = finding.kind;
        made_.node = original(finding.node);
        for (const NodeId other : finding.others) add_other(original(other));
        for (const Step& each : finding.path) step(each);
        for (const EdgeId edge : finding.marking) {
            // Tokens that wait are brought to where they wait; two on one edge stay on the first of its chain.
            made_.marking.push_back(finding.kind == Kind::kDeadlock ? walk(edge) : compressed_.chains[edge].front());
        }
        std::sort(made_.marking.begin(), made_.marking.end());
        return std::move(made_);
    }

  private:
    [[nodiscard]] NodeId original(NodeId node) const {
        return node == kNothing ? kNothing : compressed_.graph.nodes[node].tag;
    }

    void add_other(NodeId node) {
        if (std::find(made_.others.begin(), made_.others.end(), node) == made_.others.end())
            made_.others.push_back(node);
    }

    // The token of a compressed edge comes to the last edge it stands for.
    EdgeId walk(EdgeId edge) {
        const std::vector<EdgeId>& chain = compressed_.chains[edge];
        for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
            made_.path.push_back({graph_.edges[chain[i]].to, {chain[i]}, {chain[i + 1]}});
        }
        return chain.back();
    }

    void step(const Step& compressed) {
        Step made{original(compressed.node), {}, {}};
        for (const EdgeId edge : compressed.taken) made.taken.push_back(walk(edge));
        for (const EdgeId edge : compressed.put) made.put.push_back(compressed_.chains[edge].front());
        made_.path.push_back(std::move(made));
    }

    const Graph& graph_;
    const Compressed& compressed_;
    Finding made_;
};

}  // namespace

Compressed compress(const Graph& graph) { return Compressor(graph).compress(); }

Graph halved(const Graph& graph) {
    Graph made = graph;
    for (NodeId node = 0; node < made.nodes.size(); ++node) made.nodes[node].tag = node;
    for (EdgeId edge = 0; edge < made.edges.size(); ++edge) made.edges[edge].tag = edge;
    for (NodeId node = 0; node < graph.nodes.size(); ++node) {
        if (graph.nodes[node].in.size() < 2 || graph.nodes[node].out.size() < 2) continue;
        const NodeId split = made.add(Logic::kOne, made.nodes[node].split, node);
        made.nodes[split].out.swap(made.nodes[node].out);
        for (const EdgeId edge : made.nodes[split].out) made.edges[edge].from = split;
        made.nodes[node].split = Logic::kAll;
        made.connect(node, split);
    }
    return made;
}

Finding expand(const Graph& graph, const Compressed& compressed, const Finding& finding) {
    return Expander(graph, compressed).expand(finding);
}

}  // namespace fw::soundness
