#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_send_task(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    if (!reader.text("message").empty()) node.event = reader.event(Trigger::kMessage);
}

void enter(Run& run, std::uint32_t token) {
    const Node& node = run.node_of(token);
    if (node.event != nullptr) send(run, token, *node.event);
    run.complete(token);
}

}  // namespace

void add_send_task(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "send_task";
    kind.description.label = Text("Send a message", "发送消息");
    kind.description.help = Text("Sends a message to a flow that waits for it.", "向等待该消息的流程发送消息。");
    kind.description.icon = "send";
    kind.description.properties = activity_properties(message_properties(true));
    kind.activity = true;
    kind.throws = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
