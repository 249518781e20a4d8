// Unary tests of constants as sorted intervals.
#include <algorithm>

#include "engine/decision/compiled_table.h"
#include "engine/feel/syntax/ast.h"

namespace fw::decision {

namespace {

using feel::Kind;
using feel::Value;
using feel::syntax::Ast;
using feel::syntax::Node;
using feel::syntax::NodeId;
using feel::syntax::NodeKind;

bool ordered(Kind kind) {
    switch (kind) {
        case Kind::kNumber:
        case Kind::kString:
        case Kind::kBoolean:
        case Kind::kDate:
        case Kind::kTime:
        case Kind::kDateTime:
        case Kind::kDaysDuration:
        case Kind::kYearsDuration:
            return true;
        default:
            return false;
    }
}

// Times with and without a zone have no common order, and zones by name move.
enum class ZoneUse : std::uint8_t { kNone, kFixed, kNamed };
ZoneUse zone_of(const Value& value) {
    feel::Zone zone;
    if (value.is(Kind::kTime)) zone = value.as_time().zone;
    if (value.is(Kind::kDateTime)) zone = value.as_date_time().zone;
    if (zone.is_named()) return ZoneUse::kNamed;
    return zone.is_none() ? ZoneUse::kNone : ZoneUse::kFixed;
}

// Order of values of one kind; booleans: false before true.
int order(const Value& a, const Value& b) {
    if (a.is_boolean()) return static_cast<int>(a.as_boolean()) - static_cast<int>(b.as_boolean());
    return feel::compare(a, b).value_or(0);
}

// Lower ends: null first. Whether `a` begins before `b`: negative, zero, positive.
int order_low(const Interval& a, const Interval& b) {
    if (a.low.is_null() || b.low.is_null())
        return static_cast<int>(b.low.is_null()) - static_cast<int>(a.low.is_null());
    const int by_value = order(a.low, b.low);
    return by_value != 0 ? by_value : static_cast<int>(b.low_closed) - static_cast<int>(a.low_closed);
}

int order_high(const Interval& a, const Interval& b) {
    if (a.high.is_null() || b.high.is_null())
        return static_cast<int>(a.high.is_null()) - static_cast<int>(b.high.is_null());
    const int by_value = order(a.high, b.high);
    return by_value != 0 ? by_value : static_cast<int>(a.high_closed) - static_cast<int>(b.high_closed);
}

bool nothing_between(const Interval& i) {
    if (i.low.is_null() || i.high.is_null()) return false;
    const int by_value = order(i.low, i.high);
    return by_value > 0 || (by_value == 0 && !(i.low_closed && i.high_closed));
}

// `b` begins within `a` or right behind it.
bool touches(const Interval& a, const Interval& b) {
    if (a.high.is_null() || b.low.is_null()) return true;
    const int by_value = order(b.low, a.high);
    return by_value < 0 || (by_value == 0 && (a.high_closed || b.low_closed));
}

void normalize(std::vector<Interval>& parts) {
    std::erase_if(parts, nothing_between);
    std::sort(parts.begin(), parts.end(), [](const Interval& a, const Interval& b) { return order_low(a, b) < 0; });
    std::vector<Interval> out;
    for (Interval& part : parts) {
        if (out.empty() || !touches(out.back(), part)) {
            out.push_back(std::move(part));
        } else if (order_high(out.back(), part) < 0) {
            out.back().high = std::move(part.high);
            out.back().high_closed = part.high_closed;
        }
    }
    parts = std::move(out);
}

std::vector<Interval> complement(const std::vector<Interval>& parts, Kind of) {
    std::vector<Interval> out;
    if (of == Kind::kBoolean) {
        for (const bool b : {false, true}) {
            const Value value = Value::boolean(b);
            const bool in =
                std::any_of(parts.begin(), parts.end(), [&](const Interval& p) { return p.low.as_boolean() == b; });
            if (!in) out.push_back({value, value, true, true});
        }
        return out;
    }
    Interval gap;  // from minus infinity
    for (const Interval& part : parts) {
        if (!part.low.is_null()) {
            gap.high = part.low;
            gap.high_closed = !part.low_closed;
            if (!nothing_between(gap)) out.push_back(gap);
        }
        if (part.high.is_null()) return out;
        gap = {part.high, Value(), !part.high_closed, false};
    }
    out.push_back(gap);
    return out;
}

bool calls_impure(const Ast& ast, NodeId id, const feel::Functions& functions) {
    if (ast.node(id).kind == NodeKind::kName) {
        const feel::FunctionInfo* function = functions.find(ast.text(id));
        if (function != nullptr && !function->pure) return true;
    }
    const auto children = ast.children_of(id);
    return std::any_of(children.begin(), children.end(),
                       [&](NodeId child) { return calls_impure(ast, child, functions); });
}

class Normalizer {
  public:
    Normalizer(const Ast& ast, const feel::Functions& functions) : ast_(ast), functions_(functions) {}

    // False: beyond.
    bool test(NodeId id) {
        const Node& node = ast_.node(id);
        if (node.kind == NodeKind::kCompareTest) {
            const auto operand = constant(ast_.child(id, 0));
            return operand && compare_test(node.op, *operand);
        }
        const auto value = constant(id);
        if (!value) return false;
        const bool literal = node.kind == NodeKind::kLiteral;
        if (value->is_boolean() && !literal) return false;  // a condition
        if (value->is_list()) {
            for (const Value& item : value->as_list()) {
                if (item.is_list() || !add(item)) return false;
            }
            return true;
        }
        return add(*value);
    }

    std::vector<Interval> parts;
    Kind of = Kind::kNull;

  private:
    std::optional<Value> constant(NodeId id) const {
        if (ast_.node(id).kind == NodeKind::kLiteral) {
            const Value& value = ast_.value(id);
            if (value.is_null() && ast_.source[ast_.node(id).range.begin] == '@') return std::nullopt;
            return value;
        }
        if (calls_impure(ast_, id, functions_)) return std::nullopt;
        const auto compiled = feel::compile_text(feel::syntax::print(ast_, id), feel::Scope(functions_));
        if (!compiled || !compiled->reads().empty()) return std::nullopt;
        feel::EvalOptions options;
        options.limits.steps = 10'000;
        Value value = feel::evaluate(*compiled, {}, options);
        if (value.is_null()) return std::nullopt;
        return value;
    }

    bool known(const Value& value) {
        if (!ordered(value.kind()) || zone_of(value) == ZoneUse::kNamed) return false;
        if (of == Kind::kNull) {
            of = value.kind();
            zone_ = zone_of(value);
        }
        return of == value.kind() && zone_ == zone_of(value);
    }

    bool compare_test(NodeKind op, const Value& v) {
        if (v.is_null() && op == NodeKind::kEqual) return true;  // null_matches is found by running the cell
        if (!known(v)) return false;
        if (v.is_boolean() && op != NodeKind::kEqual && op != NodeKind::kNotEqual) return false;
        switch (op) {
            case NodeKind::kEqual:
                parts.push_back({v, v, true, true});
                return true;
            case NodeKind::kNotEqual:
                for (Interval& part : complement({{v, v, true, true}}, of)) parts.push_back(std::move(part));
                return true;
            case NodeKind::kLess:
            case NodeKind::kLessEqual:
                parts.push_back({Value(), v, false, op == NodeKind::kLessEqual});
                return true;
            default:
                parts.push_back({v, Value(), op == NodeKind::kGreaterEqual, false});
                return true;
        }
    }

    bool add(const Value& v) {
        if (v.is_null()) return true;
        if (!v.is(Kind::kRange)) {
            if (!known(v)) return false;
            parts.push_back({v, v, true, true});
            return true;
        }
        const feel::RangeView range = v.as_range();
        if (range.low.is_null() && range.high.is_null()) return false;
        if ((!range.low.is_null() && !known(range.low)) || (!range.high.is_null() && !known(range.high))) return false;
        if (of == Kind::kBoolean) return false;
        parts.push_back({range.low, range.high, range.low_closed, range.high_closed});
        return true;
    }

    const Ast& ast_;
    const feel::Functions& functions_;
    ZoneUse zone_ = ZoneUse::kNone;
};

}  // namespace

bool Interval::is_point() const { return low_closed && high_closed && !low.is_null() && order(low, high) == 0; }

bool CellSet::contains(const feel::Value& value) const {
    if (kind == Kind::kAny) return true;
    if (value.is_null()) return null_matches;
    if (value.kind() != of) return false;
    return std::any_of(parts.begin(), parts.end(), [&](const Interval& part) {
        if (!part.low.is_null()) {
            const int o = order(value, part.low);
            if (o < 0 || (o == 0 && !part.low_closed)) return false;
        }
        if (part.high.is_null()) return true;
        const int o = order(value, part.high);
        return o < 0 || (o == 0 && part.high_closed);
    });
}

CellSet cell_set(const feel::ParsedExpr& tests, const feel::Expression& program, const feel::Scope& scope) {
    const Ast& ast = tests.ast();
    const Node& root = ast.node(ast.root);
    const auto children = ast.children_of(ast.root);
    const bool negated = root.has(feel::syntax::kNegated);
    CellSet out;
    if (!negated && children.size() == 1 && ast.node(children[0]).kind == NodeKind::kAnyTest) return out;
    out.kind = CellSet::Kind::kBeyond;
    Normalizer normalizer(ast, scope.functions());
    for (const NodeId child : children) {
        if (!normalizer.test(child)) return out;
    }
    if (negated && normalizer.of == Kind::kNull) return out;
    normalize(normalizer.parts);
    out.kind = CellSet::Kind::kValues;
    out.of = normalizer.of;
    out.parts = negated ? complement(normalizer.parts, out.of) : std::move(normalizer.parts);
    out.null_matches = feel::evaluate(program, {}).is_true();
    return out;
}

}  // namespace fw::decision
