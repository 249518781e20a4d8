// What an event-based gateway says about itself.
#pragma once

#include "engine/flow/parts.h"

namespace fw::flow {

struct EventBased : NodeDetail {
    bool parallel = false;  // at the start of a flow: all events must happen
};

}  // namespace fw::flow
