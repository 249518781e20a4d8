#include "engine/flow/kinds/event_based.h"

#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_event_based(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<EventBased>();
    detail->parallel = reader.text("events") == "all";
    node.detail = std::move(detail);
}

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    for (const EdgeIndex edge : run.node(here.node).out) {
        arm_event(run, token, here.scope, run.flow().edges[edge].to);
    }
}

}  // namespace

void add_event_based(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "event_based";
    kind.description.label = Text("Event-based gateway", "事件网关");
    kind.description.help = Text(
        "Goes on with the event behind it that happens first; where nothing leads to it, that event starts the flow.",
        "沿其后最先发生的事件继续；若没有连线通向此处，则由该事件发起流程。");
    kind.description.icon = "alt_route";
    kind.description.properties = {
        model::Prop("events", model::Shape::kChoice, {"Events", "事件"},
                    {"At the start of a flow: the first one is enough, or all of them must happen.",
                     "位于流程开头时：任一事件发生即可，或须全部发生。"})
            .choices({{"first", {"The first", "任一"}}, {"all", {"All", "全部"}}})
            .fallback("first")};
    kind.gateway = true;
    kind.routing = Routing::kEventBased;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
