// What the steps of a flow ask of the program it belongs to.
#pragma once

#include "engine/compile/program.h"
#include "engine/flow/step.h"

namespace fw::compile {

// Both look into the program, which must outlive them. A decision that gives nothing because something went wrong fails
// with what went wrong; FLOW-313: there is no such decision.
class ProgramDecisions final : public flow::Decisions {
  public:
    explicit ProgramDecisions(const Program& program) : program_(program) {}
    [[nodiscard]] Result<feel::Value> decide(std::string_view decision, const feel::Value& inputs,
                                             const feel::DateTime& now) const override;

  private:
    const Program& program_;
};

class ProgramCalendars final : public flow::Calendars {
  public:
    explicit ProgramCalendars(const Program& program) : program_(program) {}
    [[nodiscard]] std::optional<flow::Instant> after(std::string_view calendar, flow::Instant from,
                                                     const flow::Span& span, feel::Zone zone) const override;

  private:
    const Program& program_;
};

}  // namespace fw::compile
