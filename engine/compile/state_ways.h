// How records of an entity come from state to state, as far as its models say: which states lie on the main way, and
// which beside it.
#pragma once

#include <set>
#include <string>

#include "engine/compile/program.h"

namespace fw::compile {

// Ids of the states beside the main way: those that only a return, a refusal, a withdrawal or an abort leads to, and of
// ends that exclude each other all but one. The first state is never among them.
[[nodiscard]] std::set<std::string> states_beside(const Program& program, const Entity& entity);

}  // namespace fw::compile
