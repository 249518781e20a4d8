// A time of day.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_time(FieldTypes& registry) {
    FieldType type;
    type.id = "time";
    type.storage = Storage::kTime;
    type.widget = Widget::kTime;
    type.feel_type = "time";
    type.description.label = {"Time", "时间"};
    type.description.help = {"A time of day.", "一天中的时刻。"};
    type.description.icon = "schedule";
    type.description.properties = {least(Shape::kExpression), greatest(Shape::kExpression)};
    registry.add(std::move(type));
}

}  // namespace fw::form
