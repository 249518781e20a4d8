// Operators, calls, paths and filters.
#include <array>
#include <optional>

#include "engine/feel/names.h"
#include "engine/feel/syntax/parser.h"

namespace fw::feel::syntax {
namespace {

struct Operator {
    std::string_view text;
    NodeKind kind;
    int precedence;
};

constexpr std::array<Operator, 13> kOperators = {{{"or", NodeKind::kOr, 1},
                                                  {"and", NodeKind::kAnd, 2},
                                                  {"=", NodeKind::kEqual, 3},
                                                  {"!=", NodeKind::kNotEqual, 3},
                                                  {"<", NodeKind::kLess, 3},
                                                  {"<=", NodeKind::kLessEqual, 3},
                                                  {">", NodeKind::kGreater, 3},
                                                  {">=", NodeKind::kGreaterEqual, 3},
                                                  {"+", NodeKind::kAdd, 4},
                                                  {"-", NodeKind::kSubtract, 4},
                                                  {"*", NodeKind::kMultiply, 5},
                                                  {"/", NodeKind::kDivide, 5},
                                                  {"**", NodeKind::kPower, 6}}};
constexpr int kComparison = 3;
constexpr int kAdditive = 4;

const Operator* operator_at(const Token& token) {
    if (token.kind != TokenKind::kSymbol && token.kind != TokenKind::kWord) return nullptr;
    for (const Operator& op : kOperators) {
        if (op.text == token.text) return &op;
    }
    return nullptr;
}

}  // namespace

std::string_view operator_text(NodeKind kind) {
    for (const Operator& op : kOperators) {
        if (op.kind == kind) return op.text;
    }
    return {};
}

NodeId Parser::expr() {
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    return binary(1);
}

NodeId Parser::binary(int min_precedence) {
    const std::uint32_t begin = token_.range.begin;
    return binary_of(unary(), begin, min_precedence);
}

NodeId Parser::binary_of(NodeId left, std::uint32_t begin, int min_precedence) {
    while (left != kNone) {
        if (min_precedence <= kComparison && token_.kind == TokenKind::kWord) {
            if (take_word("between")) {
                const NodeId low = binary(kAdditive);
                if (low == kNone || !expect_word("and")) return kNone;
                const NodeId high = binary(kAdditive);
                left = add(NodeKind::kBetween, begin, std::array{left, low, high});
                continue;
            }
            if (take_word("in")) {
                left = in_tests(left, begin);
                continue;
            }
        }
        const Operator* op = operator_at(token_);
        if (op == nullptr || op->precedence < min_precedence) break;
        advance();
        if (op->text == "=" && is_symbol("=")) return unexpected();
        const NodeId right = binary(op->precedence + 1);
        left = add(op->kind, begin, std::array{left, right});
    }
    return left;
}

NodeId Parser::unary() {
    if (!is_symbol("-")) return postfix();
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    const std::uint32_t begin = token_.range.begin;
    advance();
    const NodeId operand = unary();
    return add(NodeKind::kNegate, begin, std::array{operand});
}

NodeId Parser::postfix() {
    const std::uint32_t begin = token_.range.begin;
    return postfix_of(primary(), begin);
}

NodeId Parser::postfix_of(NodeId base, std::uint32_t begin) {
    while (base != kNone) {
        if (is_symbol(".")) {
            advance();
            if (token_.kind != TokenKind::kWord) return unexpected();
            std::string member = take_name(Names::kMembers);
            base = add_named(NodeKind::kPath, begin, std::move(member), std::array{base});
        } else if (is_symbol("[")) {
            bool ended = false;
            base = filter_or_end(base, begin, ended);
            if (ended) break;
        } else if (is_symbol("(")) {
            base = call(base, begin);
        } else if (is_word("instance") && peek().text == "of") {
            advance();
            advance();
            const NodeId of = type();
            base = add(NodeKind::kInstanceOf, begin, std::array{base, of});
        } else {
            break;
        }
    }
    return base;
}

// base[predicate], unless the bracket closes a range: "[1..x[".
NodeId Parser::filter_or_end(NodeId base, std::uint32_t begin, bool& ended) {
    if (in_range_) {
        const Token after = peek();
        const bool closes =
            after.kind == TokenKind::kEnd || std::string_view("),]}.").find(after.text) != std::string_view::npos ||
            (operator_at(after) != nullptr && after.text != "-") ||
            (after.kind == TokenKind::kWord && is_keyword(after.text) && after.text != "true" &&
             after.text != "false" && after.text != "not" && after.text != "some" && after.text != "every" &&
             after.text != "if" && after.text != "for" && after.text != "null");
        if (closes) {
            ended = true;
            return base;
        }
    }
    const bool outer = std::exchange(in_range_, false);
    advance();
    const NodeId predicate = expr();
    in_range_ = outer;
    if (predicate == kNone || !expect_symbol("]", "after the filter", "用于结束过滤条件")) return kNone;
    return add(NodeKind::kFilter, begin, std::array{base, predicate});
}

NodeId Parser::call(NodeId callee, std::uint32_t begin) {
    const bool outer = std::exchange(in_range_, false);
    advance();
    std::vector<NodeId> children{callee};
    bool named = false;
    if (!is_symbol(")")) {
        do {
            const std::uint32_t argument_begin = token_.range.begin;
            const Mark start = mark();
            std::string name;
            if (token_.kind == TokenKind::kWord) name = take_key();
            if (!name.empty() && is_symbol(":")) {
                if (!named && children.size() > 1) {
                    return error(token_.range, "FEEL-006",
                                 {"Arguments are either all named or none", "参数要么全部命名，要么全部不命名"});
                }
                named = true;
                advance();
                const NodeId value = expr();
                children.push_back(
                    add_named(NodeKind::kNamedArgument, argument_begin, std::move(name), std::array{value}));
            } else {
                back_to(start);
                if (named)
                    return error(token_.range, "FEEL-006",
                                 {"Arguments are either all named or none", "参数要么全部命名，要么全部不命名"});
                children.push_back(expr());
            }
            if (children.back() == kNone) return kNone;
        } while (take_symbol(","));
    }
    in_range_ = outer;
    if (!expect_symbol(")", "after the arguments", "用于结束参数")) return kNone;
    const NodeId id = add(NodeKind::kCall, begin, children);
    if (id != kNone && named) ast_->nodes[id].flags |= kNamedArguments;
    return id;
}

// Behind "in": one test, or several in parentheses. "(1..5)" is one range, "(1, > 5)" are two tests, "(a)[1]" is an
// expression. Read once, whatever it turns out to be: nested parentheses would be read twice as often at each level.
NodeId Parser::in_tests(NodeId value, std::uint32_t begin) {
    const auto compares = [&] {
        const Operator* op = operator_at(token_);
        return op != nullptr && op->precedence == kComparison;
    };
    if (!is_symbol("(")) {
        const NodeId only = compares() ? test() : binary(kAdditive);
        return add(NodeKind::kIn, begin, std::array{value, only});
    }
    const std::uint32_t open = token_.range.begin;
    const bool outer = std::exchange(in_range_, false);
    advance();
    const bool expression = !compares();
    std::vector<NodeId> children{value};
    NodeId base = kNone;
    do {
        children.push_back(test());
        if (children.back() == kNone) return kNone;
        if (children.size() == 2 && expression && take_symbol("..")) {
            base = range_end(children[1], false, open);
            if (base == kNone) return kNone;
        }
    } while (base == kNone && take_symbol(","));
    in_range_ = outer;
    if (base == kNone) {
        if (!expect_symbol(")", "after the tests", "用于结束条件")) return kNone;
        const bool goes_on = is_symbol("[") || is_symbol(".") || is_symbol("(");
        if (children.size() != 2 || !expression || !goes_on) return add(NodeKind::kIn, begin, children);
        base = children[1];
        ast_->nodes[base].flags |= kParenthesized;
    }
    const NodeId only = binary_of(postfix_of(base, open), open, kAdditive);
    return add(NodeKind::kIn, begin, std::array{value, only});
}

// One positive unary test: "> 5", or an expression.
NodeId Parser::test() {
    const Operator* op = operator_at(token_);
    if (op == nullptr || op->precedence != kComparison) return expr();
    const std::uint32_t begin = token_.range.begin;
    advance();
    const NodeId operand = binary(kAdditive);
    const NodeId id = add(NodeKind::kCompareTest, begin, std::array{operand});
    if (id != kNone) ast_->nodes[id].op = op->kind;
    return id;
}

}  // namespace fw::feel::syntax
