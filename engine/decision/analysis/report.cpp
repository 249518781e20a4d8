// What the findings say to an author.
#include <algorithm>

#include "engine/decision/analysis/analysis.h"

namespace fw::decision {

namespace {

class Reporter {
  public:
    Reporter(const CompiledTable& table, const Place& place) : table_(table), place_(place) {}

    void add(const Finding& f) {
        switch (f.kind) {
            case FindingKind::kGap:
                put("DMN-101", collects() ? Severity::kNote : Severity::kWarning, nullptr,
                    format_text({"No rule matches {0}", "没有规则匹配 {0}"}, {where(f)}),
                    format_text({"for instance {0}", "例如 {0}"}, {witness(f)}));
                return;
            case FindingKind::kOverlap:
                put("DMN-102", Severity::kError, &f,
                    pair({"Rules {0} and {1} both match {2}, which the hit policy {3} forbids",
                          "第 {0} 条与第 {1} 条规则同时匹配 {2}，命中策略 {3} 不允许重叠"},
                         f),
                    example(f));
                return;
            case FindingKind::kEmptyRule:
                empty_rule(f);
                return;
            case FindingKind::kMasked:
                put("DMN-104", Severity::kWarning, &f,
                    format_text({"Rule {0} can never decide: all it matches is taken by rule {1}",
                                 "第 {0} 条规则永远不起作用：其匹配的内容全部由第 {1} 条规则处理"},
                                {number(f.rules[0]), others(f)}),
                    example(f));
                return;
            case FindingKind::kNullOnly:
                put("DMN-109", Severity::kNote, &f,
                    format_text({"Rule {0} decides only where an input is null: all else is taken by rule {1}",
                                 "第 {0} 条规则仅在某个输入为 null 时起作用：其他内容全部由第 {1} 条规则处理"},
                                {number(f.rules[0]), others(f)}),
                    {});
                return;
            case FindingKind::kDuplicate:
                put("DMN-105", duplicate_severity(), &f,
                    pair({"Rules {0} and {1} are the same", "第 {0} 条与第 {1} 条规则相同"}, f), example(f));
                return;
            case FindingKind::kContradiction:
                put("DMN-106", table_.source->hit_policy == HitPolicy::kFirst ? Severity::kWarning : Severity::kError,
                    &f,
                    pair({"Rules {0} and {1} both match {2} and give different outputs",
                          "第 {0} 条与第 {1} 条规则同时匹配 {2}，但输出不同"},
                         f),
                    example(f));
                return;
            case FindingKind::kBeyond:
                beyond(f);
                return;
            case FindingKind::kUndecided:
                put("DMN-108", Severity::kNote, nullptr, Text("Not decided: " + f.what.en, "未能判定：" + f.what.zh),
                    {});
                return;
        }
    }

    void omitted(FindingKind kind, std::size_t count) {
        static constexpr std::string_view kCodes[kFindingKinds] = {
            "DMN-101", "DMN-102", "DMN-103", "DMN-104", "DMN-109", "DMN-105", "DMN-106", "DMN-107", "DMN-108"};
        if (count == 0) return;
        const std::string_view code = kCodes[static_cast<std::size_t>(kind)];
        put(std::string(code).c_str(), Severity::kNote, nullptr,
            format_text({"{0} more findings of this sort are not shown", "另有 {0} 条同类结果未显示"},
                        {std::to_string(count)}),
            {});
    }

    Diagnostics made;

  private:
    [[nodiscard]] bool collects() const {
        const HitPolicy policy = table_.source->hit_policy;
        return policy == HitPolicy::kCollect || policy == HitPolicy::kRuleOrder || policy == HitPolicy::kOutputOrder;
    }

    [[nodiscard]] Severity duplicate_severity() const {
        if (table_.source->hit_policy == HitPolicy::kUnique) return Severity::kError;
        return collects() ? Severity::kNote : Severity::kWarning;
    }

    [[nodiscard]] static std::string number(std::size_t rule) { return std::to_string(rule + 1); }

    [[nodiscard]] std::string name_of(std::size_t input) const {
        const TableInput& column = table_.source->inputs[input];
        return column.expression.text.empty() ? column.label : column.expression.text;
    }

    // "amount in [10..20), region = \"north\"".
    [[nodiscard]] std::string where(const Finding& f) const {
        std::string out;
        for (std::size_t i = 0; i < f.where.size(); ++i) {
            if (f.where[i] == "-") continue;
            if (!out.empty()) out += ", ";
            const char first = f.where[i].empty() ? ' ' : f.where[i][0];
            const bool range = first == '[' || first == '(';
            const bool comparison = first == '<' || first == '>';
            out += name_of(i) + (comparison ? " " : range ? " in " : " = ") + f.where[i];
        }
        return out.empty() ? "any input" : out;
    }

    [[nodiscard]] std::string witness(const Finding& f) const {
        std::string out;
        for (std::size_t i = 0; i < f.witness.size(); ++i) {
            if (!out.empty()) out += ", ";
            out += name_of(i) + " = " + f.witness[i].print();
        }
        return out;
    }

    [[nodiscard]] Text example(const Finding& f) const {
        if (f.witness.empty()) return {};
        return format_text({"for instance {0}", "例如 {0}"}, {witness(f)});
    }

    [[nodiscard]] Text pair(const Text& pattern, const Finding& f) const {
        return format_text(
            pattern, {number(f.rules[0]), number(f.rules[1]), where(f), hit_policy_name(table_.source->hit_policy)});
    }

    // "2, 3 and so on": the rules behind the first.
    [[nodiscard]] static std::string others(const Finding& f) {
        std::string out;
        for (std::size_t i = 1; i < f.rules.size(); ++i) out += (i > 1 ? ", " : "") + number(f.rules[i]);
        return out;
    }

    void empty_rule(const Finding& f) {
        const Place at = cell_place(f.rules[0], f.column);
        const std::string& cell = table_.source->rules[f.rules[0]].tests[f.column].text;
        made.push_back({"DMN-103",
                        Severity::kWarning,
                        at,
                        format_text({"Rule {0} can never fire: {1} matches nothing that {2} can be",
                                     "第 {0} 条规则永远不会命中：{1} 不匹配 {2} 的任何取值"},
                                    {number(f.rules[0]), cell, name_of(f.column)}),
                        {}});
    }

    void beyond(const Finding& f) {
        const std::size_t inputs = table_.inputs.size();
        const bool output = f.column >= inputs;
        const std::string name = output ? table_.source->outputs[f.column - inputs].name : name_of(f.column);
        const Place at = cell_place(f.rules[0], f.column);
        made.push_back(
            {"DMN-107",
             Severity::kNote,
             at,
             format_text(
                 {"The cell of rule {0} in column {1} is beyond the analysis: it depends on more than constants",
                  "第 {0} 条规则在列“{1}”的单元格超出分析范围：其取值不只取决于常量"},
                 {number(f.rules[0]), name.empty() ? std::to_string(f.column + 1) : name}),
             {}});
    }

    [[nodiscard]] Place cell_place(std::size_t rule, std::size_t column) const {
        const TableRule& source = table_.source->rules[rule];
        const std::size_t inputs = table_.inputs.size();
        const bool output = column >= inputs;
        const auto& cells = output ? source.results : source.tests;
        const std::size_t at = output ? column - inputs : column;
        if (at >= cells.size() || cells[at].anchors.empty()) return rule_place(rule);
        return cells[at].place(place_.file, place_.element);
    }

    [[nodiscard]] Place rule_place(std::size_t rule) const {
        Place at = table_.source->rules[rule].place;
        if (at.at.line == 0 && at.range.end == 0) return place_;
        at.file = place_.file;
        at.element = place_.element;
        return at;
    }

    // At the last rule named, which is the one an author would change; at the table where no rule is named.
    void put(const char* code, Severity severity, const Finding* f, Text text, Text hint) {
        Place at = place_;
        if (f != nullptr && !f->rules.empty()) {
            const bool mask = f->kind == FindingKind::kMasked || f->kind == FindingKind::kNullOnly;
            at = rule_place(mask ? f->rules.front() : f->rules.back());
        }
        made.push_back({code, severity, std::move(at), std::move(text), std::move(hint)});
    }

    const CompiledTable& table_;
    const Place& place_;
};

}  // namespace

Diagnostics diagnostics_of(const CompiledTable& table, const Analysis& analysis, const Place& place) {
    Reporter reporter(table, place);
    for (const Finding& finding : analysis.findings) reporter.add(finding);
    for (std::size_t kind = 0; kind < kFindingKinds; ++kind) {
        reporter.omitted(static_cast<FindingKind>(kind), analysis.omitted[kind]);
    }
    return std::move(reporter.made);
}

}  // namespace fw::decision
