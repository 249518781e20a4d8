// What an ad-hoc sub-process says about itself.
#pragma once

#include "engine/flow/parts.h"

namespace fw::flow {

struct AdHoc : NodeDetail {
    model::Expr complete_when;
    bool cancel_remaining = true;
    bool sequential = false;
    bool on_demand = false;
};

class Run;
// Begins one of the activities of the ad-hoc sub-process a token stands at.
void enable(Run& run, std::uint32_t token, NodeIndex node);

}  // namespace fw::flow
