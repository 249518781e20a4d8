#include "engine/graph/order.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <queue>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace fw::graph {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

// The shortest way from `start` back to itself along the edges of its knot, found breadth first.
std::vector<std::size_t> shortest_circle(const Graph& graph, const std::vector<std::size_t>& knot_of,
                                         std::size_t start) {
    std::vector<std::size_t> came_from(boost::num_vertices(graph), boost::num_vertices(graph));
    std::deque<std::size_t> open{start};
    while (!open.empty()) {
        const std::size_t at = open.front();
        open.pop_front();
        const auto [first, last] = boost::out_edges(at, graph);
        for (auto edge = first; edge != last; ++edge) {
            const std::size_t next = boost::target(*edge, graph);
            if (knot_of[next] != knot_of[start]) continue;
            if (next == start) {
                std::vector<std::size_t> circle;
                for (std::size_t step = at; step != start; step = came_from[step]) circle.push_back(step);
                circle.push_back(start);
                std::reverse(circle.begin(), circle.end());
                return circle;
            }
            if (came_from[next] != boost::num_vertices(graph)) continue;
            came_from[next] = at;
            open.push_back(next);
        }
    }
    return {};
}

}  // namespace

Order dependency_order(std::size_t count, const Edges& needs) {
    Graph graph(count);
    for (const auto& [from, to] : needs) boost::add_edge(from, to, graph);
    Order order;
    if (count == 0) return order;

    std::vector<std::size_t> knot_of(count);
    const std::size_t knots = boost::strong_components(
        graph, boost::make_iterator_property_map(knot_of.begin(), boost::get(boost::vertex_index, graph)));
    std::vector<bool> seen(knots, false);
    std::vector<bool> in_circle(knots, false);
    for (std::size_t node = 0; node < count; ++node) {
        if (seen[knot_of[node]]) continue;
        seen[knot_of[node]] = true;
        std::vector<std::size_t> circle = shortest_circle(graph, knot_of, node);
        if (circle.empty()) continue;
        in_circle[knot_of[node]] = true;
        order.circles.push_back(std::move(circle));
    }

    // Kahn's algorithm over what is not in a circle; the least number first, so that the order is always the same.
    std::vector<std::size_t> waits_for(count, 0);
    std::vector<std::vector<std::size_t>> needed_by(count);
    for (const auto& [from, to] : needs) {
        if (in_circle[knot_of[from]] || in_circle[knot_of[to]]) continue;
        ++waits_for[from];
        needed_by[to].push_back(from);
    }
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t node = 0; node < count; ++node) {
        if (waits_for[node] == 0 && !in_circle[knot_of[node]]) ready.push(node);
    }
    while (!ready.empty()) {
        const std::size_t node = ready.top();
        ready.pop();
        order.sequence.push_back(node);
        for (const std::size_t other : needed_by[node]) {
            if (--waits_for[other] == 0) ready.push(other);
        }
    }
    return order;
}

}  // namespace fw::graph
