// Two flows that are started by the same button of an entity without a condition to tell them apart.
#include "engine/compile/check.h"

namespace fw::compile {

namespace {

const Source* source_of(const Build& build, const flow::Flow& flow) {
    for (const Source& source : build.of("flow")) {
        if (source.id == flow.id) return &source;
    }
    return nullptr;
}

void run(Build& build) {
    const auto& flows = build.program->flows;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const flow::Flow& first = *flows[j];
            const flow::Flow& second = *flows[i];
            if (first.start_on != flow::StartOn::kAction || second.start_on != flow::StartOn::kAction ||
                first.entity.empty() || first.entity != second.entity || first.action != second.action ||
                (first.when && second.when))
                continue;
            const Source* source = source_of(build, second);
            if (source == nullptr) continue;
            build.warn(*source, "MODEL-202", range_of(source->root(), "on"), source->element + "/on",
                       format_text({"{0} starts by the same action '{1}'", "{0} 由相同的操作“{1}”发起"},
                                   {first.id, second.action}),
                       {"give both a condition, or one another action", "请为两者都加上条件，或改用其他操作名"});
        }
    }
}

}  // namespace

void add_same_action(Checks& registry) {
    registry.add({"same_action", "MODEL-202", {"Flows started by the same action.", "由相同操作发起的流程。"}, &run});
}

}  // namespace fw::compile
