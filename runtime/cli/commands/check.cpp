#include <cstdio>

#include "engine/compile/decision_findings.h"
#include "engine/compile/program.h"
#include "engine/feel/functions.h"
#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"
#include "runtime/host/rules.h"
#include "runtime/plugins/plugins.h"

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> folders;
    std::string plugins;
};

// A function that nobody knows may be a plugin's.
Diagnostics with_plugins_hinted(Diagnostics found, bool without_plugins) {
    for (Diagnostic& d : found) {
        if (without_plugins && d.code == "FEEL-102" && d.hint.empty())
            d.hint = {"if a plugin has it, name the folder of plugins with --plugins DIR",
                      "若由插件提供，请用 --plugins DIR 指定插件文件夹"};
    }
    return found;
}

int check(const Options& options) {
    auto given = read_pack_folders(options.folders);
    if (!given) return report(given.error());
    std::vector<model::PackSource> packs = std::move(*given);
    add_built_in(packs);
    feel::Functions functions = feel::Functions::standard();
    plugins::Plugins plugins;
    if (!options.plugins.empty()) {
        const Diagnostics named = plugins::examine_folder(options.plugins);
        report(named);
        if (has_errors(named)) return kFailed;
        auto loaded = plugins::Plugins::load(options.plugins);
        if (!loaded) return report(loaded.error());
        plugins = std::move(*loaded);
        plugins.add_functions(functions);
    }
    const auto program = compile::compile_sources(packs, functions);
    const Diagnostics& found = program ? (*program)->warnings : program.error();
    if (!found.empty()) report(with_plugins_hinted(found, options.plugins.empty()));
    if (!program) return kFailed;
    const records::Records records(*program, storage::Dialect(storage::Backend::kSqlite),
                                   {feel::Zone::utc(), &functions});
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
