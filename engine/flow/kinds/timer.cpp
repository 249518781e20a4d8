#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_timer(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.event = reader.event(Trigger::kTimer); }

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    arm_event(run, token, here.scope, here.node);
}

}  // namespace

void add_timer(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "timer";
    kind.description.label = Text("Wait", "等待");
    kind.description.help = Text("Waits for a time span or until a moment.", "等待一段时间或等到某一时刻。");
    kind.description.icon = "timer";
    kind.description.properties = timer_properties();
    kind.catches = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
