// What can be said about a decision table before it ever runs: inputs no rule answers, rules that contradict, repeat or
// hide each other, rules that can never fire. Each finding names its rules and, wherever one exists, a witness:
// concrete input values for which running the cells shows what is claimed. What the analysis cannot decide it says.
//
// Every column is cut where some cell begins or ends; between two neighbouring cuts all cells agree, so a rule is a box
// of such pieces and a gap a box that no rule covers. Pure functions; no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/decision/compiled_table.h"

namespace fw::decision {

enum class FindingKind : std::uint8_t {
    kGap,            // no rule matches the inputs in `where`
    kOverlap,        // two rules match the same input, which the hit policy forbids
    kEmptyRule,      // a cell (`column`) matches nothing that the column can hold
    kMasked,         // rules[0] can never decide: the other rules take all it matches
    kNullOnly,       // rules[0] decides only where an input is null
    kDuplicate,      // same conditions, same outputs
    kContradiction,  // different outputs for the same input: same conditions, or an ANY table
    kBeyond,         // the cell of rules[0] in `column` is beyond the analysis (`column` = inputs + o: output o)
    kUndecided       // the search was given up: `where` says which one
};
inline constexpr std::size_t kFindingKinds = 9;

struct Finding {
    FindingKind kind = FindingKind::kGap;
    std::vector<std::size_t> rules;    // from 0
    std::vector<feel::Value> witness;  // one for each input; empty where there is none
    std::vector<std::string> where;    // for each input the part meant, as a unary test: "[10..20)", "-"
    std::size_t column = 0;
    Text what;  // kUndecided: of which question
};

struct AnalysisOptions {
    std::uint64_t steps = 40'000'000;  // of search, over all questions
    std::size_t findings = 20;         // of each kind; the others are counted
    std::size_t pairs = 60'000'000;    // of rules that are compared
};

struct Analysis {
    std::vector<Finding> findings;
    std::size_t omitted[kFindingKinds] = {};  // found beyond AnalysisOptions::findings, by kind
    std::size_t unconfirmed = 0;              // claims that running the cells did not show; always 0 unless we erred
    [[nodiscard]] bool has(FindingKind kind) const;
};

[[nodiscard]] Analysis analyse(const CompiledTable& table, const AnalysisOptions& options = {});

// DMN-101 gap, 102 overlap, 103 empty rule, 104 masked, 105 duplicate, 106 contradiction, 107 beyond, 108 undecided,
// 109 null only; how severe depends on the hit policy. `place` is that of the table.
[[nodiscard]] Diagnostics diagnostics_of(const CompiledTable& table, const Analysis& analysis, const Place& place);

class DecisionModel;
// The same for all tables of a model.
[[nodiscard]] Diagnostics analyse_model(const DecisionModel& model, const AnalysisOptions& options = {});

}  // namespace fw::decision
