// A reminder: a message on a date of a record.
#include "engine/model/property.h"

namespace fw::model {

void add_reminder(Descriptors& registry) {
    ElementType on;
    on.id = "reminder_date";
    on.label = {"Due date", "提醒时间"};
    on.help = {"The moment the reminder is sent: a date of the record, moved by an offset.",
               "发送提醒的时间：记录中的日期加上偏移。"};
    on.icon = "event";
    on.properties = {
        Prop("date", Shape::kReference, {"Date field", "日期字段"},
             {"A date or date-and-time field of the entity.", "实体的日期或日期时间字段。"})
            .required()
            .refers("field"),
        Prop("offset", Shape::kDuration, {"Offset", "偏移"},
             {"An ISO 8601 duration after the date, or before it with '-': P1D is a day later, -P3D three days ahead.",
              "日期之后的 ISO 8601 时长，前加“-”表示之前：P1D 为后一天，-P3D 为提前三天。"})
            .fallback("P0D"),
        Prop("at", Shape::kTime, {"At", "时刻"}, {"The local time of day, such as 09:00.", "当地时间，例如 09:00。"})
            .fallback("09:00")};
    on.trailing = {note_property()};
    registry.add(std::move(on));

    ElementType type;
    type.id = "reminder";
    type.folder = "reminders";
    type.label = {"Reminder", "提醒"};
    type.help = {"Tells people about a record when a date comes. Sent once for each record, date and receiver.",
                 "到某个日期时就记录提醒相关人员；每条记录、每个日期、每个接收人只发送一次。"};
    type.icon = "notifications";
    type.properties = {
        kind_property("reminder", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records are watched.", "监视哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("on", Shape::kElement, {"When", "提醒时间"}, {"The date that triggers it.", "触发提醒的日期。"})
            .required()
            .element("reminder_date"),
        Prop("when", Shape::kExpression, {"Only if", "条件"},
             {"Sent only if this is true at that moment, for example: received < amount",
              "届时仅当表达式为真才发送，例如：received < amount"})
            .scope("reminder"),
        Prop("to", Shape::kWho, {"To", "接收人"}, {"Who is reminded.", "提醒谁。"}).required(),
        Prop("text", Shape::kTemplate, {"Text", "内容"},
             {"What they read; FEEL in braces is filled in: {contract.number} was due on {due_on}",
              "提醒内容；花括号内的 FEEL 表达式会被替换：{contract.number} 应于 {due_on} 收款"})
            .required()
            .scope("reminder")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
