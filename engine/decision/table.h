// A decision table as its author wrote it (DMN 1.5, chapter 8): texts with their places. What they mean once parsed,
// typed and normalised is in compiled_table.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision/common.h"
#include "engine/decision/written.h"

namespace fw::decision {

enum class HitPolicy : std::uint8_t { kUnique, kFirst, kPriority, kAny, kCollect, kRuleOrder, kOutputOrder };
enum class Aggregation : std::uint8_t { kNone, kSum, kCount, kMin, kMax };

// "UNIQUE", "RULE ORDER" … as DMN XML writes them, "C+" as people do, "rule_order" as our JSON does.
[[nodiscard]] std::string_view hit_policy_name(HitPolicy policy);                           // "RULE ORDER"
[[nodiscard]] std::string_view hit_policy_mark(HitPolicy policy, Aggregation aggregation);  // "C+"
[[nodiscard]] std::optional<HitPolicy> hit_policy_of(std::string_view name);
[[nodiscard]] std::string_view aggregation_name(Aggregation aggregation);  // "SUM"
[[nodiscard]] std::optional<Aggregation> aggregation_of(std::string_view name);
// Several rules may match at once and the table still has a meaning.
[[nodiscard]] constexpr bool may_overlap(HitPolicy policy) { return policy != HitPolicy::kUnique; }

struct TableInput : Common {
    Written expression;          // FEEL over the names the decision sees
    std::string type;            // a type name; empty: none
    Written allowed;             // unary tests; empty: anything
    Foreign expression_foreign;  // of its input expression
};

struct TableOutput : Common {
    std::string name;  // the entry of the result; empty for a single output
    std::string type;
    Written allowed;   // unary tests; their order is the priority (PRIORITY, OUTPUT ORDER)
    Written fallback;  // FEEL: the result where no rule matches
};

struct TableRule : Common {
    std::vector<Written> tests;    // one for each input: unary tests
    std::vector<Written> results;  // one for each output: FEEL
    std::vector<std::string> notes;
};

struct Table {
    HitPolicy hit_policy = HitPolicy::kUnique;
    Aggregation aggregation = Aggregation::kNone;
    std::string orientation;   // "Rule-as-Row" …; empty: not said
    std::string output_label;  // of the whole result
    std::vector<TableInput> inputs;
    std::vector<TableOutput> outputs;
    std::vector<std::string> note_names;  // annotation columns
    std::vector<TableRule> rules;
};

}  // namespace fw::decision
