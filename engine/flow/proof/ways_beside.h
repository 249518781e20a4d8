// The ways that boundary events without interruption begin: what of a body is reached from them alone.
#pragma once

#include <vector>

#include "engine/flow/flow.h"

namespace fw::flow {

[[nodiscard]] inline bool triggered(const Node& node, Trigger trigger) {
    return node.event != nullptr && node.event->trigger == trigger;
}
[[nodiscard]] inline bool interrupts(const Node& boundary) {
    return boundary.event == nullptr || boundary.event->interrupting;
}

struct WaysBeside {
    std::vector<NodeIndex> of;  // by node: the event without interruption that all tokens there come from, or kNone
    // By such an event: the first of those whose ways meet before an end; itself where it has a way of its own.
    std::vector<NodeIndex> first;
    // By such an event: several runs of its way may be under way, because its activity lies in a loop or another event
    // begins the same way; and nothing on it leads back to the flow, or to a way that does. Its runs do not meet.
    std::vector<bool> apart;
};
[[nodiscard]] WaysBeside ways_beside(const Flow& flow, BodyIndex body);

// From some nodes along or against the edges, links and boundary events, not through `past`: by node, whether it is
// reached.
[[nodiscard]] std::vector<bool> reached_from(const Flow& flow, std::vector<NodeIndex> queue, bool forwards,
                                             NodeIndex past);

}  // namespace fw::flow
