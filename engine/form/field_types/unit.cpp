// Points to a unit of the organisation.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_unit(FieldTypes& registry) {
    FieldType type;
    type.id = "unit";
    type.storage = Storage::kReference;
    type.widget = Widget::kReference;
    type.feel_type = "context";
    type.description.label = {"Unit", "部门"};
    type.description.help = {"Points to a unit of the organisation.", "指向组织中的一个部门。"};
    type.description.icon = "groups";
    type.description.properties = {on_delete(), target_filter()};
    registry.add(std::move(type));
}

}  // namespace fw::form
