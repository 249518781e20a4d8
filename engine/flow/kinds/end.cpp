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
    kind.description.help = Text("The flow has ended when no path is active any more.", "所有路径都结束后，流程即告结束。");
    kind.description.icon = "stop_circle";
    model::Property outcome = property("outcome", model::Shape::kChoice, Text("Outcome", "结果"),
                                       Text("What the flow is shown as when it ends here.", "在此结束时流程显示的结果。"));
    outcome.choices = {choice("completed", "completed", "已完成"), choice("refused", "refused", "已拒绝")};
    outcome.fallback = json::Value::string("completed");
    model::Property terminate = property("terminate", model::Shape::kBoolean, Text("Ends everything", "终止全部"),
                                         Text("Cancels the paths that are still active.", "同时取消仍在进行的其他路径。"));
    terminate.fallback = json::Value::boolean(false);
    kind.description.properties = {outcome, terminate};
    kind.ends = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
