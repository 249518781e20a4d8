// Evaluates the expressions of entities over drafts.
#pragma once

#include <optional>

#include "engine/feel/feel.h"
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

    [[nodiscard]] const feel::EvalOptions& options() const { return options_; }
    [[nodiscard]] const feel::Value& user() const { return user_; }
    [[nodiscard]] Loader& loader() { return loader_; }

  private:
    Loader& loader_;
    feel::Value user_;
    feel::EvalOptions options_;
};

}  // namespace fw::records
