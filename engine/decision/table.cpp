#include "engine/decision/table.h"

#include <array>

namespace fw::decision {

namespace {

struct PolicyNames {
    std::string_view xml, json, mark;
};
constexpr std::array<PolicyNames, 7> kPolicies = {{{"UNIQUE", "unique", "U"},
                                                   {"FIRST", "first", "F"},
                                                   {"PRIORITY", "priority", "P"},
                                                   {"ANY", "any", "A"},
                                                   {"COLLECT", "collect", "C"},
                                                   {"RULE ORDER", "rule_order", "R"},
                                                   {"OUTPUT ORDER", "output_order", "O"}}};
constexpr std::array<PolicyNames, 5> kAggregations = {
    {{"", "none", ""}, {"SUM", "sum", "C+"}, {"COUNT", "count", "C#"}, {"MIN", "min", "C<"}, {"MAX", "max", "C>"}}};

}  // namespace

std::string_view hit_policy_name(HitPolicy policy) { return kPolicies[static_cast<std::size_t>(policy)].xml; }

std::string_view hit_policy_mark(HitPolicy policy, Aggregation aggregation) {
    if (policy == HitPolicy::kCollect && aggregation != Aggregation::kNone)
        return kAggregations[static_cast<std::size_t>(aggregation)].mark;
    return kPolicies[static_cast<std::size_t>(policy)].mark;
}

std::optional<HitPolicy> hit_policy_of(std::string_view name) {
    for (std::size_t i = 0; i < kPolicies.size(); ++i) {
        if (kPolicies[i].xml == name || kPolicies[i].json == name) return static_cast<HitPolicy>(i);
    }
    return std::nullopt;
}

std::string_view aggregation_name(Aggregation aggregation) {
    return kAggregations[static_cast<std::size_t>(aggregation)].xml;
}

std::optional<Aggregation> aggregation_of(std::string_view name) {
    for (std::size_t i = 1; i < kAggregations.size(); ++i) {
        if (kAggregations[i].xml == name || kAggregations[i].json == name) return static_cast<Aggregation>(i);
    }
    return std::nullopt;
}

}  // namespace fw::decision
