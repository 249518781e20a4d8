// Writes what a step did: the runtime is a projection of its events.
#pragma once

#include "engine/flow/event.h"
#include "runtime/flows/store.h"

namespace fw::flows {

// `loaded` holds the state after the events; its version is raised. `fresh`: the instance has no row yet.
[[nodiscard]] Result<void> project(Act& act, const records::Records* records, Loaded& loaded,
                                   const flow::Events& events, bool fresh);

// Why a flow was ended that nobody ended: what happened to its record. Empty for other reasons.
[[nodiscard]] Text ended_because(flow::Reason reason);

}  // namespace fw::flows
