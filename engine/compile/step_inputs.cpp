#include "engine/compile/step_inputs.h"

#include "engine/decision/decision_model.h"

namespace fw::compile {

Result<feel::Value> ProgramDecisions::decide(std::string_view decision, const feel::Value& inputs,
                                             const feel::DateTime& now) const {
    const DecisionEntry* entry = program_.decision(decision);
    if (entry == nullptr) {
        return fail("FLOW-313", format_text({"there is no decision '{0}'", "没有决策“{0}”"}, {decision}));
    }
    feel::EvalOptions options;
    options.now = now;
    options.limits.steps = 10'000'000;
    decision::Outcome outcome = entry->model->decide(entry->result, inputs, options);
    if (outcome.value.is_null() && !outcome.warnings.empty()) {
        Diagnostic why = outcome.warnings.front();
        why.severity = Severity::kError;
        return fail(std::move(why));
    }
    return std::move(outcome.value);
}

std::optional<flow::Instant> ProgramCalendars::after(std::string_view calendar, flow::Instant from,
                                                     const flow::Span& span, feel::Zone zone) const {
    const CalendarEntry* entry = program_.calendar(calendar);
    return entry == nullptr ? std::nullopt : flow::working_after(entry->calendar, from, span, zone);
}

}  // namespace fw::compile
