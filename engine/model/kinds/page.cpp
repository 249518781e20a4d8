// A page: one menu of the application.
#include "engine/model/property.h"

namespace fw::model {

void add_page(Descriptors& registry) {
    const Prop icon =
        Prop("icon", Shape::kIcon, {"Icon", "图标"},
             {"A Material Symbols name, such as storefront.", "Material Symbols 图标名称，例如 storefront。"})
            .group(Group::kAppearance);
    ElementType item;
    item.id = "item";
    item.label = {"Menu item", "菜单项"};
    item.help = {"Opens a view or a report. Left out for people who may not read it.",
                 "打开一个视图或报表；无权读取的用户看不到该项。"};
    item.icon = "menu";
    item.properties = {id_property(),
                       was_property(),
                       label_property(),
                       icon,
                       Prop("view", Shape::kReference, {"View", "视图"}, {"The list it opens.", "打开的列表。"})
                           .refers("view")
                           .visible_when("report = null"),
                       Prop("report", Shape::kReference, {"Report", "报表"}, {"The report it opens.", "打开的报表。"})
                           .refers("report")
                           .visible_when("view = null")};
    item.trailing = {note_property()};
    registry.add(std::move(item));

    ElementType type;
    type.id = "page";
    type.folder = "pages";
    type.label = {"Menu", "菜单"};
    type.help = {"A group in the menu of the application, shown to the roles it names.",
                 "应用菜单中的一组，向指定角色显示。"};
    type.icon = "web";
    type.properties = {
        kind_property("page", type.label),
        id_property(),
        was_property(),
        label_property(),
        icon,
        Prop("order", Shape::kInteger, {"Order", "顺序"}, {"Smaller numbers stand higher.", "数字越小越靠前。"})
            .fallback(100),
        Prop("roles", Shape::kReferences, {"Roles", "角色"},
             {"Who sees it; empty means everybody.", "谁能看到；留空表示所有人。"})
            .refers("role"),
        Prop("items", Shape::kElements, {"Items", "菜单项"}, {"From top to bottom.", "自上而下排列。"})
            .required()
            .element("item")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
