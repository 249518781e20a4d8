// A form: how a record is laid out for reading and editing.
#include "engine/model/property.h"

namespace fw::model {

namespace {

ElementType form_field() {
    ElementType type;
    type.id = "form_field";
    type.key = {"field"};
    type.label = {"Field on a form", "表单字段"};
    type.help = {"Shows one field of the entity.", "显示实体的一个字段。"};
    type.icon = "input";
    type.properties = {
        Prop("field", Shape::kReference, {"Field", "字段"}, {"The field of the entity.", "实体中的字段。"})
            .required()
            .refers("field"),
        Prop("span", Shape::kInteger, {"Columns wide", "占用列数"},
             {"How many columns of the section it covers; on a phone always one.",
              "在分区中占用的列数；手机上总是一列。"})
            .fallback(1)
            .at_least(1)
            .at_most(4)
            .group(Group::kAppearance)};
    type.trailing = {note_property()};
    return type;
}

ElementType section() {
    ElementType type;
    type.id = "section";
    type.label = {"Section", "分区"};
    type.help = {"A titled part of a form: fields in columns, or the lines of a child table.",
                 "表单中带标题的一部分：按列排列的字段，或一个子表的各行。"};
    type.icon = "view_agenda";
    type.properties = {id_property(),
                       was_property(),
                       label_property(),
                       Prop("columns", Shape::kInteger, {"Columns", "列数"},
                            {"On a wide screen; a phone shows one.", "宽屏时的列数；手机上为一列。"})
                           .fallback(2)
                           .at_least(1)
                           .at_most(4)
                           .group(Group::kAppearance),
                       Prop("child_table", Shape::kReference, {"Child table", "子表"},
                            {"Shows the lines of this child table as an editable grid; 'fields' are then its columns.",
                             "以可编辑表格显示该子表的各行；此时“字段”为表格的列。"})
                           .refers("field"),
                       Prop("fields", Shape::kElements, {"Fields", "字段"},
                            {"What the section shows, in order.", "分区按顺序显示的字段。"})
                           .required()
                           .element("form_field"),
                       Prop("visible_when", Shape::kExpression, {"Shown when", "显示条件"},
                            {"The section is shown only while this is true.", "仅当表达式为真时显示该分区。"})
                           .scope("record")
                           .group(Group::kBehaviour)};
    type.trailing = {note_property()};
    return type;
}

ElementType related() {
    ElementType type;
    type.id = "related";
    type.label = {"Related list", "相关列表"};
    type.help = {"Records of another entity that refer to this one, below the form.",
                 "表单下方列出的、引用本记录的其他实体记录。"};
    type.icon = "list_alt";
    type.properties = {
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records are listed.", "列出哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("by", Shape::kReference, {"By field", "关联字段"},
             {"The reference field of that entity that points to this record.", "该实体中指向本记录的引用字段。"})
            .required()
            .refers("field"),
        Prop("fields", Shape::kElements, {"Columns", "列"}, {"The fields shown.", "显示的字段。"})
            .required()
            .element("form_field")};
    type.trailing = {note_property()};
    return type;
}

}  // namespace

void add_form(Descriptors& registry) {
    registry.add(form_field());
    registry.add(section());
    registry.add(related());
    ElementType type;
    type.id = "form";
    type.folder = "forms";
    type.label = {"Form", "表单"};
    type.help = {
        "How a record is shown and edited, on a desk and on a phone. An entity without a form gets a generated one.",
        "记录在电脑和手机上的显示与编辑布局。没有表单的实体会自动生成一个。"};
    type.icon = "dynamic_form";
    type.properties = {
        kind_property("form", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records it shows.", "显示哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("sections", Shape::kElements, {"Sections", "分区"}, {"From top to bottom.", "自上而下排列。"})
            .required()
            .element("section"),
        Prop("related", Shape::kElements, {"Related lists", "相关列表"},
             {"Shown below the sections.", "显示在各分区下方。"})
            .element("related")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
