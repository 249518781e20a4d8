#include "tests/support/decision/tables.h"

#include "engine/feel/scope.h"

namespace fw::test {

namespace {

decision::HitPolicy policy_of(char mark) {
    switch (mark) {
        case 'F':
            return decision::HitPolicy::kFirst;
        case 'P':
            return decision::HitPolicy::kPriority;
        case 'A':
            return decision::HitPolicy::kAny;
        case 'C':
            return decision::HitPolicy::kCollect;
        case 'R':
            return decision::HitPolicy::kRuleOrder;
        case 'O':
            return decision::HitPolicy::kOutputOrder;
        default:
            return decision::HitPolicy::kUnique;
    }
}

}  // namespace

MadeTable make_table(const std::string& mark, const std::vector<ColumnText>& inputs,
                     const std::vector<ColumnText>& outputs, const std::vector<std::vector<std::string>>& rules) {
    MadeTable out;
    out.source = std::make_unique<decision::Table>();
    decision::Table& table = *out.source;
    table.hit_policy = policy_of(mark[0]);
    if (mark == "C+") table.aggregation = decision::Aggregation::kSum;
    feel::Scope scope;
    for (const ColumnText& text : inputs) {
        decision::TableInput input;
        input.expression.text = text.expression;
        input.type = text.type;
        input.allowed.text = text.allowed;
        table.inputs.push_back(input);
        const auto kind = feel::type_kind_of(text.type);
        scope.add(text.expression, kind ? feel::Type(*kind) : feel::Type());
    }
    for (const ColumnText& text : outputs) {
        decision::TableOutput output;
        output.name = text.expression;
        output.type = text.type;
        output.allowed.text = text.allowed;
        table.outputs.push_back(output);
    }
    for (const auto& cells : rules) {
        decision::TableRule rule;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            decision::Written written;
            written.text = cells[i];
            (i < inputs.size() ? rule.tests : rule.results).push_back(written);
        }
        table.rules.push_back(rule);
    }
    decision::TableEnvironment environment;
    out.compiled = decision::compile_table(table, scope, environment, out.diagnostics);
    return out;
}

}  // namespace fw::test
