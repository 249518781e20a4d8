// An e-mail address; its form is checked.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_email(FieldTypes& registry) {
    FieldType type;
    type.id = "email";
    type.storage = Storage::kText;
    type.widget = Widget::kText;
    type.feel_type = "string";
    type.description.label = {"E-mail address", "电子邮箱"};
    type.description.help = {"An e-mail address; its form is checked.", "电子邮箱地址，保存时检查格式。"};
    type.description.icon = "mail";
    type.description.properties = {max_length(254)};
    registry.add(std::move(type));
}

}  // namespace fw::form
