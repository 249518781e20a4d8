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
    kind.description.help = Text("People do some work and complete it; it cannot be refused.", "由人员办理并完成，不能拒绝。");
    kind.description.icon = "assignment_ind";
    model::Property how = property("how", model::Shape::kChoice, Text("Who completes it", "完成方式"));
    how.choices = {choice("any", "any one", "任一人"), choice("all", "everyone", "所有人")};
    how.fallback = json::Value::string("any");
    std::vector<model::Property> shared = human_properties();
    kind.description.properties = {shared.front(), how};
    kind.description.properties.insert(kind.description.properties.end(), shared.begin() + 1, shared.end());
    kind.read = &read;
    kind.enter = &open_seats;
    kind.fire = &time_out;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
