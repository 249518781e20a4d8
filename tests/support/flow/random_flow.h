// Random flows whose blocks are nested, for laws that hold for every flow.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "engine/json/value.h"

namespace fw::test {

using Random = std::mt19937_64;

// From 0 to limit - 1.
[[nodiscard]] std::uint32_t below(Random& random, std::uint32_t limit);

// A flow model of about `size` nodes with approvals of all policies, tasks, gateways, loops, scripts, timers and
// notices. Conditions read its variable n (a number). Ways that loop are taken where n > 90, and set it back.
// With `elements` also sub-processes, transactions, boundary events, repetition, compensation, inclusive, complex and
// event-based gateways.
[[nodiscard]] json::Value random_flow(Random& random, std::uint32_t size, bool elements = false);

// Six people in three levels with the roles a, b and c; "d" has no members.
[[nodiscard]] json::Value random_directory();

}  // namespace fw::test
