// Looks for a run that shows a suspicion: one way through the graph at a time, led where the suspicion says, by chance
// elsewhere. For graphs with more markings than can be looked at.
#pragma once

#include <optional>
#include <random>

#include "engine/flow/soundness/game.h"
#include "engine/flow/soundness/symbolic.h"

namespace fw::soundness {

// A run that goes wrong; of suspected dead nodes also one in which the node acts (a finding of kind dead node). The
// same graph and suspicion give the same run. `work` goes down by what it costs; nothing is found without any left.
[[nodiscard]] std::optional<Finding> find_run(const Game& game, const Suspicion& suspicion, std::uint64_t& work);

}  // namespace fw::soundness
