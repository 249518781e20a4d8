// Types of arithmetic and comparisons.
#include "engine/feel/check/checker.h"

namespace fw::feel {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

bool is_duration(TypeKind k) { return k == TypeKind::kDaysDuration || k == TypeKind::kYearsDuration; }
bool is_moment(TypeKind k) { return k == TypeKind::kDate || k == TypeKind::kDateTime || k == TypeKind::kTime; }

// The kind of left op right; kNull: there is none.
TypeKind add_kind(TypeKind a, TypeKind b) {
    if (a == b && (a == TypeKind::kNumber || a == TypeKind::kString || is_duration(a))) return a;
    if (is_moment(a) && is_duration(b))
        return a == TypeKind::kTime && b == TypeKind::kYearsDuration ? TypeKind::kNull : a;
    if (is_duration(a) && is_moment(b)) return add_kind(b, a);
    return TypeKind::kNull;
}

TypeKind subtract_kind(TypeKind a, TypeKind b) {
    if (a == b && (a == TypeKind::kNumber || is_duration(a))) return a;
    if (is_moment(a) && is_duration(b)) return add_kind(a, b);
    if (is_moment(a) && is_moment(b) && (a == TypeKind::kTime) == (b == TypeKind::kTime))
        return TypeKind::kDaysDuration;
    return TypeKind::kNull;
}

TypeKind multiply_kind(TypeKind a, TypeKind b) {
    if (a == TypeKind::kNumber && (b == TypeKind::kNumber || is_duration(b))) return b;
    return is_duration(a) && b == TypeKind::kNumber ? a : TypeKind::kNull;
}

TypeKind divide_kind(TypeKind a, TypeKind b) {
    if (b == TypeKind::kNumber && (a == TypeKind::kNumber || is_duration(a))) return a;
    return a == b && is_duration(a) ? TypeKind::kNumber : TypeKind::kNull;
}

TypeKind result_kind(NodeKind op, TypeKind a, TypeKind b) {
    switch (op) {
        case NodeKind::kAdd:
            return add_kind(a, b);
        case NodeKind::kSubtract:
            return subtract_kind(a, b);
        case NodeKind::kMultiply:
            return multiply_kind(a, b);
        case NodeKind::kDivide:
            return divide_kind(a, b);
        default:
            return a == TypeKind::kNumber && b == TypeKind::kNumber ? TypeKind::kNumber : TypeKind::kNull;
    }
}

bool unknown(const Type& type) { return type.is_any() || type.is(TypeKind::kNull); }

bool has_order(TypeKind kind) {
    return kind != TypeKind::kBoolean && kind != TypeKind::kList && kind != TypeKind::kContext &&
           kind != TypeKind::kFunction && kind != TypeKind::kRange;
}

}  // namespace

Type Checker::arithmetic(NodeId id) {
    const NodeKind op = ast().node(id).kind;
    const Type left = visit(ast().child(id, 0));
    if (op == NodeKind::kNegate) {
        if (unknown(left) || left.is(TypeKind::kNumber) || is_duration(left.kind())) return left;
        report(id, "FEEL-110", format_text({"A {0} cannot be negated", "{0} 不能取负"}, {left.to_string()}));
        return {};
    }
    const Type right = visit(ast().child(id, 1));
    if (left.is(TypeKind::kNull) || right.is(TypeKind::kNull)) {
        warn(id, "FEEL-118", {"Arithmetic with null is always null", "与 null 进行运算的结果总是 null"});
        return {};
    }
    if (unknown(left) || unknown(right)) return {};
    const TypeKind kind = result_kind(op, left.kind(), right.kind());
    if (kind != TypeKind::kNull) return kind;
    Text hint;
    if (op == NodeKind::kAdd && (left.is(TypeKind::kString) || right.is(TypeKind::kString))) {
        hint = {"string(…) makes a text of any value", "用 string(…) 可将任意值转换为文本"};
    }
    report(id, "FEEL-110",
           format_text({"\"{0}\" does not work on a {1} and a {2}", "“{0}”不能用于 {1} 和 {2}"},
                       {syntax::operator_text(op), left.to_string(), right.to_string()}),
           hint);
    return {};
}

Type Checker::comparison(NodeId id, const Type& left, const Type& right, bool ordered) {
    if (unknown(left) || unknown(right)) return TypeKind::kBoolean;
    if (left.kind() != right.kind()) {
        Text hint;
        if ((is_duration(left.kind()) && right.is(TypeKind::kNumber)) ||
            (is_duration(right.kind()) && left.is(TypeKind::kNumber))) {
            hint = {"compare with a duration such as @\"P30D\", or take its .days",
                    "请与 @\"P30D\" 这样的时间段比较，或取其 .days"};
        } else if (is_moment(left.kind()) && is_moment(right.kind())) {
            hint = {"date(…) gives the date of a date and time", "用 date(…) 可取日期时间的日期部分"};
        }
        report(id, "FEEL-112",
               format_text(
                   {"A {0} is never comparable with a {1}: this is always null", "{0} 与 {1} 无法比较，结果总是 null"},
                   {left.to_string(), right.to_string()}),
               hint);
    } else if (ordered && !has_order(left.kind())) {
        report(id, "FEEL-112",
               format_text({"A {0} has no order: this is always null", "{0} 没有大小顺序，结果总是 null"},
                           {left.to_string()}));
    }
    return TypeKind::kBoolean;
}

}  // namespace fw::feel
