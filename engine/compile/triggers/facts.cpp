#include "engine/compile/triggers/facts.h"

#include <algorithm>

namespace fw::compile {

namespace {

using feel::Value;
using feel::syntax::Ast;
using feel::syntax::NodeId;
using feel::syntax::NodeKind;
using Atom = Facts::Atom;

bool orders(NodeKind kind) {
    return kind == NodeKind::kLess || kind == NodeKind::kLessEqual || kind == NodeKind::kGreater ||
           kind == NodeKind::kGreaterEqual;
}

bool compares(NodeKind kind) { return orders(kind) || kind == NodeKind::kEqual || kind == NodeKind::kNotEqual; }

// 3 > x is x < 3.
NodeKind mirrored(NodeKind kind) {
    switch (kind) {
        case NodeKind::kLess:
            return NodeKind::kGreater;
        case NodeKind::kLessEqual:
            return NodeKind::kGreaterEqual;
        case NodeKind::kGreater:
            return NodeKind::kLess;
        case NodeKind::kGreaterEqual:
            return NodeKind::kLessEqual;
        default:
            return kind;
    }
}

// What holds where the comparison is false.
NodeKind denied(NodeKind kind) {
    switch (kind) {
        case NodeKind::kEqual:
            return NodeKind::kNotEqual;
        case NodeKind::kNotEqual:
            return NodeKind::kEqual;
        case NodeKind::kLess:
            return NodeKind::kGreaterEqual;
        case NodeKind::kLessEqual:
            return NodeKind::kGreater;
        case NodeKind::kGreater:
            return NodeKind::kLessEqual;
        default:
            return NodeKind::kLess;
    }
}

std::optional<Value> constant(const Ast& ast, NodeId id) {
    const feel::syntax::Node& node = ast.node(id);
    if (node.kind == NodeKind::kLiteral) return ast.value(id);
    const bool negative = node.kind == NodeKind::kNegate && ast.node(ast.child(id, 0)).kind == NodeKind::kLiteral;
    bool call = false;
    if (node.kind == NodeKind::kCall && node.child_count == 2) {
        const NodeId function = ast.child(id, 0);
        static const std::set<std::string, std::less<>> kMade{"date", "time", "date and time", "duration"};
        call = ast.node(function).kind == NodeKind::kName && kMade.contains(ast.text(function)) &&
               ast.node(ast.child(id, 1)).kind == NodeKind::kLiteral;
    }
    if (!negative && !call) return std::nullopt;
    const auto code = feel::compile_text(feel::syntax::print(ast, id), feel::Scope());
    if (!code) return std::nullopt;
    return feel::evaluate(*code, {});
}

bool same_value(const Value& a, const Value& b) {
    const auto order = feel::compare(a, b);
    return order ? *order == 0 : a == b;
}

// Whether the comparison can hold of exactly this value; unknown kinds can.
bool fits(const Value& value, NodeKind op, const Value& other) {
    if (op == NodeKind::kEqual) return same_value(value, other);
    if (op == NodeKind::kNotEqual) return !same_value(value, other);
    if (value.is_null() || other.is_null()) return false;
    const auto order = feel::compare(value, other);
    if (!order) return true;
    switch (op) {
        case NodeKind::kLess:
            return *order < 0;
        case NodeKind::kLessEqual:
            return *order <= 0;
        case NodeKind::kGreater:
            return *order > 0;
        default:
            return *order >= 0;
    }
}

bool is_low(NodeKind op) { return op == NodeKind::kGreater || op == NodeKind::kGreaterEqual; }

bool together(const Atom& a, const Atom& b) {
    if (a.field != b.field) return true;
    if (a.op == NodeKind::kEqual) return fits(a.value, b.op, b.value);
    if (b.op == NodeKind::kEqual) return fits(b.value, a.op, a.value);
    if (!orders(a.op) || !orders(b.op) || is_low(a.op) == is_low(b.op)) return true;
    const Atom& low = is_low(a.op) ? a : b;
    const Atom& high = is_low(a.op) ? b : a;
    const auto order = feel::compare(low.value, high.value);
    if (!order || *order < 0) return true;
    return *order == 0 && low.op == NodeKind::kGreaterEqual && high.op == NodeKind::kLessEqual;
}

bool add(std::vector<Atom>& atoms, Atom atom) {
    const bool fitting =
        std::all_of(atoms.begin(), atoms.end(), [&](const Atom& each) { return together(each, atom); });
    if (fitting) atoms.push_back(std::move(atom));
    return fitting;
}

// A comparison of a field with a constant, either way round.
std::optional<Atom> atom_of(const Ast& ast, NodeId id, bool positive) {
    const NodeKind kind = ast.node(id).kind;
    if (!compares(kind)) return std::nullopt;
    Atom atom;
    std::string field = field_of(ast, ast.child(id, 0));
    auto value = constant(ast, ast.child(id, 1));
    atom.op = kind;
    if (field.empty() || !value) {
        field = field_of(ast, ast.child(id, 1));
        value = constant(ast, ast.child(id, 0));
        atom.op = mirrored(kind);
    }
    if (field.empty() || !value) return std::nullopt;
    if (!positive) atom.op = denied(atom.op);
    atom.field = std::move(field);
    atom.value = std::move(*value);
    return atom;
}

// What `field in (…)` allows, one atom each; nothing where a test is of another kind.
std::optional<std::vector<Atom>> tests_of(const Ast& ast, NodeId id) {
    const std::string field = field_of(ast, ast.child(id, 0));
    if (field.empty()) return std::nullopt;
    std::vector<Atom> all;
    for (std::size_t i = 1; i < ast.node(id).child_count; ++i) {
        const NodeId test = ast.child(id, i);
        const feel::syntax::Node& node = ast.node(test);
        if (const auto value = constant(ast, test)) {
            all.push_back({field, NodeKind::kEqual, *value});
        } else if (node.kind == NodeKind::kList) {
            for (const NodeId item : ast.children_of(test)) {
                const auto one = constant(ast, item);
                if (!one) return std::nullopt;
                all.push_back({field, NodeKind::kEqual, *one});
            }
        } else if (node.kind == NodeKind::kCompareTest && constant(ast, ast.child(test, 0))) {
            all.push_back({field, node.op, *constant(ast, ast.child(test, 0))});
        } else {
            return std::nullopt;
        }
    }
    return all;
}

}  // namespace

std::string field_of(const Ast& ast, NodeId id) {
    const feel::syntax::Node& node = ast.node(id);
    if (node.kind == NodeKind::kName) return ast.text(id) == "record" || ast.text(id) == "old" ? "" : ast.text(id);
    if (node.kind != NodeKind::kPath) return {};
    const NodeId object = ast.child(id, 0);
    const bool own = ast.node(object).kind == NodeKind::kName && ast.text(object) == "record";
    return own ? ast.text(id) : std::string();
}

std::optional<Value> constant_of(std::string_view text) {
    const auto parsed = feel::parse(text);
    return parsed ? constant(parsed->ast(), parsed->ast().root) : std::nullopt;
}

void Facts::is(std::string_view field, const Value& value) {
    known_.push_back({std::string(field), NodeKind::kEqual, value});
}

void Facts::is_something(std::string_view field) {
    known_.push_back({std::string(field), NodeKind::kNotEqual, Value::null()});
}

void Facts::held(const Expr& condition, const std::set<std::string>& changed) {
    auto parsed = feel::parse(condition.text);
    if (!parsed) return;
    goals_.push_back({conditions_.size(), parsed->ast().root, true});
    conditions_.push_back({std::move(*parsed), changed});
}

void Facts::must_hold(const Expr& condition) { held(condition, {}); }

bool Facts::possible() const {
    int budget = 4096;
    std::vector<Atom> atoms;
    for (const Atom& each : known_) {
        if (!add(atoms, each)) return true;  // contradicts itself: nothing is known for certain
    }
    return search(goals_, std::move(atoms), budget);
}

bool Facts::branch(const std::vector<Goal>& rest, const std::vector<std::vector<Goal>>& ways,
                   const std::vector<Atom>& atoms, int& budget) const {
    return std::any_of(ways.begin(), ways.end(), [&](const std::vector<Goal>& way) {
        std::vector<Goal> goals = rest;
        goals.insert(goals.end(), way.begin(), way.end());
        return search(std::move(goals), atoms, budget);
    });
}

bool Facts::search(std::vector<Goal> goals, std::vector<Atom> atoms, int& budget) const {
    while (!goals.empty()) {
        if (--budget < 0) return true;
        const Goal goal = goals.back();
        goals.pop_back();
        const Condition& condition = conditions_[goal.text];
        const Ast& ast = condition.parsed.ast();
        const feel::syntax::Node& node = ast.node(goal.node);
        const auto child = [&](std::size_t i, bool positive) {
            return Goal{goal.text, ast.child(goal.node, i), positive};
        };
        const auto take = [&](Atom atom) {
            return condition.ignored.contains(atom.field) || add(atoms, std::move(atom));
        };
        if (node.kind == NodeKind::kAnd || node.kind == NodeKind::kOr) {
            if ((node.kind == NodeKind::kAnd) != goal.positive) {
                return branch(goals, {{child(0, goal.positive)}, {child(1, goal.positive)}}, atoms, budget);
            }
            goals.push_back(child(0, goal.positive));
            goals.push_back(child(1, goal.positive));
        } else if (node.kind == NodeKind::kCall && node.child_count == 2 &&
                   ast.node(ast.child(goal.node, 0)).kind == NodeKind::kName &&
                   ast.text(ast.child(goal.node, 0)) == "not") {
            goals.push_back(child(1, !goal.positive));
        } else if (node.kind == NodeKind::kLiteral) {
            const Value& value = ast.value(goal.node);
            if (goal.positive ? !value.is_true() : !value.is_false()) return false;
        } else if (compares(node.kind)) {
            if (const auto atom = atom_of(ast, goal.node, goal.positive); atom && !take(*atom)) return false;
        } else if (node.kind == NodeKind::kBetween && goal.positive) {
            const std::string field = field_of(ast, ast.child(goal.node, 0));
            const auto low = constant(ast, ast.child(goal.node, 1));
            const auto high = constant(ast, ast.child(goal.node, 2));
            if (!field.empty() && low && !take({field, NodeKind::kGreaterEqual, *low})) return false;
            if (!field.empty() && high && !take({field, NodeKind::kLessEqual, *high})) return false;
        } else if (node.kind == NodeKind::kIn) {
            const auto tests = tests_of(ast, goal.node);
            if (!tests || condition.ignored.contains(field_of(ast, ast.child(goal.node, 0)))) continue;
            if (goal.positive) {
                return std::any_of(tests->begin(), tests->end(), [&](const Atom& each) {
                    std::vector<Atom> more = atoms;
                    return add(more, each) && search(goals, std::move(more), budget);
                });
            }
            for (Atom each : *tests) {
                each.op = denied(each.op);
                if (!add(atoms, std::move(each))) return false;
            }
        } else if (const std::string field = field_of(ast, goal.node); !field.empty()) {
            if (!take({field, NodeKind::kEqual, Value::boolean(goal.positive)})) return false;
        }
    }
    return true;
}

std::vector<NodeKind> bounds_of(const Expr& condition, std::string_view field) {
    std::vector<NodeKind> found;
    const auto parsed = feel::parse(condition.text);
    if (!parsed) return found;
    const Ast& ast = parsed->ast();
    std::vector<NodeId> open{ast.root};
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        if (ast.node(id).kind == NodeKind::kAnd) {
            open.push_back(ast.child(id, 0));
            open.push_back(ast.child(id, 1));
        } else if (const auto atom = atom_of(ast, id, true); atom && atom->field == field && orders(atom->op)) {
            found.push_back(atom->op);
        }
    }
    return found;
}

}  // namespace fw::compile
