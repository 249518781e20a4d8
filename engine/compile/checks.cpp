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

void run_checks(Build& build) {
    for (const CheckKind& check : checks().all()) check.run(build);
}

}  // namespace fw::compile
