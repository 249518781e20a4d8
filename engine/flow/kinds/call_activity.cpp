#include "engine/flow/kinds/call_activity.h"

#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_call_activity(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "result"; }

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<Call>();
    if (const json::Value* flow = reader.find("flow")) {
        detail->flow = reader.env().model("flow", *flow, reader.element() + "/flow", reader.out());
    }
    detail->latest = reader.text("binding") != "deployment";
    node.detail = std::move(detail);
}

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const Node& node = run.node(here.node);
    const auto& call = static_cast<const Call&>(*node.detail);
    feel::Value variables =
        node.inherits ? run.visible_values(here.scope) : run.local_values(run.frame_of(token), node);
    run.set_wait(here, Wait::Kind::kCall, call.flow, std::move(variables), call.latest);
}

}  // namespace

void add_call_activity(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "call_activity";
    kind.description.label = Text("Call a flow", "调用流程");
    kind.description.help = Text(
        "Runs another flow and waits for its end; 'in' names its variables, 'out' reads result. If it is refused, "
        "this flow goes the way of refusals, or is refused too.",
        "运行另一流程并等待其结束；“in”为其变量赋值，“out”可读取 "
        "result。被调用的流程被拒绝时，走拒绝连线；没有该连线则本流程也被拒绝。");
    kind.description.icon = "call_made";
    kind.description.properties = activity_properties(
        {Prop("flow", Shape::kReference, {"Flow", "流程"}, {"The flow that is called.", "被调用的流程。"})
             .required()
             .refers("flow"),
         Prop("binding", Shape::kChoice, {"Version", "版本"},
              {"The newest one when it is called, or the one deployed together with this flow.",
               "调用时的最新版本，或与本流程一同部署的版本。"})
             .choices({{"latest", {"Newest", "最新"}}, {"deployment", {"Of this deployment", "本次部署"}}})
             .fallback("latest")});
    kind.activity = kind.may_refuse = true;
    kind.payload = &payload;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
