#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_sub_process(NodeKinds& registry);

namespace {

void enter(Run& run, std::uint32_t token) { run.enter_body(token); }

}  // namespace

void add_sub_process(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "sub_process";
    kind.description.label = Text("Sub-process", "子流程");
    kind.description.help = Text("A flow within the flow: its variables are its own, its events end with it.",
                                 "流程中的流程：变量仅在其内部有效，事件随其结束。");
    kind.description.icon = "account_tree";
    kind.description.properties = activity_properties(container_properties({}));
    kind.activity = true;
    kind.container = true;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
