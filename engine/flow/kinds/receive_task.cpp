#include "engine/flow/read.h"

namespace fw::flow {

void add_receive_task(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "message"; }

void read(NodeReader& reader, Node& node) {
    if (!reader.text("message").empty()) node.event = reader.event(Trigger::kMessage);
}

}  // namespace

void add_receive_task(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "receive_task";
    kind.description.label = Text("Receive a message", "接收消息");
    kind.description.help = Text("Waits for a message; may have boundary events and be repeated.",
                                 "等待消息；可附加边界事件，也可重复执行。");
    kind.description.icon = "mark_email_unread";
    kind.description.properties = activity_properties(message_properties(false));
    kind.activity = true;
    kind.catches = true;
    kind.payload = &payload;
    kind.read = &read;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
