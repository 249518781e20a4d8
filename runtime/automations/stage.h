// The record of an automation and its surroundings at one moment, and the doing of its steps.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/automation/step_kind.h"
#include "runtime/automations/automations.h"

namespace fw::automations {

using automation::Automation;
using automation::Step;

class Stage {
  public:
    // `change`: the place in the Act's news of what set it going; nothing on a schedule.
    Stage(const Automations& all, Act& act, const Automation& automation, Id record, std::optional<std::size_t> change);

    // Reads the record anew. False: there is none any more.
    [[nodiscard]] Result<bool> look();
    // AUTO-301 where the condition does too much.
    [[nodiscard]] Result<bool> holds(const model::Expr& condition) const;
    [[nodiscard]] std::string_view state() const;  // of the record, as it was read
    // Does the step for the record as it was read. AUTO-301 with the step's place.
    [[nodiscard]] Result<void> perform(const Step& step);

  private:
    [[nodiscard]] Result<void> do_it(const Step& step);
    [[nodiscard]] Result<void> exhausted() const;
    [[nodiscard]] Result<feel::Value> before(const feel::Value& now) const;
    [[nodiscard]] Result<feel::Value> value_before(const compile::Field& field, const feel::Value& was) const;
    [[nodiscard]] Result<void> set(const Step& step, const automation::Effect& effect);
    [[nodiscard]] Result<void> order(const Step& step, const automation::Effect& effect);
    [[nodiscard]] Result<void> tell(const Step& step, const automation::Effect& effect);
    [[nodiscard]] automation::Scene scene() const;
    [[nodiscard]] Id owner() const;

    const Automations& all_;
    Act& act_;
    const Automation& automation_;
    const compile::Entity& entity_;
    Id record_;
    std::optional<std::size_t> change_;
    std::vector<std::vector<std::string>> paths_;
    std::vector<feel::Value> names_;
    std::unique_ptr<feel::Budget> budget_;
    flow::Person initiator_ = flow::kNobody;
};

}  // namespace fw::automations
