// One allowance of work for everything that is evaluated together: all expressions of a step of a flow, of the writing
// of a record, of an automation. Authors are users; alone each expression has limits (Limits), but a thousand of them
// must not have a thousand times as much. Steps are counted, not seconds, so the same data always gives the same
// result; who has a clock may add one. Not copied nor moved; one thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/feel/feel.h"

namespace fw::feel {

class Budget {
  public:
    explicit Budget(const DateTime& now, const Watch* watch = nullptr);
    Budget(const Budget&) = delete;
    Budget& operator=(const Budget&) = delete;

    // Null once the allowance is used up.
    [[nodiscard]] Value evaluate(const Expression& expression, std::span<const Value> inputs);
    [[nodiscard]] const EvalOptions& options() const { return options_; }
    // FEEL-3xx with the expression that used it up; nothing while some is left.
    [[nodiscard]] std::optional<Diagnostic> exhausted() const;

  private:
    EvalOptions options_;
    Notes notes_;
    Call call_;
    std::string culprit_;
};

// A limit that ended the evaluation of `expression`, as a mistake to report.
[[nodiscard]] std::optional<Diagnostic> limit_reached(const Notes& notes, const std::string& expression);

}  // namespace fw::feel
