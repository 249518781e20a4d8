// A field of an entity. Its types (text, decimal, reference …) are variants; they live in engine/form/field_types.
#include "engine/model/property.h"

namespace fw::model {

void add_field(Descriptors& registry) {
    ElementType option;
    option.id = "option";
    option.label = {"Option", "选项"};
    option.help = {"One value of a choice.", "选择字段的一个可选值。"};
    option.icon = "radio_button_checked";
    option.properties = {
        id_property(), was_property(), label_property(),
        Prop("color", Shape::kColor, {"Colour", "颜色"}, {"The colour of the badge in lists.", "列表中标签的颜色。"})
            .group(Group::kAppearance)};
    option.trailing = {note_property()};
    registry.add(std::move(option));

    const std::string typed_in = "not(list contains([\"formula\", \"rollup\", \"lookup\", \"auto_number\"], type))";
    const std::string typed_in_column =
        "not(list contains([\"formula\", \"rollup\", \"lookup\", \"auto_number\", \"child_table\"], type))";
    ElementType type;
    type.id = "field";
    type.label = {"Field", "字段"};
    type.help = {"One piece of what is kept of each record.", "每条记录保存的一项内容。"};
    type.icon = "text_fields";
    type.variant_by = "type";
    type.properties = {
        id_property(), was_property(),
        Prop("type", Shape::kChoice, {"Type", "类型"},
             {"What kind of value it holds. It decides the input, the storage and what expressions can do with it.",
              "值的类型，决定输入控件、存储方式以及表达式可进行的运算。"})
            .required(),
        label_property(),
        Prop("help", Shape::kText, {"Help", "填写说明"},
             {"A sentence below the input that tells people what to enter.",
              "显示在输入框下方、告诉用户如何填写的一句话。"})
            .group(Group::kAppearance)};
    type.trailing = {
        Prop("required", Shape::kBoolean, {"Required", "必填"},
             {"A record cannot be saved without it.", "不填写则无法保存记录。"})
            .fallback(false)
            .group(Group::kBehaviour)
            .visible_when(typed_in),
        Prop("default", Shape::kExpression, {"Default", "默认值"},
             {"What a new record starts with, as FEEL: 0, \"CNY\", today(), user.unit",
              "新记录的初始值（FEEL 表达式）：0、\"CNY\"、today()、user.unit"})
            .scope("record")
            .group(Group::kBehaviour)
            .visible_when(typed_in_column),
        Prop("unique", Shape::kBoolean, {"Unique", "唯一"},
             {"No two records may have the same value.", "任意两条记录的值不得相同。"})
            .fallback(false)
            .group(Group::kBehaviour)
            .visible_when(typed_in_column),
        Prop("indexed", Shape::kBoolean, {"Indexed", "建立索引"},
             {"Makes filtering and sorting by it fast. References are always indexed.",
              "加快按此字段筛选和排序；引用字段总是有索引。"})
            .fallback(false)
            .group(Group::kAdvanced)
            .visible_when("type != \"child_table\" and type != \"lookup\""),
        Prop("read_only", Shape::kBoolean, {"Read-only", "只读"},
             {"People never type it; defaults and flows still set it.", "用户不能填写，但默认值和流程仍可设置。"})
            .fallback(false)
            .group(Group::kBehaviour)
            .visible_when(typed_in),
        Prop("read_only_after_create", Shape::kBoolean, {"Fixed after creation", "创建后只读"},
             {"Typed once, when the record is made.", "仅在新建记录时可以填写。"})
            .fallback(false)
            .group(Group::kBehaviour)
            .visible_when(typed_in),
        Prop("visible_when", Shape::kExpression, {"Shown when", "显示条件"},
             {"The field is shown only while this is true.", "仅当表达式为真时显示该字段。"})
            .scope("record")
            .group(Group::kBehaviour),
        Prop("required_when", Shape::kExpression, {"Required when", "必填条件"},
             {"The field must be filled while this is true.", "当表达式为真时必须填写。"})
            .scope("record")
            .group(Group::kBehaviour)
            .visible_when(typed_in),
        Prop("read_only_when", Shape::kExpression, {"Read-only when", "只读条件"},
             {"People cannot change the field while this is true.", "当表达式为真时用户不能修改。"})
            .scope("record")
            .group(Group::kBehaviour)
            .visible_when(typed_in),
        Prop("in_list", Shape::kBoolean, {"In generated lists", "列入默认列表"},
             {"A column of the list an entity gets when it has no view.", "实体没有视图时，作为默认列表的一列。"})
            .fallback(false)
            .group(Group::kAppearance)
            .visible_when("type != \"child_table\""),
        note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
