// A day of the calendar.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_date(FieldTypes& registry) {
    FieldType type;
    type.id = "date";
    type.storage = Storage::kDate;
    type.widget = Widget::kDate;
    type.feel_type = "date";
    type.description.label = {"Date", "日期"};
    type.description.help = {"A day of the calendar.", "日历上的一天。"};
    type.description.icon = "calendar_today";
    type.description.properties = {least(Shape::kExpression), greatest(Shape::kExpression)};
    registry.add(std::move(type));
}

}  // namespace fw::form
