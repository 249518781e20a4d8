#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"

namespace fw::cli {
namespace {

int test(const std::string& folder) {
    const auto program = compile_pack_folder(folder);
    if (!program) return report(program.error());
    const Diagnostics failed = run_model_tests(**program);
    return failed.empty() ? kDone : report(failed);
}

}  // namespace

void add_test(Commands& commands) {
    const auto folder = std::make_shared<std::string>();
    Command command =
        commands.add("test", "Run the tests that stand inside the models of a pack",
                     "  formwork test plugins/sales\n\n"
                     "Decisions say how many of their rules the tests reach; exit code 1 if a test fails.");
    command.add("PACKDIR", *folder, "Folder with a pack.json").required();
    command.run([folder] { return test(*folder); });
}

}  // namespace fw::cli
