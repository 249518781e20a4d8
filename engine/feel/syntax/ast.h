// The syntax tree of an expression: nodes in one vector, children by index. Immutable after parsing; whoever translates
// FEEL into something else (SQL, form logic) walks this tree together with the bindings of check/checked.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/value.h"

namespace fw::feel::syntax {

using NodeId = std::uint32_t;

// Children in the order given; `text` is Node::text, `value` is Node::value.
enum class NodeKind : std::uint8_t {
    kLiteral,  // value: null, boolean, number, string or @"…"
    kName,     // text
    kNegate,   // operand
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kPower,  // left, right
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,  // left, right
    kAnd,
    kOr,           // left, right
    kBetween,      // value, low, high
    kIn,           // value, tests …
    kCompareTest,  // operand; op: one of kEqual … kGreaterEqual. Only below kIn and kUnaryTests
    kAnyTest,      // "-"
    kUnaryTests,   // tests …; flag kNegated. The root of parse_unary_tests
    kIf,           // condition, then, else
    kFor,          // iterators …, result
    kSome,
    kEvery,          // iterators …, condition
    kIterator,       // text: variable; list, or first and last of a range
    kPath,           // text: member; object
    kFilter,         // list, predicate
    kCall,           // function, arguments …; flag kNamedArguments: all arguments are kNamedArgument
    kNamedArgument,  // text; value
    kList,           // items …
    kContext,        // entries …
    kEntry,          // text: key; value
    kRange,          // low, high; flags kLowClosed, kHighClosed
    kHalfRange,      // operand; op as in kCompareTest: (> 5) as a value
    kFunction,       // parameters …, body; flag kExternal
    kParameter,      // text; type, if given
    kInstanceOf,     // value, type
    kTypeName,       // text
    kTypeList,
    kTypeRange,    // element type
    kTypeContext,  // entries …
    kTypeEntry,    // text; type
    kTypeFunction  // parameter types …, result type
};

enum NodeFlags : std::uint8_t {
    kNegated = 1,
    kNamedArguments = 2,
    kLowClosed = 4,
    kHighClosed = 8,
    kExternal = 16,
    kParenthesized = 32
};

struct Node {
    NodeKind kind = NodeKind::kLiteral;
    NodeKind op = NodeKind::kLiteral;
    std::uint8_t flags = 0;
    std::uint16_t height = 1;  // of the tree below, itself included
    Range range;               // in Ast::source
    std::uint32_t first_child = 0;
    std::uint32_t child_count = 0;
    std::uint32_t text = 0;   // index into Ast::texts
    std::uint32_t value = 0;  // index into Ast::values
    [[nodiscard]] bool has(NodeFlags flag) const { return (flags & flag) != 0; }
};

struct Ast {
    std::string source;
    std::vector<Node> nodes;
    std::vector<NodeId> children;
    std::vector<std::string> texts;  // names with white space normalised
    std::vector<Value> values;
    NodeId root = 0;

    [[nodiscard]] const Node& node(NodeId id) const { return nodes[id]; }
    [[nodiscard]] std::span<const NodeId> children_of(NodeId id) const {
        return {children.data() + nodes[id].first_child, nodes[id].child_count};
    }
    [[nodiscard]] NodeId child(NodeId id, std::size_t i) const { return children[nodes[id].first_child + i]; }
    [[nodiscard]] const std::string& text(NodeId id) const { return texts[nodes[id].text]; }
    [[nodiscard]] const Value& value(NodeId id) const { return values[nodes[id].value]; }
};

// "+" of kAdd, ">=" of kGreaterEqual …; empty for kinds that are no operators.
[[nodiscard]] std::string_view operator_text(NodeKind kind);
[[nodiscard]] std::string print(const Ast& ast, NodeId id);

}  // namespace fw::feel::syntax
