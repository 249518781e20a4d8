// Calls of functions: which overload, how many arguments, of which types.
#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/feel/check/checker.h"
#include "engine/feel/check/demands.h"

namespace fw::feel {

using syntax::NodeId;
using syntax::NodeKind;

bool Checker::arity_fits(const Overload& overload, std::size_t count) const {
    const auto required = static_cast<std::size_t>(std::count_if(overload.parameters.begin(), overload.parameters.end(),
                                                                 [](const Parameter& p) { return !p.optional; }));
    return count >= required && (overload.variadic || count <= overload.parameters.size());
}

bool Checker::match_named(NodeId id, const Overload& overload, std::vector<std::int32_t>& order) const {
    const auto arguments = ast().children_of(id).subspan(1);
    order.assign(overload.parameters.size(), -1);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto at = std::find_if(overload.parameters.begin(), overload.parameters.end(),
                                     [&](const Parameter& p) { return p.name == ast().text(arguments[i]); });
        if (at == overload.parameters.end()) return false;
        std::int32_t& slot = order[static_cast<std::size_t>(at - overload.parameters.begin())];
        if (slot >= 0) return false;
        slot = static_cast<std::int32_t>(i);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] < 0 && !overload.parameters[i].optional) return false;
    }
    return true;
}

// How well the arguments fit: 2 as they are, 1 with implicit conversions, 0 not at all.
int Checker::arguments_fit(const Overload& overload, std::span<const Type> given) {
    int fit = 2;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Type& wanted = overload.parameters[std::min(i, overload.parameters.size() - 1)].type;
        if (!wanted.accepts(given[i])) return 0;
        const bool open = wanted.is_any() || given[i].is_any() || given[i].is(TypeKind::kNull);
        if (!open && wanted.kind() != given[i].kind()) fit = 1;
    }
    return fit;
}

// The types of the arguments by parameter: `order` as in CheckedTree::argument_orders, null where they have no names.
std::vector<Type> Checker::argument_types(NodeId id, const std::vector<std::int32_t>* order) const {
    const auto arguments = ast().children_of(id).subspan(1);
    std::vector<Type> out;
    if (order == nullptr) {
        for (const NodeId argument : arguments) out.push_back(type_of(argument));
        return out;
    }
    for (const std::int32_t at : *order)
        out.push_back(at < 0 ? Type() : type_of(arguments[static_cast<std::size_t>(at)]));
    return out;
}

void Checker::check_arguments(NodeId id, const FunctionInfo& function, const Overload& overload,
                              const std::vector<std::int32_t>* order) {
    const auto arguments = ast().children_of(id).subspan(1);
    const auto node_of = [&](std::size_t at) {
        return arguments[order == nullptr ? at : static_cast<std::size_t>((*order)[at])];
    };
    const std::vector<Type> given = argument_types(id, order);
    bool fine = true;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Parameter& p = overload.parameters[std::min(i, overload.parameters.size() - 1)];
        if (p.type.accepts(given[i])) continue;
        fine = false;
        wrong_argument(node_of(i), p.name, p.type.to_string(), given[i]);
    }
    const auto odd = fine ? misfit(function, overload, given) : std::nullopt;
    if (!odd) return;
    const Type& type = given[odd->argument];
    if (odd->element) return never(node_of(odd->argument), type, *odd->element, true);
    wrong_argument(node_of(odd->argument), odd->parameter, odd->wanted, type);
}

// What would make a value of the needed type, for the mistakes that are made most.
void Checker::wrong_argument(NodeId id, const std::string& parameter, const std::string& wanted, const Type& given) {
    Text hint;
    if (wanted == "string") {
        hint = {"string(…) makes a text of any value", "用 string(…) 可将任意值转换为文本"};
    } else if (given.is(TypeKind::kString) && wanted.starts_with("number")) {
        hint = {"number(…) reads a number from a text", "用 number(…) 可从文本读取数字"};
    } else if (given.is(TypeKind::kString) && wanted.starts_with("date")) {
        hint = {"write a date as @\"2026-11-21\", or read it with date(…)",
                "日期请写作 @\"2026-11-21\"，或用 date(…) 从文本读取"};
    }
    report(id, "FEEL-113",
           format_text({"'{0}' must be a {1}, but this is a {2}", "参数“{0}”应为 {1}，但此处是 {2}"},
                       {parameter, wanted, given.to_string()}),
           hint);
}

Type Checker::visit_call(NodeId id) {
    const auto children = ast().children_of(id);
    const NodeId callee = children[0];
    for (const NodeId argument : children.subspan(1)) {
        const bool named = ast().node(argument).kind == NodeKind::kNamedArgument;
        tree_->nodes[argument].type = visit(named ? ast().child(argument, 0) : argument);
    }
    if (ast().node(callee).kind == NodeKind::kName) {
        const std::string& name = ast().text(callee);
        // A variable that holds a function wins over a registered function of its name; other variables do not, so a
        // field may be called "number" or "date". Entries of a filter's elements are hardly ever functions.
        bool known = false;
        bool callable = false;
        for (const Local& local : locals_) {
            if (local.name != name) continue;
            known = true;
            callable = local.type.is(TypeKind::kFunction);
        }
        if (!known) {
            if (const auto found = scope_.find(name)) {
                known = true;
                callable = found->type.is(TypeKind::kFunction);
            }
        }
        const FunctionInfo* function = callable ? nullptr : scope_.functions().find(name);
        if (function != nullptr) {
            tree_->nodes[callee].binding = {BindingKind::kFunction, 0, function};
            tree_->nodes[callee].type = TypeKind::kFunction;
            return call_registered(id, *function);
        }
        if (!known && locals_.empty()) {
            std::vector<std::string> names;
            for (const FunctionInfo* f : scope_.functions().all()) names.push_back(f->name);
            tree_->nodes[callee].binding = {BindingKind::kUnknown, 0, nullptr};
            report(callee, "FEEL-102", format_text({"There is no function \"{0}\"", "没有名为“{0}”的函数"}, {name}),
                   did_you_mean(name, names), true);
            return {};
        }
    }
    return call_value(id, visit(callee));
}

Type Checker::call_registered(NodeId id, const FunctionInfo& function) {
    NodeInfo& info = tree_->nodes[id];
    info.binding = {BindingKind::kFunction, 0, &function};
    const std::size_t count = ast().children_of(id).size() - 1;
    const bool named = ast().node(id).has(syntax::kNamedArguments);
    int best = -1;
    int best_fit = -1;
    bool open = false;  // what the arguments are is known only when it runs, and so is the overload
    Type result;
    std::vector<std::int32_t> order;
    std::vector<std::int32_t> best_order;
    for (std::size_t i = 0; i < function.overloads.size(); ++i) {
        const Overload& overload = function.overloads[i];
        if (!(named ? match_named(id, overload, order) : arity_fits(overload, count))) continue;
        const std::vector<Type> given = argument_types(id, named ? &order : nullptr);
        int fit = overload.parameters.empty() ? 2 : arguments_fit(overload, given);
        if (fit > 0) {
            const Type type = result_of(function, overload, given);
            open = open || std::any_of(given.begin(), given.end(), [](const Type& t) { return t.is_any(); });
            result = best_fit < 2 ? type : Type::either(result, type);
        }
        // before(point, range) and before(range, point) differ in nothing but the order.
        fit = 2 * fit + (named && std::is_sorted(order.begin(), order.end()) ? 1 : 0);
        if (fit <= best_fit) continue;
        best = static_cast<int>(i);
        best_fit = fit;
        best_order = order;
    }
    if (best < 0) {
        std::string ways;
        for (const Overload& overload : function.overloads) {
            if (!ways.empty()) ways += "; ";
            ways += function.name + "(";
            for (const Parameter& p : overload.parameters) {
                if (ways.back() != '(') ways += ", ";
                ways += p.name + (p.optional ? "?" : "");
            }
            ways += overload.variadic && overload.parameters.back().name != "…" ? ", …)" : ")";
        }
        report(id, named ? "FEEL-105" : "FEEL-103",
               named ? format_text({"{0} has no such parameters", "{0} 没有这样的参数"}, {function.name})
                     : format_text({"{0} does not take {1} arguments", "{0} 不接受 {1} 个参数"},
                                   {function.name, std::to_string(count)}),
               {ways, ways}, true);
        return {};
    }
    info.overload = static_cast<std::uint16_t>(best);
    const Overload& overload = function.overloads[info.overload];
    if (!overload.parameters.empty()) check_arguments(id, function, overload, named ? &best_order : nullptr);
    if (!open) result = result_of(function, overload, argument_types(id, named ? &best_order : nullptr));
    if (named) {
        tree_->argument_orders.push_back(std::move(best_order));
        tree_->nodes[id].extra = static_cast<std::uint32_t>(tree_->argument_orders.size());
    }
    return result;
}

Type Checker::call_value(NodeId id, const Type& function) {
    if (function.is_any() || function.is(TypeKind::kNull)) return {};
    if (!function.is(TypeKind::kFunction)) {
        report(id, "FEEL-114", format_text({"A {0} cannot be called", "{0} 不能被调用"}, {function.to_string()}));
        return {};
    }
    const auto arguments = ast().children_of(id).subspan(1);
    const std::vector<Type> parameters = function.parameters();
    if (!function.has_parameters()) return function.result();
    if (ast().node(id).has(syntax::kNamedArguments)) {
        check_names(id);
        return function.result();
    }
    if (arguments.size() != parameters.size()) {
        report(id, "FEEL-103",
               format_text({"This function takes {0} arguments, not {1}", "此函数需要 {0} 个参数，而不是 {1} 个"},
                           {std::to_string(parameters.size()), std::to_string(arguments.size())}));
        return function.result();
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (parameters[i].accepts(type_of(arguments[i]))) continue;
        report(arguments[i], "FEEL-113",
               format_text({"Argument {0} must be a {1}, but this is a {2}", "第 {0} 个参数应为 {1}，但此处是 {2}"},
                           {std::to_string(i + 1), parameters[i].to_string(), type_of(arguments[i]).to_string()}));
    }
    return function.result();
}

// The function literal a callee stands for, if that can be seen.
std::optional<NodeId> Checker::literal_of(NodeId callee) const {
    if (ast().node(callee).kind == NodeKind::kFunction) return callee;
    const Binding& binding = tree_->nodes[callee].binding;
    if (ast().node(callee).kind != NodeKind::kName || binding.kind != BindingKind::kLocal) return std::nullopt;
    if (ast().node(binding.index).kind != NodeKind::kEntry) return std::nullopt;
    const NodeId value = ast().child(binding.index, 0);
    return ast().node(value).kind == NodeKind::kFunction ? std::optional(value) : std::nullopt;
}

void Checker::check_names(NodeId id) {
    const auto function = literal_of(ast().child(id, 0));
    if (!function) return;
    const auto parts = ast().children_of(*function);
    std::vector<std::string> names;
    for (const NodeId parameter : parts.first(parts.size() - 1)) names.push_back(ast().text(parameter));
    const auto arguments = ast().children_of(id).subspan(1);
    for (const NodeId argument : arguments) {
        const std::string& name = ast().text(argument);
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) {
            report(argument, "FEEL-105",
                   format_text({"This function has no parameter \"{0}\"", "此函数没有参数“{0}”"}, {name}),
                   did_you_mean(name, names));
            continue;
        }
        const Type& wanted = type_of(parts[static_cast<std::size_t>(at - names.begin())]);
        if (!wanted.accepts(type_of(argument))) wrong_argument(argument, name, wanted.to_string(), type_of(argument));
    }
    if (arguments.size() != names.size()) {
        report(id, "FEEL-103",
               format_text({"This function takes {0} arguments, not {1}", "此函数需要 {0} 个参数，而不是 {1} 个"},
                           {std::to_string(names.size()), std::to_string(arguments.size())}));
    }
}

}  // namespace fw::feel

namespace fw::feel {

const Type& CheckedExpr::type() const { return checked_->type(); }
const Diagnostics& CheckedExpr::warnings() const { return checked_->warnings; }

Result<CheckedExpr> check(const ParsedExpr& parsed, const Scope& scope, const CheckOptions& options) {
    auto tree = Checker(parsed.shared(), scope, options).run();
    if (!tree) return fail(std::move(tree.error()));
    return CheckedExpr(std::move(*tree));
}

}  // namespace fw::feel
