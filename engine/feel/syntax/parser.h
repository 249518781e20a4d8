// Recursive descent with precedence climbing. Names with spaces are read longest first: names of the scope, of
// functions and of entries seen so far; then words side by side, which FEEL allows nowhere else, as one name.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/feel.h"
#include "engine/feel/syntax/ast.h"
#include "engine/feel/syntax/lexer.h"

namespace fw::feel::syntax {

class Parser {
  public:
    Parser(std::string_view source, const ParseOptions& options);

    [[nodiscard]] Result<std::shared_ptr<const Ast>> expression();
    [[nodiscard]] Result<std::shared_ptr<const Ast>> unary_tests();

  private:
    static constexpr NodeId kNone = 0xFFFFFFFFU;  // what a part gives after a mistake
    enum class Names : std::uint8_t { kScope, kMembers, kNew };
    struct Mark {
        Token token;
        std::uint32_t last_end;
        std::size_t nodes, children, texts, values, errors;
    };

    // parser.cpp: tokens, nodes, mistakes
    void advance();
    [[nodiscard]] Token peek() const { return lexer_.next(token_.range.end); }
    [[nodiscard]] bool is_symbol(std::string_view s) const {
        return token_.kind == TokenKind::kSymbol && token_.text == s;
    }
    [[nodiscard]] bool is_word(std::string_view w) const { return token_.kind == TokenKind::kWord && token_.text == w; }
    bool take_symbol(std::string_view s);
    bool take_word(std::string_view w);
    bool expect_symbol(std::string_view s, const char* for_what_en, const char* for_what_zh);
    bool expect_word(std::string_view w);
    NodeId unexpected();
    NodeId error(Range range, const char* code, Text text, Text hint = {});
    NodeId add(NodeKind kind, std::uint32_t begin, std::span<const NodeId> children = {});
    NodeId add_named(NodeKind kind, std::uint32_t begin, std::string name, std::span<const NodeId> children = {});
    NodeId add_literal(Value value, Range range);
    [[nodiscard]] Mark mark() const;
    void back_to(const Mark& mark);
    [[nodiscard]] Result<std::shared_ptr<const Ast>> finish(NodeId root);

    // names.cpp
    [[nodiscard]] std::uint32_t complex_name_end(Names which) const;
    [[nodiscard]] std::uint32_t match(std::string_view name) const;
    std::string take_name(Names which);
    [[nodiscard]] bool stops_name(const Token& token) const;
    std::string take_key();
    void know(const std::string& name);

    // operators.cpp
    NodeId expr();
    NodeId binary(int min_precedence);
    NodeId binary_of(NodeId left, std::uint32_t begin, int min_precedence);
    NodeId unary();
    NodeId postfix();
    NodeId postfix_of(NodeId base, std::uint32_t begin);
    NodeId filter_or_end(NodeId base, std::uint32_t begin, bool& ended);
    NodeId call(NodeId callee, std::uint32_t begin);
    NodeId in_tests(NodeId value, std::uint32_t begin);
    NodeId test();

    // primary.cpp
    NodeId primary();
    NodeId parenthesized();
    NodeId bracketed();
    NodeId range_end(NodeId low, bool low_closed, std::uint32_t begin);
    NodeId half_range();
    NodeId context();
    NodeId if_then_else();
    NodeId loop(NodeKind kind);
    NodeId iterator();
    NodeId function_literal();
    NodeId type();
    NodeId type_function(std::uint32_t begin);

    ParseOptions options_;
    std::shared_ptr<Ast> ast_;
    Lexer lexer_;
    Token token_;
    std::uint32_t last_end_ = 0;
    std::size_t depth_ = 0;
    bool in_range_ = false;  // parsing the upper end of a range: "[" may close it
    std::vector<std::string> local_complex_;
    Diagnostics errors_;

    friend struct DepthGuard;
};

// Counts nesting; `ok` is false when the text nests too deep.
struct DepthGuard {
    explicit DepthGuard(Parser& p) : parser(p), ok(++p.depth_ <= p.options_.max_depth) {
        if (!ok) {
            parser.error(parser.token_.range, "FEEL-004", {"This expression is nested too deep", "此表达式嵌套过深"},
                         {"split it into several named parts", "请拆成几个有名称的部分"});
        }
    }
    ~DepthGuard() { --parser.depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    Parser& parser;
    bool ok;
};

}  // namespace fw::feel::syntax
