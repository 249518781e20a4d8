// The built-in functions and tests of membership that queries know.
#include "engine/query/translator.h"

namespace fw::query {

using feel::Kind;
using feel::Value;

Term Translator::call(NodeId id, bool exact) {
    const auto children = ast().children_of(id);
    const Node& callee = ast().node(children[0]);
    const std::string name = callee.kind == NodeKind::kName ? ast().text(children[0]) : "";
    const std::size_t arguments = children.size() - 1;
    const bool positional = !ast().node(id).has(feel::syntax::kNamedArguments);
    Writer out;
    if (positional && arguments == 1) {
        if (name == "not") return (out << "(NOT " << condition(children[1], true) << ")").take(ColumnKind::kBoolean);
        if (name == "count") {
            const std::string alias = "q" + std::to_string(++aliases_);
            std::string entity;
            Term from;
            if (rows_of(children[1], alias, entity, from)) {
                return (out << "(SELECT count(*)" << from << ")").take(ColumnKind::kNumber);
            }
        }
        const bool lower = name == "lower case";
        if (lower || name == "upper case" || name == "string length") {
            const Term text = term(children[1]);
            if (text.kind == ColumnKind::kText && !text.constant) {
                if (name == "string length") return (out << "length(" << text << ")").take(ColumnKind::kNumber);
                if (dialect() == Dialect::kSqlite) {
                    return (out << (lower ? "fw_lower(" : "fw_upper(") << text << ")").take(ColumnKind::kText);
                }
                return (out << (lower ? "(lower(" : "(upper(") << text << " COLLATE \"und-x-icu\") COLLATE \"C\")")
                    .take(ColumnKind::kText);
            }
        }
    }
    if (positional && arguments == 2) {
        if (name == "contains" || name == "starts with" || name == "ends with") return text_test(id, name);
        if (name == "list contains") return list_contains(id, exact);
    }
    return refuse(id, format_text({"a query does not know the function {0} over stored fields",
                                   "查询不支持对存储字段使用函数 {0}"},
                                  {name}));
}

Term Translator::text_test(NodeId id, std::string_view name) {
    Term whole = term(ast().child(id, 1));
    Term part = term(ast().child(id, 2));
    for (Term* side : {&whole, &part}) {
        if (!side->constant) continue;
        std::optional<Term> rendered = render(*side->constant, ColumnKind::kText, dialect());
        if (!rendered) return truth(std::nullopt, dialect());
        *side = std::move(*rendered);
        if (dialect() == Dialect::kPostgres) side->sql = "CAST(? AS text)";
    }
    if (whole.kind != ColumnKind::kText || part.kind != ColumnKind::kText) {
        return refuse(id, {"this function compares texts only", "此函数只能比较文本"});
    }
    Writer out;
    if (name == "contains") {
        out << (dialect() == Dialect::kSqlite ? "(instr(" : "(strpos(") << whole << ", " << part << ") > 0)";
    } else if (name == "starts with") {
        out << "(substr(" << whole << ", 1, length(" << part << ")) = " << part << ")";
    } else if (dialect() == Dialect::kPostgres) {
        out << "(right(" << whole << ", length(" << part << ")) = " << part << ")";
    } else {
        // substr(x, -0) would be the whole text.
        out << "(CASE length(" << part << ") WHEN 0 THEN " << whole << " = " << whole << " ELSE substr(" << whole
            << ", -length(" << part << ")) = " << part << " END)";
    }
    return out.take(ColumnKind::kBoolean);
}

Term Translator::list_contains(NodeId id, bool exact) {
    const Term list = term(ast().child(id, 1));
    const Term element = term(ast().child(id, 2));
    if (list.constant) {
        if (!list.constant->is_list()) return truth(std::nullopt, dialect());
        return membership(id, element, *list.constant, exact);
    }
    if (list.kind != ColumnKind::kStrings)
        return refuse(id, {"a query looks into lists of choices only", "查询只能在多选列表中查找"});
    std::optional<Term> wanted = element.constant ? render(*element.constant, ColumnKind::kText, dialect()) : element;
    if (!wanted) return truth(false, dialect());
    Writer out;
    if (dialect() == Dialect::kSqlite) {
        out << "(CASE WHEN " << list << " IS NULL THEN NULL ELSE EXISTS (SELECT 1 FROM json_each(" << list
            << ") WHERE value = " << *wanted << ") END)";
    } else {
        out << "(CAST(" << list << " AS jsonb) @> to_jsonb(CAST(" << *wanted << " AS text)))";
    }
    return out.take(ColumnKind::kBoolean);
}

// value = one of the candidates, or inside one that is a range.
Term Translator::membership(NodeId at, const Term& value, const Value& candidates, bool exact) {
    constexpr std::size_t kMostCandidates = 500;
    if (candidates.as_list().size() > kMostCandidates) {
        return refuse(at, {"the list is too long for a query (500 values at most)", "列表过长，查询最多支持 500 个值"});
    }
    std::vector<Term> parts;
    for (const Value& candidate : candidates.as_list()) {
        Term constant;
        constant.constant = candidate;
        if (candidate.is(Kind::kRange)) {
            const feel::RangeView range = candidate.as_range();
            Term low;
            Term high;
            low.constant = range.low;
            high.constant = range.high;
            parts.push_back(between(value, low, range.low_closed, high, range.high_closed, exact));
        } else {
            parts.push_back(compare(Op::kEqual, value, constant, exact, dialect()));
        }
    }
    return any_of(std::move(parts));
}

Term Translator::between(const Term& value, const Term& low, bool low_closed, const Term& high, bool high_closed,
                         bool exact) {
    const auto open = [](const Term& end) { return end.constant && end.constant->is_null(); };
    if (open(low) && open(high)) return truth(std::nullopt, dialect());
    if (open(low)) return compare(high_closed ? Op::kLessEqual : Op::kLess, value, high, exact, dialect());
    if (open(high)) return compare(low_closed ? Op::kGreaterEqual : Op::kGreater, value, low, exact, dialect());
    const Term above = compare(low_closed ? Op::kGreaterEqual : Op::kGreater, value, low, exact, dialect());
    const Term below = compare(high_closed ? Op::kLessEqual : Op::kLess, value, high, exact, dialect());
    Writer out;
    return (out << "(" << above << " AND " << below << ")").take(ColumnKind::kBoolean);
}

Term Translator::in(NodeId id, bool exact) {
    const auto children = ast().children_of(id);
    const Term value = term(children[0]);
    if (value.record)
        return refuse(id, {"compare a record by its id, such as owner.id = user.id",
                           "请按 id 比较记录，例如 owner.id = user.id"});
    std::vector<Term> parts;
    for (const NodeId child : children.subspan(1)) parts.push_back(test(child, value, exact));
    return any_of(std::move(parts));
}

Term Translator::test(NodeId id, const Term& value, bool exact) {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kAnyTest) return truth(true, dialect());
    if (node.kind == NodeKind::kCompareTest) return compare(node.op, value, term(ast().child(id, 0)), exact, dialect());
    if (node.kind == NodeKind::kRange) {
        return between(value, term(ast().child(id, 0)), node.has(feel::syntax::kLowClosed), term(ast().child(id, 1)),
                       node.has(feel::syntax::kHighClosed), exact);
    }
    const Term other = term(id);
    if (other.constant && other.constant->is_list()) return membership(id, value, *other.constant, exact);
    if (other.constant && other.constant->is(Kind::kRange))
        return membership(id, value, Value::list({*other.constant}), exact);
    if (!other.constant && other.kind == ColumnKind::kBoolean && value.kind != ColumnKind::kBoolean) {
        return refuse(id, {"a query cannot use this test", "查询不支持这种判断"});
    }
    return compare(Op::kEqual, value, other, exact, dialect());
}

}  // namespace fw::query
