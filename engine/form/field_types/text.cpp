// One line of text.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_text(FieldTypes& registry) {
    FieldType type;
    type.id = "text";
    type.storage = Storage::kText;
    type.widget = Widget::kText;
    type.feel_type = "string";
    type.description.label = {"Text", "文本"};
    type.description.help = {"One line of text.", "单行文本。"};
    type.description.icon = "short_text";
    type.description.properties = {
        Prop("min_length", Shape::kInteger, {"Shortest text", "最小长度"},
             {"Counted in characters; an empty field is not checked.", "按字符数计算；空值不检查。"})
            .at_least(0),
        max_length(255),
        Prop("pattern", Shape::kString, {"Pattern", "格式"},
             {"A regular expression the whole text must match, for example: [A-Z]{2}[0-9]+",
              "整个文本必须匹配的正则表达式，例如：[A-Z]{2}[0-9]+"})};
    registry.add(std::move(type));
}

}  // namespace fw::form
