#include "engine/flow/kinds/ad_hoc.h"

#include "engine/flow/read.h"

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

}  // namespace

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
    registry.add(std::move(kind));
}

}  // namespace fw::flow
