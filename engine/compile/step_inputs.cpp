#include "engine/compile/step_inputs.h"

#include <algorithm>

#include "engine/decision/inputs.h"

namespace fw::compile {

Result<feel::Value> ProgramDecisions::decide(std::string_view decision, const feel::Value& inputs,
                                             const feel::DateTime& now) const {
    const DecisionEntry* entry = program_.decision(decision);
    if (entry == nullptr) {
        return fail("FLOW-313", format_text({"there is no decision '{0}'", "没有决策“{0}”"}, {decision}));
    }
    feel::EvalOptions options;
    options.now = now;
    decision::Outcome outcome =
        entry->model->decide(entry->result, decision::by_name(*entry->model, entry->result, inputs), options);
    if (outcome.value.is_null() && !outcome.warnings.empty()) {
        // A limit that was reached says more than what it left without a value.
        const auto limit = std::find_if(outcome.warnings.begin(), outcome.warnings.end(),
                                        [](const Diagnostic& d) { return d.code.starts_with("FEEL-3"); });
        Diagnostic why = limit != outcome.warnings.end() ? *limit : outcome.warnings.front();
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
