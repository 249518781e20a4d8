// A web address that starts with http:// or https://.
#include "engine/form/own_properties.h"

namespace fw::form {

void add_url(FieldTypes& registry) {
    FieldType type;
    type.id = "url";
    type.storage = Storage::kText;
    type.widget = Widget::kText;
    type.feel_type = "string";
    type.description.label = {"Web address", "网址"};
    type.description.help = {"A web address that starts with http:// or https://.",
                             "以 http:// 或 https:// 开头的网址。"};
    type.description.icon = "link";
    type.description.properties = {max_length(2000)};
    registry.add(std::move(type));
}

}  // namespace fw::form
