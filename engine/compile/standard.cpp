#include "engine/automation/step_kind.h"
#include "engine/compile/program.h"
#include "engine/flow/flow.h"
#include "engine/form/field_type.h"

namespace fw::model {
void add_all_kinds(Descriptors& registry);  // written by fw_add_kinds
}

namespace fw::compile {

const model::Descriptors& standard_descriptors() {
    static const model::Descriptors kAll = [] {
        model::Descriptors all;
        model::add_all_kinds(all);
        for (model::ElementType& element : flow::node_elements()) all.add(std::move(element));
        for (const auto& [id, type] : form::field_types().all()) all.add_variant("field", type.description);
        for (const auto& [id, kind] : flow::node_kinds().all()) all.add_variant("node", kind.description);
        for (const auto& [id, kind] : automation::step_kinds().all()) {
            all.add_variant("automation_step", kind.description);
        }
        return all;
    }();
    return kAll;
}

}  // namespace fw::compile
