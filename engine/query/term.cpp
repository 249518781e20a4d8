#include "engine/query/term.h"

#include <charconv>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace fw::query {

using feel::Kind;
using feel::Value;

std::string quoted(std::string_view identifier) {
    std::string out = "\"";
    for (const char c : identifier) {
        out += c;
        if (c == '"') out += c;
    }
    return out + "\"";
}

Term truth(std::optional<bool> value, Dialect dialect) {
    Term term;
    term.kind = ColumnKind::kBoolean;
    if (value) {
        term.sql = *value ? "(1 = 1)" : "(1 = 0)";
    } else {
        term.sql = dialect == Dialect::kSqlite ? "NULL" : "CAST(NULL AS boolean)";
    }
    return term;
}

Op mirrored(Op op) {
    switch (op) {
        case Op::kLess:
            return Op::kGreater;
        case Op::kLessEqual:
            return Op::kGreaterEqual;
        case Op::kGreater:
            return Op::kLess;
        case Op::kGreaterEqual:
            return Op::kLessEqual;
        default:
            return op;
    }
}

namespace {

Term parameter(Parameter value, ColumnKind kind, int scale = 0, std::string sql = "?") {
    Term term;
    term.sql = std::move(sql);
    term.parameters.push_back(std::move(value));
    term.kind = kind;
    term.scale = scale;
    return term;
}

// Whole numbers as integers, others as exact decimals with as many digits as they have. PostgreSQL's numeric takes any.
std::optional<Term> render_number(Decimal number, Dialect dialect) {
    const Decimal plain = number.normalized();
    const int scale = std::max(0, plain.scale());
    const std::optional<std::int64_t> scaled = plain.scaled(scale);
    if (dialect == Dialect::kPostgres && (!scaled || scale > 0)) {
        return parameter({Parameter::Kind::kText, 0, 0, plain.to_string()}, ColumnKind::kNumber, 0,
                         "CAST(CAST(? AS text) AS numeric)");
    }
    if (!scaled || scale > 18) return std::nullopt;
    if (scale == 0) {
        return parameter({Parameter::Kind::kInteger, *scaled, 0, {}}, ColumnKind::kNumber, 0,
                         dialect == Dialect::kSqlite ? "?" : "CAST(? AS bigint)");
    }
    return parameter({Parameter::Kind::kDecimal, *scaled, scale, {}}, ColumnKind::kNumber, scale);
}

std::optional<Term> render_moment(const feel::DateTime& moment) {
    constexpr std::int64_t kMicros = 1'000'000;
    const std::optional<std::int64_t> seconds = feel::utc_seconds(moment);
    std::int64_t micros = 0;
    if (!seconds || __builtin_mul_overflow(*seconds, kMicros, &micros)) return std::nullopt;
    return parameter({Parameter::Kind::kDateTime, micros + moment.nanos / 1000, 0, {}}, ColumnKind::kDateTime);
}

std::optional<Term> render_id(const Value& constant) {
    const std::string_view text = constant.as_string();
    std::int64_t id = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || stop != text.data() + text.size()) id = -1;  // no record has it
    return parameter({Parameter::Kind::kInteger, id, 0, {}}, ColumnKind::kReference);
}

// A column of numbers against a constant, exactly, whatever digits the constant has: x > 10.005 with two stored digits
// is x > 10.00 in scaled integers.
Term compare_scaled(Op op, const Term& column, Decimal constant, bool exact) {
    const bool equality = op == Op::kEqual || op == Op::kNotEqual;
    const std::optional<std::int64_t> whole = constant.scaled(column.scale);
    Writer out;
    if (whole || !equality) {
        const bool up = op == Op::kGreaterEqual || op == Op::kLess;
        const Decimal rounded = constant.round(column.scale, up ? Rounding::kCeiling : Rounding::kFloor);
        const std::optional<std::int64_t> bound = whole ? whole : rounded.scaled(column.scale);
        if (bound) {
            Term value = parameter({Parameter::Kind::kInteger, *bound, 0, {}}, ColumnKind::kNumber);
            if (op == Op::kNotEqual)
                return (out << "(" << column << " IS NOT " << value << ")").take(ColumnKind::kBoolean);
            if (op == Op::kEqual && exact)
                return (out << "(" << column << " IS " << value << ")").take(ColumnKind::kBoolean);
            return (out << "(" << column << " " << feel::syntax::operator_text(op) << " " << value << ")")
                .take(ColumnKind::kBoolean);
        }
    }
    if (equality) return truth(op == Op::kNotEqual, Dialect::kSqlite);  // no stored number has these digits
    // Beyond what 64 bits hold: every stored number is on the same side.
    const bool holds = (op == Op::kLess || op == Op::kLessEqual) != constant.is_negative();
    return (out << "(CASE WHEN " << column << " IS NULL THEN NULL ELSE " << (holds ? "1" : "0") << " END)")
        .take(ColumnKind::kBoolean);
}

}  // namespace

std::optional<Term> render(const Value& constant, ColumnKind kind, Dialect dialect) {
    switch (kind) {
        case ColumnKind::kText:
        case ColumnKind::kStrings:
            if (!constant.is_string()) return std::nullopt;
            return parameter({Parameter::Kind::kText, 0, 0, std::string(constant.as_string())}, ColumnKind::kText);
        case ColumnKind::kNumber:
            if (!constant.is_number()) return std::nullopt;
            return render_number(constant.as_number(), dialect);
        case ColumnKind::kBoolean:
            if (!constant.is_boolean()) return std::nullopt;
            return parameter({Parameter::Kind::kBoolean, constant.is_true() ? 1 : 0, 0, {}}, ColumnKind::kBoolean);
        case ColumnKind::kDate:
            if (!constant.is(Kind::kDate)) return std::nullopt;
            return parameter({Parameter::Kind::kDate, 0, 0, feel::to_text(constant.as_date())}, ColumnKind::kDate);
        case ColumnKind::kTime:
            if (!constant.is(Kind::kTime)) return std::nullopt;
            return parameter({Parameter::Kind::kText, 0, 0, feel::to_text(constant.as_time())}, ColumnKind::kTime);
        case ColumnKind::kDateTime:
            if (!constant.is(Kind::kDateTime)) return std::nullopt;
            return render_moment(constant.as_date_time());
        case ColumnKind::kReference:
            if (!constant.is_string()) return std::nullopt;
            return render_id(constant);
    }
    return std::nullopt;
}

Term widened(const Term& number) {
    if (number.wide) return number;
    Writer out;
    Term term =
        (out << "fw_decimal(" << number << ", " << std::to_string(number.scale) << ")").take(ColumnKind::kNumber);
    term.wide = true;
    return term;
}

void align(Term& a, Term& b, Dialect dialect) {
    if (dialect == Dialect::kPostgres || (a.scale == b.scale && !a.wide && !b.wide)) return;
    a = widened(a);
    b = widened(b);
}

namespace {

// Two decimal texts. Unlike SQL's, fw_equal is never null: null is null and nothing else.
Term compare_wide(Op op, const Term& a, const Term& b) {
    Writer out;
    if (op == Op::kEqual) return (out << "fw_equal(" << a << ", " << b << ")").take(ColumnKind::kBoolean);
    if (op == Op::kNotEqual) return (out << "(NOT fw_equal(" << a << ", " << b << "))").take(ColumnKind::kBoolean);
    return (out << "(fw_compare(" << a << ", " << b << ") " << feel::syntax::operator_text(op) << " 0)")
        .take(ColumnKind::kBoolean);
}

}  // namespace

Term compare(Op op, const Term& a, const Term& b, bool exact, Dialect dialect) {
    if (a.constant) return compare(mirrored(op), b, a, exact, dialect);
    Writer out;
    if (b.constant && b.constant->is_null()) {
        if (op == Op::kEqual) return (out << "(" << a << " IS NULL)").take(ColumnKind::kBoolean);
        if (op == Op::kNotEqual) return (out << "(" << a << " IS NOT NULL)").take(ColumnKind::kBoolean);
        return truth(std::nullopt, dialect);
    }
    Term left = a;
    Term right = b;
    if (b.constant) {
        if (a.wide && b.constant->is_number()) {
            return compare_wide(
                op, a,
                parameter({Parameter::Kind::kText, 0, 0, b.constant->as_number().to_string()}, ColumnKind::kNumber));
        }
        if (a.kind == ColumnKind::kNumber && dialect == Dialect::kSqlite && b.constant->is_number()) {
            return compare_scaled(op, a, b.constant->as_number(), exact);
        }
        std::optional<Term> rendered = render(*b.constant, a.kind, dialect);
        if (!rendered) return truth(std::nullopt, dialect);
        right = std::move(*rendered);
    } else if (a.kind == ColumnKind::kNumber) {
        align(left, right, dialect);
        if (left.wide) return compare_wide(op, left, right);
    }
    const bool same_as = op == Op::kNotEqual || (op == Op::kEqual && (exact || !b.constant));
    if (same_as) {
        const bool negative = op == Op::kNotEqual;
        const std::string_view word = dialect == Dialect::kSqlite
                                          ? (negative ? " IS NOT " : " IS ")
                                          : (negative ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ");
        return (out << "(" << left << word << right << ")").take(ColumnKind::kBoolean);
    }
    // Text is ordered by code point, which is the order of its UTF-8 bytes.
    const bool collate = dialect == Dialect::kPostgres && left.kind == ColumnKind::kText && op != Op::kEqual;
    return (out << "(" << left << " " << feel::syntax::operator_text(op) << " " << right
                << (collate ? " COLLATE \"C\")" : ")"))
        .take(ColumnKind::kBoolean);
}

}  // namespace fw::query
