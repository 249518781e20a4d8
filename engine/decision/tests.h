// The tests that stand inside decision models, and which rules they reach.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/decision/decision_model.h"

namespace fw::decision {

struct Coverage {
    std::string decision;  // whose logic is a table
    std::size_t rules = 0;
    std::vector<std::size_t> never;  // rules no test reached, from 0
};

struct TestReport {
    std::size_t run = 0;
    std::size_t passed = 0;
    Diagnostics failures;  // DMN-301, at the test; places are ranges without lines
    std::vector<Coverage> coverage;
};

// `result`: the element whose value a test expects where it names none.
[[nodiscard]] TestReport run_tests(const DecisionModel& model, std::size_t result,
                                   const feel::EvalOptions& options = {});

// Whether a value is what a test expects: numbers by value; a text stands for a date, time or duration as well.
[[nodiscard]] bool is_expected(const json::Value& expected, const feel::Value& actual);

}  // namespace fw::decision
