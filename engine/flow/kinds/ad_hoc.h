// What an ad-hoc sub-process says about itself.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/parts.h"

namespace fw::flow {

struct AdHoc : NodeDetail {
    model::Expr complete_when;
    bool cancel_remaining = true;
    bool sequential = false;
    bool on_demand = false;
};

class Run;
struct Flow;
struct Instance;

// An activity that may be begun now, and the token at the ad-hoc sub-process it belongs to.
struct Beginnable {
    std::uint32_t token = 0;
    NodeIndex node = kNone;
};
[[nodiscard]] std::vector<Beginnable> beginnable(const Flow& flow, const Instance& instance);

// Begins one of the activities of the ad-hoc sub-process a token stands at.
void enable(Run& run, std::uint32_t token, NodeIndex node);

}  // namespace fw::flow
