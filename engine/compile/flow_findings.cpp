#include "engine/compile/flow_findings.h"

#include <algorithm>
#include <set>

#include "engine/compile/decision_findings.h"
#include "engine/compile/step_inputs.h"
#include "engine/flow/test_run.h"

namespace fw::compile {

namespace {

// Each failure names its test.
std::size_t failed_tests(const Diagnostics& failures) {
    std::set<std::string> tests;
    for (const Diagnostic& each : failures) tests.insert(each.place.element);
    return tests.size();
}

}  // namespace

std::vector<TestedFlow> test_flows(const Program& program) {
    std::vector<TestedFlow> tested;
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
        if (!flow->tests.is_array() || flow->tests.items().empty()) continue;
        TestedFlow one{flow.get(), flow->tests.items().size(), 0, flow::run_tests(*flow, record, watch, others)};
        one.passed = one.run - std::min(one.run, failed_tests(one.failures));
        tested.push_back(std::move(one));
    }
    return tested;
}

Diagnostics prove_models(const Program& program) {
    Diagnostics found = analyse_decisions(program);
    for (TestedDecision& tested : test_decisions(program)) {
        for (Diagnostic& each : tested.report.failures) found.push_back(std::move(each));
    }
    for (TestedFlow& tested : test_flows(program)) {
        for (Diagnostic& each : tested.failures) {
            each.severity = Severity::kWarning;
            found.push_back(std::move(each));
        }
    }
    return found;
}

}  // namespace fw::compile
