#include "engine/feel/eval/machine.h"

#include <array>

#include "engine/feel/eval/operators.h"
#include "engine/feel/feel.h"
#include "engine/feel/objects.h"
#include "engine/feel/shape.h"

namespace fw::feel::eval {

using code::Block;
using code::Instr;
using code::Op;
using code::Operand;

namespace {
const Value kNullValue;
}

struct Machine::Frame {
    explicit Frame(const Block& b) : registers(b.registers), loops(b.loops), builders(b.builders) {}
    SmallArray<Value, 16> registers;
    SmallArray<Loop, 2> loops;
    SmallArray<std::vector<Value>, 2> builders;
};

const Value& Machine::at(Frame& frame, Operand operand) const {
    const std::uint32_t index = operand & code::kIndexMask;
    switch (operand >> 30U) {
        case 0:
            return frame.registers[index];
        case 1:
            return index < inputs_.size() ? inputs_[index] : kNullValue;
        case 2:
            return program_.constants[index];
        default:
            return captures_[index];
    }
}

Value Machine::run(const Block& block, std::span<const Value> arguments) {
    const bool trace = call_.notes() != nullptr && call_.notes()->trace;
    return trace ? run_traced<true>(block, arguments) : run_traced<false>(block, arguments);
}

namespace {

// Operations whose destination is the value of the part of the text they came from.
bool gives_value(Op op) {
    switch (op) {
        case Op::kJump:
        case Op::kJumpIfFalse:
        case Op::kJumpIfTrue:
        case Op::kJumpIfNotTrue:
        case Op::kItemField:
        case Op::kFilterTest:
        case Op::kLoop:
        case Op::kLoopRange:
        case Op::kNext:
        case Op::kBuild:
        case Op::kPush:
        case Op::kSumAdd:
        case Op::kQuantify:
        case Op::kExplain:
            return false;
        default:
            return true;
    }
}

}  // namespace

void Machine::note(const Block& block, const Instr& in, const Value& value, std::uint32_t node) {
    Notes* const notes = call_.notes();
    if (notes == nullptr || notes->steps.size() >= Notes::kMaxSteps) return;
    notes->steps.push_back({block.ranges[static_cast<std::size_t>(&in - block.code.data())], value, node});
}

// Whether an instruction stopped the evaluation is asked where work is counted: each round of a loop, each call and
// each return; what lies between is as long as the text.
template <bool kTrace>
Value Machine::run_traced(const Block& block, std::span<const Value> arguments) {
    Frame frame(block);
    for (std::size_t i = 0; i < arguments.size(); ++i) frame.registers[i] = arguments[i];
    const Instr* const code = block.code.data();
    Value* const registers = frame.registers.data();
    for (std::uint32_t pc = 0;;) {
        const Instr& in = code[pc];
        call_.at(&block.ranges[pc]);
        ++pc;
        switch (in.op) {
            case Op::kMove:
                registers[in.dst] = at(frame, in.a);
                break;
            case Op::kAdd: {
                const Value& a = at(frame, in.a);
                const Value& b = at(frame, in.b);
                const Decimal sum = a.is_number() && b.is_number() ? a.as_number() + b.as_number() : Decimal::none();
                registers[in.dst] = sum.is_none() ? arithmetic(call_, in.op, a, b) : Value::number(sum);
                break;
            }
            case Op::kMultiply: {
                const Value& a = at(frame, in.a);
                const Value& b = at(frame, in.b);
                const Decimal product =
                    a.is_number() && b.is_number() ? a.as_number() * b.as_number() : Decimal::none();
                registers[in.dst] = product.is_none() ? arithmetic(call_, in.op, a, b) : Value::number(product);
                break;
            }
            case Op::kSumAdd:
                sum_add(registers[in.dst], at(frame, in.a));
                break;
            case Op::kPower:
                (void)call_.spend(kCostOfPower);
                [[fallthrough]];
            case Op::kSubtract:
            case Op::kDivide:
                registers[in.dst] = arithmetic(call_, in.op, at(frame, in.a), at(frame, in.b));
                break;
            case Op::kEqual:
            case Op::kNotEqual:
            case Op::kLess:
            case Op::kLessEqual:
            case Op::kGreater:
            case Op::kGreaterEqual:
                registers[in.dst] = comparison(call_, in.op, at(frame, in.a), at(frame, in.b));
                break;
            case Op::kAnd:
                registers[in.dst] = logic_and(call_, at(frame, in.a), at(frame, in.b));
                break;
            case Op::kOr:
                registers[in.dst] = logic_or(call_, at(frame, in.a), at(frame, in.b));
                break;
            case Op::kJump:
                pc = in.c;
                break;
            case Op::kJumpIfFalse:
                if (at(frame, in.a).is_false()) pc = in.c;
                break;
            case Op::kJumpIfTrue:
                if (at(frame, in.a).is_true()) pc = in.c;
                break;
            case Op::kJumpIfNotTrue:
                if (at(frame, in.a).is_true()) break;
                if (!at(frame, in.a).is_false()) step_slow(frame, in, pc);
                pc = in.c;
                break;
            case Op::kPath:
                registers[in.dst] = path(at(frame, in.a), in);
                break;
            case Op::kNext:
                if (!next(frame.loops[in.count], registers[in.dst], in.a)) {
                    if (call_.stopped()) return {};
                    pc = in.c;
                }
                break;
            case Op::kPush: {
                std::vector<Value>& list = frame.builders[in.count];
                if (list.capacity() == 0) list.reserve(8);
                if (call_.list_fits(list.size() + 1)) list.push_back(at(frame, in.a));
                break;
            }
            case Op::kCall:
                registers[in.dst] = call_site(frame, program_.calls[in.a]);
                if (call_.stopped()) return {};
                break;
            case Op::kReturn:
                if (call_.stopped()) return {};
                return at(frame, in.a);
            case Op::kExplain:
                note(block, in, at(frame, in.a), in.b);
                break;
            default:
                step_slow(frame, in, pc);
                if (call_.stopped()) return {};
                break;
        }
        if constexpr (kTrace) {
            if (gives_value(in.op)) note(block, in, registers[in.dst]);
        }
    }
}

void Machine::sum_add(Value& sum, const Value& item) {
    if (sum.is_number() && item.is_number()) {
        const Decimal result = sum.as_number() + item.as_number();
        sum = result.is_none() ? Value::boolean(false) : Value::number(result);
        return;
    }
    if (sum.is_false()) return;
    const bool summable = item.is_number() || item.is(Kind::kDaysDuration) || item.is(Kind::kYearsDuration);
    if (sum.is_null() && summable) {
        sum = item;
        return;
    }
    if (summable && sum.kind() == item.kind()) {
        sum = arithmetic(call_, Op::kAdd, sum, item);
        if (sum.is_null()) sum = Value::boolean(false);
        return;
    }
    (void)call_.warn("FEEL-217",
                     format_text({"A sum needs numbers, but one element is a {0}", "求和需要数字，但其中有 {0}"},
                                 {kind_name(item.kind())}));
    sum = Value::boolean(false);
}

void Machine::step_slow(Frame& frame, const Instr& in, std::uint32_t& pc) {
    Value& dst = frame.registers.data()[in.dst];
    switch (in.op) {
        case Op::kNegate:
            dst = negate(call_, at(frame, in.a));
            return;
        case Op::kBetween:
            dst = between(call_, at(frame, in.a), at(frame, in.b), at(frame, in.c));
            return;
        case Op::kIn: {
            const Value& value = at(frame, in.a);
            const bool condition = (in.flag & 2U) != 0 || (in.flag == 1 && !value.is_boolean());
            const Value& test = at(frame, in.b);
            // A condition on "?" that is unknown is not the value null.
            dst = test.is_null() && (in.flag & 2U) != 0 ? Value() : in_test(call_, value, test, condition);
            return;
        }
        case Op::kTest:
            dst = compare_test(call_, static_cast<Op>(in.flag), at(frame, in.a), at(frame, in.b));
            return;
        case Op::kJumpIfNotTrue: {
            const Value& condition = at(frame, in.a);
            if (!condition.is_null()) {
                (void)call_.warn("FEEL-207",
                                 format_text({"A condition is needed, not a {0}", "此处需要条件，而不是 {0}"},
                                             {kind_name(condition.kind())}));
            }
            return;
        }
        case Op::kItemField:
            if (const Value* entry = at(frame, in.a).find(program_.names[in.b])) {
                dst = Value(*entry);
                pc = in.c;
            }
            return;
        case Op::kFilter:
            dst = filter(call_, at(frame, in.a), at(frame, in.b));
            return;
        case Op::kFilterTest:
            filter_test(frame, in, pc);
            return;
        case Op::kLoop:
        case Op::kLoopRange:
            if (!start_loop(frame, in)) pc = in.c;
            return;
        case Op::kBuild:
            frame.builders[in.count].clear();
            return;
        case Op::kBuilt:
            if (!call_.spend(frame.builders[in.count].size())) return;
            dst = Value::list(std::move(frame.builders[in.count]));
            break;
        case Op::kSummed:
            if (at(frame, in.a).is_false()) dst = Value();
            return;
        case Op::kPartial:
            if (!call_.spend(frame.builders[in.count].size())) return;
            dst = Value::list(frame.builders[in.count]);
            break;
        case Op::kPartialAt: {
            const Value position = at(frame, in.a);
            dst = position.is_number() ? element_at(call_, frame.builders[in.count], position)
                                       : filter(call_, Value::list(frame.builders[in.count]), position);
            return;
        }
        case Op::kQuantify:
            quantify(frame, in, pc);
            return;
        case Op::kList: {
            std::vector<Value> items;
            items.reserve(in.a);
            for (std::uint32_t i = 0; i < in.a; ++i) items.push_back(at(frame, program_.operands[in.b + i]));
            dst = Value::list(std::move(items));
            break;
        }
        case Op::kContext: {
            std::vector<Value> values;
            if (!call_.spend(2ULL * in.c + 8)) return;  // they take memory
            values.reserve(in.c);
            for (std::uint32_t i = 0; i < in.c; ++i) values.push_back(at(frame, program_.operands[in.b + i]));
            dst = Shape::make(program_.shapes[in.a], std::move(values));
            break;
        }
        case Op::kRange:
            dst = make_range(at(frame, in.a), at(frame, in.b), in.flag);
            return;
        case Op::kFunction:
            dst = make_closure(frame, in);
            break;
        case Op::kInstance:
            dst = Value::boolean(is_instance(at(frame, in.a), program_.types[in.b]));
            return;
        case Op::kCallValue:
            dst = call_value(frame, program_.value_calls[in.a]);
            return;
        case Op::kUnknown:
            dst = call_.warn("FEEL-210", program_.messages[in.a]);
            return;
        default:
            return;
    }
    if (dst.is_null())
        dst = call_.warn("FEEL-305", {"This value is nested too deep or becomes too large", "此值嵌套过深或过大"});
}

Value Machine::path(const Value& object, const Instr& in) {
    if (!object.is_context()) return member(call_, object, program_.names[in.b]);
    const auto& context = *static_cast<const objects::ContextObject*>(object.object());
    constexpr std::uint64_t kIndexBits = 24;
    std::atomic<std::uint64_t>& cache = program_.caches[in.c];
    const std::uint64_t known = cache.load(std::memory_order_relaxed);
    if ((known >> kIndexBits) == context.shape->id()) return context.values[known & ((1U << kIndexBits) - 1)];
    const int index = context.shape->index_of(program_.names[in.b]);
    if (index < 0) return member(call_, object, program_.names[in.b]);
    cache.store((context.shape->id() << kIndexBits) | static_cast<std::uint64_t>(index), std::memory_order_relaxed);
    return context.values[static_cast<std::size_t>(index)];
}

bool Machine::start_range(Loop& loop, const Value& from, const Value& to, bool low_closed, bool high_closed) {
    const bool dates = from.is(Kind::kDate) && to.is(Kind::kDate);
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    if (dates) {
        first = from.as_date().days;
        last = to.as_date().days;
    } else if (from.is_number() && to.is_number()) {
        first = from.as_number().to_int64();
        last = to.as_number().to_int64();
    }
    constexpr std::int64_t kFar = 1'000'000'000'000'000;
    if (!first || !last || *first > kFar || *first < -kFar || *last > kFar || *last < -kFar) {
        (void)call_.warn("FEEL-211",
                         {"A loop runs over whole numbers, dates or a list", "循环只能遍历整数、日期或列表"});
        return false;
    }
    loop.over = dates ? Loop::Over::kDates : Loop::Over::kNumbers;
    loop.step = *last >= *first ? 1 : -1;
    loop.current = *first;
    loop.left = static_cast<std::uint64_t>((*last - *first) * loop.step) + 1;
    if (!low_closed && loop.left > 0) {
        loop.current += loop.step;
        --loop.left;
    }
    if (!high_closed && loop.left > 0) --loop.left;
    return true;
}

bool Machine::start_loop(Frame& frame, const Instr& in) {
    Loop& loop = frame.loops[in.count];
    loop = Loop();
    if (in.op == Op::kLoopRange) return start_range(loop, at(frame, in.a), at(frame, in.b), true, true);
    const Value& source = at(frame, in.a);
    if (source.is(Kind::kRange) && (in.flag & 2U) == 0) {
        const RangeView range = source.as_range();
        if (compare(range.low, range.high).value_or(0) > 0) {
            (void)call_.warn("FEEL-211",
                             {"This range is empty: its start lies after its end", "此区间为空：起点大于终点"});
            return false;
        }
        return start_range(loop, range.low, range.high, range.low_closed, range.high_closed);
    }
    if (source.is_null()) {
        (void)call_.warn("FEEL-201", {"There is no list, but null", "此处需要列表，但值为 null"});
        return false;
    }
    loop.source = source;
    loop.items = loop.source.is_list() ? loop.source.as_list() : std::span<const Value>(&loop.source, 1);
    loop.dry = (in.flag & 1U) != 0 && loop.items.empty();
    return true;
}

bool Machine::next(Loop& loop, Value& variable, std::uint64_t cost) {
    if (!call_.spend(1 + cost)) return false;
    if (loop.over == Loop::Over::kList) {
        if (loop.index < loop.items.size()) {
            variable = loop.items[loop.index++];
            return true;
        }
        if (!loop.dry || loop.index > 0) return false;
        ++loop.index;
        variable = Value();
        return true;
    }
    if (loop.left == 0) return false;
    --loop.left;
    variable = loop.over == Loop::Over::kDates ? Value::date({loop.current}) : Value::number(loop.current);
    loop.current += loop.step;
    return true;
}

void Machine::filter_test(Frame& frame, const Instr& in, std::uint32_t& pc) {
    Loop& loop = frame.loops[in.a];
    const Value keep = at(frame, in.b);
    if (keep.is_number() && loop.index == 1) {
        frame.registers[in.dst] = element_at(call_, loop.items, keep);
        pc = in.c;
    } else if (keep.is_true() && !loop.dry) {
        frame.builders[in.count].push_back(loop.items[loop.index - 1]);
    } else if (!keep.is_boolean() && !keep.is_null() && !loop.dry) {
        (void)call_.warn("FEEL-207", format_text({"A filter is a condition or a position, not a {0}",
                                                  "过滤条件应为条件或位置，而不是 {0}"},
                                                 {kind_name(keep.kind())}));
        frame.registers[in.dst] = Value();
        pc = in.c;
    }
}

void Machine::quantify(Frame& frame, const Instr& in, std::uint32_t& pc) {
    Value& dst = frame.registers[in.dst];
    const Value& condition = at(frame, in.a);
    const bool every = in.flag != 0;
    if (condition.is_boolean()) {
        if (condition.as_boolean() == every) return;
        dst = Value::boolean(!every);
        pc = in.c;
        return;
    }
    if (!condition.is_null()) {
        (void)call_.warn("FEEL-207", format_text({"A condition is needed, not a {0}", "此处需要条件，而不是 {0}"},
                                                 {kind_name(condition.kind())}));
    }
    dst = Value();
}

Value Machine::call_site(Frame& frame, const code::CallSite& site) {
    constexpr std::size_t kInline = 8;
    std::array<const Value*, kInline> few;
    std::vector<const Value*> many;
    const std::size_t count = site.arguments.size();
    if (count > kInline) many.resize(count);
    const Value** given = count > kInline ? many.data() : few.data();
    for (std::size_t i = 0; i < count; ++i) {
        given[i] = site.arguments[i] == code::kMissing ? nullptr : &at(frame, site.arguments[i]);
    }
    if (!call_.spend(1)) return {};
    if (site.direct && count <= code::CallSite::kDirect) {
        bool fits = true;
        std::uint64_t weight = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const Value& value = *given[i];
            fits =
                fits && !value.is_null() &&
                (site.kinds[i] == code::CallSite::kAnyKind || static_cast<std::uint8_t>(value.kind()) == site.kinds[i]);
            if (value.object() != nullptr) weight += objects::weight_of(value);
        }
        // Functions walk over long arguments: that counts as work, see call_overload.
        if (fits && (weight <= kStepWeight || call_.spend(weight / kStepWeight)))
            return site.overload->run(call_, Arguments({given, count}));
        if (call_.stopped()) return {};
    }
    return call_overload(call_, *site.function, *site.overload, {given, count}, site.named);
}

Value Machine::call_value(Frame& frame, const code::ValueCallSite& site) {
    const Value callee = at(frame, site.callee);
    if (!callee.is(Kind::kFunction)) {
        return call_.warn("FEEL-215",
                          format_text({"A {0} cannot be called", "{0} 不能被调用"}, {kind_name(callee.kind())}));
    }
    std::vector<Value> arguments;
    arguments.reserve(site.arguments.size());
    for (const Operand operand : site.arguments) arguments.push_back(at(frame, operand));
    if (!site.names.empty()) return call_named(call_, callee.as_function(), site.names, arguments);
    return call_.invoke(callee.as_function(), arguments);
}

Value Machine::make_closure(Frame& frame, const Instr& in) {
    std::vector<Value> captures;
    captures.reserve(in.c);
    for (std::uint32_t i = 0; i < in.c; ++i) captures.push_back(at(frame, program_.operands[in.b + i]));
    return eval::make_closure(shared_, in.a, std::move(captures));
}

Value Machine::make_range(const Value& low, const Value& high, std::uint8_t flag) {
    const bool half = (flag & 4U) != 0;
    if (half && low.is_null() && high.is_null())
        return call_.warn("FEEL-201", {"A range needs a value", "区间需要一个值"});
    if (!half && !low.is_null() && !high.is_null() && !compare(low, high)) {
        return call_.warn("FEEL-206", {"The ends of this range cannot be compared", "区间的两端无法比较"});
    }
    return Value::range(low, (flag & 1U) != 0, high, (flag & 2U) != 0);
}

}  // namespace fw::feel::eval

namespace fw::feel {

Value evaluate(const Expression& expression, std::span<const Value> inputs, const EvalOptions& options, Notes* notes) {
    Call call(options, notes);
    return evaluate(expression, inputs, call);
}

Value evaluate(const Expression& expression, std::span<const Value> inputs, Call& call) {
    if (!call.spend(eval::cost_of(expression.program().blocks[0]))) return {};
    return eval::Machine(call, expression.shared(), inputs, {}).run(expression.program().blocks[0], {});
}

}  // namespace fw::feel
