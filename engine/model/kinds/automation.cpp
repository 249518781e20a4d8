// An automation: what is done by itself when something happens to a record. Its steps' types are variants; they live in
// engine/automation/steps.
#include "engine/model/property.h"

namespace fw::model {

namespace {

ElementType variant(const char* id, Text label, Text help, const char* icon, std::vector<Property> properties) {
    ElementType made;
    made.id = id;
    made.label = std::move(label);
    made.help = std::move(help);
    made.icon = icon;
    made.properties = std::move(properties);
    return made;
}

ElementType trigger() {
    ElementType type;
    type.id = "automation_trigger";
    type.variant_by = "type";
    type.label = {"Trigger", "触发方式"};
    type.help = {"What sets the automation going.", "什么情况下执行该自动化。"};
    type.icon = "bolt";
    type.properties = {
        Prop("type", Shape::kChoice, {"Happens", "触发事件"}, {"What happens.", "发生的事件。"}).required()};
    type.trailing = {note_property()};
    return type;
}

ElementType step() {
    ElementType type;
    type.id = "automation_step";
    type.variant_by = "type";
    type.label = {"Step", "步骤"};
    type.help = {"One thing that is done, after those before it.", "依次执行的一步操作。"};
    type.icon = "circle";
    type.properties = {id_property(), was_property(),
                       Prop("type", Shape::kChoice, {"Type", "类型"}, {"What is done.", "执行的操作。"}).required(),
                       label_property(),
                       Prop("when", Shape::kExpression, {"Only if", "条件"},
                            {"Done only if this is true, as the steps before have left the record.",
                             "仅当表达式为真时执行，按前面步骤执行之后的记录判断。"})
                           .scope("automation")};
    type.trailing = {note_property()};
    return type;
}

void add_triggers(Descriptors& registry) {
    registry.add(trigger());
    registry.add_variant(
        "automation_trigger",
        variant("create", {"Record is created", "新建记录时"},
                {"A record of the entity has been created.", "新建了该实体的记录。"}, "add_circle", {}));
    registry.add_variant(
        "automation_trigger",
        variant("update", {"Record is changed", "修改记录时"},
                {"Something in a record has changed, by a person, a flow, another automation or a computation.",
                 "记录有变化，无论由人员、流程、其他自动化还是计算引起。"},
                "edit",
                {Prop("fields", Shape::kReferences, {"Fields", "字段"},
                      {"Only if one of these has changed; without them any change counts.",
                       "仅当其中某个字段变化时；未填写时任何变化都算。"})
                     .refers("field")}));
    registry.add_variant("automation_trigger",
                         variant("state", {"State changes", "状态变化时"},
                                 {"A record has come into another state.", "记录进入了另一状态。"}, "flag",
                                 {Prop("from", Shape::kReferences, {"From", "原状态"},
                                       {"One of these; without them any.", "其中之一；未填写时不限。"})
                                      .refers("state"),
                                  Prop("to", Shape::kReferences, {"To", "新状态"},
                                       {"One of these; without them any.", "其中之一；未填写时不限。"})
                                      .refers("state")}));
    registry.add_variant(
        "automation_trigger",
        variant(
            "schedule", {"Time comes", "定时"},
            {"At these times, for every record for which the condition holds.",
             "在这些时间，对每条满足条件的记录执行。"},
            "schedule",
            {Prop("every", Shape::kString, {"Every", "时间"},
                  {"Cron (0 9 * * MON-FRI) or an ISO 8601 repetition (R/2026-01-05T09:00:00Z/P7D), in the company's "
                   "time zone.",
                   "cron 表达式（0 9 * * MON-FRI）或 ISO 8601 重复时间（R/2026-01-05T09:00:00Z/P7D），按公司时区。"})
                 .required()}));
}

}  // namespace

void add_automation(Descriptors& registry) {
    add_triggers(registry);
    registry.add(step());
    ElementType type;
    type.id = "automation";
    type.folder = "automations";
    type.label = {"Automation", "自动化"};
    type.help = {
        "What is done by itself when a record is created or changed, comes into a state, or a time comes: in the "
        "same transaction, with the rights of the system.",
        "新建或修改记录、状态变化或到达时间时自动执行的操作：与修改在同一事务中，以系统权限执行。"};
    type.icon = "bolt";
    type.properties = {
        kind_property("automation", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records are watched.", "监视哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("on", Shape::kElement, {"When", "触发方式"}, {"What sets it going.", "什么情况下执行。"})
            .required()
            .element("automation_trigger"),
        Prop("when", Shape::kExpression, {"Only if", "条件"},
             {"Done only if this is true; 'old' is the record before a change: total > 1000 and old.total <= 1000",
              "仅当表达式为真时执行；old 为修改之前的记录，例如：total > 1000 and old.total <= 1000"})
            .scope("automation"),
        Prop("do", Shape::kElements, {"Steps", "步骤"}, {"What is done, in order.", "依次执行的操作。"})
            .required()
            .element("automation_step")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
