#include "engine/decision/item_type.h"

#include <algorithm>
#include <set>

#include "engine/base/suggest.h"
#include "engine/feel/syntax/ast.h"

namespace fw::decision {

namespace {

feel::Value refuse(feel::Call& call, bool& ok, const feel::Value& value, const ItemType& type, bool kind) {
    ok = false;
    const std::string name = type.name.empty() ? type.type.to_string() : type.name;
    if (kind) {
        return call.warn("DMN-202",
                         format_text({"A {0} is no {1}", "{0} 不是 {1}"}, {feel::kind_name(value.kind()), name}));
    }
    return call.warn("DMN-203", format_text({"{0} is not allowed for {1}", "{1} 不允许取值 {0}"},
                                            {value.print().substr(0, 60), name}));
}

bool passes(const feel::Expression& tests, const feel::Value& value, feel::Call& call) {
    if (!tests) return true;
    return feel::evaluate(tests, {&value, 1}, call).is_true();
}

}  // namespace

feel::Value fit(const feel::Value& value, const ItemType& type, feel::Call& call, bool& ok) {
    feel::Value fitted = feel::conform(value, type.type, ok);
    if (!ok) return refuse(call, ok, value, type, true);
    if (type.plain || fitted.is_null()) return fitted;
    if (type.base != nullptr && !type.base->plain) {
        (void)fit(fitted, *type.base, call, ok);
        if (!ok) return {};
    }
    if (type.element != nullptr && fitted.is_list()) {
        for (const feel::Value& item : fitted.as_list()) {
            if (item.is_null()) continue;
            if (!passes(type.allowed, item, call)) return refuse(call, ok, item, type, false);
            (void)fit(item, *type.element, call, ok);
            if (!ok) return {};
        }
    } else if (!passes(type.allowed, fitted, call)) {
        return refuse(call, ok, fitted, type, false);
    }
    for (const auto& [name, field] : type.fields) {
        const feel::Value* entry = fitted.find(name);
        if (entry == nullptr || field->plain) continue;
        (void)fit(*entry, *field, call, ok);
        if (!ok) return {};
    }
    if (!passes(type.constraint, fitted, call)) return refuse(call, ok, fitted, type, false);
    return fitted;
}

feel::Value fit(const feel::Value& value, const ItemType* type, feel::Call& call) {
    if (type == nullptr || value.is_null()) return value;
    const bool scalar = value.kind() < feel::Kind::kRange;
    if (scalar && type->plain && feel::type_kind_of(value.kind()) == type->type.kind()) return value;
    bool ok = true;
    return fit(value, *type, call, ok);
}

std::vector<feel::Value> constants_of(const feel::ParsedExpr& tests, const feel::Functions& functions) {
    std::vector<feel::Value> out;
    const feel::syntax::Ast& ast = tests.ast();
    for (const feel::syntax::NodeId child : ast.children_of(ast.root)) {
        const auto made = feel::compile_text(feel::syntax::print(ast, child), feel::Scope(functions));
        if (made && made->reads().empty()) out.push_back(feel::evaluate(*made, {}));
    }
    return out;
}

std::optional<Limit> limit_of(const Written& tests, const feel::Type& type, const feel::Expression& program,
                              const feel::Functions& functions) {
    const feel::TypeKind kind = type.kind();
    if (!program || kind == feel::TypeKind::kList || kind == feel::TypeKind::kContext ||
        kind == feel::TypeKind::kFunction)
        return std::nullopt;
    feel::Scope scope(functions);
    scope.add("?", type);
    feel::ParseOptions options;
    options.scope = &scope;
    const auto parsed = feel::parse_unary_tests(tests.text, options);
    if (!parsed) return std::nullopt;
    CellSet set = cell_set(*parsed, program, scope);
    if (set.kind == CellSet::Kind::kAny) return std::nullopt;
    return Limit{std::move(set), program};
}

class TypeTable::Builder {
  public:
    Builder(TypeTable& table, const Definitions& model, const feel::Functions& functions, Diagnostics& out)
        : table_(table), model_(model), functions_(functions), out_(out), names_(table.names_[&model]) {}

    void run(const std::vector<std::pair<std::string, const Definitions*>>& imported) {
        for (const auto& [prefix, other] : imported) {
            for (const auto& [name, type] : table_.names_[other]) {
                const std::string known = prefix.empty() ? name : prefix + "." + name;
                names_.emplace(known, type);
            }
        }
        for (const ItemDefinition& item : model_.types) by_name_[item.name] = &item;
        for (const ItemDefinition& item : model_.types) {
            if (by_name_[item.name] != &item)
                error(item.place, "DMN-012",
                      format_text({"The type '{0}' occurs twice", "类型“{0}”重复"}, {item.name}));
            (void)named(item.name, item.place);
        }
    }

  private:
    void error(const Place& place, const char* code, Text text, Text hint = {}, bool hard = true) {
        Place at = place;
        at.file = model_.file;
        const Severity severity = hard || model_.strict ? Severity::kError : Severity::kWarning;
        out_.push_back({code, severity, std::move(at), std::move(text), std::move(hint)});
    }

    const ItemType* named(const std::string& name, const Place& place) {
        const auto own = by_name_.find(name);
        if (own == by_name_.end()) {
            if (const ItemType* known = table_.find(model_, name)) return known;
            std::vector<std::string> known;
            for (const auto& [n, item] : by_name_) known.push_back(n);
            error(place, "DMN-013", format_text({"There is no type '{0}'", "没有名为“{0}”的类型"}, {name}),
                  did_you_mean(name, known), false);
            return table_.find(model_, "Any");
        }
        if (const auto made = made_.find(own->second); made != made_.end()) return made->second;
        if (!open_.insert(own->second).second) {
            error(own->second->place, "DMN-014",
                  format_text({"The type '{0}' consists of itself", "类型“{0}”由自身构成"}, {name}),
                  {"a type may hold itself only as a component", "类型只能作为成员包含自身"});
            return table_.find(model_, "Any");
        }
        const ItemType* type = make(*own->second, name);
        open_.erase(own->second);
        made_[own->second] = type;
        names_[name] = type;
        return type;
    }

    ItemType& add(std::string name) {
        table_.types_.push_back(std::make_unique<ItemType>());
        table_.types_.back()->name = std::move(name);
        return *table_.types_.back();
    }

    const ItemType* make(const ItemDefinition& item, const std::string& name) {
        ItemType& one = add(name);
        // A structure may hold itself: its values end somewhere. A name for another type may not lead to itself.
        if (!item.collection && !item.components.empty()) made_[&item] = &one;
        if (item.collection && !item.components.empty()) {
            // A collection of a structure may hold itself again, deeper down.
            ItemType& list = add(name);
            made_[&item] = &list;
            structure(item, one);
            wrap(list, one);
            return finish(item, list, &one);
        }
        if (!item.components.empty()) {
            structure(item, one);
        } else if (!item.function.empty()) {
            std::vector<feel::Type> parameters;
            for (const InformationItem& p : item.function[0].parameters)
                parameters.push_back(p.type.empty() ? feel::Type() : named(p.type, p.place)->type);
            const std::string& result = item.function[0].result;
            if (!result.empty()) one.result = named(result, item.place);
            one.type =
                feel::Type::function(std::move(parameters), one.result == nullptr ? feel::Type() : one.result->type);
        } else if (!item.type.empty()) {
            const ItemType* base = named(item.type, item.place);
            one.base = base;
            one.type = base->type;
            one.element = base->element;
            one.fields = base->fields;
            one.result = base->result;
            one.plain = base->plain;
            one.listed = base->listed;
            one.limits = base->limits;
        }
        if (!item.collection) return finish(item, one, nullptr);
        ItemType& list = add(name);
        made_[&item] = &list;
        wrap(list, one);
        return finish(item, list, &one);
    }

    void wrap(ItemType& list, const ItemType& one) {
        list.type = feel::Type::list(one.type);
        list.element = &one;
        list.plain = one.plain;
    }

    void structure(const ItemDefinition& item, ItemType& out) {
        table_.records_.push_back(std::make_unique<feel::RecordType>());
        feel::RecordType& record = *table_.records_.back();
        record.name = item.name;
        out.type = feel::Type::record(&record);
        for (const ItemDefinition& component : item.components) {
            const ItemType* type = make(component, component.name);
            record.fields.push_back({component.name, type->type});
            out.fields.emplace_back(component.name, type);
            out.plain = out.plain && type->plain;
        }
    }

    const ItemType* finish(const ItemDefinition& item, ItemType& type, ItemType* element) {
        if (!item.allowed.empty()) {
            // Over each element of a collection, else over the value.
            const feel::Type tested = element != nullptr ? element->type : type.type;
            type.allowed = tests(item.allowed, tested.is(feel::TypeKind::kList) ? tested.element() : tested, item);
            if (const auto parsed = feel::parse_unary_tests(item.allowed.text))
                type.listed = constants_of(*parsed, functions_);
            type.plain = type.plain && !type.allowed;
            limit(element != nullptr ? *element : type, item.allowed, type.allowed);
        }
        if (!item.constraint.empty()) {
            type.constraint = tests(item.constraint, type.type, item);
            type.plain = type.plain && !type.constraint;
            limit(type, item.constraint, type.constraint);
        }
        return &type;
    }

    void limit(ItemType& type, const Written& written, const feel::Expression& program) {
        if (auto made = limit_of(written, type.type, program, functions_)) type.limits.push_back(std::move(*made));
    }

    feel::Expression tests(const Written& written, const feel::Type& tested, const ItemDefinition& item) {
        feel::Scope scope(functions_);
        scope.add("?", tested);
        feel::CheckOptions options;
        options.strict = model_.strict;
        auto made = feel::compile_unary_tests(written.text, scope, options);
        Diagnostics found = made ? made->warnings() : made.error();
        for (Diagnostic& d : relocate(std::move(found), written, model_.file, item.place.element)) {
            if (!model_.strict) d.severity = Severity::kWarning;
            out_.push_back(std::move(d));
        }
        return made ? *made : feel::Expression();
    }

    TypeTable& table_;
    const Definitions& model_;
    const feel::Functions& functions_;
    Diagnostics& out_;
    std::map<std::string, const ItemType*, std::less<>>& names_;
    std::map<std::string, const ItemDefinition*, std::less<>> by_name_;
    std::map<const ItemDefinition*, const ItemType*> made_;
    std::set<const ItemDefinition*> open_;
};

void TypeTable::read(const Definitions& model, const std::vector<std::pair<std::string, const Definitions*>>& imported,
                     const feel::Functions& functions, Diagnostics& out) {
    if (built_in_.empty()) {
        for (int i = 0; i <= static_cast<int>(feel::TypeKind::kFunction); ++i) {
            const auto kind = static_cast<feel::TypeKind>(i);
            types_.push_back(std::make_unique<ItemType>());
            types_.back()->name = feel::type_kind_name(kind);
            types_.back()->type = kind;
            built_in_[types_.back()->name] = types_.back().get();
        }
        const std::pair<const char*, const char*> kOther[] = {{"dateTime", "date and time"},
                                                              {"dayTimeDuration", "days and time duration"},
                                                              {"yearMonthDuration", "years and months duration"},
                                                              {"any", "Any"}};
        for (const auto& [alias, name] : kOther) built_in_[alias] = built_in_[name];
    }
    Builder(*this, model, functions, out).run(imported);
}

const ItemType* TypeTable::find(const Definitions& model, std::string_view name) const {
    if (const auto known = names_.find(&model); known != names_.end()) {
        if (const auto found = known->second.find(name); found != known->second.end()) return found->second;
    }
    const auto found = built_in_.find(name);
    return found == built_in_.end() ? nullptr : found->second;
}

const std::map<std::string, const ItemType*, std::less<>>& TypeTable::names(const Definitions& model) const {
    static const std::map<std::string, const ItemType*, std::less<>> kNone;
    const auto found = names_.find(&model);
    return found == names_.end() ? kNone : found->second;
}

}  // namespace fw::decision
