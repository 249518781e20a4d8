// A percentage: 12.5 means 12.5 %, and expressions see 12.5.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_percent(FieldTypes& registry) {
    FieldType type;
    type.id = "percent";
    type.storage = Storage::kDecimal;
    type.widget = Widget::kNumber;
    type.feel_type = "number";
    type.description.label = {"Percentage", "百分比"};
    type.description.help = {"A percentage: 12.5 means 12.5 %, and expressions see 12.5.",
                             "百分比：12.5 表示 12.5%，表达式中的值为 12.5。"};
    type.description.icon = "percent";
    type.description.properties = {scale(2), precision(), least(Shape::kNumber), greatest(Shape::kNumber)};
    registry.add(std::move(type));
}

}  // namespace fw::form
