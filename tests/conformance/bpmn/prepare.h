// BPMN files of a scenario as flows that run: conditions replaced, workers made to wait, effects made answers.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/value.h"
#include "engine/flow/flow.h"
#include "engine/json/value.h"

namespace fw::test {

struct Prepared {
    std::vector<std::unique_ptr<const flow::Flow>> flows;
    const flow::Flow* start = nullptr;  // the process the case names
    Diagnostics problems;
};

// `test` is the case; its bpmn and more are read from `folder`.
[[nodiscard]] Prepared prepare(const json::Value& test, const std::filesystem::path& folder);

// What a node or variable is called in its file.
[[nodiscard]] std::string bpmn_id(const flow::Flow& flow, flow::NodeIndex node);
// {"orderId": 5} as the flow's own variables; those it does not have are left out.
[[nodiscard]] std::vector<std::pair<std::string, feel::Value>> variables(const flow::Flow& flow,
                                                                         const json::Value* written);

}  // namespace fw::test
