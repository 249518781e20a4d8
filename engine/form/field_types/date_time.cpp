// A moment, shown in the time zone of the reader.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_date_time(FieldTypes& registry) {
    FieldType type;
    type.id = "date_time";
    type.storage = Storage::kDateTime;
    type.widget = Widget::kDateTime;
    type.feel_type = "date and time";
    type.description.label = {"Date and time", "日期时间"};
    type.description.help = {"A moment, shown in the time zone of the reader.", "某一时刻，按读者所在时区显示。"};
    type.description.icon = "event";
    type.description.properties = {least(Shape::kExpression), greatest(Shape::kExpression)};
    registry.add(std::move(type));
}

}  // namespace fw::form
