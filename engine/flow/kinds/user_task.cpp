#include "engine/flow/read.h"
#include "engine/flow/step/human.h"

namespace fw::flow {

void add_user_task(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto human = reader.human();
    if (reader.text("how") == "all") human->how = Human::How::kAll;
    for (const Who& who : human->who) {
        if (who.kind == Who::Kind::kManagersUpTo) human->how = Human::How::kInTurn;
    }
    node.human = std::move(human);
}

}  // namespace

void add_user_task(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "user_task";
    kind.description.label = Text("Task", "办理");
    kind.description.help =
        Text("People do some work and complete it; it cannot be refused.", "由人员办理并完成，不能拒绝。");
    kind.description.icon = "assignment_ind";
    kind.description.properties = activity_properties(
        human_properties({model::Prop("how", model::Shape::kChoice, {"Who completes it", "完成方式"},
                                      {"One of them is enough, or everyone.", "任一人完成即可，或须所有人完成。"})
                              .choices({{"any", {"Any one", "任一人"}}, {"all", {"Everyone", "所有人"}}})
                              .fallback("any")}));
    kind.activity = true;
    kind.read = &read;
    kind.enter = &open_seats;
    kind.fire = &time_out;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
