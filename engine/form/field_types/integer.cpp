// A number without decimal places.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_integer(FieldTypes& registry) {
    FieldType type;
    type.id = "integer";
    type.storage = Storage::kInteger;
    type.widget = Widget::kNumber;
    type.feel_type = "number";
    type.description.label = {"Whole number", "整数"};
    type.description.help = {"A number without decimal places.", "不带小数的数字。"};
    type.description.icon = "pin";
    type.description.properties = {least(Shape::kInteger), greatest(Shape::kInteger)};
    registry.add(std::move(type));
}

}  // namespace fw::form
