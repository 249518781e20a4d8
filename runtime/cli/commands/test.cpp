#include <cstdio>

#include "engine/decision/tests.h"
#include "engine/flow/test_run.h"
#include "runtime/cli/command.h"
#include "runtime/cli/decision_pack.h"

namespace fw::cli {
namespace {

int test(const std::string& folder) {
    const auto program = compile_pack_folder(folder);
    if (!program) return report(program.error());
    Diagnostics failed;
    for (const compile::DecisionEntry& entry : (*program)->decisions) {
        decision::TestReport made = decision::run_tests(*entry.model, entry.result);
        std::printf("decision %s: %zu of %zu tests passed\n", entry.id.c_str(), made.passed, made.run);
        for (const decision::Coverage& coverage : made.coverage) {
            std::printf("  %s: %zu of %zu rules reached", coverage.decision.c_str(),
                        coverage.rules - coverage.never.size(), coverage.rules);
            for (std::size_t i = 0; i < coverage.never.size() && i < 20; ++i)
                std::printf("%s%zu", i == 0 ? "; never: " : ", ", coverage.never[i] + 1);
            std::printf("%s\n", coverage.never.size() > 20 ? ", …" : "");
        }
        for (Diagnostic& each : made.failures) failed.push_back(std::move(each));
    }
    for (const auto& flow : (*program)->flows) {
        const compile::Entity* entity = (*program)->entity(flow->entity);
        const feel::Type record = entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
        for (Diagnostic& each : flow::run_tests(*flow, record)) failed.push_back(std::move(each));
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
