#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_timer(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) { node.event = reader.event(Trigger::kTimer); }

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const TimerRule& wait = run.node(here.node).event->timer;
    Instant due = 0;
    if (wait.after) {
        due = run.after(*wait.after);
    } else {
        const auto at = instant_of(run.evaluate(wait.at), run.inputs().zone);
        if (!at) {
            return run.fail("FLOW-305", Text("'at' gives no date", "“at”没有得到日期"), &run.node(here.node));
        }
        due = *at;
    }
    run.set_timer(here, Timer::Purpose::kNode, due);
}

void fire(Run& run, const Timer& timer) { run.go_on(timer.token); }

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
    kind.fire = &fire;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
