#include "engine/decision/analysis/analysis.h"
#include "engine/decision/decision_model.h"

namespace fw::decision {

Diagnostics analyse_model(const DecisionModel& model, const AnalysisOptions& options) {
    Diagnostics out;
    for (const CompiledTableInfo& info : model.tables()) {
        Place place = info.place;
        place.file = info.file;
        place.element = info.element;
        for (Diagnostic& d : diagnostics_of(*info.table, analyse(*info.table, options), place))
            out.push_back(std::move(d));
    }
    return out;
}

}  // namespace fw::decision
