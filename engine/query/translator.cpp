#include "engine/query/translator.h"

#include "engine/base/check.h"
#include "engine/feel/budget.h"

namespace fw::query {

using feel::BindingKind;
using feel::Kind;
using feel::Value;

Translator::Translator(const feel::CheckedTree& tree, const feel::Scope& scope, std::span<const Slot> slots,
                       const Catalogue& catalogue, const Options& options)
    : tree_(tree), scope_(scope), slots_(slots), catalogue_(catalogue), options_(options) {}

Term Translator::refuse(NodeId id, const Text& text) {
    if (!problem_) {
        Diagnostic diagnostic;
        diagnostic.code = "QRY-001";
        diagnostic.place.range = ast().node(id).range;
        diagnostic.text = text;
        problem_ = std::move(diagnostic);
    }
    return truth(std::nullopt, dialect());
}

// Whether no part of it reads a record that the query walks over.
bool Translator::constant(NodeId id) const {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kName) {
        const feel::Binding& binding = tree_.info(id).binding;
        const bool slot = binding.kind == BindingKind::kSlot || binding.kind == BindingKind::kSlotField;
        if (slot && !slots_[binding.index].entity.empty()) return false;
        if (binding.kind == BindingKind::kLocal && locals_.contains(binding.index)) return false;
    }
    for (const NodeId child : ast().children_of(id)) {
        if (!constant(child)) return false;
    }
    return true;
}

std::optional<Value> Translator::evaluate(NodeId id) {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kLiteral) return ast().value(id);
    const Result<feel::Expression> expression = feel::compile_text(feel::syntax::print(ast(), id), scope_);
    if (!expression) {
        refuse(id, {"this part cannot stand alone in a query", "这一部分无法单独用于查询"});
        return std::nullopt;
    }
    std::vector<Value> inputs;
    for (const Slot& slot : slots_) inputs.push_back(slot.value);
    feel::Notes notes;
    Value value = feel::evaluate(*expression, inputs, options_.eval, &notes);
    if (auto why = feel::limit_reached(notes, expression->text()); why && !problem_) problem_ = std::move(*why);
    return value;
}

Term Translator::condition(NodeId id, bool exact) {
    if (constant(id)) {
        const std::optional<Value> value = evaluate(id);
        if (!value || !value->is_boolean()) return truth(std::nullopt, dialect());
        return truth(value->is_true(), dialect());
    }
    const Node& node = ast().node(id);
    switch (node.kind) {
        case NodeKind::kAnd:
        case NodeKind::kOr: {
            const Term left = condition(ast().child(id, 0), exact);
            const Term right = condition(ast().child(id, 1), exact);
            Writer out;
            return (out << "(" << left << (node.kind == NodeKind::kAnd ? " AND " : " OR ") << right << ")")
                .take(ColumnKind::kBoolean);
        }
        case NodeKind::kEqual:
        case NodeKind::kNotEqual:
        case NodeKind::kLess:
        case NodeKind::kLessEqual:
        case NodeKind::kGreater:
        case NodeKind::kGreaterEqual: {
            const Term left = term(ast().child(id, 0));
            const Term right = term(ast().child(id, 1));
            for (const Term* side : {&left, &right}) {
                const Term& other = side == &left ? right : left;
                const bool against_null = other.constant && other.constant->is_null();
                if (side->record && !(against_null || (other.record && other.kind == ColumnKind::kReference))) {
                    return refuse(id, {"compare a record by its id, such as owner.id = user.id",
                                       "请按 id 比较记录，例如 owner.id = user.id"});
                }
                if (side->kind == ColumnKind::kStrings && !against_null && !side->constant) {
                    return refuse(id, {"use list contains(…) for a list of choices", "多选请使用 list contains(…)"});
                }
            }
            return compare(node.kind, left, right, exact, dialect());
        }
        case NodeKind::kBetween: {
            const Term value = term(ast().child(id, 0));
            return between(value, term(ast().child(id, 1)), true, term(ast().child(id, 2)), true, exact);
        }
        case NodeKind::kIn:
            return in(id, exact);
        case NodeKind::kSome:
        case NodeKind::kEvery:
            return quantified(id, exact);
        case NodeKind::kIf:
            return choose(id, exact, true);
        case NodeKind::kCall:
            return call(id, exact);
        default: {
            Term value = term(id);
            if (value.kind != ColumnKind::kBoolean || value.constant) return truth(std::nullopt, dialect());
            return value;
        }
    }
}

Term Translator::term(NodeId id) {
    if (constant(id)) {
        Term out;
        std::optional<Value> value = evaluate(id);
        out.constant = value ? std::move(*value) : Value::null();
        return out;
    }
    const Node& node = ast().node(id);
    switch (node.kind) {
        case NodeKind::kName:
        case NodeKind::kPath:
            return path(id);
        case NodeKind::kAdd:
        case NodeKind::kSubtract:
        case NodeKind::kMultiply:
        case NodeKind::kNegate:
            return arithmetic(id);
        case NodeKind::kCall:
            return call(id, true);
        case NodeKind::kIf:
            return choose(id, true, false);
        case NodeKind::kAnd:
        case NodeKind::kOr:
        case NodeKind::kEqual:
        case NodeKind::kNotEqual:
        case NodeKind::kLess:
        case NodeKind::kLessEqual:
        case NodeKind::kGreater:
        case NodeKind::kGreaterEqual:
        case NodeKind::kBetween:
        case NodeKind::kIn:
        case NodeKind::kSome:
        case NodeKind::kEvery:
            return condition(id, true);
        default:
            return refuse(id,
                          {"a query cannot calculate this from stored fields", "查询无法根据存储的字段计算此表达式"});
    }
}

Term Translator::arithmetic(NodeId id) {
    const Node& node = ast().node(id);
    const auto number = [&](NodeId child) {
        Term value = term(child);
        if (value.constant) {
            std::optional<Term> rendered =
                value.constant->is_number() ? render(*value.constant, ColumnKind::kNumber, dialect()) : std::nullopt;
            if (!rendered) return refuse(child, {"this is no number that a query can use", "这不是查询可以使用的数字"});
            return std::move(*rendered);
        }
        if (value.kind != ColumnKind::kNumber)
            return refuse(child, {"a query calculates with numbers only", "查询只能对数字进行计算"});
        return value;
    };
    const Term left = number(ast().child(id, 0));
    Writer out;
    if (node.kind == NodeKind::kNegate) {
        if (!left.wide) return (out << "(-" << left << ")").take(ColumnKind::kNumber, left.scale);
        Term negative = (out << "fw_subtract('0', " << left << ")").take(ColumnKind::kNumber);
        negative.wide = true;
        return negative;
    }
    const Term right = number(ast().child(id, 1));
    if (dialect() == Dialect::kPostgres) {
        return (out << "(" << left << " " << feel::syntax::operator_text(node.kind) << " " << right << ")")
            .take(ColumnKind::kNumber);
    }
    // 64 bits do not hold every sum and product of two stored numbers.
    const std::string_view function = node.kind == NodeKind::kAdd        ? "fw_add("
                                      : node.kind == NodeKind::kSubtract ? "fw_subtract("
                                                                         : "fw_multiply(";
    Term result = (out << function << widened(left) << ", " << widened(right) << ")").take(ColumnKind::kNumber);
    result.wide = true;
    return result;
}

Term Translator::choose(NodeId id, bool exact, bool is_condition) {
    const Term when = condition(ast().child(id, 0), false);
    Writer out;
    if (is_condition) {
        const Term yes = condition(ast().child(id, 1), exact);
        const Term no = condition(ast().child(id, 2), exact);
        return (out << "(CASE WHEN " << when << " THEN " << yes << " ELSE " << no << " END)")
            .take(ColumnKind::kBoolean);
    }
    Term yes = term(ast().child(id, 1));
    Term no = term(ast().child(id, 2));
    const ColumnKind kind = yes.constant ? no.kind : yes.kind;
    if (yes.constant && no.constant)
        return refuse(id, {"use and, or and not instead of this condition", "请改用 and、or 和 not"});
    for (Term* side : {&yes, &no}) {
        if (!side->constant) continue;
        std::optional<Term> rendered = side->constant->is_null() ? std::optional(truth(std::nullopt, dialect()))
                                                                 : render(*side->constant, kind, dialect());
        if (!rendered) return refuse(id, {"both results must be of one type", "两个结果的类型必须一致"});
        *side = std::move(*rendered);
    }
    if (yes.kind == ColumnKind::kNumber && no.kind == ColumnKind::kNumber) align(yes, no, dialect());
    const bool wide = yes.wide;
    Term result = (out << "(CASE WHEN " << when << " THEN " << yes << " ELSE " << no << " END)").take(kind, yes.scale);
    result.wide = wide;
    return result;
}

Term Translator::any_of(std::vector<Term> parts) {
    if (parts.empty()) return truth(false, dialect());
    Writer out;
    out << "(";
    for (std::size_t i = 0; i < parts.size(); ++i) out << (i == 0 ? "" : " OR ") << parts[i];
    return (out << ")").take(ColumnKind::kBoolean);
}

}  // namespace fw::query
