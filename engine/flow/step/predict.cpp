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

std::vector<Predicted> predict_from(Run& run, const std::vector<EdgeIndex>& edges) {
    std::vector<Predicted> ahead;
    std::vector<NodeIndex> queue;
    std::vector<bool> seen(run.flow().nodes.size(), false);
    const auto visit = [&](NodeIndex to) {
        if (!seen[to]) queue.push_back(to);
        seen[to] = true;
    };
    const auto follow = [&](EdgeIndex edge) {
        if (edge != kNone) visit(run.flow().edges[edge].to);
    };
    for (const EdgeIndex edge : edges) follow(edge);
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const NodeIndex at = queue[next];
        const Node& node = run.node(at);
        if (node.human != nullptr) {
            Candidates found = candidates(run, at, 0);
            ahead.push_back({at, std::move(found.people)});
        } else if (node.kind->ends) {
            ahead.push_back({at, {}});
        }
        if (node.inner != kNone) {
            for (const NodeIndex entry : run.flow().bodies[node.inner].entries) visit(entry);
        }
        if (node.event != nullptr && node.kind->throws && node.event->target != kNone) visit(node.event->target);
        for (const EdgeIndex edge : ways_ahead(run, at)) follow(edge);
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
