// Several lines of text, such as a remark.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_long_text(FieldTypes& registry) {
    FieldType type;
    type.id = "long_text";
    type.storage = Storage::kText;
    type.widget = Widget::kMultiline;
    type.feel_type = "string";
    type.sortable = false;
    type.description.label = {"Long text", "多行文本"};
    type.description.help = {"Several lines of text, such as a remark.", "多行文本，例如备注。"};
    type.description.icon = "notes";
    type.description.properties = {max_length(10000)};
    registry.add(std::move(type));
}

}  // namespace fw::form
