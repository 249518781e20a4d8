// A phone number; digits, spaces and + ( ) - are allowed.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_phone(FieldTypes& registry) {
    FieldType type;
    type.id = "phone";
    type.storage = Storage::kText;
    type.widget = Widget::kText;
    type.feel_type = "string";
    type.description.label = {"Phone number", "电话号码"};
    type.description.help = {"A phone number; digits, spaces and + ( ) - are allowed.",
                             "电话号码，可包含数字、空格和 + ( ) - 。"};
    type.description.icon = "call";
    type.description.properties = {max_length(40)};
    registry.add(std::move(type));
}

}  // namespace fw::form
