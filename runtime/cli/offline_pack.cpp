#include "runtime/cli/offline_pack.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "engine/compile/decision_findings.h"
#include "engine/compile/flow_findings.h"
#include "engine/feel/functions.h"
#include "engine/packs/built_in.h"
#include "runtime/cli/command.h"
#include "runtime/plugins/plugins.h"

namespace fw::cli {

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

Result<feel::Functions> functions_with(const std::string& plugins) {
    feel::Functions functions = feel::Functions::standard();
    if (plugins.empty()) return functions;
    const Diagnostics named = plugins::examine_folder(plugins);
    if (has_errors(named)) return fail(named);
    report(named);
    auto loaded = plugins::Plugins::load(plugins);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    loaded->add_functions(functions);
    return functions;
}

Diagnostics with_plugins_hinted(Diagnostics found, const std::string& plugins) {
    for (Diagnostic& d : found) {
        if (plugins.empty() && d.code == "FEEL-102" && d.hint.empty())
            d.hint = {"if a plugin has it, name the folder of plugins with --plugins DIR",
                      "若由插件提供，请用 --plugins DIR 指定插件文件夹"};
    }
    return found;
}

Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder,
                                                                    const feel::Functions& functions) {
    auto pack = read_pack_folder(folder);
    if (!pack) return tl::unexpected(std::move(pack.error()));
    std::vector<model::PackSource> packs;
    packs.push_back(std::move(*pack));
    add_built_in(packs);
    return compile::compile_sources(packs, functions);
}

Diagnostics run_decision_tests(const compile::Program& program) {
    Diagnostics failed;
    const storage::Deadline deadline(kPatience);
    for (compile::TestedDecision& tested : compile::test_decisions(program, options_now(deadline))) {
        const decision::TestReport& made = tested.report;
        if (made.run == 0 && made.coverage.empty()) continue;
        std::printf("decision %s: %zu of %zu tests passed\n", tested.decision->id.c_str(), made.passed, made.run);
        for (const decision::Coverage& coverage : made.coverage) {
            std::printf("  %s: %zu of %zu rules reached", coverage.decision.c_str(),
                        coverage.rules - coverage.never.size(), coverage.rules);
            for (std::size_t i = 0; i < coverage.never.size() && i < 20; ++i)
                std::printf("%s%zu", i == 0 ? "; never: " : ", ", coverage.never[i] + 1);
            std::printf("%s\n", coverage.never.size() > 20 ? ", …" : "");
        }
        for (Diagnostic& each : tested.report.failures) failed.push_back(std::move(each));
    }
    return failed;
}

Diagnostics run_model_tests(const compile::Program& program) {
    Diagnostics failed;
    for (compile::TestedFlow& tested : compile::test_flows(program)) {
        std::printf("flow %s: %zu of %zu tests passed\n", tested.flow->id.c_str(), tested.passed, tested.run);
        for (Diagnostic& each : tested.failures) failed.push_back(std::move(each));
    }
    for (Diagnostic& each : run_decision_tests(program)) failed.push_back(std::move(each));
    return failed;
}

feel::EvalOptions options_now(const storage::Deadline& deadline) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local{};
    localtime_r(&now, &local);
    const auto offset = static_cast<std::int32_t>(local.tm_gmtoff);
    feel::EvalOptions out;
    out.now = {static_cast<std::int64_t>(now) + offset, 0, feel::Zone::of_offset(offset)};
    out.limits.watch = &deadline;
    return out;
}

}  // namespace fw::cli
