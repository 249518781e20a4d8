#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_throw(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.event = reader.event(); }

void escalate(Run& run, std::uint32_t token, const EventDefinition& event) {
    const NodeIndex node = run.state().token(token)->node;
    (void)throw_escalation(run, 0, run.state().token(token)->scope, event.name);
    if (run.state().token(token) != nullptr) return run.complete(token);
    note_broken_off(run, node, event);
}

void jump(Run& run, std::uint32_t token, NodeIndex to) {
    Event linked = run.event(EventKind::kLinked);
    linked.token = token;
    linked.from = run.state().token(token)->node;
    linked.node = to;
    run.emit(std::move(linked));
    run.complete(token);
}

void enter(Run& run, std::uint32_t token) {
    const EventDefinition& event = *run.node_of(token).event;
    switch (event.trigger) {
        case Trigger::kEscalation:
            return escalate(run, token, event);
        case Trigger::kCompensation:
            return compensate(run, token, event);
        case Trigger::kLink:
            return jump(run, token, event.target);
        default:
            if (send(run, token, event)) run.complete(token);
    }
}

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
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
