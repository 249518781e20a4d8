// How bodies end otherwise than by their ends: which errors, escalations and cancellations reach an event that waits
// for them, on the way the engine takes (step/events.cpp), and which sub-processes can end by one alone. Work that is
// not done by people may raise any error, a called flow any escalation; compensation and signals come from anywhere.
#pragma once

#include <vector>

#include "engine/flow/flow.h"

namespace fw::flow {

struct Outcomes {
    std::vector<bool> never;       // by node: boundary events, and event sub-processes, whose event nobody throws
    std::vector<bool> breaks_off;  // by body: whatever way it takes, an error or a cancellation ends it

    // Nothing is ever done behind this activity but what its boundary events begin.
    [[nodiscard]] bool never_goes_on(const Node& node) const;
};

[[nodiscard]] Outcomes find_outcomes(const Flow& flow);

}  // namespace fw::flow
