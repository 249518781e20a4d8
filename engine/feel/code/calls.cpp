// Calls and function literals.
#include <algorithm>

#include "engine/feel/code/compiler.h"
#include "engine/feel/eval/operators.h"

namespace fw::feel::code {

using syntax::NodeId;
using syntax::NodeKind;

Operand Compiler::emit_unknown(NodeId id, Text message) {
    const std::uint32_t dst = new_register();
    program_->messages.push_back(std::move(message));
    add(id, {Op::kUnknown, 0, 0, dst, static_cast<std::uint32_t>(program_->messages.size() - 1), 0, 0});
    return dst;
}

Operand Compiler::emit_call(NodeId id) {
    const NodeInfo& info = tree_->info(id);
    const NodeId callee = ast().child(id, 0);
    if (info.broken) return emit_unknown(id, {"The arguments do not fit this function", "参数与此函数不符"});
    if (tree_->info(callee).broken) {
        return emit_unknown(callee, format_text({"There is no function \"{0}\"", "没有名为“{0}”的函数"},
                                                {syntax::print(ast(), callee)}));
    }
    return info.binding.kind == BindingKind::kFunction ? emit_registered(id) : emit_value_call(id);
}

// sum(for …): the most frequent loop there is.
bool Compiler::sums_a_loop(NodeId call) const {
    static const FunctionInfo* const sum = Functions::standard().find("sum");
    const auto children = ast().children_of(call);
    return children.size() == 2 && tree_->info(call).binding.function == sum &&
           ast().node(children[1]).kind == NodeKind::kFor && !names_partial(children[1], children[1]);
}

namespace {

// Whether one look at the kinds of the values says that they fit the parameters.
void find_kinds(CallSite& site) {
    const std::vector<Parameter>& parameters = site.overload->parameters;
    if (site.arguments.size() > CallSite::kDirect || parameters.empty()) return;
    for (std::size_t i = 0; i < site.arguments.size(); ++i) {
        const Type& type = parameters[std::min(i, parameters.size() - 1)].type;
        if (site.arguments[i] == kMissing || type.is(TypeKind::kNull)) return;
        if (type.is(TypeKind::kList) && !type.element().is_any()) return;
        site.kinds[i] =
            type.is_any() ? CallSite::kAnyKind : static_cast<std::uint8_t>(static_cast<int>(type.kind()) - 1);
    }
    site.direct = true;
}

}  // namespace

Operand Compiler::emit_registered(NodeId id) {
    const NodeInfo& info = tree_->info(id);
    if (!explain_ && sums_a_loop(id)) return emit_for(ast().child(id, 1), true);
    const auto arguments = ast().children_of(id).subspan(1);
    CallSite site;
    site.function = info.binding.function;
    site.overload = &site.function->overloads[info.overload];
    const std::uint32_t mark = state_->next_register;
    std::vector<Operand> given;
    given.reserve(arguments.size());
    for (const NodeId argument : arguments) given.push_back(emit(argument));
    state_->next_register = mark;
    if (info.extra != 0) {
        site.named = true;
        for (const std::int32_t at : tree_->argument_orders[info.extra - 1]) {
            site.arguments.push_back(at < 0 ? kMissing : given[static_cast<std::size_t>(at)]);
        }
    } else {
        site.arguments = std::move(given);
    }
    Operand folded = 0;
    if (fold_call(id, site, folded)) return folded;
    const std::uint32_t dst = new_register();
    find_kinds(site);
    program_->calls.push_back(std::move(site));
    add(id, {Op::kCall, 0, 0, dst, static_cast<std::uint32_t>(program_->calls.size() - 1), 0, 0});
    return dst;
}

// A pure function of constants is a constant, if it gives no warning.
bool Compiler::fold_call(NodeId id, const CallSite& site, Operand& out) {
    if (!site.function->pure || site.function->group == FunctionGroup::kPlugin) return false;
    std::vector<const Value*> arguments;
    for (const Operand operand : site.arguments) {
        const Value* value = as_constant(operand);
        if (value == nullptr && operand != kMissing) return false;
        arguments.push_back(value);
    }
    EvalOptions options;
    options.limits.steps = 1000;
    options.limits.list_size = 100;
    options.limits.string_bytes = 1000;
    Notes notes;
    Call call(options, &notes);
    Value value = eval::call_overload(call, *site.function, *site.overload, arguments, site.named);
    if (!notes.warnings.empty() && site.function->group == FunctionGroup::kConversion && !notes.limit_reached) {
        // date("2026-13-01") is null whenever it runs: tell before.
        const Range range = ast().node(id).range;
        program_->warnings.push_back({notes.warnings.front().code,
                                      Severity::kWarning,
                                      Place{{}, range, line_column(ast().source, range.begin), {}},
                                      notes.warnings.front().text,
                                      {}});
    }
    if (!notes.warnings.empty() || value.is_null() || value.is(Kind::kFunction)) return false;
    out = constant(std::move(value));
    return true;
}

Operand Compiler::emit_value_call(NodeId id) {
    const auto children = ast().children_of(id);
    const std::uint32_t mark = state_->next_register;
    ValueCallSite site;
    site.callee = emit(children[0]);
    for (const NodeId argument : children.subspan(1)) {
        if (ast().node(argument).kind == NodeKind::kNamedArgument) site.names.push_back(ast().text(argument));
        site.arguments.push_back(emit(argument));
    }
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    program_->value_calls.push_back(std::move(site));
    add(id, {Op::kCallValue, 0, 0, dst, static_cast<std::uint32_t>(program_->value_calls.size() - 1), 0, 0});
    return dst;
}

Operand Compiler::emit_function(NodeId id) {
    const auto children = ast().children_of(id);
    if (tree_->info(id).broken) return emit_unknown(id, {"External functions are not supported", "不支持外部函数"});
    State inner;
    inner.parent = state_;
    inner.block = program_->blocks.size();
    Block made;
    made.range = ast().node(id).range;
    made.text = syntax::print(ast(), id);
    for (const NodeId parameter : children.first(children.size() - 1)) {
        made.parameters.push_back(ast().text(parameter));
        made.parameter_types.push_back(tree_->info(parameter).type);
        inner.locals.emplace_back(parameter, inner.next_register++);
    }
    made.registers = inner.next_register;
    made.result = tree_->info(children.back()).type;
    program_->blocks.push_back(std::move(made));
    State* outer = std::exchange(state_, &inner);
    const Operand result = emit(children.back());
    add(children.back(), {Op::kReturn, 0, 0, 0, result, 0, 0});
    state_ = outer;

    const std::uint32_t mark = state_->next_register;
    std::vector<Operand> captures;
    for (const std::uint32_t key : inner.captured) captures.push_back(capture(id, key));
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    const std::uint32_t begin = operand_list(captures);
    add(id, {Op::kFunction, 0, 0, dst, static_cast<std::uint32_t>(inner.block), begin,
             static_cast<std::uint32_t>(captures.size())});
    return dst;
}

// The outer operand of something a function literal captures; "partial" is taken as it is at that moment.
Operand Compiler::capture(NodeId id, std::uint32_t key) {
    for (const auto& [loop, builder] : state_->partials) {
        if (loop != key) continue;
        const std::uint32_t dst = new_register();
        add(id, {Op::kPartial, 0, static_cast<std::uint16_t>(builder), dst, 0, 0, 0});
        return dst;
    }
    return resolve(*state_, key);
}

}  // namespace fw::feel::code
