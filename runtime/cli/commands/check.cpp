#include <cstdio>

#include "engine/compile/decision_findings.h"
#include "engine/compile/program.h"
#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"
#include "runtime/host/rules.h"

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> folders;
    std::string plugins;
};

int check(const Options& options) {
    auto given = read_pack_folders(options.folders);
    if (!given) return report(given.error());
    std::vector<model::PackSource> packs = std::move(*given);
    add_built_in(packs);
    const auto functions = functions_with(options.plugins);
    if (!functions) return report(functions.error());
    const auto program = compile::compile_sources(packs, *functions);
    const Diagnostics& found = program ? (*program)->warnings : program.error();
    if (!found.empty()) report(with_plugins_hinted(found, options.plugins));
    if (!program) return kFailed;
    const records::Records records(*program, storage::Dialect(storage::Backend::kSqlite),
                                   {feel::Zone::utc(), &*functions});
    if (const Diagnostics refused = host::untranslatable_rules(**program, records); !refused.empty())
        return report(refused);
    const Diagnostics proved = compile::analyse_decisions(**program);
    if (!proved.empty()) report(proved);
    if (const Diagnostics failed = run_model_tests(**program); !failed.empty()) return report(failed);
    if (has_errors(proved)) return kFailed;
    std::printf("%zu entities, %zu flows, %zu reports, %zu decisions: no mistakes\n", (*program)->entities.size(),
                (*program)->flows.size(), (*program)->reports.size(), (*program)->decisions.size());
    return kDone;
}

}  // namespace

void add_check(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "check", "Find every mistake in packs, without a server",
        "  formwork check plugins/sales\n  formwork check plugins/base plugins/sales\n\n"
        "Prints file:line:column: error CODE: sentence, all of them at once; exit code 1 if there is one.\n"
        "Decision tables are proved (gaps, overlaps, rules that never fire) and the tests inside models are run.");
    command.add("PACKDIR", options->folders, "Folders with a pack.json; packs they require may be built in").required();
    command.add("--plugins", options->plugins, "Folder of plugins whose functions the models use").type("DIR");
    command.run([options] { return check(*options); });
}

}  // namespace fw::cli
