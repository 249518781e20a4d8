// The parallel branches of a flow (flow.h, Branch), and the mistakes that keep it from having any.
#pragma once

#include <vector>

#include "engine/flow/flow.h"

namespace fw::flow {

struct BranchMistake {
    enum class Kind : std::uint8_t {
        kDeadlock,        // a join of ways that are not all taken
        kSeveralTokens,   // parallel ways meet without a join
        kLostToken,       // a parallel way ends although a join waits for it
        kWaitsForItself,  // a join of a way that begins behind it
    };
    Kind kind = Kind::kDeadlock;
    NodeIndex node = 0;
    NodeIndex other = 0;  // where the ways part, or the join that waits
};

// Fills Flow::branches, Node::branch and Edge::branch. Needs a start, and every node reachable.
[[nodiscard]] std::vector<BranchMistake> find_branches(Flow& flow);

}  // namespace fw::flow
