// True or false.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_boolean(FieldTypes& registry) {
    FieldType type;
    type.id = "boolean";
    type.storage = Storage::kBoolean;
    type.widget = Widget::kSwitch;
    type.feel_type = "boolean";
    type.description.label = {"Yes or no", "是/否"};
    type.description.help = {"True or false.", "真或假。"};
    type.description.icon = "toggle_on";
    registry.add(std::move(type));
}

}  // namespace fw::form
