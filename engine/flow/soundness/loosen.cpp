#include "engine/flow/soundness/loosen.h"

#include <algorithm>
#include <utility>

#include "engine/flow/soundness/components.h"

namespace fw::soundness {

namespace {

class Opener {
  public:
    Examined examine(Graph&& graph) {
        pending_.push_back({std::move(graph), {}});
        while (!pending_.empty()) {
            Part part = std::move(pending_.back());
            pending_.pop_back();
            examine_part(part);
        }
        return std::move(made_);
    }

  private:
    struct Part {
        Graph graph;
        Lead inside;  // what keeps a run in the loop that this is a round of
    };

    void examine_part(Part& part) {
        while (true) {
            part.graph = reached_part(part.graph, part.graph.reachable());
            const Components found = components_of(part.graph);
            bool loops = false, open = true;
            for (std::size_t i = 0; i < found.members.size(); ++i) {
                if (!found.loops[i]) continue;
                loops = true;
                open = may_open(part, found, static_cast<std::uint32_t>(i)) && open;
            }
            if (!loops) break;
            if (!open) return;
            for (std::uint32_t i = 0; i < found.members.size(); ++i) {
                if (found.loops[i]) open_loop(part, found, i);
            }
        }
        for (Suspicion& each : execute(part.graph)) {
            add(part, std::move(each));
        }
    }

    void add(const Part& part, Suspicion&& made) {
        made.lead.avoid.insert(made.lead.avoid.end(), part.inside.avoid.begin(), part.inside.avoid.end());
        made_.suspicions.push_back(std::move(made));
    }

    void suspect(const Part& part, Kind kind, NodeId node) {
        Suspicion made;
        made.kind = kind;
        made.node = part.graph.nodes[node].tag;
        for (const EdgeId edge : part.graph.nodes[node].out) made.hold.push_back(part.graph.edges[edge].tag);
        add(part, std::move(made));
    }

    // Tokens come in by merges and leave by choices; everything else is unsound.
    bool may_open(const Part& part, const Components& found, std::uint32_t loop) {
        bool fine = true, left = false;
        for (const NodeId node : found.members[loop]) {
            const Node& here = part.graph.nodes[node];
            if (here.join == Logic::kSome && here.in.size() > 1) made_.undecided = true;
            if (here.join == Logic::kAll && enters(part.graph, found, loop, node)) {
                suspect(part, Kind::kDeadlock, node);
                fine = false;
            }
            if (!leaves(part.graph, found, loop, node)) continue;
            left = true;
            if (here.split == Logic::kOne) continue;
            suspect(part, Kind::kLackOfSynchronisation, node);
            fine = false;
        }
        if (!left) suspect(part, Kind::kLivelock, found.members[loop].back());
        return fine && left;
    }

    static bool enters(const Graph& graph, const Components& found, std::uint32_t loop, NodeId node) {
        return std::any_of(graph.nodes[node].in.begin(), graph.nodes[node].in.end(), [&](EdgeId edge) {
            const NodeId from = graph.edges[edge].from;
            return from == kNothing || found.of[from] != loop;
        });
    }
    static bool leaves(const Graph& graph, const Components& found, std::uint32_t loop, NodeId node) {
        return std::any_of(graph.nodes[node].out.begin(), graph.nodes[node].out.end(),
                           [&](EdgeId edge) { return found.of[graph.edges[edge].to] != loop; });
    }

    void open_loop(Part& part, const Components& found, std::uint32_t loop) {
        ++made_.loops;
        Graph& graph = part.graph;
        std::vector<NodeId> exits;
        for (const NodeId node : found.members[loop]) {
            if (leaves(graph, found, loop, node)) exits.push_back(node);
        }
        add_round(part, found, loop, exits);
        const NodeId exit = graph.add(Logic::kOne, Logic::kOne);
        for (const NodeId node : exits) {
            for (const EdgeId edge : std::vector<EdgeId>(graph.nodes[node].out)) {
                const Edge moved = graph.edges[edge];
                graph.disconnect(edge);
                if (found_of(found, moved.to) != loop) graph.connect(exit, moved.to, moved.tag);
            }
        }
        for (const NodeId node : exits) {
            for (const EdgeId edge : std::vector<EdgeId>(graph.nodes[node].in)) {
                const Edge moved = graph.edges[edge];
                graph.disconnect(edge);
                graph.connect(moved.from, exit, moved.tag);
            }
        }
    }

    // Nodes that were added since the components were found are in none of them.
    static std::uint32_t found_of(const Components& found, NodeId node) {
        return node < found.of.size() ? found.of[node] : kNothing;
    }

    // From the exits, back into the loop, until an exit again.
    void add_round(const Part& part, const Components& found, std::uint32_t loop, const std::vector<NodeId>& exits) {
        const Graph& graph = part.graph;
        Part round;
        round.inside = part.inside;
        round.graph.start = round.graph.add(Logic::kOne, Logic::kOne);
        const NodeId end = round.graph.add(Logic::kOne, Logic::kOne);
        std::vector<NodeId> copy(graph.nodes.size(), kNothing);
        for (const NodeId node : found.members[loop]) {
            const bool exit = std::find(exits.begin(), exits.end(), node) != exits.end();
            copy[node] = exit ? end : round.graph.add(graph.nodes[node].join, graph.nodes[node].split);
            if (!exit) round.graph.nodes[copy[node]].tag = graph.nodes[node].tag;
        }
        for (const NodeId node : found.members[loop]) {
            for (const EdgeId edge : graph.nodes[node].out) {
                const NodeId to = graph.edges[edge].to;
                if (found_of(found, to) != loop) {
                    if (copy[node] == end) round.inside.avoid.push_back(graph.edges[edge].tag);
                    continue;
                }
                round.graph.connect(copy[node] == end ? round.graph.start : copy[node], copy[to],
                                    graph.edges[edge].tag);
            }
        }
        pending_.push_back(std::move(round));
    }

    Examined made_;
    std::vector<Part> pending_;
};

}  // namespace

Examined examine(Graph graph) { return Opener().examine(std::move(graph)); }

}  // namespace fw::soundness
