// What is known of the fields of one record when something looks at it, and whether conditions can hold then. Errs on
// the side of "can": what it does not understand says nothing.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/program.h"
#include "engine/feel/syntax/ast.h"

namespace fw::compile {

// The value of an expression that reads nothing and is no call of the clock: "done", 3, date("2026-01-31"), null.
[[nodiscard]] std::optional<feel::Value> constant_of(std::string_view text);

// `record.field`, or the field by its name alone; "" for anything else.
[[nodiscard]] std::string field_of(const feel::syntax::Ast& ast, feel::syntax::NodeId node);

class Facts {
  public:
    void is(std::string_view field, const feel::Value& value);
    void is_something(std::string_view field);  // not null
    // Held a moment ago; what it says of these fields is not believed any more.
    void held(const Expr& condition, const std::set<std::string>& changed);
    void must_hold(const Expr& condition);
    [[nodiscard]] bool possible() const;

    struct Atom {
        std::string field;
        feel::syntax::NodeKind op = feel::syntax::NodeKind::kEqual;
        feel::Value value;
    };
    // A conjunct of a condition: to hold, or (not `positive`) to be false.
    struct Goal {
        std::size_t text = 0;
        feel::syntax::NodeId node = 0;
        bool positive = true;
    };

  private:
    [[nodiscard]] bool search(std::vector<Goal> goals, std::vector<Atom> atoms, int& budget) const;
    [[nodiscard]] bool branch(const std::vector<Goal>& rest, const std::vector<std::vector<Goal>>& ways,
                              const std::vector<Atom>& atoms, int& budget) const;

    struct Condition {
        feel::ParsedExpr parsed;
        std::set<std::string> ignored;
    };
    std::vector<Atom> known_;
    std::vector<Condition> conditions_;
    std::vector<Goal> goals_;
};

// `field > 3` (and >=, <, <=) that a condition asks for beside whatever else: the operators that bound the field.
[[nodiscard]] std::vector<feel::syntax::NodeKind> bounds_of(const Expr& condition, std::string_view field);

}  // namespace fw::compile
