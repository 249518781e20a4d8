#include "engine/flow/read.h"

namespace fw::flow {

void add_start(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto event = reader.event();
    if (event->trigger == Trigger::kError || event->trigger == Trigger::kCompensation) event->interrupting = true;
    node.event = std::move(event);
}

}  // namespace

void add_start(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "start";
    kind.description.label = Text("Start", "开始");
    kind.description.help =
        Text("Where the flow begins; a flow returned to its initiator waits here until it is submitted again.",
             "流程的起点；退回给发起人的流程在此等待重新提交。");
    kind.description.icon = "play_circle";
    kind.description.properties =
        event_properties({Trigger::kNothing, Trigger::kMessage, Trigger::kTimer, Trigger::kSignal,
                          Trigger::kConditional, Trigger::kError, Trigger::kEscalation, Trigger::kCompensation},
                         false);
    kind.description.properties.push_back(
        model::Prop("interrupting", model::Shape::kBoolean, {"Interrupts", "中断外层"},
                    {"In an event sub-process: whether what runs around it is broken off.",
                     "位于事件子流程中时：是否中断外层正在执行的内容。"})
            .fallback(true));
    kind.starts = true;
    kind.catches = true;
    kind.payload = &event_payload;
    kind.read = &read;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
