// The semantic difference of two sets of packs, as the interface tells it.
#include "engine/compile/diff.h"
#include "engine/compile/program.h"
#include "runtime/host/deployments.h"

namespace fw::host {

std::vector<Change> compare(const std::vector<model::PackSource>& before, const std::vector<model::PackSource>& after) {
    std::vector<Change> out;
    for (compile::Change& change : compile::diff(before, after, compile::standard_descriptors())) {
        out.push_back({std::string(compile::change_name(change.kind)), std::move(change.model), std::move(change.id),
                       std::move(change.element), std::move(change.text)});
    }
    return out;
}

}  // namespace fw::host
