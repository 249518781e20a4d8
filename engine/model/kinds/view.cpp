// A view: a list of an entity's records.
#include "engine/model/property.h"

namespace fw::model {

void add_view(Descriptors& registry) {
    ElementType column;
    column.id = "column";
    column.key = {"field"};
    column.label = {"Column", "列"};
    column.help = {"Shows one field for each record.", "为每条记录显示一个字段。"};
    column.icon = "view_column";
    column.properties = {Prop("field", Shape::kReference, {"Field", "字段"}, {"A field of the entity.", "实体的字段。"})
                             .required()
                             .refers("field")};
    column.trailing = {note_property()};
    registry.add(std::move(column));

    ElementType sort;
    sort.id = "sort";
    sort.key = {"field"};
    sort.label = {"Sort by", "排序"};
    sort.help = {"The first field decides; the next ones decide between equals.",
                 "先按第一个字段排序，相同时再按后面的字段。"};
    sort.icon = "sort";
    sort.properties = {
        Prop("field", Shape::kReference, {"Field", "字段"}, {"A stored field of the entity.", "实体中存储的字段。"})
            .required()
            .refers("field"),
        Prop("descending", Shape::kBoolean, {"Descending", "降序"},
             {"Largest or newest first.", "最大或最新的排在最前。"})
            .fallback(false)};
    sort.trailing = {note_property()};
    registry.add(std::move(sort));

    ElementType type;
    type.id = "view";
    type.folder = "views";
    type.label = {"View", "视图"};
    type.help = {
        "A list of records people open from the menu: its columns, order and filter. Record rules of the reader always "
        "apply on top.",
        "用户从菜单打开的记录列表：包括列、排序和筛选；读者的记录权限始终同时生效。"};
    type.icon = "view_list";
    type.properties = {
        kind_property("view", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records are listed.", "列出哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("type", Shape::kChoice, {"Type", "类型"}, {"How the records are shown.", "记录的显示方式。"})
            .choices({{"list", {"List", "列表"}}})
            .fallback("list"),
        Prop("columns", Shape::kElements, {"Columns", "列"}, {"From left to right.", "从左到右排列。"})
            .required()
            .element("column"),
        Prop("sort", Shape::kElements, {"Sort", "排序"}, {"The order in which the list opens.", "打开列表时的排序。"})
            .element("sort"),
        Prop("filter", Shape::kExpression, {"Filter", "筛选"},
             {"Only records for which this is true, for example: state != \"cancelled\"",
              "只列出表达式为真的记录，例如：state != \"cancelled\""})
            .scope("right")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
