#include "engine/flow/kinds/ad_hoc.h"

#include "engine/flow/instance.h"
#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_ad_hoc(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<AdHoc>();
    detail->complete_when = reader.expression("complete_when", feel::TypeKind::kBoolean);
    detail->cancel_remaining = reader.flag("cancel_remaining", true);
    detail->sequential = reader.text("ordering") == "sequential";
    detail->on_demand = reader.text("start") == "on_demand";
    node.detail = std::move(detail);
}

void begin(Run& run, std::uint32_t frame, NodeIndex node) {
    Event begun = run.event(EventKind::kInstanceBegun);
    begun.token = run.state().last_token + 1;
    begun.node = node;
    begun.frame = frame;
    begun.other = run.state().frame(frame)->token;
    const std::uint32_t token = begun.token;
    run.emit(std::move(begun));
    run.schedule(token);
}

const AdHoc& detail_of(const Run& run, NodeIndex node) { return static_cast<const AdHoc&>(*run.node(node).detail); }

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const Node& node = run.node(here.node);
    const AdHoc& detail = detail_of(run, here.node);
    const Body& body = run.flow().bodies[node.inner];
    arm_event_sub_processes(run, here.inner, node.inner);
    if (detail.on_demand) return;
    for (const NodeIndex each : body.entries) {
        begin(run, here.inner, each);
        if (detail.sequential) return;
    }
    if (body.entries.empty()) run.complete(token);
}

void path_ended(Run& run, std::uint32_t number) {
    const Frame frame = *run.state().frame(number);
    const AdHoc& detail = detail_of(run, frame.node);
    const Body& body = run.flow().bodies[run.node(frame.node).inner];
    const bool enough = detail.complete_when && run.evaluate(detail.complete_when, number).is_true();
    if (enough && detail.cancel_remaining) run.cancel_frame(number, Reason::kEnough);
    if (run.state().frame(number)->tokens > 0) return;
    if (enough) return run.complete(frame.token);
    const bool more = !detail.on_demand && detail.sequential && frame.finished < body.entries.size();
    if (more) return begin(run, number, body.entries[frame.finished]);
    if (!detail.complete_when && !detail.on_demand) run.complete(frame.token);
}

}  // namespace

namespace {
bool stands_in_ad_hoc(const Flow& flow, const Token& token) {
    return token.inner != 0 && flow.nodes[token.node].kind->path_ended == &path_ended;
}
bool is_entry(const Flow& flow, const Token& token, const Node& node) {
    return node.body == flow.nodes[token.node].inner && node.in.empty() && node.kind->activity &&
           !node.for_compensation;
}
bool one_is_active(const Flow& flow, const Instance& instance, const Token& token) {
    const auto& detail = static_cast<const AdHoc&>(*flow.nodes[token.node].detail);
    return detail.sequential && instance.frame(token.inner)->tokens > 0;
}
}  // namespace

std::vector<Beginnable> beginnable(const Flow& flow, const Instance& instance) {
    std::vector<Beginnable> found;
    if (!instance.running() || instance.suspended) return found;
    for (const Token& token : instance.tokens) {
        if (!stands_in_ad_hoc(flow, token) || one_is_active(flow, instance, token)) continue;
        for (NodeIndex node = 0; node < flow.nodes.size(); ++node) {
            if (is_entry(flow, token, flow.nodes[node])) found.push_back({token.number, node});
        }
    }
    return found;
}

void enable(Run& run, std::uint32_t token, NodeIndex node) {
    const Token* here = run.state().token(token);
    if (here == nullptr || node >= run.flow().nodes.size() || !stands_in_ad_hoc(run.flow(), *here) ||
        !is_entry(run.flow(), *here, run.node(node))) {
        return run.fail("FLOW-227", Text("there is no such activity to begin here", "此处没有可启动的该活动"));
    }
    if (one_is_active(run.flow(), run.state(), *here)) {
        return run.fail("FLOW-228", Text("one activity at a time: another one is active",
                                         "一次只能执行一个活动：另一个活动正在执行"));
    }
    begin(run, here->inner, node);
}

void add_ad_hoc(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "ad_hoc";
    kind.description.label = Text("Ad-hoc sub-process", "特设子流程");
    kind.description.help =
        Text("Activities in any order, as often as they are needed.", "其中的活动可按任意顺序、按需多次执行。");
    kind.description.icon = "shuffle";
    kind.description.properties = activity_properties(container_properties(
        {Prop("complete_when", Shape::kExpression, {"Done when", "完成条件"},
              {"Looked at after each activity; without it: when nothing is active.",
               "每个活动完成后检查；未填写时，没有活动在执行即完成。"})
             .scope("flow"),
         Prop("cancel_remaining", Shape::kBoolean, {"Cancels the rest", "取消其余活动"},
              {"What is still active when it is done: cancelled, or waited for.",
               "完成时仍在执行的活动：取消，或等待其完成。"})
             .fallback(true),
         Prop("ordering", Shape::kChoice, {"Order", "顺序"},
              {"Several at once, or one at a time.", "可同时执行多个，或一次一个。"})
             .choices({{"parallel", {"At once", "并行"}}, {"sequential", {"One at a time", "依次"}}})
             .fallback("parallel"),
         Prop("start", Shape::kChoice, {"Starts", "启动方式"},
              {"Everything at once, or what people choose.", "全部立即启动，或由人员选择启动。"})
             .choices({{"all", {"Everything", "全部启动"}}, {"on_demand", {"On demand", "按需启动"}}})
             .fallback("all")}));
    kind.activity = true;
    kind.container = true;
    kind.read = &read;
    kind.enter = &enter;
    kind.path_ended = &path_ended;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
