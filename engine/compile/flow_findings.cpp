#include "engine/compile/flow_findings.h"

#include "engine/compile/step_inputs.h"
#include "engine/flow/test_run.h"

namespace fw::compile {

Diagnostics test_flows(const Program& program) {
    Diagnostics failed;
    const ProgramDecisions decisions(program);
    const ProgramCalendars calendars(program);
    flow::TestWatch watch;
    watch.decisions = &decisions;
    watch.calendars = &calendars;
    std::vector<const flow::Flow*> others;
    for (const auto& flow : program.flows) others.push_back(flow.get());
    for (const auto& flow : program.flows) {
        const Entity* entity = program.entity(flow->entity);
        const feel::Type record = entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
        for (Diagnostic& each : flow::run_tests(*flow, record, watch, others)) failed.push_back(std::move(each));
    }
    return failed;
}

}  // namespace fw::compile
