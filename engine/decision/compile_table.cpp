#include <algorithm>
#include <unordered_map>

#include "engine/decision/compiled_table.h"
#include "engine/decision/item_type.h"

namespace fw::decision {

namespace {

class TableCompiler {
  public:
    TableCompiler(const Table& table, const feel::Scope& scope, const TableEnvironment& environment, Diagnostics& out)
        : table_(table), scope_(scope), environment_(environment), out_(out) {}

    CompiledTable run() {
        made_.source = &table_;
        made_.rules = table_.rules.size();
        made_.slots = scope_.names().size();
        shape();
        for (const TableInput& input : table_.inputs) made_.inputs.push_back(column(input));
        for (const TableOutput& output : table_.outputs) made_.outputs.push_back(column(output));
        made_.cells.resize(made_.rules * table_.inputs.size());
        made_.results.resize(made_.rules * table_.outputs.size());
        for (std::size_t i = 0; i < table_.inputs.size(); ++i) cells(i);
        for (std::size_t o = 0; o < table_.outputs.size(); ++o) results(o);
        return std::move(made_);
    }

  private:
    void error(const char* code, const Place& at, Text text, Text hint = {}) {
        Place place = at;
        place.file = environment_.file;
        place.element = environment_.element;
        out_.push_back({code, Severity::kError, std::move(place), std::move(text), std::move(hint)});
    }

    void shape() {
        if (table_.outputs.empty()) {
            error("DMN-007", table_.inputs.empty() ? Place{} : table_.inputs[0].place,
                  {"This table has no output", "此决策表没有输出列"});
        }
        for (const TableRule& rule : table_.rules) {
            if (rule.tests.size() != table_.inputs.size() || rule.results.size() != table_.outputs.size()) {
                error(
                    "DMN-006", rule.place,
                    format_text({"This rule has {0} input and {1} output cells; the table has {2} and {3} columns",
                                 "此规则有 {0} 个输入单元格、{1} 个输出单元格，而决策表有 {2} 个输入列、{3} 个输出列"},
                                {std::to_string(rule.tests.size()), std::to_string(rule.results.size()),
                                 std::to_string(table_.inputs.size()), std::to_string(table_.outputs.size())}));
            }
        }
        if (table_.aggregation != Aggregation::kNone && !collects_) {
            Place place = table_.outputs.empty() ? Place{} : table_.outputs[0].place;
            place.file = environment_.file;
            place.element = environment_.element;
            out_.push_back({"DMN-023",
                            Severity::kWarning,
                            std::move(place),
                            format_text({"{0} has no effect: only COLLECT is aggregated, and the hit policy is {1}",
                                         "{0} 不起作用：只有 COLLECT 才会汇总，而命中策略为 {1}"},
                                        {aggregation_name(table_.aggregation), hit_policy_name(table_.hit_policy)}),
                            {"make the hit policy COLLECT, or leave the aggregation out",
                             "请将命中策略改为 COLLECT，或去掉汇总方式"}});
        }
        if (table_.outputs.size() < 2) return;
        std::vector<std::string> names;
        for (const TableOutput& output : table_.outputs) {
            if (output.name.empty()) {
                error("DMN-008", output.place,
                      {"Where a table has several outputs, each needs a name", "有多个输出列时，每列都需要名称"});
            } else if (std::find(names.begin(), names.end(), output.name) != names.end()) {
                error("DMN-012", output.place,
                      format_text({"The output '{0}' occurs twice", "输出“{0}”重复"}, {output.name}));
            }
            names.push_back(output.name);
        }
        if (collects_ && table_.aggregation != Aggregation::kNone && table_.aggregation != Aggregation::kCount) {
            error("DMN-009", table_.outputs[1].place,
                  {"Only a table with one output can be aggregated", "只有单个输出列的决策表才能汇总"},
                  {"use C without aggregation, or split the table", "请使用不带汇总的 C，或拆分决策表"});
        }
    }

    feel::Type type_of(const std::string& name, const Place& place) {
        if (name.empty()) return {};
        if (environment_.type_of != nullptr) {
            if (auto found = environment_.type_of(environment_.owner, name)) return *found;
        } else if (const auto kind = feel::type_kind_of(name)) {
            return *kind;
        } else if (const feel::Type* known = scope_.find_type(name)) {
            return *known;
        }
        error("DMN-013", place, format_text({"There is no type '{0}'", "没有名为“{0}”的类型"}, {name}));
        return {};
    }

    void report(Diagnostics diagnostics, const Written& written) {
        for (Diagnostic& d : relocate(std::move(diagnostics), written, environment_.file, environment_.element)) {
            if (!environment_.strict) d.severity = Severity::kWarning;
            out_.push_back(std::move(d));
        }
    }

    feel::Expression expression(const Written& written, const feel::Type& expected) {
        if (written.empty()) return {};
        feel::CheckOptions options;
        options.strict = environment_.strict;
        options.expected = expected;
        auto made = feel::compile_text(written.text, scope_, options);
        if (!made) {
            report(std::move(made.error()), written);
            return {};
        }
        report(made->warnings(), written);
        return std::move(*made);
    }

    // Unary tests with the value under test of `type`; `parsed` gets the tree.
    feel::Expression tests(const Written& written, const feel::Scope& scope, std::optional<feel::ParsedExpr>& parsed) {
        feel::CheckOptions options;
        options.strict = environment_.strict;
        feel::ParseOptions parse_options;
        parse_options.scope = &scope;
        auto tree = feel::parse_unary_tests(written.text, parse_options);
        if (!tree) {
            report(std::move(tree.error()), written);
            return {};
        }
        auto checked = feel::check(*tree, scope, options);
        if (!checked) {
            report(std::move(checked.error()), written);
            return {};
        }
        report(checked->warnings(), written);
        parsed = std::move(*tree);
        return feel::compile(*checked);
    }

    feel::Scope scope_with(const feel::Type& tested) const {
        feel::Scope scope = scope_;
        scope.add("?", tested);
        return scope;
    }

    InputColumn column(const TableInput& input) {
        InputColumn out;
        out.type = type_of(input.type, input.place);
        out.program = expression(input.expression, out.type);
        if (input.expression.empty())
            error("DMN-003", input.place, {"This input has no expression", "此输入列没有表达式"});
        if (out.type.is_any() && out.program) out.type = out.program.type();
        std::optional<feel::ParsedExpr> parsed;
        if (!input.allowed.empty()) {
            const feel::Scope scope = scope_with(out.type);
            out.allowed_program = tests(input.allowed, scope, parsed);
            if (parsed) out.allowed = cell_set(*parsed, out.allowed_program, scope);
        }
        return out;
    }

    OutputColumn column(const TableOutput& output) {
        OutputColumn out;
        out.type = type_of(output.type, output.place);
        out.fallback = expression(output.fallback, out.type);
        if (output.allowed.empty()) return out;
        std::optional<feel::ParsedExpr> parsed;
        const feel::Scope scope = scope_with(out.type);
        out.allowed_program = tests(output.allowed, scope, parsed);
        if (!parsed) return out;
        out.allowed = cell_set(*parsed, out.allowed_program, scope);
        out.order = constants_of(*parsed, scope_.functions());
        return out;
    }

    void cells(std::size_t input) {
        const feel::Scope scope = scope_with(made_.inputs[input].type);
        std::unordered_map<std::string, Cell> known;  // tables repeat their cells
        const Written any{"-", {}};
        for (std::size_t rule = 0; rule < made_.rules; ++rule) {
            const auto& written_cells = table_.rules[rule].tests;
            const Written& given = input < written_cells.size() ? written_cells[input] : any;
            const bool blank = given.text.find_first_not_of(" \t\r\n") == std::string::npos;
            const Written& written = blank ? any : given;
            Cell& cell = made_.cells[rule * table_.inputs.size() + input];
            if (const auto found = known.find(written.text); found != known.end()) {
                cell = found->second;
                continue;
            }
            const std::size_t before = out_.size();
            cell.program = tests(written, scope, cell.parsed);
            cell.set.kind = CellSet::Kind::kBeyond;
            if (cell.parsed) cell.set = cell_set(*cell.parsed, cell.program, scope);
            if (out_.size() == before) known.emplace(written.text, cell);
        }
    }

    void results(std::size_t output) {
        std::unordered_map<std::string, ResultCell> known;
        for (std::size_t rule = 0; rule < made_.rules; ++rule) {
            const auto& written = table_.rules[rule].results;
            if (output >= written.size()) continue;
            ResultCell& cell = made_.results[rule * table_.outputs.size() + output];
            if (const auto found = known.find(written[output].text); found != known.end()) {
                cell = found->second;
                continue;
            }
            const std::size_t before = out_.size();
            cell.program = expression(written[output], made_.outputs[output].type);
            if (!cell.program) {
                if (out_.size() == before) cell.constant = feel::Value();  // an empty cell is null
                continue;
            }
            cell.constant = constant(cell.program, written[output].text);
            if (out_.size() == before) known.emplace(written[output].text, cell);
        }
    }

    // Of expressions that read nothing and would give the same at any time, without a warning.
    std::optional<feel::Value> constant(const feel::Expression& program, const std::string& text) const {
        if (!program.reads().empty()) return std::nullopt;
        for (const feel::FunctionInfo* function : scope_.functions().all()) {
            if (!function->pure && text.find(function->name) != std::string::npos) return std::nullopt;
        }
        feel::Notes notes;
        feel::EvalOptions options;
        options.limits.steps = 10'000;
        feel::Value value = feel::evaluate(program, {}, options, &notes);
        if (!notes.warnings.empty() || value.is(feel::Kind::kFunction)) return std::nullopt;
        return value;
    }

    const Table& table_;
    const bool collects_ = table_.hit_policy == HitPolicy::kCollect;
    const feel::Scope& scope_;
    const TableEnvironment& environment_;
    Diagnostics& out_;
    CompiledTable made_;
};

}  // namespace

CompiledTable compile_table(const Table& table, const feel::Scope& scope, const TableEnvironment& environment,
                            Diagnostics& out) {
    return TableCompiler(table, scope, environment, out).run();
}

std::vector<std::size_t> matching_rules(const CompiledTable& table, std::span<const feel::Value> inputs,
                                        std::span<const feel::Value> names) {
    std::vector<feel::Value> frame(table.slots + 1);
    std::copy_n(names.begin(), std::min(names.size(), table.slots), frame.begin());
    std::vector<std::size_t> out;
    for (std::size_t rule = 0; rule < table.rules; ++rule) {
        bool matches = true;
        for (std::size_t i = 0; i < table.inputs.size() && matches; ++i) {
            const Cell& cell = table.cell(rule, i);
            if (cell.set.kind == CellSet::Kind::kAny) continue;
            frame[table.slots] = inputs[i];
            matches = cell.program && feel::evaluate(cell.program, frame).is_true();
        }
        if (matches) out.push_back(rule);
    }
    return out;
}

}  // namespace fw::decision
