// What the checker found out about a syntax tree: a type for each node and what each name means. Made only by check().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/functions.h"
#include "engine/feel/syntax/ast.h"
#include "engine/feel/type.h"

namespace fw::feel {

enum class BindingKind : std::uint8_t {
    kNone,
    kSlot,       // index: slot of the scope
    kSlotField,  // index: slot; the name is a field of its value (Scope::open)
    kLocal,  // index: node that declares it: kIterator, kParameter, kEntry; kFilter for "item"; kFor for "partial"; kIn
             // for "?"
    kItemField,  // index: kFilter node; the name is an entry of the list's element
    kFunction,   // a function of the registry
    kUnknown     // null when run (lenient checks only)
};

struct Binding {
    BindingKind kind = BindingKind::kNone;
    std::uint32_t index = 0;
    const FunctionInfo* function = nullptr;
};

struct NodeInfo {
    Type type;
    Binding binding;             // kName; kCall: the function if it is known statically
    std::uint32_t extra = 0;     // kName: alternatives - 1 in CheckedTree; kCall with named arguments: order - 1
    std::uint16_t overload = 0;  // kCall of a registered function
    bool uses_item = false;      // kFilter: the predicate looks at the elements
    bool broken = false;         // null when run, with a warning (lenient checks only)
};

struct CheckedTree {
    std::shared_ptr<const syntax::Ast> ast;
    std::vector<NodeInfo> nodes;  // by NodeId
    // A name inside a filter over elements of unknown type may be one of their entries: what to try first, in order.
    std::vector<std::vector<Binding>> alternatives;
    // Named arguments: for each parameter of the overload (or of the function literal) the index of its argument, or
    // -1.
    std::vector<std::vector<std::int32_t>> argument_orders;
    std::vector<std::string> slot_names;
    Diagnostics warnings;

    [[nodiscard]] const NodeInfo& info(syntax::NodeId id) const { return nodes[id]; }
    [[nodiscard]] const Type& type() const { return nodes[ast->root].type; }
};

}  // namespace fw::feel
