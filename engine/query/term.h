// Pieces of SQL with what they mean; inside engine/query only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/syntax/ast.h"
#include "engine/query/translate.h"

namespace fw::query {

// An SQL expression, or a constant that is rendered once it is known what it is compared with.
struct Term {
    std::string sql;
    std::vector<Parameter> parameters;
    ColumnKind kind = ColumnKind::kText;
    int scale = 0;                        // kNumber in SQLite: the value is sql / 10^scale
    bool wide = false;                    // kNumber in SQLite: decimal text for fw_add, fw_compare …; scale is 0
    bool record = false;                  // kReference: the record itself, not its id
    std::optional<feel::Value> constant;  // then `sql` is empty
};

// Joins `sql` pieces with their parameters in the right order.
class Writer {
  public:
    Writer& operator<<(std::string_view text) {
        term_.sql += text;
        return *this;
    }
    Writer& operator<<(const Term& part) {
        term_.sql += part.sql;
        term_.parameters.insert(term_.parameters.end(), part.parameters.begin(), part.parameters.end());
        return *this;
    }
    [[nodiscard]] Term take(ColumnKind kind, int scale = 0) {
        term_.kind = kind;
        term_.scale = scale;
        return std::move(term_);
    }

  private:
    Term term_;
};

[[nodiscard]] std::string quoted(std::string_view identifier);

// SQL for the truth values; null has the type that PostgreSQL wants.
[[nodiscard]] Term truth(std::optional<bool> value, Dialect dialect);

// The constant as a parameter fit to stand beside a `kind`; nothing if it is of another kind (then FEEL's comparison is
// null).
[[nodiscard]] std::optional<Term> render(const feel::Value& constant, ColumnKind kind, Dialect dialect);

using Op = feel::syntax::NodeKind;  // kEqual … kGreaterEqual
[[nodiscard]] Op mirrored(Op op);

// a op b with FEEL's answers. Where `exact` is false the caller treats null like false (the top of a filter), which
// lets the plainest SQL, the one that indexes serve, be used.
[[nodiscard]] Term compare(Op op, const Term& a, const Term& b, bool exact, Dialect dialect);

// Makes two numbers of one form, so that their SQL may be compared or stand in one result. SQLite's integers cannot
// hold every product or rescaled number, so there the form is decimal text unless both have the same scale. Not for
// constants.
void align(Term& a, Term& b, Dialect dialect);

// SQLite: the number as decimal text, exact whatever its size.
[[nodiscard]] Term widened(const Term& number);

}  // namespace fw::query
