// Evaluates the expressions of entities over drafts.
#pragma once

#include <optional>

#include "engine/feel/budget.h"
#include "runtime/records/loader.h"

namespace fw::records {

class Evaluator {
  public:
    // `user` as FEEL sees the caller.
    Evaluator(Loader& loader, feel::Value user, storage::DateTime now, const feel::Zone& zone);

    // `parent` is the parent of a line, else null.
    [[nodiscard]] feel::Value value(const model::Expr& expression, Draft& draft, Draft* parent = nullptr);
    // Whether it is true; null and odd values are not.
    [[nodiscard]] bool holds(const model::Expr& expression, Draft& draft, Draft* parent = nullptr);
    // True where there is no expression.
    [[nodiscard]] bool holds_or_none(const model::Expr& expression, Draft& draft, Draft* parent = nullptr);
    // A reference's filter over a possible target.
    [[nodiscard]] bool target_fits(const Field& reference, Draft& target, Draft& draft, Draft* parent);

    [[nodiscard]] const feel::EvalOptions& options() const { return budget_.options(); }
    // All evaluations have one budget; what used it up, if something did. Their values are null then.
    [[nodiscard]] std::optional<Diagnostic> exhausted() const { return budget_.exhausted(); }
    [[nodiscard]] bool matches(const feel::Expression& pattern, const feel::Value& text);
    [[nodiscard]] const feel::Value& user() const { return user_; }
    [[nodiscard]] Loader& loader() { return loader_; }

  private:
    Loader& loader_;
    feel::Value user_;
    feel::Budget budget_;
};

}  // namespace fw::records
