#include "engine/compile/step_inputs.h"
#include "engine/flow/test_run.h"
#include "runtime/cli/command.h"
#include "runtime/cli/decision_pack.h"

namespace fw::cli {
namespace {

int test(const std::string& folder) {
    const auto program = compile_pack_folder(folder);
    if (!program) return report(program.error());
    Diagnostics failed;
    for (Diagnostic& each : run_decision_tests(**program)) failed.push_back(std::move(each));
    const compile::ProgramDecisions decisions(**program);
    const compile::ProgramCalendars calendars(**program);
    flow::TestWatch watch;
    watch.decisions = &decisions;
    watch.calendars = &calendars;
    std::vector<const flow::Flow*> others;
    for (const auto& flow : (*program)->flows) others.push_back(flow.get());
    for (const auto& flow : (*program)->flows) {
        const compile::Entity* entity = (*program)->entity(flow->entity);
        const feel::Type record = entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
        for (Diagnostic& each : flow::run_tests(*flow, record, watch, others)) failed.push_back(std::move(each));
    }
    return failed.empty() ? kDone : report(failed);
}

}  // namespace

void add_test(Commands& commands) {
    const auto folder = std::make_shared<std::string>();
    CLI::App& command =
        commands.add("test", "Run the tests that stand inside the models of a pack",
                     "  formwork test plugins/sales\n\n"
                     "Decisions say how many of their rules the tests reach; exit code 1 if a test fails.");
    command.add_option("PACKDIR", *folder, "Folder with a pack.json")->required();
    command.callback([&commands, folder] { commands.chosen = [folder] { return test(*folder); }; });
}

}  // namespace fw::cli
