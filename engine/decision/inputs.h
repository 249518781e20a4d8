// What a caller gives a decision: JSON inputs as FEEL values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/decision/decision_model.h"

namespace fw::decision {

// Of the types the model gives its inputs, by name or id. Whatever does not fit is null; unknown names are kept.
[[nodiscard]] feel::Value inputs_of(const DecisionModel& model, std::size_t element, const json::Value& given);

// What is wrong with the inputs: no object (DMN-302), names the model does not have (DMN-302), values that are not
// of their type (DMN-303). Inputs of the model that this decision does not need are passed over. Ranges are those of
// `given`; elements are paths that begin with `path` ("rows/3").
[[nodiscard]] Diagnostics check_inputs(const DecisionModel& model, std::size_t element, const json::Value& given,
                                       const std::string& path);

// Name and id of each input that the decision needs, one after the other.
[[nodiscard]] std::vector<std::string> input_names(const DecisionModel& model, std::size_t element);

// The same values by the names of the inputs where they are given by their ids.
[[nodiscard]] feel::Value by_name(const DecisionModel& model, std::size_t element, const feel::Value& given);

// Whether the model has an input of that name or id, needed by the decision or not.
[[nodiscard]] bool has_input(const DecisionModel& model, std::string_view name);

}  // namespace fw::decision
