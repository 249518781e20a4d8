// One of several options.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_choice(FieldTypes& registry) {
    FieldType type;
    type.id = "choice";
    type.storage = Storage::kText;
    type.widget = Widget::kChoice;
    type.feel_type = "string";
    type.description.label = {"Choice", "单选"};
    type.description.help = {"One of several options.", "从多个选项中选择一个。"};
    type.description.icon = "arrow_drop_down_circle";
    type.description.properties = {options()};
    registry.add(std::move(type));
}

}  // namespace fw::form
