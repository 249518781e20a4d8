// The tests of "value in (…)" and of the cells of decision tables (10.3.1.2, rules 12 to 17).
#include "engine/feel/check/checker.h"
#include "engine/feel/check/demands.h"

namespace fw::feel {

using syntax::Node;
using syntax::NodeId;
using syntax::NodeKind;

Type Checker::visit_tests(NodeId id) {
    const auto children = ast().children_of(id);
    Type tested;
    std::size_t first = 0;
    const std::size_t depth = locals_.size();
    if (ast().node(id).kind == NodeKind::kIn) {
        tested = visit(children[0]);
        first = 1;
        // In the tests of "value in (…)" the value is "?", but not within a cell, where "?" is what the cell tests.
        if (!scope_.find("?")) locals_.push_back({"?", id, tested});
    } else if (const auto input = scope_.find("?")) {
        tested = input->type;
        tree_->nodes[id].binding = {BindingKind::kSlot, static_cast<std::uint32_t>(input->slot), nullptr};
    }
    for (const NodeId test : children.subspan(first)) visit_test(test, tested);
    locals_.resize(depth);
    return TypeKind::kBoolean;
}

bool Checker::names_input(NodeId id) const {
    if (ast().node(id).kind == NodeKind::kName && ast().text(id) == "?") return true;
    for (const NodeId child : ast().children_of(id)) {
        if (names_input(child)) return true;
    }
    return false;
}

// A test is a value of the type that is tested, a list or a range of such, or a condition.
void Checker::visit_test(NodeId id, const Type& tested) {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kAnyTest) return;
    // Of a list of one its element is tested, except for equality.
    const Type item = tested.is(TypeKind::kList) ? tested.element() : tested;
    if (node.kind == NodeKind::kCompareTest) {
        const Type operand = visit(ast().child(id, 0));
        const bool ordered = node.op != NodeKind::kEqual && node.op != NodeKind::kNotEqual;
        comparison(id, ordered ? item : tested, operand, ordered);
        if (!ordered) look_at_option(ast().child(id, 0), item);
        return;
    }
    const Type type = visit(id);
    look_at_option(id, item);
    if (node.kind == NodeKind::kList) {
        for (const NodeId element : ast().children_of(id)) look_at_option(element, item);
    }
    if (type.is(TypeKind::kList)) return list_test(id, tested, type.element());
    if (type.is(TypeKind::kBoolean)) {
        const bool name =
            node.kind == NodeKind::kLiteral || node.kind == NodeKind::kName || node.kind == NodeKind::kPath;
        if (!name || names_input(id)) return;
    }
    if (type.is(TypeKind::kRange) && !tested.is(TypeKind::kRange)) {
        if (never_equal(item, type.element())) never(id, item, type.element());
        return;
    }
    if (never_equal(tested, type)) never(id, tested, type);
}

// Something is in a list if it equals an element, or lies in an element that is a range; a list also if it equals it.
void Checker::list_test(NodeId id, const Type& tested, const Type& element) {
    if (tested.is(TypeKind::kList)) {
        if (never_equal(tested, element, true) && never_equal(tested, Type::list(element), true))
            never(id, tested, element, true);
        return;
    }
    const bool ranges = element.is(TypeKind::kRange) && !tested.is(TypeKind::kRange);
    if (never_equal(tested, ranges ? element.element() : element)) never(id, tested, element, true);
}

}  // namespace fw::feel
