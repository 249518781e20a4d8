#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_catch(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.event = reader.event(); }

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    if (run.node(here.node).event->trigger == Trigger::kLink) return run.complete(token);
    arm_event(run, token, here.scope, here.node);
}

}  // namespace

void add_catch(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "catch";
    kind.description.label = Text("Wait for an event", "捕获事件");
    kind.description.help = Text("Waits until a message, signal, moment or condition comes; or takes up a link.",
                                 "等待消息、信号、时刻或条件到来；或承接链接。");
    kind.description.icon = "hearing";
    kind.description.properties = event_properties(
        {Trigger::kMessage, Trigger::kTimer, Trigger::kSignal, Trigger::kConditional, Trigger::kLink}, false);
    kind.catches = true;
    kind.payload = &event_payload;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
