// Expressions of an entity (compile::RecordScope) evaluated outside runtime/records.
#pragma once

#include <string>
#include <vector>

#include "engine/model/expr.h"
#include "runtime/flows/flows.h"

namespace fw::flows {

// What it reads of the record, as Records::context wants it.
[[nodiscard]] std::vector<std::vector<std::string>> paths_of(const model::Expr& expression);

[[nodiscard]] Result<bool> condition_holds(const model::Expr& condition, const feel::Value& record,
                                           const Caller& caller, feel::Zone zone, DateTime now);
// The same for a button: what cannot be told does not hold.
[[nodiscard]] bool holds(const model::Expr& condition, const feel::Value& record, const Caller& caller, feel::Zone zone,
                         DateTime now);

// Whether the person keeps the record: its owner.
[[nodiscard]] Result<bool> keeps(const records::Records& records, Reader& reader, const compile::Entity& entity,
                                 Id record, std::int64_t person);

// Why a flow cannot start on a record: the model's own sentences, of the checks that the record would break in the
// state the flow gives it. A general sentence where no check says it.
[[nodiscard]] Result<Text> why_not(const records::Records& records, Reader& reader, const compile::Entity& entity,
                                   const flow::Flow& flow, Id record, const Caller& caller, feel::Zone zone,
                                   DateTime now);

[[nodiscard]] feel::DateTime local_time(DateTime now, feel::Zone zone);

}  // namespace fw::flows
