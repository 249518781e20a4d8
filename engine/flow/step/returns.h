// Going back, jumping, and what must be cancelled for it.
#pragma once

#include "engine/flow/step/run.h"

namespace fw::flow {

// The branch a token is in: that of its node, or of the edge it waits on at a join.
[[nodiscard]] BranchIndex branch_of(const Flow& flow, const Token& token);

[[nodiscard]] const Token* lifted(const Flow& flow, const Instance& state, const Token& from, NodeIndex target);

// Where a token that goes to `target` is put: there, or where the target lies in a sub-process that is over, at that
// sub-process, which is entered again. kNone: there is no way.
[[nodiscard]] NodeIndex landing(const Flow& flow, const Instance& state, const Token& from, NodeIndex target);

// Whether the token, or one around it, undoes something: such work is finished or ended, it goes nowhere else.
[[nodiscard]] bool undoes(const Instance& state, const Token& from);

// Why a token may not be put on `target`; empty if it may.
[[nodiscard]] Text why_not(const Flow& flow, const Instance& state, const Token& token, NodeIndex target);
[[nodiscard]] bool may_come_straight_back(const Flow& flow, const Token& token, NodeIndex target);
[[nodiscard]] Text why_not_straight(const Flow& flow, const Token& token, NodeIndex target);  // empty if it may

// Cancels what is open at the token and in the blocks opened since the target.
void clear_region(Run& run, std::uint32_t token, NodeIndex target, Reason reason);
void return_to(Run& run, const Command& command);
void jump_to(Run& run, const Command& command);

}  // namespace fw::flow
