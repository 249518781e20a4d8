// A role: what a group of people may do.
#include "engine/model/property.h"

namespace fw::model {

namespace {

Prop reach(const char* id, Text label, Text help) {
    return Prop(id, Shape::kChoice, std::move(label), std::move(help))
        .choices({{"none", {"None", "无"}},
                  {"own", {"Own", "本人"}},
                  {"unit", {"Own unit", "本部门"}},
                  {"subunits", {"Own unit and below", "本部门及下级"}},
                  {"all", {"All", "全部"}}})
        .fallback("none");
}

ElementType right() {
    ElementType type;
    type.id = "right";
    type.key = {"entity"};
    type.label = {"Right", "权限"};
    type.help = {"What the role may do with the records of an entity. Rights of several roles add up.",
                 "该角色对某实体记录的权限；多个角色的权限相加。"};
    type.icon = "key";
    Property id = id_property();
    id.required = false;
    id.help = {"Needed only where a role has two rights for the same entity.",
               "仅当同一角色对同一实体有两条权限时需要。"};
    id.group = Group::kAdvanced;
    type.properties = {
        id,
        Prop("entity", Shape::kReference, {"Entity", "实体"},
             {"The entity; * stands for every entity of the pack.", "实体；* 表示本模型包的全部实体。"})
            .required()
            .refers("entity"),
        Prop("create", Shape::kBoolean, {"Create", "新建"}, {"May make new records.", "可以新建记录。"})
            .fallback(false),
        reach("read", {"Read", "读取"}, {"Which records may be seen.", "可以看到哪些记录。"}),
        reach("update", {"Update", "修改"}, {"Which records may be changed.", "可以修改哪些记录。"}),
        reach("delete", {"Delete", "删除"}, {"Which records may be deleted.", "可以删除哪些记录。"}),
        Prop("export", Shape::kBoolean, {"Export", "导出"}, {"May take lists out as a file.", "可以把列表导出为文件。"})
            .fallback(false),
        Prop("where", Shape::kExpression, {"Only where", "限定条件"},
             {"Narrows the right to records for which this is true, for example: region = user.unit.name",
              "把权限限定在表达式为真的记录，例如：region = user.unit.name"})
            .scope("right")
            .group(Group::kAdvanced)};
    type.trailing = {note_property()};
    return type;
}

ElementType field_right() {
    ElementType type;
    type.id = "field_right";
    type.key = {"entity", "field"};
    type.label = {"Field right", "字段权限"};
    type.help = {"Hides a field from this role or makes it read-only.", "对该角色隐藏某字段，或设为只读。"};
    type.icon = "visibility_off";
    type.properties = {
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"The entity.", "所属实体。"})
            .required()
            .refers("entity"),
        Prop("field", Shape::kReference, {"Field", "字段"}, {"The field.", "字段。"}).required().refers("field"),
        Prop("read", Shape::kBoolean, {"Read", "读取"}, {"May see the value.", "可以看到值。"}).fallback(true),
        Prop("write", Shape::kBoolean, {"Write", "修改"}, {"May change the value.", "可以修改值。"}).fallback(true)};
    type.trailing = {note_property()};
    return type;
}

}  // namespace

void add_role(Descriptors& registry) {
    registry.add(right());
    registry.add(field_right());
    ElementType type;
    type.id = "role";
    type.folder = "roles";
    type.label = {"Role", "角色"};
    type.help = {"What a group of people may do. People are given roles by the administrator.",
                 "一类人员的权限集合，由管理员授予用户。"};
    type.icon = "badge";
    type.properties = {
        kind_property("role", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("administrator", Shape::kBoolean, {"Administrator", "管理员"},
             {"May do everything: deploy models, manage people, see all instances.",
              "拥有全部权限：部署模型、管理人员、查看所有流程实例。"})
            .fallback(false),
        Prop("rights", Shape::kElements, {"Rights", "权限"}, {"By entity.", "按实体列出。"}).element("right"),
        Prop("fields", Shape::kElements, {"Field rights", "字段权限"},
             {"Single fields that are hidden or read-only.", "需要隐藏或只读的个别字段。"})
            .element("field_right")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
