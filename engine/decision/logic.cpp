#include "engine/decision/logic.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/decision/steps.h"
#include "engine/feel/names.h"

namespace fw::decision {

void LogicCompiler::error(const Place& at, const char* code, Text text, Text hint, bool hard) {
    Place place = at;
    place.file = in_.file;
    if (place.element.empty()) place.element = element_.place.element;
    out_.push_back({code, hard || in_.strict ? Severity::kError : Severity::kWarning, std::move(place), std::move(text),
                    std::move(hint)});
}

const ItemType* LogicCompiler::type(const std::string& name, const Place& place) {
    if (name.empty()) return nullptr;
    const ItemType* found = program_.types.find(in_, name);
    if (found == nullptr) {
        std::vector<std::string> known;
        for (const auto& [n, type] : program_.types.names(in_)) known.push_back(n);
        error(place, "DMN-013", format_text({"There is no type '{0}'", "没有名为“{0}”的类型"}, {name}),
              did_you_mean(name, known), false);
        return nullptr;
    }
    return found->type.is_any() && found->plain ? nullptr : found;
}

feel::Expression LogicCompiler::compile(const Written& written, const feel::Scope& scope) {
    uses(scope);
    feel::CheckOptions options;
    options.strict = in_.strict;
    auto made = feel::compile_text(written.text, scope, options);
    Diagnostics found = made ? made->warnings() : std::move(made.error());
    for (Diagnostic& d : relocate(std::move(found), written, in_.file, element_.place.element)) {
        if (d.code == "FEEL-117") asks_java_ = true;
        if (!in_.strict) d.severity = Severity::kWarning;
        out_.push_back(std::move(d));
    }
    return made ? std::move(*made) : feel::Expression();
}

void LogicCompiler::knows(std::size_t slot, const ItemType* type) {
    if (slot >= known_.size()) known_.resize(slot + 1);
    known_[slot] = type;
}

std::size_t LogicCompiler::add(feel::Scope& scope, std::string_view name, feel::Type type, const ItemType* known) {
    const std::size_t slot = scope.add(name, std::move(type));
    knows(slot, known);
    return slot;
}

const ItemType* LogicCompiler::type_named(const feel::Expression& program, const std::string& text,
                                          const feel::Scope& scope) const {
    if (!program || program.reads().size() != 1) return nullptr;
    const std::vector<std::string>& path = program.reads()[0];
    const auto top = scope.find(path[0]);
    if (!top || !top->field.empty() || top->slot >= known_.size()) return nullptr;
    // Nothing but the path itself, or its end where the first name is opened.
    std::string whole;
    for (const std::string& name : path) whole += (whole.empty() ? "" : ".") + name;
    const auto tight = [](std::string_view given) {
        std::string out(given);
        std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
        return out;
    };
    const std::string said = tight(text);
    const auto& opened = scope.opened();
    const bool inside = std::find(opened.begin(), opened.end(), top->slot) != opened.end();
    if (said != tight(whole) && !(inside && path[0] + "." + said == tight(whole))) return nullptr;
    const ItemType* at = known_[top->slot];
    for (std::size_t i = 1; i < path.size() && at != nullptr; ++i) {
        if (!at->type.is(feel::TypeKind::kContext)) return nullptr;
        const auto field = std::find_if(at->fields.begin(), at->fields.end(),
                                        [&](const auto& f) { return feel::normalize_name(f.first) == path[i]; });
        at = field == at->fields.end() ? nullptr : field->second;
    }
    return at;
}

const ItemType* LogicCompiler::type_of(const Step& step, const feel::Scope& scope) const {
    if (step.wanted != nullptr) return step.wanted;
    const auto* literal = dynamic_cast<const LiteralStep*>(&step);
    return literal == nullptr ? nullptr : type_named(literal->program, literal->explain_text, scope);
}

const ItemType* LogicCompiler::element_of(const Step& list, const feel::Scope& scope) const {
    const ItemType* type = type_of(list, scope);
    return type != nullptr && type->type.is(feel::TypeKind::kList) ? type->element : nullptr;
}

StepPtr LogicCompiler::make(const Boxed& boxed, const feel::Scope& scope) {
    uses(scope);
    const std::vector<const ItemType*> around = known_;
    StepPtr made;
    switch (boxed.kind) {
        case BoxedKind::kLiteral:
            made = literal(boxed, scope);
            break;
        case BoxedKind::kContext:
            made = context(boxed, scope);
            break;
        case BoxedKind::kList:
            made = list(boxed, scope);
            break;
        case BoxedKind::kRelation:
            made = relation(boxed, scope);
            break;
        case BoxedKind::kInvocation:
            made = invocation(boxed, scope);
            break;
        case BoxedKind::kFunction:
            made = function(boxed, scope);
            break;
        case BoxedKind::kTable:
            made = table(boxed, scope);
            break;
        case BoxedKind::kConditional:
            made = conditional(boxed, scope);
            break;
        case BoxedKind::kFilter:
            made = filter(boxed, scope);
            break;
        case BoxedKind::kFor:
        case BoxedKind::kSome:
        case BoxedKind::kEvery:
            made = loop(boxed, scope);
            break;
    }
    known_ = around;
    made->source = &boxed;
    if (boxed.kind != BoxedKind::kFunction) made->wanted = type(boxed.type, boxed.place);
    return made;
}

StepPtr LogicCompiler::literal(const Boxed& boxed, const feel::Scope& scope) {
    auto out = std::make_unique<LiteralStep>();
    out->written = &boxed.text;
    out->in = &in_;
    out->slots = scope.names().size();
    out->explain_text = boxed.text.text;
    if (!boxed.language.empty()) {
        error(boxed.place, "DMN-018",
              format_text({"Expressions in '{0}' are not supported", "不支持语言“{0}”的表达式"}, {boxed.language}),
              {"write it in FEEL", "请改用 FEEL 编写"}, false);
        return out;
    }
    const bool blank = boxed.text.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (!blank) {
        out->program = compile(boxed.text, scope);
    } else {
        out->program = compile({"null", {}}, scope);
        if (in_.strict) error(boxed.place, "DMN-003", {"This expression is empty", "此表达式为空"});
    }
    return out;
}

StepPtr LogicCompiler::context(const Boxed& boxed, const feel::Scope& outer) {
    auto out = std::make_unique<ContextStep>();
    out->in = &in_;
    feel::Scope scope = outer;
    std::vector<std::string> keys;
    std::vector<std::pair<std::string, feel::Type>> fields;
    for (const BoxedEntry& entry : boxed.entries) {
        StepPtr value = entry.value.empty() ? nullptr : make(entry.value[0], scope);
        const std::string name = feel::normalize_name(entry.variable.name);
        if (name.empty()) {
            if (&entry != &boxed.entries.back()) {
                error(entry.place, "DMN-019",
                      {"Only the last entry of a context may have no name", "上下文中只有最后一个条目可以没有名称"});
            }
            out->result = std::move(value);
            continue;
        }
        if (std::find(keys.begin(), keys.end(), name) != keys.end()) {
            error(entry.place, "DMN-012", format_text({"The entry '{0}' occurs twice", "条目“{0}”重复"}, {name}), {},
                  false);
            continue;
        }
        ContextStep::Entry made;
        made.type = type(entry.variable.type, entry.variable.place);
        const feel::Type known = made.type != nullptr ? made.type->type : value ? value->type() : feel::Type();
        const ItemType* more = made.type != nullptr ? made.type : value ? type_of(*value, scope) : nullptr;
        made.value = std::move(value);
        made.source = &entry;
        made.slot = add(scope, name, known, more);
        uses(scope);
        out->entries.push_back(std::move(made));
        keys.push_back(name);
        fields.emplace_back(name, known);
    }
    out->known = out->result ? out->result->type() : feel::Type::context(std::move(fields));
    out->shape = feel::Shape::of(std::move(keys));
    return out;
}

StepPtr LogicCompiler::list(const Boxed& boxed, const feel::Scope& scope) {
    auto out = std::make_unique<ListStep>();
    for (const Boxed& part : boxed.parts) out->items.push_back(make(part, scope));
    return out;
}

StepPtr LogicCompiler::relation(const Boxed& boxed, const feel::Scope& scope) {
    auto out = std::make_unique<RelationStep>();
    std::vector<std::string> keys;
    std::vector<std::pair<std::string, feel::Type>> fields;
    for (const InformationItem& column : boxed.columns) {
        const std::string name = feel::normalize_name(column.name);
        if (std::find(keys.begin(), keys.end(), name) != keys.end())
            error(column.place, "DMN-012", format_text({"The column '{0}' occurs twice", "列“{0}”重复"}, {name}));
        keys.push_back(name);
        out->types.push_back(type(column.type, column.place));
        fields.emplace_back(name, out->types.back() != nullptr ? out->types.back()->type : feel::Type());
    }
    for (const Boxed& row : boxed.parts) {
        out->rows.emplace_back();
        for (const Boxed& cell : row.parts) out->rows.back().push_back(make(cell, scope));
    }
    out->known = feel::Type::list(feel::Type::context(std::move(fields)));
    out->shape = feel::Shape::of(std::move(keys));
    return out;
}

StepPtr LogicCompiler::invocation(const Boxed& boxed, const feel::Scope& scope) {
    auto out = std::make_unique<InvocationStep>();
    out->in = &in_;
    out->function = make(boxed.parts[0], scope);
    for (const BoxedEntry& binding : boxed.entries) {
        out->names.push_back(feel::normalize_name(binding.variable.name));
        out->types.push_back(type(binding.variable.type, binding.variable.place));
        out->arguments.push_back(binding.value.empty() ? nullptr : make(binding.value[0], scope));
    }
    return out;
}

StepPtr LogicCompiler::function(const Boxed& boxed, const feel::Scope& outer) {
    auto out = std::make_unique<FunctionStep>();
    out->in = &in_;
    out->visible = outer.names().size();
    feel::Scope scope = outer;
    for (const InformationItem& parameter : boxed.columns) {
        out->names.push_back(feel::normalize_name(parameter.name));
        out->types.push_back(type(parameter.type, parameter.place));
        out->slots.push_back(add(scope, out->names.back(),
                                 out->types.back() != nullptr ? out->types.back()->type : feel::Type(),
                                 out->types.back()));
    }
    if (boxed.function_kind != FunctionKind::kFeel) {
        out->external = boxed.function_kind == FunctionKind::kJava ? "Java" : "PMML";
        asks_java_ = asks_java_ || boxed.function_kind == FunctionKind::kJava;
        error(boxed.place, "DMN-017",
              format_text({"External functions ({0}) are not supported", "不支持外部函数（{0}）"}, {out->external}),
              {"write its body in FEEL", "请用 FEEL 编写函数体"}, false);
        return out;
    }
    if (!boxed.parts.empty()) {
        out->body = make(boxed.parts[0], scope);
        // The typeRef of the definition may be that of the function or of its result.
        const ItemType* said = type(boxed.type, boxed.place);
        if (said != nullptr && !said->type.is(feel::TypeKind::kFunction) && out->body->wanted == nullptr)
            out->body->wanted = said;
    }
    uses(scope);
    out->frame_size = slots_;
    return out;
}

StepPtr LogicCompiler::table(const Boxed& boxed, const feel::Scope& scope) {
    return make_table_step(boxed, scope, *this, program_, name_, out_);
}

StepPtr LogicCompiler::conditional(const Boxed& boxed, const feel::Scope& scope) {
    auto out = std::make_unique<ConditionalStep>();
    out->in = &in_;
    out->condition = make(boxed.parts[0], scope);
    out->yes = make(boxed.parts[1], scope);
    out->no = make(boxed.parts[2], scope);
    return out;
}

StepPtr LogicCompiler::filter(const Boxed& boxed, const feel::Scope& outer) {
    constexpr std::string_view kHidden = "_filtered_list_";
    auto out = std::make_unique<FilterStep>();
    out->in = &in_;
    out->list = make(boxed.parts[0], outer);
    const Boxed& match = boxed.parts[1];
    feel::Scope scope = outer;
    const feel::Type list = out->list->type();
    if (match.kind != BoxedKind::kLiteral || !match.language.empty()) {
        out->slot = add(scope, "item", list.is(feel::TypeKind::kList) ? list.element() : feel::Type(),
                        element_of(*out->list, outer));
        scope.open(out->slot);
        out->match = make(match, scope);
        return out;
    }
    // FEEL's own filter knows best which names are entries of the elements.
    out->whole = true;
    out->slot = add(scope, kHidden, list);
    auto step = std::make_unique<LiteralStep>();
    const std::string head = std::string(kHidden) + "[";
    step->own.text = head + match.text.text + "\n]";
    step->own.anchors = match.text.anchors;
    for (Anchor& anchor : step->own.anchors) anchor.offset += static_cast<std::uint32_t>(head.size());
    step->in = &in_;
    step->slots = scope.names().size();
    step->source = &match;
    step->explain_text = match.text.text;
    step->program = compile(step->own, scope);
    step->written = &step->own;
    out->match = std::move(step);
    return out;
}

StepPtr LogicCompiler::loop(const Boxed& boxed, const feel::Scope& outer) {
    auto out = std::make_unique<LoopStep>();
    out->kind = boxed.kind;
    out->in = &in_;
    out->list = make(boxed.parts[0], outer);
    const ItemType* said = type(boxed.variable_type, boxed.place);
    const feel::Type list = out->list->type();
    feel::Type element;
    if (list.is(feel::TypeKind::kList) || list.is(feel::TypeKind::kRange)) element = list.element();
    if (said != nullptr && said->type.is(feel::TypeKind::kList)) {
        out->list->wanted = out->list->wanted == nullptr ? said : out->list->wanted;
        element = said->type.element();
    } else if (said != nullptr) {
        out->element = said;
        element = said->type;
    }
    feel::Scope scope = outer;
    out->slot =
        add(scope, boxed.variable, element, out->element != nullptr ? out->element : element_of(*out->list, outer));
    if (boxed.kind == BoxedKind::kFor) out->partial = add(scope, "partial", feel::TypeKind::kList);
    uses(scope);
    out->body = make(boxed.parts[1], scope);
    const auto* literal = dynamic_cast<const LiteralStep*>(out->body.get());
    out->uses_partial = literal == nullptr || !literal->program;
    if (!out->uses_partial) {
        for (const auto& path : literal->program.reads()) out->uses_partial = out->uses_partial || path[0] == "partial";
    }
    return out;
}

}  // namespace fw::decision
