#include <algorithm>
#include <cstdio>

#include "engine/compile/decision_findings.h"
#include "engine/compile/program.h"
#include "engine/compile/step_inputs.h"
#include "engine/feel/functions.h"
#include "engine/flow/test_run.h"
#include "engine/packs/built_in.h"
#include "runtime/cli/command.h"
#include "runtime/cli/decision_pack.h"
#include "runtime/host/rules.h"
#include "runtime/plugins/plugins.h"

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> folders;
    std::string plugins;
};

// A pack that is required but not given may be a built-in one.
void add_built_in(std::vector<model::PackSource>& packs) {
    for (model::PackSource& pack : packs::built_in_packs()) {
        const bool given = std::any_of(packs.begin(), packs.end(), [&](const auto& p) { return p.id == pack.id; });
        const std::string needed = "\"" + pack.id + "\"";
        const bool required =
            pack.id == "base" || std::any_of(packs.begin(), packs.end(), [&](const model::PackSource& p) {
                return std::any_of(p.files.begin(), p.files.end(), [&](const model::SourceFile& f) {
                    return f.path == "pack.json" && f.text.find(needed) != std::string::npos;
                });
            });
        if (!given && required) packs.push_back(std::move(pack));
    }
}

// The tests that stand inside flows.
Diagnostics test_flows(const compile::Program& program) {
    Diagnostics failed;
    const compile::ProgramDecisions decisions(program);
    const compile::ProgramCalendars calendars(program);
    flow::TestWatch watch;
    watch.decisions = &decisions;
    watch.calendars = &calendars;
    std::vector<const flow::Flow*> others;
    for (const auto& flow : program.flows) others.push_back(flow.get());
    for (const auto& flow : program.flows) {
        const compile::Entity* entity = program.entity(flow->entity);
        const feel::Type record = entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
        for (Diagnostic& each : flow::run_tests(*flow, record, watch, others)) failed.push_back(std::move(each));
    }
    return failed;
}

int check(const Options& options) {
    Diagnostics all;
    std::vector<model::PackSource> packs;
    for (const std::string& folder : options.folders) {
        auto pack = read_pack_folder(folder);
        if (pack) {
            packs.push_back(std::move(*pack));
        } else {
            all.insert(all.end(), pack.error().begin(), pack.error().end());
        }
    }
    if (!all.empty()) return report(all);
    add_built_in(packs);
    feel::Functions functions = feel::Functions::standard();
    plugins::Plugins plugins;
    if (!options.plugins.empty()) {
        auto loaded = plugins::Plugins::load(options.plugins);
        if (!loaded) return report(loaded.error());
        plugins = std::move(*loaded);
        plugins.add_functions(functions);
    }
    const auto program = compile::compile_sources(packs, functions);
    const Diagnostics& found = program ? (*program)->warnings : program.error();
    if (!found.empty()) report(found);
    if (!program) return kFailed;
    const records::Records records(*program, storage::Dialect(storage::Backend::kSqlite),
                                   {feel::Zone::utc(), &functions});
    if (const Diagnostics refused = host::untranslatable_rules(**program, records); !refused.empty())
        return report(refused);
    const Diagnostics proved = compile::analyse_decisions(**program);
    if (!proved.empty()) report(proved);
    Diagnostics failed = test_flows(**program);
    for (Diagnostic& each : run_decision_tests(**program)) failed.push_back(std::move(each));
    if (!failed.empty()) return report(failed);
    if (has_errors(proved)) return kFailed;
    std::printf("%zu entities, %zu flows, %zu reports, %zu decisions: no mistakes\n", (*program)->entities.size(),
                (*program)->flows.size(), (*program)->reports.size(), (*program)->decisions.size());
    return kDone;
}

}  // namespace

void add_check(Commands& commands) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = commands.add(
        "check", "Find every mistake in packs, without a server",
        "  formwork check plugins/sales\n  formwork check plugins/base plugins/sales\n\n"
        "Prints file:line:column: error CODE: sentence, all of them at once; exit code 1 if there is one.\n"
        "Decision tables are proved (gaps, overlaps, rules that never fire) and the tests inside models are run.");
    command.add_option("PACKDIR", options->folders, "Folders with a pack.json; packs they require may be built in")
        ->required();
    command.add_option("--plugins", options->plugins, "Folder of plugins whose functions the models use")
        ->type_name("DIR");
    command.callback([&commands, options] { commands.chosen = [options] { return check(*options); }; });
}

}  // namespace fw::cli
