// Runs that have happened, used again: as a test inside the model, and to see what a changed flow would have done.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/flow/event.h"
#include "engine/flow/step.h"
#include "engine/json/value.h"

namespace fw::flow {

// What people and the outside world did in a run, step by step, on one version of the flow.
struct RunRecord {
    std::vector<Events> steps;
    json::Value record;                        // the flow's record, as a test gives it; an object
    json::Value directory;                     // "given"."directory" of a test (test_run.h)
    std::function<std::string(Person)> login;  // of a person of the run
};

// The run as an entry of "tests": given, do, and what came out as expect. Fails with FLOW-268 for a run that was moved
// to another version on its way.
[[nodiscard]] Result<json::Value> recorded_test(const Flow& flow, const std::string& id, const RunRecord& run);

// A run played through a flow: at each step people decide as they did there, else they agree; jobs, calls and messages
// bring what they brought, times pass.
struct Played {
    std::vector<std::string> path;                     // steps of people and ends, in the order they were done
    std::map<std::string, std::vector<Person>> asked;  // who was asked where, sorted
    std::string outcome;                               // the end or the status; empty: it did not come to its end
    Instant ended_at = 0;
    Text stopped;  // why it did not
};
[[nodiscard]] Played play(const Flow& flow, const std::vector<Events>& steps, const Flow& was,
                          const StepInputs& inputs);

}  // namespace fw::flow
