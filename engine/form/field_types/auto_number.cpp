// A number the system gives when the record is created, without gaps or repetitions.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_auto_number(FieldTypes& registry) {
    FieldType type;
    type.id = "auto_number";
    type.storage = Storage::kText;
    type.widget = Widget::kShown;
    type.feel_type = "string";
    type.people_write = false;
    type.description.label = {"Automatic number", "自动编号"};
    type.description.help = {"A number the system gives when the record is created, without gaps or repetitions.",
                             "新建记录时系统给出的编号，不重复。"};
    type.description.icon = "tag";
    type.description.properties = {
        Prop("pattern", Shape::kString, {"Pattern", "编号格式"},
             {"{0000} is the counter with its digits, {yyyy} the year, {mm} the month; with a year or month in it the "
              "counter starts again each year or month. For example: CT-{yyyy}-{0000}",
              "{0000} 为计数器及其位数，{yyyy} 为年份，{mm} "
              "为月份；含年份或月份时计数器每年或每月重新开始。例如：CT-{yyyy}-{0000}"})
            .required()};
    registry.add(std::move(type));
}

}  // namespace fw::form
