// Runs the tests that stand inside a flow ("tests": given, do, expect), and the data cases of tests/cases/flow.
//
//   given   {"record": {…}, "initiator": login, "variables": {…}, "now": "2026-01-05T09:00:00Z", "directory": {
//              "people": {login: {"manager": login, "unit": id, "roles": […], "active": bool}},
//              "units": {id: {"head": login}}, "administrators": [login]}}
//           Without a directory every role has one member of its name, and managers are manager_1, manager_2 …
//   do      [{"approve": node, "by": login, "comment": text, "record": {edited fields}, "variables": {…}}, {"refuse":
//   node},
//            {"complete": node}, {"return": node, "to": "initiator" | node, "resume": "again" | "straight"},
//            {"resubmit": true}, {"transfer": node, "to": login}, {"delegate": node, "to": login}, {"add": node, "to":
//            [logins], "place": "before" | "after" | "beside"}, {"remove": node, "to": login}, {"withdraw": true},
//            {"take_back": true, "opened": [nodes]}, {"copy": true, "to": [logins]},
//            {"terminate": true}, {"urge": true},
//            {"jump": node, "to": node}, {"comment": text}, {"wait": duration}, {"retry": node}, {"skip": node,
//            "content": {…}}: what an administrator does with the incident at the step; a "wait" with an "error" has a
//            time in it that fails so and is an incident from then on]; each may expect an "error": code or
//            say "expect": {…} for the state after it; "for": login names the seat where a stand-in acts, "choices":
//            {node: [logins]} (also of given) whom the initiator names, "extras": {"signature": …}
//   expect  {"ended": end node | outcome, "status": …, "waiting": [nodes] | {node: [logins]}, "record": {…},
//   "variables": {…},
//            "round": n, "returned": bool, "passed": [nodes], "reasons": {node: reason}, "notified": [logins],
//            "visited": {node: times finished, called flows included}, "copied": [logins], "jobs": [actions waiting],
//            "waits": [what is waited for at the nodes], "frames": n, "undos": n,
//            "predicted": [nodes] | {node: [logins]}, "returns": [nodes], "refused_returns": [nodes], "timers": n}
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/flow/event.h"
#include "engine/flow/flow.h"
#include "engine/flow/step.h"
#include "engine/json/value.h"

namespace fw::flow {

struct TestWatch {
    // Called before each command, and after each one that succeeded: for laws over every run.
    std::function<void(const Instance& before, const Instance& after, const Events& events)> stepped;
    const Decisions* decisions = nullptr;  // what business rule tasks ask, and working time; null: see StepInputs
    const Calendars* calendars = nullptr;
};

// One diagnostic (FLOW-401 …) for each thing that is not as expected; empty if the test passes. `record_type` says
// which texts of the given record are dates and so on.
[[nodiscard]] Diagnostics run_test(const Flow& flow, const json::Value& test, const feel::Type& record_type = {},
                                   const TestWatch& watch = {}, const std::vector<const Flow*>& others = {});

// All tests of the flow.
[[nodiscard]] Diagnostics run_tests(const Flow& flow, const feel::Type& record_type = {}, const TestWatch& watch = {},
                                    const std::vector<const Flow*>& others = {});

}  // namespace fw::flow
