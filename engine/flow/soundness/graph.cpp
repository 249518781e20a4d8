#include "engine/flow/soundness/graph.h"

#include <algorithm>

namespace fw::soundness {

NodeId Graph::add(Logic join, Logic split, std::uint32_t tag) {
    Node made;
    made.join = join;
    made.split = split;
    made.tag = tag;
    nodes.push_back(std::move(made));
    return static_cast<NodeId>(nodes.size() - 1);
}

EdgeId Graph::connect(NodeId from, NodeId to, std::uint32_t tag) {
    const auto id = static_cast<EdgeId>(edges.size());
    edges.push_back({from, to, tag});
    if (from != kNothing) nodes[from].out.push_back(id);
    nodes[to].in.push_back(id);
    return id;
}

void Graph::disconnect(EdgeId edge) {
    const auto drop = [&](std::vector<EdgeId>& list) { std::erase(list, edge); };
    if (edges[edge].from != kNothing) drop(nodes[edges[edge].from].out);
    if (edges[edge].to != kNothing) drop(nodes[edges[edge].to].in);
    edges[edge].from = edges[edge].to = kNothing;
}

std::vector<bool> Graph::reachable() const {
    std::vector<bool> seen(nodes.size(), false);
    std::vector<NodeId> queue{start};
    seen[start] = true;
    while (!queue.empty()) {
        const NodeId at = queue.back();
        queue.pop_back();
        for (const EdgeId edge : nodes[at].out) {
            const NodeId next = edges[edge].to;
            if (!seen[next]) queue.push_back(next);
            seen[next] = true;
        }
    }
    return seen;
}

std::vector<bool> Graph::finishing() const {
    std::vector<bool> seen(nodes.size(), false);
    std::vector<NodeId> queue;
    for (NodeId i = 0; i < nodes.size(); ++i) {
        if (!ends(i)) continue;
        seen[i] = true;
        queue.push_back(i);
    }
    while (!queue.empty()) {
        const NodeId at = queue.back();
        queue.pop_back();
        for (const EdgeId edge : nodes[at].in) {
            const NodeId before = edges[edge].from;
            if (before == kNothing || seen[before]) continue;
            seen[before] = true;
            queue.push_back(before);
        }
    }
    return seen;
}

Graph reached_part(const Graph& graph, const std::vector<bool>& reached) {
    Graph part = graph;
    for (EdgeId e = 0; e < part.edges.size(); ++e) {
        Edge& edge = part.edges[e];
        if (edge.from == kNothing || edge.to == kNothing || reached[edge.from]) continue;
        const bool waits = reached[edge.to] && part.nodes[edge.to].join == Logic::kAll;
        if (waits) {
            std::erase(part.nodes[edge.from].out, e);
            edge.from = kNothing;
        } else {
            part.disconnect(e);
        }
    }
    return part;
}

}  // namespace fw::soundness
