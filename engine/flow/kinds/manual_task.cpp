#include "engine/flow/read.h"
#include "engine/flow/step/human.h"

namespace fw::flow {

void add_manual_task(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.human = reader.human(); }

}  // namespace

void add_manual_task(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "manual_task";
    kind.description.label = Text("Manual task", "人工任务");
    kind.description.help = Text("Work that is done without the system; somebody says when it is done.",
                                 "在系统之外完成的工作，由人员确认完成。");
    kind.description.icon = "back_hand";
    kind.description.properties = activity_properties(human_properties({}));
    kind.activity = true;
    kind.read = &read;
    kind.enter = &open_seats;
    kind.fire = &time_out;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
