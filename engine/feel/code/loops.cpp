// Tests, loops and filters.
#include <algorithm>

#include "engine/feel/code/compiler.h"

namespace fw::feel::code {

using syntax::NodeId;
using syntax::NodeKind;

Operand Compiler::emit_tests(NodeId id, Operand value, std::span<const NodeId> tests, bool negated) {
    const std::uint32_t mark = state_->next_register;
    const std::uint32_t dst = new_register();
    std::vector<std::uint32_t> exits;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const std::uint32_t inner = state_->next_register;
        const Operand one = emit_test(tests[i], value);
        if (i == 0) {
            if (one != dst) add(id, {Op::kMove, 0, 0, dst, one, 0, 0});
        } else {
            add(id, {Op::kOr, 0, 0, dst, dst, one, 0});
        }
        state_->next_register = inner;
        if (i + 1 < tests.size()) exits.push_back(add(id, {Op::kJumpIfTrue, 0, 0, 0, dst, 0, 0}));
    }
    for (const std::uint32_t exit : exits) patch(exit);
    if (negated) add(id, {Op::kEqual, 0, 0, dst, dst, constant(Value::boolean(false)), 0});
    state_->next_register = mark;
    return new_register();
}

// Whether the value under test, "?", occurs in the tree.
bool Compiler::names_input(NodeId id) const {
    if (ast().node(id).kind == NodeKind::kName && ast().text(id) == "?") return true;
    for (const NodeId child : ast().children_of(id)) {
        if (names_input(child)) return true;
    }
    return false;
}

Operand Compiler::emit_test(NodeId id, Operand value) {
    const syntax::Node& node = ast().node(id);
    if (node.kind == NodeKind::kAnyTest) return constant(Value::boolean(true));
    const std::uint32_t mark = state_->next_register;
    if (node.kind == NodeKind::kCompareTest) {
        const Operand operand = emit(ast().child(id, 0));
        state_->next_register = mark;
        const std::uint32_t dst = new_register();
        const auto op = static_cast<std::uint8_t>(static_cast<int>(Op::kEqual) + static_cast<int>(node.op) -
                                                  static_cast<int>(NodeKind::kEqual));
        add(id, {Op::kTest, op, 0, dst, value, operand, 0});
        return dst;
    }
    const Operand test = emit(id);
    state_->next_register = mark;
    const std::uint32_t dst = new_register();
    // A boolean decides by itself if it was written with "?"; other conditions do unless a boolean is tested.
    const bool literal =
        node.kind == NodeKind::kLiteral || node.kind == NodeKind::kName || node.kind == NodeKind::kPath;
    const auto flag = static_cast<std::uint8_t>((literal ? 0 : 1) | (names_input(id) ? 2 : 0));
    add(id, {Op::kIn, flag, 0, dst, value, test, 0});
    return dst;
}

// Starts the loop of one iterator; the register of its variable.
std::uint32_t Compiler::begin_loop(NodeId iterator, std::vector<std::uint32_t>& exits, std::uint32_t& start) {
    const auto children = ast().children_of(iterator);
    const std::uint32_t mark = state_->next_register;
    const Operand from = emit(children[0]);
    const Operand to = children.size() > 1 ? emit(children[1]) : 0;
    state_->next_register = mark;
    const auto loop = static_cast<std::uint16_t>(block().loops++);
    const std::uint32_t variable = new_register();
    const Op op = children.size() > 1 ? Op::kLoopRange : Op::kLoop;
    exits.push_back(add(iterator, {op, 0, loop, variable, from, to, 0}));
    start = here();
    exits.push_back(add(iterator, {Op::kNext, 0, loop, variable, 0, 0, 0}));
    state_->locals.emplace_back(iterator, variable);
    return variable;
}

// Back to the instruction kNext at `start`, which counts how long a round is.
void Compiler::end_round(NodeId id, std::uint32_t start) {
    add(id, {Op::kJump, 0, 0, 0, 0, 0, start});
    block().code[start].a = (here() - start) / kInstructionsOfStep;
}

// Whether "partial" of the loop occurs in the tree.
bool Compiler::names_partial(NodeId loop, NodeId id) const {
    const Binding& binding = tree_->info(id).binding;
    if (ast().node(id).kind == NodeKind::kName && binding.kind == BindingKind::kLocal && binding.index == loop)
        return true;
    for (const NodeId child : ast().children_of(id)) {
        if (names_partial(loop, child)) return true;
    }
    return false;
}

Operand Compiler::emit_for(NodeId id, bool sum) {
    const auto children = ast().children_of(id);
    const auto iterators = children.first(children.size() - 1);
    const std::uint32_t dst = new_register();
    const std::uint32_t mark = state_->next_register;
    const auto builder = static_cast<std::uint16_t>(sum ? 0 : block().builders++);
    if (sum) {
        add(id, {Op::kMove, 0, 0, dst, constant(Value()), 0, 0});
    } else {
        add(id, {Op::kBuild, 0, builder, 0, 0, 0, 0});
    }
    std::vector<std::uint32_t> failures;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> loops;  // start, the exit of kNext
    for (const NodeId iterator : iterators) {
        std::vector<std::uint32_t> exits;
        std::uint32_t start = 0;
        begin_loop(iterator, exits, start);
        failures.push_back(exits[0]);
        loops.emplace_back(start, exits[1]);
    }
    if (!sum) state_->partials.emplace_back(id, builder);
    const Operand item = emit(children.back());
    if (!sum) state_->partials.pop_back();
    add(children.back(), {sum ? Op::kSumAdd : Op::kPush, 0, builder, sum ? dst : 0, item, 0, 0});
    for (std::size_t i = loops.size(); i-- > 0;) {
        end_round(id, loops[i].first);
        patch(loops[i].second);
    }
    add(id, {sum ? Op::kSummed : Op::kBuilt, 0, builder, dst, dst, 0, 0});
    const std::uint32_t end = add(id, {Op::kJump, 0, 0, 0, 0, 0, 0});
    for (const std::uint32_t failure : failures) patch(failure);
    add(id, {Op::kMove, 0, 0, dst, constant(Value()), 0, 0});
    patch(end);
    state_->locals.resize(state_->locals.size() - iterators.size());
    state_->next_register = mark;
    return dst;
}

Operand Compiler::emit_quantified(NodeId id) {
    const auto children = ast().children_of(id);
    const auto iterators = children.first(children.size() - 1);
    const bool every = ast().node(id).kind == NodeKind::kEvery;
    const std::uint32_t dst = new_register();
    const std::uint32_t mark = state_->next_register;
    add(id, {Op::kMove, 0, 0, dst, constant(Value::boolean(every)), 0, 0});
    std::vector<std::uint32_t> failures;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> loops;
    for (const NodeId iterator : iterators) {
        std::vector<std::uint32_t> exits;
        std::uint32_t start = 0;
        begin_loop(iterator, exits, start);
        failures.push_back(exits[0]);
        loops.emplace_back(start, exits[1]);
    }
    const Operand condition = emit(children.back());
    const std::uint32_t decided =
        add(children.back(), {Op::kQuantify, static_cast<std::uint8_t>(every ? 1 : 0), 0, dst, condition, 0, 0});
    for (std::size_t i = loops.size(); i-- > 0;) {
        end_round(id, loops[i].first);
        patch(loops[i].second);
    }
    const std::uint32_t end = add(id, {Op::kJump, 0, 0, 0, 0, 0, 0});
    for (const std::uint32_t failure : failures) patch(failure);
    add(id, {Op::kMove, 0, 0, dst, constant(Value()), 0, 0});
    patch(end);
    patch(decided);
    state_->locals.resize(state_->locals.size() - iterators.size());
    state_->next_register = mark;
    return dst;
}

Operand Compiler::emit_filter(NodeId id) {
    const NodeInfo& info = tree_->info(id);
    const NodeId base = ast().child(id, 0);
    const NodeId predicate = ast().child(id, 1);
    const std::uint32_t dst = new_register();
    const std::uint32_t mark = state_->next_register;
    if (!info.uses_item) {
        // partial[-1] looks at one element: no copy of the list so far.
        const Binding& binding = tree_->info(base).binding;
        if (ast().node(base).kind == NodeKind::kName && binding.kind == BindingKind::kLocal) {
            const auto found = std::find_if(state_->partials.begin(), state_->partials.end(),
                                            [&](const auto& each) { return each.first == binding.index; });
            if (found != state_->partials.end()) {
                const auto builder = static_cast<std::uint16_t>(found->second);  // emit may add loops to the list
                const Operand position = emit(predicate);
                add(id, {Op::kPartialAt, 0, builder, dst, position, 0, 0});
                state_->next_register = mark;
                return dst;
            }
        }
        const Operand list = emit(base);
        const Operand position = emit(predicate);
        add(id, {Op::kFilter, 0, 0, dst, list, position, 0});
        state_->next_register = mark;
        return dst;
    }
    const Operand list = emit(base);
    const auto loop = static_cast<std::uint16_t>(block().loops++);
    const auto builder = static_cast<std::uint16_t>(block().builders++);
    const std::uint32_t item = new_register();
    const bool condition = tree_->info(predicate).type.is(TypeKind::kBoolean);
    add(id, {Op::kBuild, 0, builder, 0, 0, 0, 0});
    const std::uint32_t failure =
        add(base, {Op::kLoop, static_cast<std::uint8_t>(condition ? 2 : 3), loop, item, list, 0, 0});
    const std::uint32_t start = here();
    const std::uint32_t next = add(id, {Op::kNext, 0, loop, item, 0, 0, 0});
    state_->locals.emplace_back(id, item);
    const Operand keep = emit(predicate);
    state_->locals.pop_back();
    const std::uint32_t test = add(predicate, {Op::kFilterTest, 0, builder, dst, loop, keep, 0});
    end_round(id, start);
    patch(next);
    add(id, {Op::kBuilt, 0, builder, dst, 0, 0, 0});
    const std::uint32_t end = add(id, {Op::kJump, 0, 0, 0, 0, 0, 0});
    patch(failure);
    add(base, {Op::kMove, 0, 0, dst, constant(Value()), 0, 0});
    patch(end);
    patch(test);
    state_->next_register = mark;
    return dst;
}

}  // namespace fw::feel::code
