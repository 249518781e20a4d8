// Types of arithmetic and comparisons.
#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/feel/check/checker.h"
#include "engine/feel/check/demands.h"

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
    if (ordered && (left.is(TypeKind::kNull) || right.is(TypeKind::kNull))) {
        warn(id, "FEEL-118",
             {"Nothing is less or greater than null: this is always null", "与 null 比较大小的结果总是 null"},
             {"ask with = null or != null", "请用 = null 或 != null 判断"});
    }
    if (unknown(left) || unknown(right)) return TypeKind::kBoolean;
    if (never_equal(left, right)) {
        never(id, left, right);
    } else if (ordered && !has_order(left.kind())) {
        report(id, "FEEL-112",
               format_text({"A {0} has no order: this is always null", "{0} 没有大小顺序，结果总是 null"},
                           {left.to_string()}));
    }
    return TypeKind::kBoolean;
}

void Checker::look_at_option(NodeId literal, const Type& other) {
    const syntax::Node& node = ast().node(literal);
    if (node.kind != NodeKind::kLiteral || !other.is(TypeKind::kString)) return;
    const std::vector<std::string> texts = other.texts();
    const Value& value = ast().value(literal);
    if (texts.empty() || !value.is_string() || value.as_string().empty()) return;
    const std::string written(value.as_string());
    if (std::find(texts.begin(), texts.end(), written) != texts.end()) return;
    Text hint = did_you_mean(written, texts);
    if (hint.empty()) {
        std::string all;
        for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
        hint = format_text({"there are: {0}", "可用：{0}"}, {all});
    }
    warn(literal, "FEEL-122",
         format_text({"\"{0}\" is none of the options it is compared with", "“{0}”不是与之比较的选项之一"}, {written}),
         std::move(hint));
}

// These two are never comparable: what was meant instead, where that can be told.
void Checker::never(NodeId id, const Type& left, const Type& right, bool in_list) {
    const auto either = [&](TypeKind a, TypeKind b) {
        return (left.is(a) && right.is(b)) || (left.is(b) && right.is(a));
    };
    Text hint;
    if ((is_duration(left.kind()) && right.is(TypeKind::kNumber)) ||
        (is_duration(right.kind()) && left.is(TypeKind::kNumber))) {
        hint = {"compare with a duration such as @\"P30D\", or take its .days",
                "请与 @\"P30D\" 这样的时间段比较，或取其 .days"};
    } else if (is_moment(left.kind()) && is_moment(right.kind())) {
        hint = {"date(…) gives the date of a date and time", "用 date(…) 可取日期时间的日期部分"};
    } else if (either(TypeKind::kNumber, TypeKind::kString)) {
        hint = {"a number is written without quotation marks; number(…) reads one from a text",
                "数字不加引号；用 number(…) 可从文本读取数字"};
    } else if ((is_moment(left.kind()) && right.is(TypeKind::kString)) ||
               (is_moment(right.kind()) && left.is(TypeKind::kString))) {
        hint = {"a date is written @\"2026-11-21\", a time @\"09:30:00\"",
                "日期写作 @\"2026-11-21\"，时间写作 @\"09:30:00\""};
    } else if (left.is(TypeKind::kList) != right.is(TypeKind::kList) && !in_list) {
        hint = {"list contains(list, value) asks whether a value is in a list",
                "用 list contains(列表, 值) 判断是否包含"};
    }
    static const Text kNull = {"A {0} is never comparable with a {1}: this is always null",
                               "{0} 与 {1} 无法比较，结果总是 null"};
    static const Text kFalse = {"A {0} is never in a list<{1}>: this is always false",
                                "{0} 不可能出现在 list<{1}> 中，结果总是 false"};
    static const Text kUnequal = {"A {0} never equals a {1}: this is always false",
                                  "{0} 与 {1} 不可能相等，结果总是 false"};
    const Text& text = in_list ? kFalse : left.kind() == right.kind() ? kUnequal : kNull;
    report(id, "FEEL-112", format_text(text, {left.to_string(), right.to_string()}), hint);
}

}  // namespace fw::feel
