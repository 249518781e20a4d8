// Moving a running instance to another version of its flow.
#pragma once

#include <map>
#include <string>

#include "engine/flow/step.h"

namespace fw::flow {

struct Migration {
    std::map<std::string, std::string, std::less<>> nodes;  // of old to new ones; the same ids need no entry
    Person by = kNobody;
    std::string text;
    feel::Value before;  // what says where it came from: {"deployment", "version"}
};

// Rewrites `instance` of `from` for `to`: the first event is kMigrated, then come what is no longer waited for, and
// what the new version waits for in addition. Values are kept by name, new variables get their initial value. Refused
// (every reason at once) where a token would stand in no or in another kind of step (FLOW-261, 262), in another
// sub-process (FLOW-263) or other parallel ways (FLOW-264) than before, where an entry of `nodes` names no step
// (FLOW-260), or a value has no place in its variable (FLOW-265). After a failure `instance` must not be used.
[[nodiscard]] Result<Events> migrate(const Flow& from, Instance& instance, const Flow& to, const Migration& how,
                                     const StepInputs& inputs);

// What such a move would lose: a warning (FLOW-269) for each variable with a value that the new version does not have.
[[nodiscard]] Diagnostics lost_values(const Flow& from, const Instance& instance, const Flow& to);

}  // namespace fw::flow
