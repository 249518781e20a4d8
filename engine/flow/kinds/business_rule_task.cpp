#include "engine/flow/read.h"

namespace fw::flow {

void add_business_rule_task(NodeKinds& registry);

namespace {

struct Rule : NodeDetail {
    std::string decision;  // qualified; empty: nothing to do
};

std::string_view payload(const json::Value&) { return "result"; }

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<Rule>();
    if (const json::Value* decision = reader.find("decision")) {
        detail->decision = reader.env().model("decision", *decision, reader.element() + "/decision", reader.out());
    }
    node.detail = std::move(detail);
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
    registry.add(std::move(kind));
}

}  // namespace fw::flow
