#include <algorithm>

#include "engine/flow/step/human.h"

namespace fw::flow {

namespace {

// The ways that would be taken now; of an event-based gateway all that may be.
std::vector<EdgeIndex> ways_ahead(Run& run, NodeIndex index) {
    const Node& node = run.node(index);
    if (node.kind->ahead != nullptr) return {node.kind->ahead(run, index)};
    std::vector<EdgeIndex> ways;
    for (const EdgeIndex edge : node.out) {
        if (edge == node.refused || edge == node.otherwise) continue;
        const model::Expr& when = run.flow().edges[edge].when;
        if (!when || run.evaluate(when, 0).is_true()) ways.push_back(edge);
    }
    if (ways.empty() && node.otherwise != kNone) ways.push_back(node.otherwise);
    return ways;
}

}  // namespace

namespace {

// The nodes ahead in the order one comes to them: each behind what leads to it, the content of a sub-process before
// what follows it, one way after the other.
class Ahead {
  public:
    explicit Ahead(Run& run) : run_(run), seen_(run.flow().nodes.size(), false) {}

    std::vector<NodeIndex> from(const std::vector<EdgeIndex>& edges) {
        for (auto each = edges.rbegin(); each != edges.rend(); ++each) {
            if (*each != kNone) walk(run_.flow().edges[*each].to);
        }
        std::reverse(left_.begin(), left_.end());
        return std::move(left_);
    }

  private:
    struct Stand {
        NodeIndex node;
        std::vector<NodeIndex> next;  // the last one is walked first
    };

    // Depth first; a node is left when everything behind it has been.
    void walk(NodeIndex first) {
        std::vector<Stand> path;
        const auto enter = [&](NodeIndex node) {
            if (seen_[node]) return;
            seen_[node] = true;
            path.push_back({node, next(node)});
        };
        enter(first);
        while (!path.empty()) {
            if (path.back().next.empty()) {
                left_.push_back(path.back().node);
                path.pop_back();
                continue;
            }
            const NodeIndex node = path.back().next.back();
            path.back().next.pop_back();
            enter(node);
        }
    }

    std::vector<NodeIndex> next(NodeIndex at) {
        const Node& node = run_.node(at);
        std::vector<NodeIndex> found;
        if (node.inner != kNone) found = run_.flow().bodies[node.inner].entries;
        const bool jumps = node.event != nullptr && node.kind->throws && node.event->trigger == Trigger::kLink;
        if (jumps && node.event->target != kNone) found.push_back(node.event->target);
        for (const EdgeIndex edge : ways_ahead(run_, at)) {
            if (edge != kNone) found.push_back(run_.flow().edges[edge].to);
        }
        return found;
    }

    Run& run_;
    std::vector<bool> seen_;
    std::vector<NodeIndex> left_;
};

}  // namespace

std::vector<Predicted> predict_from(Run& run, const std::vector<EdgeIndex>& edges) {
    std::vector<Predicted> ahead;
    for (const NodeIndex at : Ahead(run).from(edges)) {
        const Node& node = run.node(at);
        if (node.human != nullptr) {
            ahead.push_back({at, candidates(run, at, 0).people});
        } else if (node.kind->ends) {
            ahead.push_back({at, {}});
        }
    }
    return ahead;
}

std::vector<Predicted> predict(const Flow& flow, const Instance& instance, const StepInputs& inputs) {
    if (!instance.running()) return {};
    Instance copy = instance;
    Run run(flow, copy, inputs);
    std::vector<EdgeIndex> edges;
    std::vector<Predicted> straight;
    for (const Token& token : instance.tokens) {
        NodeIndex at = token.node;
        if (undoes_beside(flow.nodes[at])) continue;
        if (token.resume != kNone) {
            at = token.resume;
            std::vector<Person> people;
            for (const Seat& seat : instance.seats) {
                if (seat.node == at && seat.token == token.number && seat.status == SeatStatus::kParked) {
                    people.push_back(seat.person);
                }
            }
            straight.push_back({at, std::move(people)});
        }
        const std::vector<EdgeIndex> ways = ways_ahead(run, at);
        edges.insert(edges.end(), ways.begin(), ways.end());
    }
    std::vector<Predicted> ahead = predict_from(run, edges);
    ahead.insert(ahead.begin(), straight.begin(), straight.end());
    return ahead;
}

}  // namespace fw::flow
