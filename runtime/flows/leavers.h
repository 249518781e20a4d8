// Those who cannot act any more: they have left, or their sign-in is closed. What waits for them comes to the
// administrators.
#pragma once

#include <string>
#include <vector>

#include "runtime/access/act.h"

namespace fw::flows {

// A subquery of their ids, and its parameters.
[[nodiscard]] const char* unable_to_act();
void add_unable_to_act(std::vector<storage::Param>& parameters);

// Tells administrators, once a day, how much waits for a person who cannot act; nothing if he can, or nothing waits.
[[nodiscard]] Result<void> tell_of_leaver(access::Act& act, storage::Id person);

}  // namespace fw::flows
