// Flows with the control flow of a workflow graph, in which every choice can be made from outside: before each node
// stands a user task, and exclusive gateways read the variable that its completion sets.
#pragma once

#include "engine/flow/instance.h"
#include "engine/flow/proof/proof.h"
#include "engine/flow/step.h"
#include "engine/json/value.h"
#include "tests/support/soundness/random_graph.h"

namespace fw::test {

// Node 7 is the task "n7", with gateways "n7_in" and "n7_out" and the end "n7_end" where it needs them; its choices
// read the variable w7: 0 takes the first way. `approvals`: some tasks are approvals, which may be returned.
[[nodiscard]] json::Value flow_of(const soundness::Graph& graph, bool approvals = false);
// Inclusive gateways need a number for each set of ways.
[[nodiscard]] bool can_be_flow(const soundness::Graph& graph);

// Ungated, as it is.
[[nodiscard]] flow::Flow read_ungated(const json::Value& model);

// Plays the path of a finding with step(). Empty if every step is possible and the instance is then as the finding
// says.
[[nodiscard]] std::string replay_in_engine(const flow::Flow& flow, const flow::FlowFinding& finding);

}  // namespace fw::test
