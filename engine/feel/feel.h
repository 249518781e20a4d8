// FEEL, the expression language of DMN 1.5 (chapter 10), in four steps, each a type that says how far a text has come:
//
//     text --parse--> ParsedExpr --check--> CheckedExpr --compile--> Expression --evaluate--> Value
//
// Mistakes of authors are Diagnostics (FEEL-0xx syntax, FEEL-1xx names and types) whose ranges lie within the
// expression text; place.h maps them into the file. Odd data at run time gives null and a Warning (FEEL-2xx). No step
// throws. Everything here is immutable once made and may be shared between threads.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/call.h"
#include "engine/feel/scope.h"
#include "engine/feel/type.h"
#include "engine/feel/value.h"

namespace fw::feel {

namespace syntax {
struct Ast;
}
struct CheckedTree;  // engine/feel/check/checked.h
namespace code {
struct Program;
}

struct ParseOptions {
    const Scope* scope = nullptr;     // names with spaces or symbols are only read whole if they are known here
    std::size_t max_bytes = 200'000;  // longest text
    std::size_t max_depth = 120;      // deepest nesting
};

class ParsedExpr {
  public:
    explicit ParsedExpr(std::shared_ptr<const syntax::Ast> ast) : ast_(std::move(ast)) {}
    [[nodiscard]] const syntax::Ast& ast() const { return *ast_; }
    [[nodiscard]] const std::shared_ptr<const syntax::Ast>& shared() const { return ast_; }
    [[nodiscard]] std::string print() const;  // canonical text; parses back to the same tree

  private:
    std::shared_ptr<const syntax::Ast> ast_;
};

[[nodiscard]] Result<ParsedExpr> parse(std::string_view text, const ParseOptions& options = {});
// Unary tests (10.3.1.2 rule 12): "-", "> 5, [1..3]", "not(\"a\", \"b\")", "? in list". The value under test is the
// name "?".
[[nodiscard]] Result<ParsedExpr> parse_unary_tests(std::string_view text, const ParseOptions& options = {});

struct CheckOptions {
    bool strict = true;  // false: unknown names and wrong types are warnings and give null when run (DMN models)
    Type expected;       // what the caller needs; FEEL-120 if the result cannot be that
};

class CheckedExpr {
  public:
    explicit CheckedExpr(std::shared_ptr<const CheckedTree> checked) : checked_(std::move(checked)) {}
    [[nodiscard]] const CheckedTree& checked() const { return *checked_; }
    [[nodiscard]] const std::shared_ptr<const CheckedTree>& shared() const { return checked_; }
    [[nodiscard]] const Type& type() const;
    [[nodiscard]] const Diagnostics& warnings() const;  // what does not hinder running: always-null comparisons …

  private:
    std::shared_ptr<const CheckedTree> checked_;
};

[[nodiscard]] Result<CheckedExpr> check(const ParsedExpr& parsed, const Scope& scope, const CheckOptions& options = {});

// A compiled expression; copies share it.
class Expression {
  public:
    Expression() = default;
    explicit Expression(std::shared_ptr<const code::Program> program) : program_(std::move(program)) {}
    [[nodiscard]] explicit operator bool() const { return program_ != nullptr; }
    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const Type& type() const;
    // Every path it reads from its scope, without repetitions: {"record", "lines", "quantity"}.
    [[nodiscard]] const std::vector<std::vector<std::string>>& reads() const;
    [[nodiscard]] const Diagnostics& warnings() const;
    [[nodiscard]] const code::Program& program() const { return *program_; }
    [[nodiscard]] const std::shared_ptr<const code::Program>& shared() const { return program_; }

  private:
    std::shared_ptr<const code::Program> program_;
};

[[nodiscard]] Expression compile(const CheckedExpr& checked);
// Evaluating it fills Notes::steps with the value of every part; slower. See explain.h.
[[nodiscard]] Expression compile_to_explain(const CheckedExpr& checked);

// All steps at once.
[[nodiscard]] Result<Expression> compile_text(std::string_view text, const Scope& scope,
                                              const CheckOptions& options = {});
[[nodiscard]] Result<Expression> compile_unary_tests(std::string_view text, const Scope& scope,
                                                     const CheckOptions& options = {});

// `inputs` has one value for each name of the scope, in slot order; missing ones at the end are null.
[[nodiscard]] Value evaluate(const Expression& expression, std::span<const Value> inputs,
                             const EvalOptions& options = {}, Notes* notes = nullptr);
// The same as a part of something that runs already, with its clock, limits and notes.
[[nodiscard]] Value evaluate(const Expression& expression, std::span<const Value> inputs, Call& call);

}  // namespace fw::feel
