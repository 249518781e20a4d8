#include "engine/compile/decision_findings.h"

#include <algorithm>
#include <string_view>

#include "engine/decision/analysis/analysis.h"

namespace fw::compile {

namespace {

// Places of decision models are ranges of their file: adds its name, line and column.
void locate(const Program& program, const DecisionEntry& entry, Diagnostics& diagnostics) {
    const std::string_view pack_id = std::string_view(entry.id).substr(0, entry.id.find('.'));
    const auto pack = std::find_if(program.sources.begin(), program.sources.end(),
                                   [&](const model::PackSource& p) { return p.id == pack_id; });
    if (pack == program.sources.end()) return;
    const auto file = std::find_if(pack->files.begin(), pack->files.end(),
                                   [&](const model::SourceFile& f) { return f.path == entry.path; });
    if (file == pack->files.end()) return;
    for (Diagnostic& d : diagnostics) {
        d.place.file = pack->folder.empty() ? file->path : pack->folder + "/" + file->path;
        d.place.at = line_column(file->text, d.place.range.begin);
    }
}

}  // namespace

Diagnostics analyse_decisions(const Program& program) {
    Diagnostics out;
    for (const DecisionEntry& entry : program.decisions) {
        Diagnostics found = decision::analyse_model(*entry.model);
        locate(program, entry, found);
        for (Diagnostic& d : found) out.push_back(std::move(d));
    }
    return out;
}

std::vector<TestedDecision> test_decisions(const Program& program, const feel::EvalOptions& options) {
    std::vector<TestedDecision> out;
    for (const DecisionEntry& entry : program.decisions) {
        out.push_back({&entry, decision::run_tests(*entry.model, entry.result, options)});
        locate(program, entry, out.back().report.failures);
    }
    return out;
}

}  // namespace fw::compile
