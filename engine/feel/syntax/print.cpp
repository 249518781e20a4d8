// The tree as text again: canonical spacing, parentheses where precedence needs them.
#include "engine/feel/names.h"
#include "engine/feel/syntax/ast.h"

namespace fw::feel::syntax {
namespace {

class Printer {
  public:
    explicit Printer(const Ast& ast) : ast_(ast) {}
    std::string out;

    void print(NodeId id);

  private:
    void list(std::span<const NodeId> ids, std::string_view open, std::string_view close);
    void operand(NodeId id, int min_level);
    void loop(NodeId id, std::string_view head, std::string_view middle);
    void call(NodeId id);
    void key(const std::string& name);
    void function(NodeId id);
    void type(NodeId id);

    const Ast& ast_;
};

constexpr int kAtom = 9;
constexpr int kPostfix = 8;

int level(const Node& node) {
    switch (node.kind) {
        case NodeKind::kIf:
        case NodeKind::kFor:
        case NodeKind::kSome:
        case NodeKind::kEvery:
        case NodeKind::kFunction:
            return 0;
        case NodeKind::kOr:
            return 1;
        case NodeKind::kAnd:
            return 2;
        case NodeKind::kEqual:
        case NodeKind::kNotEqual:
        case NodeKind::kLess:
        case NodeKind::kLessEqual:
        case NodeKind::kGreater:
        case NodeKind::kGreaterEqual:
        case NodeKind::kBetween:
        case NodeKind::kIn:
            return 3;
        case NodeKind::kAdd:
        case NodeKind::kSubtract:
            return 4;
        case NodeKind::kMultiply:
        case NodeKind::kDivide:
            return 5;
        case NodeKind::kPower:
            return 6;
        case NodeKind::kNegate:
            return 7;
        case NodeKind::kPath:
        case NodeKind::kFilter:
        case NodeKind::kCall:
        case NodeKind::kInstanceOf:
            return kPostfix;
        default:
            return kAtom;
    }
}

void Printer::operand(NodeId id, int min_level) {
    const Node& node = ast_.node(id);
    const bool negative =
        node.kind == NodeKind::kLiteral && ast_.value(id).is_number() && ast_.value(id).as_number().is_negative();
    if (level(node) >= min_level && !(negative && min_level >= kPostfix)) {
        print(id);
        return;
    }
    out += '(';
    print(id);
    out += ')';
}

void Printer::list(std::span<const NodeId> ids, std::string_view open, std::string_view close) {
    out += open;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i > 0) out += ", ";
        print(ids[i]);
    }
    out += close;
}

void Printer::loop(NodeId id, std::string_view head, std::string_view middle) {
    const auto children = ast_.children_of(id);
    list(children.first(children.size() - 1), head, middle);
    print(children.back());
}

void Printer::key(const std::string& name) {
    out += is_plain_name(name) ? name : Value::string(name).print();
    out += ": ";
}

void Printer::call(NodeId id) {
    const auto children = ast_.children_of(id);
    operand(children[0], kPostfix);
    list(children.subspan(1), "(", ")");
}

void Printer::function(NodeId id) {
    const auto children = ast_.children_of(id);
    list(children.first(children.size() - 1), "function(", ast_.node(id).has(kExternal) ? ") external " : ") ");
    print(children.back());
}

void Printer::type(NodeId id) {
    const auto children = ast_.children_of(id);
    switch (ast_.node(id).kind) {
        case NodeKind::kTypeList:
            list(children, "list<", ">");
            return;
        case NodeKind::kTypeRange:
            list(children, "range<", ">");
            return;
        case NodeKind::kTypeContext:
            list(children, "context<", ">");
            return;
        case NodeKind::kTypeFunction:
            list(children.first(children.size() - 1), "function<", "> -> ");
            print(children.back());
            return;
        default:
            out += ast_.text(id);
    }
}

void Printer::print(NodeId id) {
    const Node& node = ast_.node(id);
    const auto children = ast_.children_of(id);
    switch (node.kind) {
        case NodeKind::kLiteral:
            out += ast_.value(id).print();
            return;
        case NodeKind::kName:
            out += ast_.text(id);
            return;
        case NodeKind::kNegate:
            out += '-';
            operand(children[0], kPostfix);
            return;
        case NodeKind::kBetween:
            operand(children[0], 4);
            out += " between ";
            operand(children[1], 4);
            out += " and ";
            operand(children[2], 4);
            return;
        case NodeKind::kIn:
            operand(children[0], 4);
            list(children.subspan(1), " in (", ")");
            return;
        case NodeKind::kCompareTest:
        case NodeKind::kHalfRange:
            if (node.kind == NodeKind::kHalfRange) out += '(';
            out += operator_text(node.op);
            out += ' ';
            operand(children[0], 4);
            if (node.kind == NodeKind::kHalfRange) out += ')';
            return;
        case NodeKind::kAnyTest:
            out += '-';
            return;
        case NodeKind::kUnaryTests:
            list(children, node.has(kNegated) ? "not(" : "", node.has(kNegated) ? ")" : "");
            return;
        case NodeKind::kIf:
            out += "if ";
            print(children[0]);
            out += " then ";
            print(children[1]);
            out += " else ";
            print(children[2]);
            return;
        case NodeKind::kFor:
            loop(id, "for ", " return ");
            return;
        case NodeKind::kSome:
            loop(id, "some ", " satisfies ");
            return;
        case NodeKind::kEvery:
            loop(id, "every ", " satisfies ");
            return;
        case NodeKind::kIterator:
            out += ast_.text(id) + " in ";
            print(children[0]);
            if (children.size() > 1) {
                out += "..";
                print(children[1]);
            }
            return;
        case NodeKind::kPath:
            operand(children[0], kPostfix);
            out += "." + ast_.text(id);
            return;
        case NodeKind::kFilter:
            operand(children[0], kPostfix);
            out += '[';
            print(children[1]);
            out += ']';
            return;
        case NodeKind::kCall:
            call(id);
            return;
        case NodeKind::kNamedArgument:
            out += ast_.text(id) + ": ";
            print(children[0]);
            return;
        case NodeKind::kList:
            list(children, "[", "]");
            return;
        case NodeKind::kContext:
            list(children, "{", "}");
            return;
        case NodeKind::kEntry:
            key(ast_.text(id));
            print(children[0]);
            return;
        case NodeKind::kRange:
            out += node.has(kLowClosed) ? '[' : '(';
            print(children[0]);
            out += "..";
            operand(children[1], 1);
            out += node.has(kHighClosed) ? ']' : ')';
            return;
        case NodeKind::kFunction:
            function(id);
            return;
        case NodeKind::kParameter:
            out += ast_.text(id);
            if (!children.empty()) {
                out += ": ";
                print(children[0]);
            }
            return;
        case NodeKind::kInstanceOf:
            operand(children[0], kPostfix);
            out += " instance of ";
            print(children[1]);
            return;
        case NodeKind::kTypeEntry:
            out += ast_.text(id) + ": ";
            print(children[0]);
            return;
        case NodeKind::kTypeName:
        case NodeKind::kTypeList:
        case NodeKind::kTypeRange:
        case NodeKind::kTypeContext:
        case NodeKind::kTypeFunction:
            type(id);
            return;
        default:
            break;
    }
    const int own = level(node);
    operand(children[0], own);
    out += ' ';
    out += operator_text(node.kind);
    out += ' ';
    operand(children[1], own + 1);
}

}  // namespace

std::string print(const Ast& ast, NodeId id) {
    Printer printer(ast);
    printer.print(id);
    return std::move(printer.out);
}

}  // namespace fw::feel::syntax
