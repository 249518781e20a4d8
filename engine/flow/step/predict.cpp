#include <algorithm>

#include "engine/flow/step/human.h"

namespace fw::flow {

std::vector<Predicted> predict_from(Run& run, const std::vector<EdgeIndex>& edges) {
    std::vector<Predicted> ahead;
    std::vector<NodeIndex> queue;
    std::vector<bool> seen(run.flow().nodes.size(), false);
    const auto follow = [&](EdgeIndex edge) {
        if (edge == kNone) return;
        const NodeIndex to = run.flow().edges[edge].to;
        if (!seen[to]) queue.push_back(to);
        seen[to] = true;
    };
    for (const EdgeIndex edge : edges) follow(edge);
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const NodeIndex at = queue[next];
        const Node& node = run.node(at);
        if (node.human != nullptr) {
            Candidates found = candidates(run, at);
            ahead.push_back({at, std::move(found.people)});
        } else if (node.kind->ends) {
            ahead.push_back({at, {}});
        }
        if (node.kind->ahead != nullptr) {
            follow(node.kind->ahead(run, at));
        } else if (node.kind->forks) {
            for (const EdgeIndex edge : node.out) follow(edge);
        } else {
            follow(node.next);
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
        const Node& node = flow.nodes[at];
        if (node.kind->ahead != nullptr) {
            edges.push_back(node.kind->ahead(run, at));
        } else if (node.kind->forks) {
            edges.insert(edges.end(), node.out.begin(), node.out.end());
        } else {
            edges.push_back(node.next);
        }
    }
    std::vector<Predicted> ahead = predict_from(run, edges);
    ahead.insert(ahead.begin(), straight.begin(), straight.end());
    return ahead;
}

}  // namespace fw::flow
