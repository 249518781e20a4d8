// Dependency order and circles. Boost.Graph stays in order.cpp.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace fw::graph {

// An edge (a, b) says: a needs b.
using Edges = std::vector<std::pair<std::size_t, std::size_t>>;

struct Order {
    std::vector<std::size_t> sequence;  // what is needed comes first; ties by number; without those in circles
    std::vector<std::vector<std::size_t>> circles;  // one shortest circle for each knot: 2, 5, 7 (7 needs 2 again)
};

// Nodes are 0 … count-1.
[[nodiscard]] Order dependency_order(std::size_t count, const Edges& needs);

}  // namespace fw::graph
