// + - * / ** (DMN 1.5, tables 53–56).
#include "engine/feel/calendar/arithmetic.h"

#include "engine/decimal/int128.h"
#include "engine/feel/eval/operators.h"

namespace fw::feel::eval {

using code::Op;

namespace {

Value wrong_operands(Call& call, const char* symbol, const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) {
        return call.warn("FEEL-201", format_text({"\"{0}\" has a null operand", "“{0}”的操作数为 null"}, {symbol}));
    }
    return call.warn("FEEL-202", format_text({"\"{0}\" does not work on a {1} and a {2}", "“{0}”不能用于 {1} 和 {2}"},
                                             {symbol, kind_name(a.kind()), kind_name(b.kind())}));
}

template <class T>
Value or_warn(Call& call, const std::optional<T>& result, Value (*make)(T)) {
    if (result) return make(*result);
    return call.warn("FEEL-203", {"The result is out of range", "结果超出范围"});
}

Value add_duration(Call& call, const Value& moment, const Value& duration, bool negative) {
    if (duration.is(Kind::kDaysDuration)) {
        DaysDuration d = duration.as_days_duration();
        if (negative) d = negated(d);
        if (moment.is(Kind::kDate)) return or_warn(call, add(moment.as_date(), d), &Value::date);
        if (moment.is(Kind::kTime)) return Value::time(add(moment.as_time(), d));
        return or_warn(call, add(moment.as_date_time(), d), &Value::date_time);
    }
    const std::int64_t months = negative ? -duration.as_years_duration().months : duration.as_years_duration().months;
    if (moment.is(Kind::kDate)) return or_warn(call, add_months(moment.as_date(), months), &Value::date);
    return or_warn(call, add(moment.as_date_time(), YearsDuration{months}), &Value::date_time);
}

bool is_duration(const Value& v) { return v.is(Kind::kDaysDuration) || v.is(Kind::kYearsDuration); }

bool takes_duration(const Value& moment, const Value& duration) {
    if (!is_duration(duration)) return false;
    if (moment.is(Kind::kDate) || moment.is(Kind::kDateTime)) return true;
    return moment.is(Kind::kTime) && duration.is(Kind::kDaysDuration);
}

Value add_values(Call& call, const Value& a, const Value& b) {
    if (a.is_string() && b.is_string()) {
        if (!call.string_fits(a.as_string().size() + b.as_string().size())) return {};
        std::string out(a.as_string());
        out += b.as_string();
        return Value::string(out);
    }
    if (a.is(Kind::kDaysDuration) && b.is(Kind::kDaysDuration)) {
        return or_warn(call, sum(a.as_days_duration(), b.as_days_duration()), &Value::days_duration);
    }
    if (a.is(Kind::kYearsDuration) && b.is(Kind::kYearsDuration)) {
        return or_warn(call, sum(a.as_years_duration(), b.as_years_duration()), &Value::years_duration);
    }
    if (takes_duration(a, b)) return add_duration(call, a, b, false);
    if (takes_duration(b, a)) return add_duration(call, b, a, false);
    return wrong_operands(call, "+", a, b);
}

// A date counts as midnight UTC beside a date and time.
std::optional<DateTime> as_moment(const Value& v) {
    if (v.is(Kind::kDate)) return DateTime{v.as_date().days * kSecondsPerDay, 0, Zone::utc()};
    if (v.is(Kind::kDateTime)) return v.as_date_time();
    return std::nullopt;
}

Value subtract_values(Call& call, const Value& a, const Value& b) {
    if (a.is(Kind::kDaysDuration) && b.is(Kind::kDaysDuration)) {
        return or_warn(call, sum(a.as_days_duration(), negated(b.as_days_duration())), &Value::days_duration);
    }
    if (a.is(Kind::kYearsDuration) && b.is(Kind::kYearsDuration)) {
        return or_warn(call, sum(a.as_years_duration(), YearsDuration{-b.as_years_duration().months}),
                       &Value::years_duration);
    }
    if (takes_duration(a, b)) return add_duration(call, a, b, true);
    std::optional<DaysDuration> between;
    if (a.is(Kind::kTime) && b.is(Kind::kTime)) {
        between = difference(a.as_time(), b.as_time());
    } else if (const auto x = as_moment(a), y = as_moment(b); x && y) {
        between = difference(*x, *y);
    } else {
        return wrong_operands(call, "-", a, b);
    }
    if (between) return Value::days_duration(*between);
    return call.warn("FEEL-204",
                     {"A local time and one with a zone have no difference", "本地时间与带时区的时间无法相减"});
}

Value scale(Call& call, const Value& duration, Decimal factor, bool divide) {
    if (divide && factor.is_zero()) return call.warn("FEEL-205", {"Division by zero", "除数为零"});
    const auto apply = [&](Decimal d) { return divide ? d / factor : d * factor; };
    if (duration.is(Kind::kYearsDuration)) {
        const auto months = apply(Decimal(duration.as_years_duration().months)).round(0, Rounding::kDown).to_int64();
        return or_warn(call,
                       months && *months <= (1LL << 62) && *months >= -(1LL << 62)
                           ? std::optional(YearsDuration{*months})
                           : std::nullopt,
                       &Value::years_duration);
    }
    return or_warn(call, duration_of_nanos(apply(nanos_of(duration.as_days_duration()))), &Value::days_duration);
}

Value multiply_values(Call& call, const Value& a, const Value& b) {
    if (is_duration(a) && b.is_number()) return scale(call, a, b.as_number(), false);
    if (a.is_number() && is_duration(b)) return scale(call, b, a.as_number(), false);
    return wrong_operands(call, "*", a, b);
}

Value divide_values(Call& call, const Value& a, const Value& b) {
    if (is_duration(a) && b.is_number()) return scale(call, a, b.as_number(), true);
    if (!is_duration(a) || a.kind() != b.kind()) return wrong_operands(call, "/", a, b);
    const bool years = a.is(Kind::kYearsDuration);
    const Decimal x = years ? Decimal(a.as_years_duration().months) : nanos_of(a.as_days_duration());
    const Decimal y = years ? Decimal(b.as_years_duration().months) : nanos_of(b.as_days_duration());
    if (y.is_zero()) return call.warn("FEEL-205", {"Division by zero", "除数为零"});
    return Value::number(x / y);
}

}  // namespace

Value number_operation(Op op, Decimal a, Decimal b) {
    switch (op) {
        case Op::kAdd:
            return Value::number(a + b);
        case Op::kSubtract:
            return Value::number(a - b);
        case Op::kMultiply:
            return Value::number(a * b);
        case Op::kDivide:
            return Value::number(a / b);
        case Op::kPower:
            return Value::number(a.power(b));
        default:
            return {};
    }
}

Value arithmetic(Call& call, Op op, const Value& a, const Value& b) {
    if (a.is_number() && b.is_number()) {
        Value result = number_operation(op, a.as_number(), b.as_number());
        if (!result.is_null()) return result;
        if (op == Op::kDivide && b.as_number().is_zero())
            return call.warn("FEEL-205", {"Division by zero", "除数为零"});
        return call.warn("FEEL-203", {"The result is out of range", "结果超出范围"});
    }
    switch (op) {
        case Op::kAdd:
            return add_values(call, a, b);
        case Op::kSubtract:
            return subtract_values(call, a, b);
        case Op::kMultiply:
            return multiply_values(call, a, b);
        case Op::kDivide:
            return divide_values(call, a, b);
        default:
            return wrong_operands(call, "**", a, b);
    }
}

Value negate(Call& call, const Value& a) {
    if (a.is_number()) return Value::number(-a.as_number());
    if (a.is(Kind::kDaysDuration)) return Value::days_duration(negated(a.as_days_duration()));
    if (a.is(Kind::kYearsDuration)) return Value::years_duration({-a.as_years_duration().months});
    return call.warn("FEEL-202", format_text({"A {0} cannot be negated", "{0} 不能取负"}, {kind_name(a.kind())}));
}

}  // namespace fw::feel::eval
