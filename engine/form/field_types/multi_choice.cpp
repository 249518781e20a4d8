// Any number of several options.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_multi_choice(FieldTypes& registry) {
    FieldType type;
    type.id = "multi_choice";
    type.storage = Storage::kJson;
    type.widget = Widget::kMultiChoice;
    type.feel_type = "list<string>";
    type.sortable = false;
    type.description.label = {"Several choices", "多选"};
    type.description.help = {"Any number of several options.", "从多个选项中选择任意个。"};
    type.description.icon = "checklist";
    type.description.properties = {options()};
    registry.add(std::move(type));
}

}  // namespace fw::form
