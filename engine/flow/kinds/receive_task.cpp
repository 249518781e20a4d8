#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_receive_task(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "message"; }

void read(NodeReader& reader, Node& node) {
    if (!reader.text("message").empty()) node.event = reader.event(Trigger::kMessage);
}

// Without a message it is waited for by whoever runs the flow: kAnswer completes it.
void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    if (run.node(here.node).event != nullptr) return arm_event(run, token, run.frame_of(token), here.node);
    run.set_wait(here, Wait::Kind::kJob, {}, {});
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
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
