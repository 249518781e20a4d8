#include "engine/decision/steps.h"

#include <algorithm>

#include "engine/decision/logic.h"
#include "engine/decision/slots.h"
#include "engine/feel/eval/operators.h"
#include "engine/feel/function.h"

namespace fw::decision {

using feel::Kind;
using feel::Value;

namespace {

std::string_view what_of(const Step& step) {
    if (dynamic_cast<const LiteralStep*>(&step) != nullptr) return "literal";
    if (dynamic_cast<const ContextStep*>(&step) != nullptr) return "context";
    if (dynamic_cast<const ListStep*>(&step) != nullptr) return "list";
    if (dynamic_cast<const RelationStep*>(&step) != nullptr) return "relation";
    if (dynamic_cast<const InvocationStep*>(&step) != nullptr) return "invocation";
    if (dynamic_cast<const FunctionStep*>(&step) != nullptr) return "function";
    if (dynamic_cast<const ConditionalStep*>(&step) != nullptr) return "conditional";
    if (dynamic_cast<const FilterStep*>(&step) != nullptr) return "filter";
    if (dynamic_cast<const LoopStep*>(&step) != nullptr) return "loop";
    return "table";
}

Value too_large(feel::Call& call) {
    return call.warn("FEEL-305", {"This value is nested too deep or becomes too large", "此值嵌套过深或过大"});
}

Value no_condition(feel::Call& call, const Value& value) {
    return call.warn("FEEL-207", format_text({"A condition is needed, not a {0}", "此处需要条件，而不是 {0}"},
                                             {feel::kind_name(value.kind())}));
}

// A boxed function with the names it saw where it was made.
class BoxedFunction : public ModelFunction {
  public:
    BoxedFunction(std::shared_ptr<const DecisionModel::Program> program, const FunctionStep& step,
                  std::vector<Value> seen)
        : ModelFunction(std::move(program)), step_(step), seen_(std::move(seen)) {}
    const std::vector<std::string>& parameters() const override { return step_.names; }
    feel::Type type() const override { return step_.type(); }
    std::string print() const override {
        std::string out = "function(";
        for (const std::string& name : step_.names) out += (out.back() == '(' ? "" : ", ") + name;
        return out + ")";
    }
    bool same(const feel::Function& other) const override {
        const auto* boxed = dynamic_cast<const BoxedFunction*>(&other);
        return boxed != nullptr && &boxed->step_ == &step_ && same_scope(boxed->seen_, seen_);
    }

  private:
    std::string shown() const override { return print(); }
    Value apply(Run& run, std::span<const Value> arguments) const override {
        if (step_.external != nullptr) {
            return run.call.warn(
                "DMN-017",
                format_text({"External functions ({0}) are not supported", "不支持外部函数（{0}）"}, {step_.external}));
        }
        if (!step_.body) return {};
        Slots frame(step_.frame_size);
        std::copy(seen_.begin(), seen_.end(), frame.data());
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            bool ok = true;
            frame[step_.slots[i]] =
                step_.types[i] == nullptr ? arguments[i] : fit(arguments[i], *step_.types[i], run.call, ok);
            if (!ok) return {};
        }
        return step_.body->run(run, frame.data());
    }

    const FunctionStep& step_;
    std::vector<Value> seen_;
};

}  // namespace

Value Step::run(Run& run, Value* frame) const {
    constexpr std::size_t kMostParts = 1000;
    std::vector<Explanation>* const outer = run.explain;
    std::vector<Explanation> parts;
    if (outer != nullptr) run.explain = &parts;
    Value out = value(run, frame);
    if (wanted != nullptr && !out.is_null()) {
        out = fit(out, wanted, run.call);
        if (run.places != nullptr && source != nullptr) run.locate(source->place, *run.program.models[0]);
    }
    if (outer == nullptr) return out;
    run.explain = outer;
    if (outer->size() >= kMostParts) return out;
    Explanation made;
    made.what = what_of(*this);
    made.value = out;
    if (const auto* literal = dynamic_cast<const LiteralStep*>(this)) {
        made.text = literal->explain_text;
        if (!parts.empty() && parts.back().what == "steps") {
            made.subexpressions = std::move(parts.back().subexpressions);
            parts.pop_back();
        }
    }
    const auto trace = std::find_if(parts.begin(), parts.end(), [](const Explanation& e) { return e.what == "trace"; });
    if (made.what == "table" && trace != parts.end()) {
        made.table = std::move(trace->table);
        parts.erase(trace);
    }
    made.parts = std::move(parts);
    outer->push_back(std::move(made));
    return out;
}

namespace {

// The values of the parts of `text` that were noted since there were `before` of them; takes them away.
std::vector<std::pair<std::string, Value>> steps_since(feel::Notes& notes, std::size_t before,
                                                       const std::string& text) {
    constexpr std::size_t kMost = 200;
    std::vector<std::pair<std::string, Value>> out;
    for (std::size_t i = before; i < notes.steps.size() && out.size() < kMost; ++i) {
        const Range range = notes.steps[i].range;
        if (range.end <= text.size() && range.begin < range.end)
            out.emplace_back(text.substr(range.begin, range.end - range.begin), notes.steps[i].value);
    }
    notes.steps.resize(before);
    return out;
}

}  // namespace

Value evaluate_explained(Run& run, const feel::Expression& program, std::span<const Value> frame,
                         const Written& written, const char* what, const std::string& name) {
    feel::Notes* notes = run.call.notes();
    if (run.explain == nullptr || notes == nullptr) return feel::evaluate(program, frame, run.call);
    const std::size_t before = notes->steps.size();
    Explanation made;
    made.what = what;
    made.name = name;
    made.text = written.text;
    made.value = feel::evaluate(program, frame, run.call);
    made.subexpressions = steps_since(*notes, before, written.text);
    run.explain->push_back(made);
    return made.value;
}

Value LiteralStep::value(Run& run, Value* frame) const {
    if (!program) {
        Value out = run.call.warn("DMN-201", {"This expression cannot be read", "无法读取此表达式"});
        run.locate(source->place, *in);
        return out;
    }
    feel::Notes* notes = run.call.notes();
    const bool trace = notes != nullptr && notes->trace && run.explain != nullptr;
    const std::size_t before = trace ? notes->steps.size() : 0;
    Value out = feel::evaluate(program, {frame, slots}, run.call);
    if (run.places != nullptr) run.locate(written, *source, *in);
    if (trace) {
        Explanation steps;
        steps.what = "steps";
        steps.subexpressions = steps_since(*notes, before, written->text);
        run.explain->push_back(std::move(steps));
    }
    return out;
}

Value ContextStep::value(Run& run, Value* frame) const {
    std::vector<Value> saved(entries.size());
    std::vector<Value> values;
    values.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        Value made = entry.value ? entry.value->run(run, frame) : Value();
        if (entry.type != nullptr) {
            made = fit(made, entry.type, run.call);
            run.locate(entry.source->place, *in);
        }
        saved[i] = std::move(frame[entry.slot]);
        frame[entry.slot] = made;
        if (!result) values.push_back(std::move(made));
    }
    Value out;
    if (result) {
        out = result->run(run, frame);
    } else {
        out = feel::Shape::make(shape, std::move(values));
        if (out.is_null()) out = too_large(run.call);
    }
    for (std::size_t i = entries.size(); i-- > 0;) frame[entries[i].slot] = std::move(saved[i]);
    return out;
}

Value ListStep::value(Run& run, Value* frame) const {
    std::vector<Value> values;
    values.reserve(items.size());
    for (const StepPtr& item : items) values.push_back(item->run(run, frame));
    Value out = Value::list(std::move(values));
    return out.is_null() ? too_large(run.call) : out;
}

Value RelationStep::value(Run& run, Value* frame) const {
    std::vector<Value> made;
    made.reserve(rows.size());
    for (const auto& row : rows) {
        std::vector<Value> values(shape->size());
        for (std::size_t i = 0; i < row.size() && i < values.size(); ++i)
            values[i] = fit(row[i]->run(run, frame), types[i], run.call);
        made.push_back(feel::Shape::make(shape, std::move(values)));
    }
    Value out = Value::list(std::move(made));
    return out.is_null() ? too_large(run.call) : out;
}

Value InvocationStep::value(Run& run, Value* frame) const {
    const Value callee = function->run(run, frame);
    std::vector<Value> values;
    values.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        Value argument = arguments[i] ? arguments[i]->run(run, frame) : Value();
        bool ok = true;
        if (types[i] != nullptr) argument = fit(argument, *types[i], run.call, ok);
        if (!ok) {
            run.locate(source->place, *in);
            return {};
        }
        values.push_back(std::move(argument));
    }
    Value out;
    if (!callee.is(Kind::kFunction)) {
        out = run.call.warn(
            "FEEL-215", format_text({"A {0} cannot be called", "{0} 不能被调用"}, {feel::kind_name(callee.kind())}));
    } else {
        out = feel::eval::call_named(run.call, callee.as_function(), names, values);
    }
    run.locate(source->place, *in);
    return out;
}

feel::Type FunctionStep::type() const {
    std::vector<feel::Type> parameters;
    for (const ItemType* t : types) parameters.push_back(t != nullptr ? t->type : feel::Type());
    feel::Type result;
    if (body) result = body->wanted != nullptr ? body->wanted->type : body->type();
    return feel::Type::function(std::move(parameters), result);
}

Value FunctionStep::value(Run& run, Value* frame) const {
    std::vector<Value> seen(frame, frame + visible);
    std::uint16_t depth = 0;
    for (const Value& v : seen) {
        if (v.object() != nullptr) depth = std::max(depth, v.object()->depth);
    }
    if (depth >= Value::kMaxDepth || !run.call.spend(visible)) return too_large(run.call);
    auto* made = new BoxedFunction(run.program.shared_from_this(), *this, std::move(seen));
    made->depth = static_cast<std::uint16_t>(depth + 1);
    return Value::adopt(made);
}

Value ConditionalStep::value(Run& run, Value* frame) const {
    const Value chosen = condition->run(run, frame);
    if (chosen.is_true()) return yes->run(run, frame);
    if (!chosen.is_boolean() && !chosen.is_null()) {
        Value out = no_condition(run.call, chosen);
        run.locate(source->place, *in);
        return out;
    }
    return no->run(run, frame);
}

bool elements_of(feel::Call& call, const Value& value, Value& list) {
    if (value.is_list()) {
        list = value;
        return true;
    }
    if (value.is_null()) {
        (void)call.warn("FEEL-201", {"There is no list, but null", "此处需要列表，但值为 null"});
        return false;
    }
    if (value.is(Kind::kRange)) {
        static const feel::Expression kElements = [] {
            feel::Scope scope;
            scope.add("range");
            return *feel::compile_text("for i in range return i", scope);
        }();
        list = feel::evaluate(kElements, {&value, 1}, call);
        return list.is_list();
    }
    list = Value::list({value});
    return true;
}

Value FilterStep::value(Run& run, Value* frame) const {
    Value source_list = list->run(run, frame);
    Value saved = std::move(frame[slot]);
    Value out;
    if (whole) {
        frame[slot] = std::move(source_list);
        out = match->run(run, frame);
    } else if (elements_of(run.call, source_list, source_list)) {
        std::vector<Value> kept;
        bool odd = false;
        for (const Value& item : source_list.as_list()) {
            if (!run.call.spend(1)) break;
            frame[slot] = item;
            const Value keep = match->run(run, frame);
            if (keep.is_true()) kept.push_back(item);
            odd = !keep.is_boolean() && !keep.is_null();
            if (odd) (void)no_condition(run.call, keep);
            if (odd) break;
        }
        if (!odd) out = Value::list(std::move(kept));
    }
    run.locate(source->place, *in);
    frame[slot] = std::move(saved);
    return out;
}

Value LoopStep::value(Run& run, Value* frame) const {
    Value over;
    const bool any = elements_of(run.call, list->run(run, frame), over);
    run.locate(source->place, *in);
    if (!any) return {};
    const bool is_for = kind == BoxedKind::kFor;
    Value saved = std::move(frame[slot]);
    Value saved_partial = is_for ? std::move(frame[partial]) : Value();
    std::vector<Value> made;
    Value out = is_for ? Value() : Value::boolean(kind == BoxedKind::kEvery);
    for (const Value& item : over.as_list()) {
        if (!run.call.spend(1)) break;
        frame[slot] = fit(item, element, run.call);
        if (is_for) {
            if (uses_partial) {
                if (!run.call.spend(made.size() / 8)) break;
                frame[partial] = Value::list(made);
            }
            made.push_back(body->run(run, frame));
            if (!run.call.list_fits(made.size())) break;
            continue;
        }
        const Value holds = body->run(run, frame);
        if (holds.is_boolean() && holds.as_boolean() != (kind == BoxedKind::kEvery)) {
            out = holds;
            break;
        }
        if (holds.is_boolean()) continue;
        out = Value();
        if (holds.is_null()) continue;
        (void)no_condition(run.call, holds);
        break;
    }
    frame[slot] = std::move(saved);
    if (is_for) frame[partial] = std::move(saved_partial);
    if (run.call.stopped()) return {};
    if (is_for) out = Value::list(std::move(made));
    run.locate(source->place, *in);
    return out;
}

}  // namespace fw::decision
