// The stored steps of an instance, each with the version of the flow it was made on.
#pragma once

#include <functional>

#include "runtime/flows/store.h"

namespace fw::flows {

struct Step {
    std::int64_t number = 0;  // from 1
    DateTime at;
    const flow::Flow* flow = nullptr;
    flow::Events events;
};

// In order, until `visit` returns false. `loaded` holds the version it runs on now.
[[nodiscard]] Result<void> each_step(Reader& reader, const FlowFinder& finder, const Loaded& loaded,
                                     const std::function<bool(const Step&)>& visit, std::int64_t after = 0);

// The instance as it was after step `at` (0: after the last one), with the flow it ran on then. FLOW-404 where there is
// no such step (or it is no longer kept).
[[nodiscard]] Result<Loaded> state_at(Reader& reader, const FlowFinder& finder, const Loaded& loaded, std::int64_t at);

}  // namespace fw::flows
