// A calendar: when people work.
#include "engine/model/property.h"

namespace fw::model {

void add_calendar(Descriptors& registry) {
    ElementType hours;
    hours.id = "calendar_hours";
    hours.key = {"days", "from"};
    hours.label = {"Working hours", "工作时段"};
    hours.help = {"From when to when people work on these days; several a day for breaks.",
                  "这些日子的工作起止时间；有休息时可写多段。"};
    hours.icon = "schedule";
    hours.properties = {
        Prop("days", Shape::kString, {"Days", "星期"},
             {"mon to sun: one, a range or several, such as mon-fri or mon, wed, fri.",
              "mon 至 sun：单日、范围或多个，例如 mon-fri 或 mon, wed, fri。"})
            .fallback("mon-fri"),
        Prop("from", Shape::kString, {"From", "开始"}, {"Local time, such as 09:00.", "当地时间，例如 09:00。"})
            .required(),
        Prop("to", Shape::kString, {"To", "结束"},
             {"Local time; not after 'from' means the next day.", "当地时间；不晚于“from”表示次日。"})
            .required()};
    hours.trailing = {note_property()};
    registry.add(std::move(hours));

    ElementType holiday;
    holiday.id = "calendar_holiday";
    holiday.key = {"date"};
    holiday.label = {"Holiday", "节假日"};
    holiday.help = {"A day, or several in a row, without work.", "不工作的一天或连续多天。"};
    holiday.icon = "event";
    holiday.properties = {
        Prop("date", Shape::kString, {"Date", "日期"}, {"The (first) day: 2026-10-01.", "（首日）日期：2026-10-01。"})
            .required(),
        Prop("to", Shape::kString, {"Until", "截至"}, {"The last day.", "最后一天。"}), label_property(),
        Prop("every_year", Shape::kBoolean, {"Every year", "每年"}, {"The same days of every year.", "每年的同一天。"})
            .fallback(false)};
    holiday.trailing = {note_property()};
    registry.add(std::move(holiday));

    ElementType working;
    working.id = "calendar_working_day";
    working.key = {"date"};
    working.label = {"Extra working day", "调休工作日"};
    working.help = {"A day on which people work although it is a weekend or holiday.",
                    "虽为周末或节假日但照常工作的日子。"};
    working.icon = "schedule";
    working.properties = {
        Prop("date", Shape::kString, {"Date", "日期"}, {"2026-10-10", "2026-10-10"}).required(), label_property(),
        Prop("like", Shape::kString, {"Like", "作息同"},
             {"The hours of this day of the week: mon to sun.", "采用星期几的作息：mon 至 sun。"})
            .fallback("mon"),
        Prop("from", Shape::kString, {"From", "开始"}, {"Hours of its own instead.", "单独指定的开始时间。"}),
        Prop("to", Shape::kString, {"To", "结束"}, {"Until when.", "结束时间。"})};
    working.trailing = {note_property()};
    registry.add(std::move(working));

    ElementType type;
    type.id = "calendar";
    type.folder = "calendars";
    type.label = {"Calendar", "工作日历"};
    type.help = {"Working hours and holidays, for times that count working time.",
                 "工作时段和节假日，用于按工作时间计算的时间。"};
    type.icon = "calendar_today";
    type.properties = {
        kind_property("calendar", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("zone", Shape::kString, {"Time zone", "时区"},
             {"Name of the tz database: Asia/Shanghai; without it the company's.",
              "tz 数据库中的名称，例如 Asia/Shanghai；未填写时为公司时区。"}),
        Prop("hours", Shape::kElements, {"Working hours", "工作时段"}, {"Of an ordinary week.", "普通一周的工作时段。"})
            .required()
            .element("calendar_hours"),
        Prop("holidays", Shape::kElements, {"Holidays", "节假日"}, {"Days without work.", "不工作的日子。"})
            .element("calendar_holiday"),
        Prop("working_days", Shape::kElements, {"Extra working days", "调休工作日"},
             {"They win over weekends and holidays.", "优先于周末和节假日。"})
            .element("calendar_working_day")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
