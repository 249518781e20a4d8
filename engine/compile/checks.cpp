#include "engine/compile/check.h"

namespace fw::compile {

void add_all_checks(Checks& registry);  // written by fw_add_kinds

const Checks& checks() {
    static const Checks kAll = [] {
        Checks all;
        add_all_checks(all);
        return all;
    }();
    return kAll;
}

void each_flow(Build& build, const std::function<void(const Source&, const flow::Flow&)>& visit) {
    for (const Source& source : build.of("flow")) {
        for (const auto& flow : build.program->flows) {
            if (flow->id == source.id) visit(source, *flow);
        }
    }
}

void run_checks(Build& build) {
    for (const CheckKind& check : checks().all()) check.run(build);
}

}  // namespace fw::compile
