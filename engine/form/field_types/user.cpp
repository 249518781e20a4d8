// Points to a person of the company.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_user(FieldTypes& registry) {
    FieldType type;
    type.id = "user";
    type.storage = Storage::kReference;
    type.widget = Widget::kReference;
    type.feel_type = "context";
    type.description.label = {"Person", "人员"};
    type.description.help = {"Points to a person of the company.", "指向公司的一名人员。"};
    type.description.icon = "person";
    type.description.properties = {on_delete(), target_filter()};
    registry.add(std::move(type));
}

}  // namespace fw::form
