// Expressions of an entity (compile::RecordScope) evaluated outside runtime/records.
#pragma once

#include <string>
#include <vector>

#include "engine/model/expr.h"
#include "runtime/flows/flows.h"

namespace fw::flows {

// What it reads of the record, as Records::context wants it.
[[nodiscard]] std::vector<std::vector<std::string>> paths_of(const model::Expr& expression);

[[nodiscard]] bool holds(const model::Expr& condition, const feel::Value& record, const Caller& caller, feel::Zone zone,
                         DateTime now);

[[nodiscard]] feel::DateTime local_time(DateTime now, feel::Zone zone);

}  // namespace fw::flows
