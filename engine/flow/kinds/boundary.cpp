#include "engine/flow/read.h"

namespace fw::flow {

void add_boundary(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto event = reader.event();
    if (event->trigger == Trigger::kError || event->trigger == Trigger::kCancel) event->interrupting = true;
    node.event = std::move(event);
}

}  // namespace

void add_boundary(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "boundary";
    kind.description.label = Text("Boundary event", "边界事件");
    kind.description.help = Text("Happens while an activity runs: breaks it off, or goes on beside it.",
                                 "在活动执行期间发生：中断该活动，或与其并行继续。");
    kind.description.icon = "notification_important";
    kind.description.properties =
        event_properties({Trigger::kTimer, Trigger::kMessage, Trigger::kSignal, Trigger::kConditional, Trigger::kError,
                          Trigger::kEscalation, Trigger::kCompensation, Trigger::kCancel},
                         false);
    auto& own = kind.description.properties;
    own.insert(own.begin(),
               Prop("attached_to", Shape::kReference, {"On", "附加到"}, {"The activity it watches.", "所监视的活动。"})
                   .required()
                   .refers("node"));
    own.push_back(Prop("interrupting", Shape::kBoolean, {"Interrupts", "中断活动"},
                       {"Whether the activity is broken off. Errors and cancellations always do.",
                        "是否中断活动；错误与取消事件总会中断。"})
                      .fallback(true));
    own.push_back(Prop("handler", Shape::kReference, {"Undone by", "补偿活动"},
                       {"The activity that undoes it.", "用于撤销该活动的补偿活动。"})
                      .refers("node")
                      .visible_when("event = \"compensation\""));
    kind.boundary = true;
    kind.catches = true;
    kind.payload = &event_payload;
    kind.read = &read;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
