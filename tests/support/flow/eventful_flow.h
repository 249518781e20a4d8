// Random flows around events, for laws on what was proved: boundary events that interrupt or not, event sub-processes,
// sub-processes that fail, inclusive and complex joins. Some ways are led astray, so not all of them are sound.
#pragma once

#include "engine/json/value.h"
#include "tests/support/flow/random_flow.h"

namespace fw::test {

// User tasks alone wait for people. Each condition asks whether a variable of its own is 1.
// `beside_joins`: what an event without interruption begins may come back to the way it left, by an inclusive join.
[[nodiscard]] json::Value eventful_flow(Random& random, bool beside_joins);

}  // namespace fw::test
