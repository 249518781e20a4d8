#include "engine/automation/step_kind.h"
#include "engine/base/check.h"

namespace fw::automation {

void add_all_steps(StepKinds& registry);  // written by fw_add_kinds

void StepKinds::add(StepKind kind) {
    kind.description.id = kind.id;
    const auto [at, added] = kinds_.emplace(kind.id, std::move(kind));
    FW_CHECK(added);
}

const StepKind* StepKinds::find(std::string_view id) const {
    const auto found = kinds_.find(id);
    return found == kinds_.end() ? nullptr : &found->second;
}

const StepKinds& step_kinds() {
    static const StepKinds kAll = [] {
        StepKinds all;
        add_all_steps(all);
        return all;
    }();
    return kAll;
}

bool holds(const model::Expr& condition, const Scene& scene) {
    return !condition.code || scene.budget.evaluate(condition.code, scene.names).is_true();
}

std::vector<std::pair<std::string, feel::Value>> evaluate(const std::vector<Assigned>& values, const Scene& scene) {
    std::vector<std::pair<std::string, feel::Value>> out;
    for (const Assigned& each : values) {
        out.emplace_back(each.name, scene.budget.evaluate(each.value.code, scene.names));
    }
    return out;
}

}  // namespace fw::automation
