#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"

namespace fw::cli {
namespace {

struct Options {
    std::string folder, plugins;
};

int test(const Options& options) {
    const auto functions = functions_with(options.plugins);
    if (!functions) return report(functions.error());
    const auto program = compile_pack_folder(options.folder, *functions);
    if (!program) return report(with_plugins_hinted(program.error(), options.plugins));
    const Diagnostics failed = run_model_tests(**program);
    return failed.empty() ? kDone : report(failed);
}

}  // namespace

void add_test(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command =
        commands.add("test", "Run the tests that stand inside the models of a pack",
                     "  formwork test plugins/sales\n\n"
                     "Decisions say how many of their rules the tests reach; exit code 1 if a test fails.");
    command.add("PACKDIR", options->folder, "Folder with a pack.json").required();
    command.add("--plugins", options->plugins, "Folder of plugins whose functions the models use").type("DIR");
    command.run([options] { return test(*options); });
}

}  // namespace fw::cli
