// What people send with an action, read into a command of the flow; its members and their types have been held against
// what the route declares. What does not fit the flow, or is too long, is refused with FLOW-422.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/flow/step.h"
#include "engine/json/value.h"

namespace fw::flows {

[[nodiscard]] std::string comment_of(const json::Value& body);  // "comment", or "text"

// FLOW-422: one of these is no text, or too long a one.
[[nodiscard]] Result<void> texts(const json::Value& body, std::initializer_list<std::string_view> keys);

// FLOW-230: a variable that is not given at this moment.
[[nodiscard]] Result<void> read_variables(const json::Value* variables, const flow::Flow& flow, flow::Command& command);
// {"choices": {node: [person ids]}}
[[nodiscard]] Result<void> read_choices(const json::Value* choices, const flow::Flow& flow, flow::Command& command);
// {"to": [person ids], "place"}
[[nodiscard]] Result<void> read_people(const json::Value& body, flow::Command& command);
// An action on a task: its kind and all it takes. FLOW-404 for one that there is not.
[[nodiscard]] Result<void> read_command(std::string_view action, const json::Value& body, const flow::Flow& flow,
                                        flow::Command& command);

}  // namespace fw::flows
