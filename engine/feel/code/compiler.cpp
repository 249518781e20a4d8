#include "engine/feel/code/compiler.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/feel/eval/operators.h"
#include "engine/feel/feel.h"

namespace fw::feel::code {

using syntax::NodeId;
using syntax::NodeKind;

Compiler::Compiler(std::shared_ptr<const CheckedTree> tree, bool explain)
    : tree_(std::move(tree)), program_(std::make_shared<Program>()), explain_(explain) {}

std::shared_ptr<const Program> Compiler::run() {
    program_->text = ast().source;
    program_->type = tree_->type();
    program_->warnings = tree_->warnings;
    program_->inputs = static_cast<std::uint32_t>(tree_->slot_names.size());
    program_->reads = reads_of(*tree_);
    program_->blocks.emplace_back();
    program_->blocks[0].code.reserve(ast().nodes.size() + 2);
    program_->blocks[0].ranges.reserve(ast().nodes.size() + 2);
    program_->constants.reserve(ast().values.size() + 2);
    State state;
    state_ = &state;
    const Operand result = emit(ast().root);
    add(ast().root, {Op::kReturn, 0, 0, 0, result, 0, 0});
    if (program_->cache_count > 0) {
        program_->caches = std::make_unique<std::atomic<std::uint64_t>[]>(program_->cache_count);
    }
    return std::move(program_);
}

Operand Compiler::emit(NodeId id) {
    const Operand value = emit_node(id);
    if (explain_ && ast().node(id).kind != NodeKind::kLiteral) add(id, {Op::kExplain, 0, 0, 0, value, id, 0});
    return value;
}

Operand Compiler::emit_node(NodeId id) {
    switch (ast().node(id).kind) {
        case NodeKind::kLiteral:
            return constant(ast().value(id));
        case NodeKind::kName:
            return emit_name(id);
        case NodeKind::kNegate: {
            const std::uint32_t mark = state_->next_register;
            const Operand a = emit(ast().child(id, 0));
            if (const Value* value = as_constant(a); value != nullptr && value->is_number()) {
                return constant(Value::number(-value->as_number()));
            }
            state_->next_register = mark;
            const std::uint32_t dst = new_register();
            add(id, {Op::kNegate, 0, 0, dst, a, 0, 0});
            return dst;
        }
        case NodeKind::kAdd:
            return emit_binary(id, Op::kAdd);
        case NodeKind::kSubtract:
            return emit_binary(id, Op::kSubtract);
        case NodeKind::kMultiply:
            return emit_binary(id, Op::kMultiply);
        case NodeKind::kDivide:
            return emit_binary(id, Op::kDivide);
        case NodeKind::kPower:
            return emit_binary(id, Op::kPower);
        case NodeKind::kEqual:
            return emit_binary(id, Op::kEqual);
        case NodeKind::kNotEqual:
            return emit_binary(id, Op::kNotEqual);
        case NodeKind::kLess:
            return emit_binary(id, Op::kLess);
        case NodeKind::kLessEqual:
            return emit_binary(id, Op::kLessEqual);
        case NodeKind::kGreater:
            return emit_binary(id, Op::kGreater);
        case NodeKind::kGreaterEqual:
            return emit_binary(id, Op::kGreaterEqual);
        case NodeKind::kAnd:
            return emit_logic(id, true);
        case NodeKind::kOr:
            return emit_logic(id, false);
        case NodeKind::kBetween: {
            const std::uint32_t mark = state_->next_register;
            const Operand value = emit(ast().child(id, 0));
            const Operand low = emit(ast().child(id, 1));
            const Operand high = emit(ast().child(id, 2));
            state_->next_register = mark;
            const std::uint32_t dst = new_register();
            add(id, {Op::kBetween, 0, 0, dst, value, low, high});
            return dst;
        }
        case NodeKind::kIn: {
            const auto children = ast().children_of(id);
            const Operand value = emit(children[0]);
            state_->locals.emplace_back(id, value);
            const Operand result = emit_tests(id, value, children.subspan(1), false);
            state_->locals.pop_back();
            return result;
        }
        case NodeKind::kUnaryTests: {
            const Binding& input = tree_->info(id).binding;
            const Operand value =
                input.kind == BindingKind::kSlot ? resolve(*state_, kSlotKey | input.index) : constant(Value());
            return emit_tests(id, value, ast().children_of(id), ast().node(id).has(syntax::kNegated));
        }
        case NodeKind::kIf:
            return emit_if(id);
        case NodeKind::kFor:
            return emit_for(id);
        case NodeKind::kSome:
        case NodeKind::kEvery:
            return emit_quantified(id);
        case NodeKind::kPath:
            return emit_path(id);
        case NodeKind::kFilter:
            return emit_filter(id);
        case NodeKind::kCall:
            return emit_call(id);
        case NodeKind::kNamedArgument:
            return emit(ast().child(id, 0));
        case NodeKind::kList:
            return emit_list(id);
        case NodeKind::kContext:
            return emit_context(id);
        case NodeKind::kRange:
        case NodeKind::kHalfRange:
            return emit_range(id);
        case NodeKind::kFunction:
            return emit_function(id);
        case NodeKind::kInstanceOf:
            return emit_instance(id);
        default:
            FW_CHECK(false);
    }
}

Operand Compiler::emit_binary(NodeId id, Op op) {
    const std::uint32_t mark = state_->next_register;
    const Operand a = emit(ast().child(id, 0));
    const Operand b = emit(ast().child(id, 1));
    const Value* x = as_constant(a);
    const Value* y = as_constant(b);
    if (x != nullptr && y != nullptr && x->is_number() && y->is_number()) {
        Value folded = eval::number_operation(op, x->as_number(), y->as_number());
        if (!folded.is_null()) return constant(std::move(folded));
    }
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    add(id, {op, 0, 0, dst, a, b, 0});
    return dst;
}

Operand Compiler::emit_logic(NodeId id, bool is_and) {
    const std::uint32_t dst = new_register();
    const std::uint32_t mark = state_->next_register;
    move_to(id, dst, emit(ast().child(id, 0)));
    state_->next_register = mark;
    const std::uint32_t jump = add(id, {is_and ? Op::kJumpIfFalse : Op::kJumpIfTrue, 0, 0, 0, dst, 0, 0});
    const Operand right = emit(ast().child(id, 1));
    state_->next_register = mark;
    add(id, {is_and ? Op::kAnd : Op::kOr, 0, 0, dst, dst, right, 0});
    patch(jump);
    return dst;
}

Operand Compiler::emit_if(NodeId id) {
    const std::uint32_t dst = new_register();
    const std::uint32_t mark = state_->next_register;
    const Operand condition = emit(ast().child(id, 0));
    state_->next_register = mark;
    const std::uint32_t to_else = add(ast().child(id, 0), {Op::kJumpIfNotTrue, 0, 0, 0, condition, 0, 0});
    move_to(id, dst, emit(ast().child(id, 1)));
    state_->next_register = mark;
    const std::uint32_t to_end = add(id, {Op::kJump, 0, 0, 0, 0, 0, 0});
    patch(to_else);
    move_to(id, dst, emit(ast().child(id, 2)));
    state_->next_register = mark;
    patch(to_end);
    return dst;
}

Operand Compiler::emit_path(NodeId id) {
    const std::uint32_t mark = state_->next_register;
    const Operand object = emit(ast().child(id, 0));
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    add(id, {Op::kPath, 0, 0, dst, object, name_index(ast().text(id)), program_->cache_count++});
    return dst;
}

Operand Compiler::emit_list(NodeId id) {
    const std::uint32_t mark = state_->next_register;
    std::vector<Operand> items;
    bool constants = true;
    for (const NodeId child : ast().children_of(id)) {
        items.push_back(emit(child));
        constants = constants && as_constant(items.back()) != nullptr;
    }
    state_->next_register = mark;
    if (constants) {
        std::vector<Value> values;
        values.reserve(items.size());
        for (const Operand item : items) values.push_back(*as_constant(item));
        return constant(Value::list(std::move(values)));
    }
    const std::uint32_t dst = new_register();
    FW_CHECK(items.size() < 200000);
    const std::uint32_t begin = operand_list(items);
    add(id, {Op::kList, 0, 0, dst, static_cast<std::uint32_t>(items.size()), begin, 0});
    return dst;
}

Operand Compiler::emit_context(NodeId id) {
    if (tree_->info(id).broken) return emit_unknown(id, {"A key occurs twice in this context", "此上下文中有重复的键"});
    const std::uint32_t mark = state_->next_register;
    const std::size_t locals = state_->locals.size();
    std::vector<Operand> values;
    std::vector<std::string> keys;
    for (const NodeId entry : ast().children_of(id)) {
        const Operand value = emit(ast().child(entry, 0));
        values.push_back(value);
        keys.push_back(ast().text(entry));
        state_->locals.emplace_back(entry, value);
    }
    // Captures found meanwhile were put in front: only this context's own entries leave.
    const std::size_t own = ast().children_of(id).size();
    (void)locals;
    state_->locals.resize(state_->locals.size() - own);
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    program_->shapes.push_back(Shape::of(std::move(keys)));
    const std::uint32_t begin = operand_list(values);
    add(id, {Op::kContext, 0, 0, dst, static_cast<std::uint32_t>(program_->shapes.size() - 1), begin,
             static_cast<std::uint32_t>(values.size())});
    return dst;
}

Operand Compiler::emit_range(NodeId id) {
    const syntax::Node& node = ast().node(id);
    const std::uint32_t mark = state_->next_register;
    const Operand first = emit(ast().child(id, 0));
    Operand low = first;
    Operand high = first;
    bool low_closed = node.has(syntax::kLowClosed);
    bool high_closed = node.has(syntax::kHighClosed);
    std::uint8_t half = 0;
    if (node.kind == NodeKind::kHalfRange) {
        low_closed = node.op == NodeKind::kEqual || node.op == NodeKind::kGreaterEqual;
        high_closed = node.op == NodeKind::kEqual || node.op == NodeKind::kLessEqual;
        if (node.op == NodeKind::kNotEqual)
            return emit_unknown(id, {"A range cannot be \"not equal\"", "区间不能使用“不等于”"});
        if (node.op == NodeKind::kLess || node.op == NodeKind::kLessEqual) low = constant(Value());
        if (node.op == NodeKind::kGreater || node.op == NodeKind::kGreaterEqual) high = constant(Value());
        half = 4;
    } else {
        high = emit(ast().child(id, 1));
    }
    state_->next_register = mark;
    // A range of constants is one, where its ends have an order.
    const Value* from = as_constant(low);
    const Value* to = as_constant(high);
    if (from != nullptr && to != nullptr &&
        (half != 0 ? from->is_null() != to->is_null() : compare(*from, *to).has_value()))
        return constant(Value::range(*from, low_closed, *to, high_closed));
    const std::uint32_t dst = new_register();
    const auto flag = static_cast<std::uint8_t>((low_closed ? 1 : 0) | (high_closed ? 2 : 0) | half);
    add(id, {Op::kRange, flag, 0, dst, low, high, 0});
    return dst;
}

Operand Compiler::emit_instance(NodeId id) {
    const std::uint32_t mark = state_->next_register;
    const Operand value = emit(ast().child(id, 0));
    if (tree_->info(ast().child(id, 1)).broken) return emit_unknown(id, {"The type is not known", "类型未知"});
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    program_->types.push_back(tree_->info(ast().child(id, 1)).type);
    add(id, {Op::kInstance, 0, 0, dst, value, static_cast<std::uint32_t>(program_->types.size() - 1), 0});
    return dst;
}

Operand Compiler::emit_name(NodeId id) {
    const NodeInfo& info = tree_->info(id);
    if (info.extra == 0) return emit_binding(id, info.binding);
    // Perhaps an entry of a filter's element: try those first, innermost first.
    const std::uint32_t dst = new_register();
    std::vector<std::uint32_t> found;
    for (const Binding& item : tree_->alternatives[info.extra - 1]) {
        const Operand element = resolve(*state_, item.index);
        found.push_back(add(id, {Op::kItemField, 0, 0, dst, element, name_index(ast().text(id)), 0}));
    }
    const std::uint32_t mark = state_->next_register;
    if (info.binding.kind == BindingKind::kNone) {
        add(id, {Op::kMove, 0, 0, dst, constant(Value()), 0, 0});
    } else {
        const Operand rest = emit_binding(id, info.binding);
        if (rest != dst) add(id, {Op::kMove, 0, 0, dst, rest, 0, 0});
    }
    state_->next_register = mark;
    for (const std::uint32_t jump : found) patch(jump);
    return dst;
}

Operand Compiler::emit_binding(NodeId id, const Binding& binding) {
    switch (binding.kind) {
        case BindingKind::kSlot:
            return resolve(*state_, kSlotKey | binding.index);
        case BindingKind::kSlotField:
        case BindingKind::kItemField: {
            const std::uint32_t key =
                binding.kind == BindingKind::kSlotField ? kSlotKey | binding.index : binding.index;
            const Operand object = resolve(*state_, key);
            const std::uint32_t dst = new_register();
            add(id, {Op::kPath, 0, 0, dst, object, name_index(ast().text(id)), program_->cache_count++});
            return dst;
        }
        case BindingKind::kLocal: {
            for (const auto& [loop, builder] : state_->partials) {
                if (loop != binding.index) continue;
                const std::uint32_t dst = new_register();
                add(id, {Op::kPartial, 0, static_cast<std::uint16_t>(builder), dst, 0, 0, 0});
                return dst;
            }
            const Operand found = resolve(*state_, binding.index);
            FW_CHECK(found != kMissing);
            return found;
        }
        case BindingKind::kFunction:
            return constant(eval::function_value(*binding.function));
        default:
            return emit_unknown(id,
                                format_text({"There is no \"{0}\" here", "此处没有名为“{0}”的变量"}, {ast().text(id)}));
    }
}

}  // namespace fw::feel::code

namespace fw::feel {

Expression compile(const CheckedExpr& checked) { return Expression(code::Compiler(checked.shared()).run()); }
Expression compile_to_explain(const CheckedExpr& checked) {
    return Expression(code::Compiler(checked.shared(), true).run());
}

const std::string& Expression::text() const { return program_->text; }
const Type& Expression::type() const { return program_->type; }
const std::vector<std::vector<std::string>>& Expression::reads() const { return program_->reads; }
const Diagnostics& Expression::warnings() const { return program_->warnings; }

namespace {
Result<Expression> finish(Result<ParsedExpr> parsed, const Scope& scope, const CheckOptions& options) {
    if (!parsed) return fail(std::move(parsed.error()));
    auto checked = check(*parsed, scope, options);
    if (!checked) return fail(std::move(checked.error()));
    return compile(*checked);
}
}  // namespace

Result<Expression> compile_text(std::string_view text, const Scope& scope, const CheckOptions& options) {
    ParseOptions parse_options;
    parse_options.scope = &scope;
    return finish(parse(text, parse_options), scope, options);
}

Result<Expression> compile_unary_tests(std::string_view text, const Scope& scope, const CheckOptions& options) {
    ParseOptions parse_options;
    parse_options.scope = &scope;
    return finish(parse_unary_tests(text, parse_options), scope, options);
}

}  // namespace fw::feel
