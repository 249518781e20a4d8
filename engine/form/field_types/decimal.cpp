// An exact number with decimal places.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_decimal(FieldTypes& registry) {
    FieldType type;
    type.id = "decimal";
    type.storage = Storage::kDecimal;
    type.widget = Widget::kNumber;
    type.feel_type = "number";
    type.description.label = {"Decimal number", "小数"};
    type.description.help = {"An exact number with decimal places.", "带小数位的精确数字。"};
    type.description.icon = "decimal_increase";
    type.description.properties = {scale(2), precision(), least(Shape::kNumber), greatest(Shape::kNumber)};
    registry.add(std::move(type));
}

}  // namespace fw::form
