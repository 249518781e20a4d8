// Comparisons, three-valued logic, between and in.
#include "engine/feel/eval/operators.h"
#include "engine/feel/objects.h"

namespace fw::feel::eval {

using code::Op;

namespace {

Value not_comparable(Call& call, const Value& a, const Value& b) {
    return call.warn("FEEL-206", format_text({"A {0} cannot be compared with a {1}", "{0} 与 {1} 无法比较"},
                                             {kind_name(a.kind()), kind_name(b.kind())}));
}

Value no_condition(Call& call, const Value& v) {
    if (v.is_null()) return {};
    return call.warn("FEEL-207", format_text({"A condition is needed, not a {0}", "此处需要条件，而不是 {0}"},
                                             {kind_name(v.kind())}));
}

bool holds(Op op, int order) {
    switch (op) {
        case Op::kEqual:
            return order == 0;
        case Op::kNotEqual:
            return order != 0;
        case Op::kLess:
            return order < 0;
        case Op::kLessEqual:
            return order <= 0;
        case Op::kGreater:
            return order > 0;
        default:
            return order >= 0;
    }
}

}  // namespace

Value comparison(Call& call, Op op, const Value& a, const Value& b) {
    if (a.is_number() && b.is_number()) return Value::boolean(holds(op, compare(a.as_number(), b.as_number())));
    if (a.object() != nullptr && b.object() != nullptr) {
        if (!call.spend((objects::weight_of(a) + objects::weight_of(b)) / kStepWeight)) return {};
    }
    if (op == Op::kEqual || op == Op::kNotEqual) {
        const std::optional<bool> same = equal(a, b);
        if (same) return Value::boolean(*same == (op == Op::kEqual));
        return not_comparable(call, a, b);
    }
    const std::optional<int> order = compare(a, b);
    if (!order) return not_comparable(call, a, b);
    return Value::boolean(holds(op, *order));
}

Value logic_and(Call& call, const Value& a, const Value& b) {
    if (a.is_false() || b.is_false()) return Value::boolean(false);
    if (a.is_true() && b.is_true()) return Value::boolean(true);
    return no_condition(call, a.is_boolean() ? b : a);
}

Value logic_or(Call& call, const Value& a, const Value& b) {
    if (a.is_true() || b.is_true()) return Value::boolean(true);
    if (a.is_false() && b.is_false()) return Value::boolean(false);
    return no_condition(call, a.is_boolean() ? b : a);
}

Value between(Call& call, const Value& value, const Value& low, const Value& high) {
    const std::optional<int> below = compare(value, low);
    const std::optional<int> above = compare(value, high);
    if (!below) return not_comparable(call, value, low);
    if (!above) return not_comparable(call, value, high);
    return Value::boolean(*below >= 0 && *above <= 0);
}

Value in_range(Call& call, const Value& value, const RangeView& range) {
    if (value.is_null() || (range.low.is_null() && range.high.is_null())) return {};
    if (!range.low.is_null()) {
        const std::optional<int> order = compare(value, range.low);
        if (!order) return not_comparable(call, value, range.low);
        if (range.low_closed ? *order < 0 : *order <= 0) return Value::boolean(false);
    }
    if (!range.high.is_null()) {
        const std::optional<int> order = compare(value, range.high);
        if (!order) return not_comparable(call, value, range.high);
        if (range.high_closed ? *order > 0 : *order >= 0) return Value::boolean(false);
    }
    return Value::boolean(true);
}

Value compare_test(Call& call, Op op, const Value& value, const Value& operand) {
    if (op == Op::kEqual || op == Op::kNotEqual || !value.is_list()) return comparison(call, op, value, operand);
    if (value.as_list().size() == 1) return comparison(call, op, value.as_list()[0], operand);
    return not_comparable(call, value, operand);
}

Value in_test(Call& call, const Value& value, const Value& test, bool condition) {
    if (test.is_boolean() && condition) return test;
    if (test.is(Kind::kRange)) {
        if (value.is(Kind::kRange)) return Value::boolean(value == test);
        if (value.is_list() && value.as_list().size() == 1) return in_range(call, value.as_list()[0], test.as_range());
        return in_range(call, value, test.as_range());
    }
    if (test.is_list()) {
        const auto items = test.as_list();
        if (!call.spend(items.size() + objects::weight_of(value))) return {};
        if (value.is_list() && equal(value, test) == true) return Value::boolean(true);
        for (const Value& item : items) {
            if (item.is(Kind::kRange) && !value.is(Kind::kRange)) {
                if (in_range(call, value, item.as_range()).is_true()) return Value::boolean(true);
            } else if (equal(value, item) == true) {
                return Value::boolean(true);
            }
        }
        return Value::boolean(false);
    }
    const std::optional<bool> same = equal(value, test);
    if (same) return Value::boolean(*same);
    return not_comparable(call, value, test);
}

}  // namespace fw::feel::eval
