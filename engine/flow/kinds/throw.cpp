#include "engine/flow/read.h"

namespace fw::flow {

void add_throw(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.event = reader.event(); }

}  // namespace

void add_throw(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "throw";
    kind.description.label = Text("Throw an event", "抛出事件");
    kind.description.help = Text("Sends a message or signal, escalates, undoes what was done, or goes on at a link.",
                                 "发送消息或信号、升级、补偿，或跳转到链接。");
    kind.description.icon = "campaign";
    kind.description.properties = event_properties({Trigger::kNothing, Trigger::kMessage, Trigger::kSignal,
                                                    Trigger::kEscalation, Trigger::kCompensation, Trigger::kLink},
                                                   true);
    kind.throws = true;
    kind.read = &read;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
