#include "engine/flow/kinds/business_rule_task.h"

#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_business_rule_task(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "result"; }

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<Rule>();
    if (const json::Value* decision = reader.find("decision")) {
        detail->decision = reader.env().model("decision", *decision, reader.element() + "/decision", reader.out());
    }
    node.detail = std::move(detail);
}

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const Node& node = run.node(here.node);
    const auto& rule = static_cast<const Rule&>(*node.detail);
    if (rule.decision.empty()) return run.complete(token);
    if (run.inputs().decisions == nullptr) {
        return run.fail("FLOW-313", Text("there are no decisions here", "此处没有可用的决策"), &node);
    }
    const feel::Value inputs =
        node.inherits ? run.visible_values(here.scope) : run.local_values(run.frame_of(token), node);
    auto result = run.inputs().decisions->decide(rule.decision, inputs, run.now());
    if (!result) return run.incident(token, result.error().front());
    if (const auto wrong = run.misfit(token, *result)) return run.incident(token, *wrong);
    run.complete(token, *result);
}

}  // namespace

void add_business_rule_task(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "business_rule_task";
    kind.description.label = Text("Business rule task", "业务规则任务");
    kind.description.help = Text("Asks a decision: 'in' gives its inputs, 'out' reads result.",
                                 "调用决策：“in”提供输入，“out”可读取 result。");
    kind.description.icon = "table_chart";
    kind.description.properties = activity_properties(
        {Prop("decision", Shape::kReference, {"Decision", "决策"}, {"The decision that is asked.", "被调用的决策。"})
             .refers("decision")});
    kind.activity = true;
    kind.payload = &payload;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
