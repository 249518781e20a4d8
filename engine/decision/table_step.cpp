// Decision tables as steps: input values, matching rules, hit policy.
#include <algorithm>
#include <array>

#include "engine/decision/logic.h"
#include "engine/decision/slots.h"
#include "engine/decision/steps.h"
#include "engine/decision/table_index.h"
#include "engine/feel/names.h"
#include "engine/feel/shape.h"

namespace fw::decision {

using feel::Value;

namespace {

constexpr std::size_t kRulesOfStep = 64;  // an index looks at many rules at once

struct Owner {
    const DecisionModel::Program* program;
    const Definitions* in;
};

std::optional<feel::Type> type_in(const void* owner, const std::string& name) {
    const auto& o = *static_cast<const Owner*>(owner);
    const ItemType* found = o.program->types.find(*o.in, name);
    if (found == nullptr) return std::nullopt;
    return found->type;
}

// Rules by number, a few without an allocation.
class Matches {
  public:
    void add(std::size_t rule) {
        if (count_ < kFew) {
            few_[count_++] = static_cast<std::uint32_t>(rule);
            return;
        }
        if (more_.empty()) more_.assign(few_.begin(), few_.end());
        more_.push_back(static_cast<std::uint32_t>(rule));
        ++count_;
    }
    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] std::span<const std::uint32_t> all() const {
        return count_ > kFew ? std::span<const std::uint32_t>(more_)
                             : std::span<const std::uint32_t>(few_.data(), count_);
    }
    [[nodiscard]] std::size_t operator[](std::size_t i) const { return all()[i]; }

  private:
    static constexpr std::size_t kFew = 16;
    std::array<std::uint32_t, kFew> few_{};
    std::vector<std::uint32_t> more_;
    std::size_t count_ = 0;
};

const feel::Expression& aggregate(Aggregation aggregation) {
    static const std::array<feel::Expression, 5> kPrograms = [] {
        feel::Scope scope;
        scope.add("list", feel::TypeKind::kList);
        const auto make = [&](const char* text) { return *feel::compile_text(text, scope); };
        return std::array<feel::Expression, 5>{make("list"), make("sum(list)"), make("count(list)"), make("min(list)"),
                                               make("max(list)")};
    }();
    return kPrograms[static_cast<std::size_t>(aggregation)];
}

struct TableStep : Step {
    CompiledTable table;
    TableIndex index;
    const Table* written = nullptr;
    const Definitions* in = nullptr;
    std::vector<const ItemType*> input_types;
    std::vector<const ItemType*> output_types;
    std::vector<std::int32_t> direct;         // by input: the slot its expression names, or -1
    std::vector<std::optional<Value>> ready;  // by rule and output: the finished value of a constant cell
    std::vector<std::optional<Value>> whole;  // by rule: the finished result
    std::shared_ptr<const feel::Shape> shape;
    feel::Type made;

    feel::Type type() const override { return made; }
    Value value(Run& run, Value* frame) const override;

    bool inputs(Run& run, Value* frame, Value* out) const;
    bool cell_matches(Run& run, Value* frame, std::size_t rule, std::size_t input, const Value& value) const;
    void match(Run& run, Value* frame, std::span<const Value> values, bool first_only, Matches& out) const;
    Value result(Run& run, Value* frame, std::size_t rule) const;
    Value one(Run& run, Value* frame, std::size_t rule, std::size_t output) const;
    Value fallback(Run& run, Value* frame, bool& given) const;
    Value list_of(Run& run, Value* frame, std::span<const std::uint32_t> rules) const;
    std::vector<std::uint32_t> by_priority(Run& run, Value* frame, std::span<const std::uint32_t> rules) const;
    Value fitted(Run& run, Value value, std::size_t output, const Place& place) const;
    Value context_of(std::vector<Value> values) const { return feel::Shape::make(shape, std::move(values)); }
    void trace(Run& run, Value* frame, std::span<const Value> values, const Matches& matches) const;
};

bool TableStep::inputs(Run& run, Value* frame, Value* out) const {
    for (std::size_t i = 0; i < table.inputs.size(); ++i) {
        const InputColumn& column = table.inputs[i];
        Value made_value;
        if (direct[i] >= 0) {
            made_value = frame[direct[i]];
        } else if (column.program) {
            made_value = evaluate_explained(run, column.program, {frame, table.slots}, written->inputs[i].expression,
                                            "input", written->inputs[i].label);
            run.locate(&written->inputs[i].expression, *source, *in);
        }
        if (input_types[i] != nullptr) {
            made_value = fit(made_value, input_types[i], run.call);
            run.locate(written->inputs[i].place, *in);
        }
        if (column.allowed_program) {
            const bool known = column.allowed && column.allowed->kind != CellSet::Kind::kBeyond &&
                               (made_value.is_null() || made_value.kind() == column.allowed->of);
            bool allowed = known && column.allowed->contains(made_value);
            if (!known) {
                Value saved = std::move(frame[table.slots]);
                frame[table.slots] = made_value;
                allowed = feel::evaluate(column.allowed_program, {frame, table.slots + 1}, run.call).is_true();
                if (!allowed && made_value.is_list()) {
                    const auto items = made_value.as_list();
                    allowed = !items.empty() && std::all_of(items.begin(), items.end(), [&](const Value& item) {
                        frame[table.slots] = item;
                        return feel::evaluate(column.allowed_program, {frame, table.slots + 1}, run.call).is_true();
                    });
                }
                frame[table.slots] = std::move(saved);
            }
            if (!allowed) {
                (void)run.call.warn("DMN-205", format_text({"{0} is not among the allowed values of this input",
                                                            "{0} 不在此输入列的允许值之内"},
                                                           {made_value.print().substr(0, 60)}));
                run.locate(written->inputs[i].place, *in);
                return false;
            }
        }
        out[i] = std::move(made_value);
    }
    return true;
}

bool TableStep::cell_matches(Run& run, Value* frame, std::size_t rule, std::size_t input, const Value& value) const {
    const Cell& cell = table.cell(rule, input);
    if (cell.set.kind == CellSet::Kind::kAny) return true;
    if (cell.set.kind == CellSet::Kind::kValues && (value.is_null() || value.kind() == cell.set.of))
        return cell.set.contains(value);
    if (!cell.program) return false;
    Value saved = std::move(frame[table.slots]);
    frame[table.slots] = value;
    const bool out = feel::evaluate(cell.program, {frame, table.slots + 1}, run.call).is_true();
    run.locate(&written->rules[rule].tests[input], *source, *in);
    frame[table.slots] = std::move(saved);
    return out;
}

void TableStep::match(Run& run, Value* frame, std::span<const Value> values, bool first_only, Matches& out) const {
    const bool asks = index.asks(values);
    index.match(values, [&](std::size_t rule) {
        for (std::size_t i = 0; asks && i < values.size(); ++i) {
            if (index.asks(rule, i, values[i]) && !cell_matches(run, frame, rule, i, values[i])) return true;
        }
        out.add(rule);
        return !first_only && !run.call.stopped();
    });
}

Value TableStep::fitted(Run& run, Value value, std::size_t output, const Place& place) const {
    value = fit(value, output_types[output], run.call);
    const OutputColumn& column = table.outputs[output];
    if (column.allowed_program && !value.is_null()) {
        std::vector<Value> frame(table.slots + 1);
        frame[table.slots] = value;
        if (!feel::evaluate(column.allowed_program, frame, run.call).is_true()) {
            value = run.call.warn(
                "DMN-206", format_text({"{0} is not among the values of this output", "{0} 不在此输出列的取值之内"},
                                       {value.print().substr(0, 60)}));
        }
    }
    run.locate(place, *in);
    return value;
}

Value TableStep::one(Run& run, Value* frame, std::size_t rule, std::size_t output) const {
    if (const auto& known = ready[rule * table.outputs.size() + output]) return *known;
    const ResultCell& cell = table.result(rule, output);
    if (!cell.program) return {};
    Value made_value = evaluate_explained(run, cell.program, {frame, table.slots}, written->rules[rule].results[output],
                                          "output", written->outputs[output].name);
    run.locate(&written->rules[rule].results[output], *source, *in);
    return fitted(run, std::move(made_value), output, written->rules[rule].place);
}

Value TableStep::result(Run& run, Value* frame, std::size_t rule) const {
    if (const auto& known = whole[rule]) return *known;
    if (table.outputs.size() == 1) return one(run, frame, rule, 0);
    std::vector<Value> values;
    values.reserve(table.outputs.size());
    for (std::size_t o = 0; o < table.outputs.size(); ++o) values.push_back(one(run, frame, rule, o));
    return context_of(std::move(values));
}

Value TableStep::fallback(Run& run, Value* frame, bool& given) const {
    std::vector<Value> values;
    given = false;
    for (std::size_t o = 0; o < table.outputs.size(); ++o) {
        const feel::Expression& program = table.outputs[o].fallback;
        if (!program) {
            values.emplace_back();
            continue;
        }
        given = true;
        Value made_value = feel::evaluate(program, {frame, table.slots}, run.call);
        run.locate(&written->outputs[o].fallback, *source, *in);
        values.push_back(fitted(run, std::move(made_value), o, written->outputs[o].place));
    }
    if (!given || table.outputs.empty()) return {};
    return table.outputs.size() == 1 ? std::move(values[0]) : context_of(std::move(values));
}

Value TableStep::list_of(Run& run, Value* frame, std::span<const std::uint32_t> rules) const {
    std::vector<Value> values;
    values.reserve(rules.size());
    for (const std::uint32_t rule : rules) values.push_back(result(run, frame, rule));
    return Value::list(std::move(values));
}

std::vector<std::uint32_t> TableStep::by_priority(Run& run, Value* frame, std::span<const std::uint32_t> rules) const {
    const std::size_t outputs = table.outputs.size();
    std::vector<std::size_t> rank(rules.size() * outputs);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t o = 0; o < outputs; ++o) {
            const std::vector<Value>& order = table.outputs[o].order;
            const Value made_value = order.empty() ? Value() : one(run, frame, rules[i], o);
            const auto at = std::find_if(order.begin(), order.end(), [&](const Value& v) { return v == made_value; });
            rank[i * outputs + o] = static_cast<std::size_t>(at - order.begin());
        }
    }
    std::vector<std::uint32_t> sorted(rules.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = static_cast<std::uint32_t>(i);
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::lexicographical_compare(rank.begin() + static_cast<std::ptrdiff_t>(a * outputs),
                                            rank.begin() + static_cast<std::ptrdiff_t>((a + 1) * outputs),
                                            rank.begin() + static_cast<std::ptrdiff_t>(b * outputs),
                                            rank.begin() + static_cast<std::ptrdiff_t>((b + 1) * outputs));
    });
    for (std::uint32_t& i : sorted) i = rules[i];
    return sorted;
}

Value TableStep::value(Run& run, Value* frame) const {
    Slots slots(table.inputs.size());
    if (!inputs(run, frame, slots.data())) return {};
    const std::span<const Value> values(slots.data(), table.inputs.size());
    const HitPolicy policy = written->hit_policy;
    if (policy == HitPolicy::kFirst && run.explain == nullptr && !index.asks(values)) {  // the common case, at once
        std::size_t first = table.rules;
        index.match(values, [&](std::size_t rule) {
            first = rule;
            return false;
        });
        if (!run.call.spend(1 + table.rules / kRulesOfStep)) return {};
        if (first < table.rules) return result(run, frame, first);
    }
    Matches matches;
    match(run, frame, values, policy == HitPolicy::kFirst && run.explain == nullptr, matches);
    if (!run.call.spend(1 + table.rules / kRulesOfStep + matches.size())) return {};
    if (run.explain != nullptr) trace(run, frame, values, matches);
    if (matches.size() == 0) {
        bool given = false;
        Value out = fallback(run, frame, given);
        if (given) return out;
        if (policy != HitPolicy::kCollect) return {};
        if (written->aggregation == Aggregation::kNone) return Value::list({});
        return written->aggregation == Aggregation::kCount ? Value::number(0) : Value();
    }
    switch (policy) {
        case HitPolicy::kUnique:
            if (matches.size() == 1) return result(run, frame, matches[0]);
            (void)run.call.warn("DMN-207",
                                format_text({"Rules {0} and {1} both match, but only one rule may",
                                             "规则 {0} 和 {1} 同时命中，而只允许命中一条规则"},
                                            {std::to_string(matches[0] + 1), std::to_string(matches[1] + 1)}));
            run.locate(source->place, *in);
            return {};
        case HitPolicy::kAny: {
            Value out = result(run, frame, matches[0]);
            for (std::size_t i = 1; i < matches.size(); ++i) {
                if (result(run, frame, matches[i]) == out) continue;
                (void)run.call.warn("DMN-208",
                                    format_text({"Rules {0} and {1} both match and give different results",
                                                 "规则 {0} 和 {1} 同时命中，但结果不同"},
                                                {std::to_string(matches[0] + 1), std::to_string(matches[i] + 1)}));
                run.locate(source->place, *in);
                return {};
            }
            return out;
        }
        case HitPolicy::kFirst:
            return result(run, frame, matches[0]);
        case HitPolicy::kPriority:
            return result(run, frame, by_priority(run, frame, matches.all())[0]);
        case HitPolicy::kOutputOrder:
            return list_of(run, frame, by_priority(run, frame, matches.all()));
        case HitPolicy::kRuleOrder:
        case HitPolicy::kCollect:
            break;
    }
    Value list = list_of(run, frame, matches.all());
    if (policy == HitPolicy::kRuleOrder || written->aggregation == Aggregation::kNone) return list;
    Value out = feel::evaluate(aggregate(written->aggregation), {&list, 1}, run.call);
    run.locate(source->place, *in);
    return out;
}

void TableStep::trace(Run& run, Value* frame, std::span<const Value> values, const Matches& matches) const {
    Explanation part;
    part.what = "trace";
    part.table.emplace_back();
    TableTrace& out = part.table[0];
    for (const TableInput& input : written->inputs)
        out.columns.push_back(input.label.empty() ? input.expression.text : input.label);
    out.inputs.assign(values.begin(), values.end());
    for (const std::uint32_t rule : matches.all()) out.matched.push_back(rule);
    std::size_t next = 0;
    constexpr std::size_t kMost = 500;
    for (std::size_t rule = 0; rule < table.rules && out.stopped.size() < kMost; ++rule) {
        if (next < out.matched.size() && out.matched[next] == rule) {
            ++next;
            continue;
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (cell_matches(run, frame, rule, i, values[i])) continue;
            const auto& tests = written->rules[rule].tests;
            out.stopped.push_back({rule, i, i < tests.size() ? tests[i].text : "-"});
            break;
        }
    }
    run.explain->push_back(std::move(part));
}

// The values of both types.
void limit(InputColumn& column, const ItemType* said, const ItemType* named) {
    if (said != nullptr) column.limits = said->limits;
    if (named != nullptr && named != said)
        column.limits.insert(column.limits.end(), named->limits.begin(), named->limits.end());
}

}  // namespace

StepPtr make_table_step(const Boxed& boxed, const feel::Scope& scope, LogicCompiler& compiler,
                        DecisionModel::Program& program, const std::string& name, Diagnostics& out) {
    const Table& table = boxed.table[0];
    auto made = std::make_unique<TableStep>();
    const Owner owner{&program, &compiler.in()};
    TableEnvironment environment;
    environment.file = compiler.in().file;
    environment.element = compiler.element().place.element;
    environment.owner = &owner;
    environment.type_of = &type_in;
    environment.strict = compiler.in().strict;
    made->written = &table;
    made->in = &compiler.in();
    made->table = compile_table(table, scope, environment, out);
    made->index = TableIndex(made->table);
    for (const TableInput& input : table.inputs) {
        made->input_types.push_back(input.type.empty() ? nullptr : program.types.find(compiler.in(), input.type));
        const feel::Expression& code = made->table.inputs[made->input_types.size() - 1].program;
        const auto known = scope.find(feel::normalize_name(input.expression.text));
        const bool name_only = code && known && known->field.empty();
        made->direct.push_back(name_only ? static_cast<std::int32_t>(known->slot) : -1);
        limit(made->table.inputs[made->input_types.size() - 1], made->input_types.back(),
              compiler.type_named(code, input.expression.text, scope));
    }
    std::vector<std::string> keys;
    std::vector<std::pair<std::string, feel::Type>> fields;
    for (const TableOutput& output : table.outputs) {
        made->output_types.push_back(output.type.empty() ? nullptr : program.types.find(compiler.in(), output.type));
        keys.push_back(output.name);
        // Where the output lists no values, those of its type are the order of priority.
        OutputColumn& column = made->table.outputs[fields.size()];
        if (column.order.empty() && made->output_types.back() != nullptr)
            column.order = made->output_types.back()->listed;
        fields.emplace_back(output.name, column.type);
    }
    const bool several = table.outputs.size() > 1;
    std::vector<std::string> distinct = keys;
    std::sort(distinct.begin(), distinct.end());
    if (std::adjacent_find(distinct.begin(), distinct.end()) == distinct.end()) made->shape = feel::Shape::of(keys);
    if (!made->shape) {
        keys.clear();
        for (std::size_t i = 0; i < table.outputs.size(); ++i) keys.push_back("output " + std::to_string(i + 1));
        made->shape = feel::Shape::of(keys);
    }
    feel::Type one;
    if (several) {
        one = feel::Type::context(std::move(fields));
    } else if (!fields.empty()) {
        one = fields[0].second;
    }
    const bool collects = table.hit_policy == HitPolicy::kCollect;
    const bool lists = table.hit_policy == HitPolicy::kRuleOrder || table.hit_policy == HitPolicy::kOutputOrder ||
                       (collects && table.aggregation == Aggregation::kNone);
    const bool counts = collects && table.aggregation == Aggregation::kCount;
    made->made = lists ? feel::Type::list(one) : counts ? feel::TypeKind::kNumber : one;
    const bool prioritised = table.hit_policy == HitPolicy::kPriority || table.hit_policy == HitPolicy::kOutputOrder;
    if (prioritised && std::all_of(made->table.outputs.begin(), made->table.outputs.end(),
                                   [](const OutputColumn& c) { return c.order.empty(); })) {
        compiler.error(compiler.element().place, "DMN-016",
                       format_text({"The hit policy {0} needs the values of an output in order of priority",
                                    "命中策略 {0} 需要按优先级列出输出值"},
                                   {hit_policy_name(table.hit_policy)}),
                       {"list them at the output, the most important first", "请在输出列中列出取值，最重要的在前"},
                       false);
    }
    // Constant cells are finished now; what does not fit its type keeps being tried, so that it warns.
    const feel::EvalOptions options;
    feel::Notes notes;
    feel::Call call(options, &notes);
    Run run(program, call);
    made->ready.resize(made->table.results.size());
    made->whole.resize(made->table.rules);
    for (std::size_t rule = 0; rule < made->table.rules; ++rule) {
        bool all = true;
        for (std::size_t o = 0; o < table.outputs.size(); ++o) {
            auto& ready = made->ready[rule * table.outputs.size() + o];
            const auto& constant = made->table.result(rule, o).constant;
            if (constant) {
                notes.warnings.clear();
                Value fitted = made->fitted(run, *constant, o, {});
                if (notes.warnings.empty()) ready = std::move(fitted);
            }
            all = all && ready.has_value();
        }
        if (!all || table.outputs.empty()) continue;
        std::vector<Value> values;
        for (std::size_t o = 0; o < table.outputs.size(); ++o)
            values.push_back(*made->ready[rule * table.outputs.size() + o]);
        made->whole[rule] = several ? made->context_of(std::move(values)) : std::move(values[0]);
    }
    program.tables.push_back({&made->table, compiler.element().place.element, name, compiler.in().file, boxed.place});
    return made;
}

std::vector<std::size_t> matched_rules(const Step& step, Run& run, feel::Value* frame) {
    const auto* table = dynamic_cast<const TableStep*>(&step);
    if (table == nullptr) return {};
    std::vector<Value> values(table->table.inputs.size());
    if (!table->inputs(run, frame, values.data())) return {};
    Matches matches;
    table->match(run, frame, values, false, matches);
    return {matches.all().begin(), matches.all().end()};
}

}  // namespace fw::decision
