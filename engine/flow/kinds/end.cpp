#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_end(NodeKinds& registry);

namespace {

struct End : NodeDetail {
    bool refused = false;
};

void read(NodeReader& reader, Node& node) {
    auto end = std::make_unique<End>();
    end->refused = reader.text("outcome") == "refused";
    node.event = reader.event();
    node.detail = std::move(end);
}

bool stops(const Node& node) { return node.event->trigger == Trigger::kTerminate; }

void enter(Run& run, std::uint32_t token) {
    const NodeIndex node = run.state().token(token)->node;
    const auto& end = static_cast<const End&>(*run.node(node).detail);
    Event ended = run.event(EventKind::kEnded);
    ended.token = token;
    ended.node = node;
    run.emit(std::move(ended));
    if (run.state().tokens.empty() || run.node(node).event->trigger == Trigger::kTerminate) {
        run.finish(end.refused ? Status::kRefused : Status::kCompleted, node, Reason::kTermination);
    }
}

}  // namespace

void add_end(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "end";
    kind.description.label = Text("End", "结束");
    kind.description.help =
        Text("The flow has ended when no path is active any more.", "所有路径都结束后，流程即告结束。");
    kind.description.icon = "stop_circle";
    kind.description.properties =
        event_properties({Trigger::kNothing, Trigger::kMessage, Trigger::kSignal, Trigger::kError, Trigger::kEscalation,
                          Trigger::kCompensation, Trigger::kCancel, Trigger::kTerminate},
                         true);
    kind.description.properties.push_back(
        model::Prop("outcome", model::Shape::kChoice, {"Outcome", "结果"},
                    {"What the flow is shown as when it ends here.", "在此结束时流程显示的结果。"})
            .choices({{"completed", {"Completed", "已完成"}}, {"refused", {"Refused", "已拒绝"}}})
            .fallback("completed"));
    kind.throws = true;
    kind.ends = true;
    kind.read = &read;
    kind.enter = &enter;
    kind.stops = &stops;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
