#include "engine/feel/syntax/parser.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace fw::feel::syntax {

Parser::Parser(std::string_view source, const ParseOptions& options)
    : options_(options), ast_(std::make_shared<Ast>()), lexer_(std::string_view()) {
    if (source.size() > options_.max_bytes) {
        error({0, 0}, "FEEL-003", {"This expression is too long", "此表达式过长"});
        return;
    }
    if (const std::size_t bad = utf8::first_invalid(source); bad != source.size()) {
        error({static_cast<std::uint32_t>(bad), static_cast<std::uint32_t>(bad + 1)}, "FEEL-002",
              {"This expression is not valid UTF-8", "此表达式不是有效的 UTF-8 文本"});
        return;
    }
    ast_->source = source;
    lexer_ = Lexer(ast_->source);
    const std::size_t guess = source.size() / 4 + 8;
    ast_->nodes.reserve(guess);
    ast_->children.reserve(guess);
    ast_->texts.reserve(guess / 2);
    ast_->values.reserve(guess / 2);
    token_ = lexer_.next(0);
}

void Parser::advance() {
    last_end_ = token_.range.end;
    token_ = lexer_.next(token_.range.end);
}

bool Parser::take_symbol(std::string_view s) {
    if (!is_symbol(s)) return false;
    advance();
    return true;
}

bool Parser::take_word(std::string_view w) {
    if (!is_word(w)) return false;
    advance();
    return true;
}

bool Parser::expect_symbol(std::string_view s, const char* for_what_en, const char* for_what_zh) {
    if (take_symbol(s)) return true;
    error(token_.range, "FEEL-001",
          format_text({"Expected \"{0}\" {1}", "此处应有“{0}”，{2}"}, {s, for_what_en, for_what_zh}));
    return false;
}

bool Parser::expect_word(std::string_view w) {
    if (take_word(w)) return true;
    error(token_.range, "FEEL-001", format_text({"Expected \"{0}\"", "此处应有“{0}”"}, {w}));
    return false;
}

NodeId Parser::unexpected() {
    if (token_.kind == TokenKind::kEnd) {
        return error(token_.range, "FEEL-001", {"The expression ends too early", "表达式不完整"});
    }
    if (token_.kind == TokenKind::kError) {
        const bool open_string = token_.text.starts_with("\"") || token_.text.starts_with("@");
        if (open_string) {
            return error(token_.range, "FEEL-005", {"This text has no closing quotation mark", "此文本缺少右引号"});
        }
        if (token_.text.starts_with("/*")) {
            return error(token_.range, "FEEL-005", {"This comment has no end (*/)", "此注释没有结束符（*/）"});
        }
    }
    Text hint;
    if (token_.text.starts_with("'") || token_.text == "“" || token_.text == "”" || token_.text == "‘" ||
        token_.text == "；")
        hint = {"texts stand in double quotation marks", "文本应使用双引号"};
    if (token_.text == "=") hint = {"compare with a single =", "比较使用单个 ="};
    if (token_.text == "&") hint = {"join conditions with 'and', texts with +", "条件用 and 连接，文本用 + 连接"};
    if (token_.text == "|") hint = {"join conditions with 'or'", "条件用 or 连接"};
    if (token_.text == "%")
        hint = {"write modulo(5, 2) for the rest, 0.05 for 5%", "取余写作 modulo(5, 2)，5% 写作 0.05"};
    if (token_.text == "!") hint = {"write not(…)", "请写作 not(…)"};
    return error(token_.range, "FEEL-001", format_text({"Unexpected \"{0}\"", "意外的“{0}”"}, {token_.text}), hint);
}

NodeId Parser::error(Range range, const char* code, Text text, Text hint) {
    if (errors_.empty() || errors_.back().code != code || errors_.back().place.range != range) {
        Place place;
        place.range = range;
        place.at = line_column(ast_->source, range.begin);
        errors_.push_back({code, Severity::kError, std::move(place), std::move(text), std::move(hint)});
    }
    return kNone;
}

NodeId Parser::add(NodeKind kind, std::uint32_t begin, std::span<const NodeId> children) {
    constexpr std::uint16_t kMaxHeight = 1000;
    Node node;
    node.kind = kind;
    node.range = {begin, last_end_};
    node.first_child = static_cast<std::uint32_t>(ast_->children.size());
    node.child_count = static_cast<std::uint32_t>(children.size());
    for (const NodeId child : children) {
        if (child == kNone) return kNone;
        node.height = std::max<std::uint16_t>(node.height, static_cast<std::uint16_t>(ast_->nodes[child].height + 1));
        ast_->children.push_back(child);
    }
    if (node.height > kMaxHeight) {
        return error(node.range, "FEEL-004", {"This expression is nested too deep", "此表达式嵌套过深"},
                     {"split it into several named parts", "请拆成几个有名称的部分"});
    }
    ast_->nodes.push_back(node);
    return static_cast<NodeId>(ast_->nodes.size() - 1);
}

NodeId Parser::add_named(NodeKind kind, std::uint32_t begin, std::string name, std::span<const NodeId> children) {
    const NodeId id = add(kind, begin, children);
    if (id == kNone) return id;
    ast_->nodes[id].text = static_cast<std::uint32_t>(ast_->texts.size());
    ast_->texts.push_back(std::move(name));
    return id;
}

NodeId Parser::add_literal(Value value, Range range) {
    const NodeId id = add(NodeKind::kLiteral, range.begin);
    ast_->nodes[id].range = range;
    ast_->nodes[id].value = static_cast<std::uint32_t>(ast_->values.size());
    ast_->values.push_back(std::move(value));
    return id;
}

Parser::Mark Parser::mark() const {
    return {
        token_,        last_end_, ast_->nodes.size(), ast_->children.size(), ast_->texts.size(), ast_->values.size(),
        errors_.size()};
}

void Parser::back_to(const Mark& m) {
    token_ = m.token;
    last_end_ = m.last_end;
    ast_->nodes.resize(m.nodes);
    ast_->children.resize(m.children);
    ast_->texts.resize(m.texts);
    ast_->values.resize(m.values);
    errors_.resize(m.errors);
}

Result<std::shared_ptr<const Ast>> Parser::finish(NodeId root) {
    if (errors_.empty() && token_.kind != TokenKind::kEnd) unexpected();
    if (!errors_.empty()) return fail(std::move(errors_));
    ast_->root = root;
    return std::shared_ptr<const Ast>(std::move(ast_));
}

Result<std::shared_ptr<const Ast>> Parser::expression() {
    if (!errors_.empty()) return fail(std::move(errors_));
    return finish(expr());
}

Result<std::shared_ptr<const Ast>> Parser::unary_tests() {
    if (!errors_.empty()) return fail(std::move(errors_));
    const std::uint32_t begin = token_.range.begin;
    std::vector<NodeId> tests;
    bool negated = false;
    if (is_symbol("-") && peek().kind == TokenKind::kEnd) {
        advance();
        tests.push_back(add(NodeKind::kAnyTest, begin));
    } else {
        const Mark start = mark();
        if (is_word("not") && peek().text == "(") {
            // not(…) around all tests; "not(a) and b" is an expression instead.
            advance();
            advance();
            do tests.push_back(test());
            while (take_symbol(","));
            negated = errors_.empty() && take_symbol(")") && token_.kind == TokenKind::kEnd;
        }
        if (!negated) {
            back_to(start);
            tests.clear();
            do tests.push_back(test());
            while (take_symbol(","));
        }
    }
    const NodeId root = add(NodeKind::kUnaryTests, begin, tests);
    if (root != kNone && negated) ast_->nodes[root].flags |= kNegated;
    return finish(root);
}

}  // namespace fw::feel::syntax

namespace fw::feel {

Result<ParsedExpr> parse(std::string_view text, const ParseOptions& options) {
    auto ast = syntax::Parser(text, options).expression();
    if (!ast) return fail(std::move(ast.error()));
    return ParsedExpr(std::move(*ast));
}

Result<ParsedExpr> parse_unary_tests(std::string_view text, const ParseOptions& options) {
    auto ast = syntax::Parser(text, options).unary_tests();
    if (!ast) return fail(std::move(ast.error()));
    return ParsedExpr(std::move(*ast));
}

std::string ParsedExpr::print() const { return syntax::print(*ast_, ast_->root); }

}  // namespace fw::feel
