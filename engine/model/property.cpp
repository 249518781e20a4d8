#include "engine/model/property.h"

namespace fw::model {

Property kind_property(std::string kind, Text label) {
    std::vector<Choice> only{{kind, std::move(label)}};
    return Prop("kind", Shape::kChoice, {"Kind", "种类"}, {"What this file describes.", "该文件描述的内容。"})
        .required()
        .choices(std::move(only));
}

Property id_property() {
    return Prop("id", Shape::kId, {"Technical name", "技术名称"},
                {"Lower-case letters, digits and '_', starting with a letter. Expressions, the interface and the "
                 "database "
                 "use it. To rename it later, keep the old name in 'was'.",
                 "小写字母、数字和下划线，以字母开头；表达式、接口和数据库都使用它。以后改名时，请把旧名称写入“was”。"})
        .required();
}

Property was_property() {
    return Prop("was", Shape::kStrings, {"Former names", "曾用名"},
                {"Technical names used before. A deployment then renames and keeps the data instead of starting empty.",
                 "以前使用过的技术名称。部署时据此改名并保留数据，而不是从空白开始。"})
        .group(Group::kAdvanced);
}

Property label_property() {
    return Prop("label", Shape::kText, {"Label", "显示名称"},
                {"The name people see, in each language.", "用户看到的名称，可按语言分别填写。"});
}

Property note_property() {
    return Prop("note", Shape::kString, {"Note", "备注"},
                {"A remark for those who maintain the model. Users never see it.",
                 "给模型维护者看的说明，用户不会看到。"})
        .group(Group::kAdvanced);
}

}  // namespace fw::model
