#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_end(NodeKinds& registry);

namespace {

struct End : NodeDetail {
    bool refused = false;
    bool terminate = false;
};

void read(NodeReader& reader, Node& node) {
    auto end = std::make_unique<End>();
    end->refused = reader.text("outcome") == "refused";
    const json::Value* terminate = reader.find("terminate");
    end->terminate = terminate != nullptr && terminate->is_boolean() && terminate->as_boolean();
    node.detail = std::move(end);
}

bool stops(const Node& node) { return static_cast<const End&>(*node.detail).terminate; }

void enter(Run& run, std::uint32_t token) {
    const NodeIndex node = run.state().token(token)->node;
    const auto& end = static_cast<const End&>(*run.node(node).detail);
    Event ended = run.event(EventKind::kEnded);
    ended.token = token;
    ended.node = node;
    run.emit(std::move(ended));
    if (run.state().tokens.empty() || end.terminate) {
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
    kind.description.properties = {
        model::Prop("outcome", model::Shape::kChoice, {"Outcome", "结果"},
                    {"What the flow is shown as when it ends here.", "在此结束时流程显示的结果。"})
            .choices({{"completed", {"Completed", "已完成"}}, {"refused", {"Refused", "已拒绝"}}})
            .fallback("completed"),
        model::Prop("terminate", model::Shape::kBoolean, {"Ends everything", "终止全部"},
                    {"Cancels the paths that are still active.", "同时取消仍在进行的其他路径。"})
            .fallback(false)};
    kind.ends = true;
    kind.read = &read;
    kind.enter = &enter;
    kind.stops = &stops;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
