#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_event_sub_process(NodeKinds& registry);

namespace {

void enter(Run& run, std::uint32_t token) { run.enter_body(token); }

}  // namespace

void add_event_sub_process(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "event_sub_process";
    kind.description.label = Text("Event sub-process", "事件子流程");
    kind.description.help =
        Text("Nothing leads here: it starts when the event of its start happens while the flow around it runs.",
             "没有连线通向此处：外层流程运行期间，其开始事件发生时启动。");
    kind.description.icon = "bolt";
    kind.description.properties = container_properties({});
    kind.container = true;
    kind.enter = &enter;
    kind.by_event = true;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
