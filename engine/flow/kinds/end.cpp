#include "engine/flow/kinds/end.h"

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

void reached(Run& run, std::uint32_t token) { run.emit(run.event(EventKind::kEnded, *run.state().token(token))); }

// The path is at its end; the flow or sub-process too, where it was the last one.
void end(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    reached(run, token);
    if (here.scope != 0) return run.frame_emptied(here.scope);
    const bool bad = ends_refused(run.node(here.node));
    if (run.state().tokens.empty()) {
        run.finish(bad ? Status::kRefused : Status::kCompleted, here.node, Reason::kTermination);
    }
}

void terminate(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    reached(run, token);
    if (here.scope == 0) {
        const bool bad = ends_refused(run.node(here.node));
        return run.finish(bad ? Status::kRefused : Status::kCompleted, here.node, Reason::kTermination);
    }
    run.cancel_frame(here.scope, Reason::kTermination);
    run.frame_emptied(here.scope);
}

void fail(Run& run, std::uint32_t token, const std::string& code) {
    const Token here = *run.state().token(token);
    reached(run, token);
    if (throw_error(run, 0, here.scope, code, {})) return;
    run.finish(Status::kTerminated, here.node, Reason::kTermination, code.empty() ? "error" : code);
}

void escalate(Run& run, std::uint32_t token, const std::string& code) {
    const Token here = *run.state().token(token);
    reached(run, token);
    (void)throw_escalation(run, 0, here.scope, code);
    run.frame_emptied(here.scope);
}

void enter(Run& run, std::uint32_t token) {
    const EventDefinition& event = *run.node_of(token).event;
    switch (event.trigger) {
        case Trigger::kTerminate:
            return terminate(run, token);
        case Trigger::kError:
            return fail(run, token, event.name);
        case Trigger::kEscalation:
            return escalate(run, token, event.name);
        case Trigger::kCompensation:
            return compensate(run, token, event);
        case Trigger::kCancel:
            return cancel_transaction(run, token);
        default:
            if (send(run, token, event)) end(run, token);
    }
}

}  // namespace

bool ends_refused(const Node& node) { return node.kind->id == "end" && static_cast<const End&>(*node.detail).refused; }

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
