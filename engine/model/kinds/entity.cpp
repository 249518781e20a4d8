// An entity: a kind of business record with its fields, states and rules.
#include "engine/model/property.h"

namespace fw::model {

namespace {

ElementType state() {
    ElementType type;
    type.id = "state";
    type.label = {"State", "状态"};
    type.help = {
        "A stage in the life of a record, such as draft or effective. The first one is where new records start.",
        "记录生命周期中的一个阶段，例如“草稿”或“生效”。新记录从第一个状态开始。"};
    type.icon = "flag";
    type.properties = {
        id_property(), was_property(), label_property(),
        Prop("color", Shape::kColor, {"Colour", "颜色"},
             {"The colour of the badge in lists and forms.", "列表和表单中状态标签的颜色。"})
            .group(Group::kAppearance),
        Prop("locked", Shape::kBoolean, {"Locked", "锁定"},
             {"People cannot edit records in this state. Flows still can, and an approval may open single fields.",
              "处于此状态的记录不允许人工编辑；流程仍可修改，审批节点也可开放个别字段。"})
            .fallback(false)};
    type.trailing = {note_property()};
    return type;
}

ElementType transition() {
    ElementType type;
    type.id = "transition";
    type.label = {"Transition", "状态转换"};
    type.help = {"A button that moves a record from one state to another without a flow.",
                 "不经过流程、直接改变记录状态的按钮。"};
    type.icon = "trending_flat";
    type.properties = {
        id_property(),
        was_property(),
        label_property(),
        Prop("from", Shape::kReferences, {"From", "起始状态"},
             {"The states in which the button is offered; empty means every state.",
              "在哪些状态下提供该按钮；留空表示任意状态。"})
            .refers("state"),
        Prop("to", Shape::kReference, {"To", "目标状态"}, {"The state after the click.", "点击之后的状态。"})
            .required()
            .refers("state"),
        Prop("roles", Shape::kReferences, {"Roles", "角色"},
             {"Who may press it; empty means everybody who may update the record.",
              "谁可以点击；留空表示所有有权修改该记录的人。"})
            .refers("role"),
        Prop("when", Shape::kExpression, {"Condition", "条件"},
             {"Offered only where this is true, for example: total = 0", "仅当表达式为真时提供，例如：total = 0"})
            .scope("record")};
    type.trailing = {note_property()};
    return type;
}

ElementType check() {
    ElementType type;
    type.id = "check";
    type.label = {"Check", "校验"};
    type.help = {"A rule every saved record must satisfy.", "每条保存的记录都必须满足的规则。"};
    type.icon = "rule";
    type.properties = {id_property(), was_property(),
                       Prop("check", Shape::kExpression, {"Must be true", "必须成立"},
                            {"Saving is refused where this is false, for example: end_on >= start_on",
                             "表达式为假时拒绝保存，例如：end_on >= start_on"})
                           .required()
                           .scope("record"),
                       Prop("field", Shape::kReference, {"Shown at", "提示位置"},
                            {"The field the message is shown at; empty shows it above the form.",
                             "错误消息显示在哪个字段旁；留空则显示在表单顶部。"})
                           .refers("field"),
                       Prop("message", Shape::kText, {"Message", "提示消息"},
                            {"What the person is told. Say what to do, not only what is wrong.",
                             "给用户的提示；请说明应如何修改，而不仅是哪里有误。"})
                           .required()};
    type.trailing = {note_property()};
    return type;
}

}  // namespace

void add_entity(Descriptors& registry) {
    registry.add(state());
    registry.add(transition());
    registry.add(check());
    ElementType type;
    type.id = "entity";
    type.folder = "entities";
    type.label = {"Entity", "实体"};
    type.help = {"A kind of record the company keeps, such as contract or account: its fields, states and rules.",
                 "企业保存的一类记录，例如合同或客户：包括字段、状态和规则。"};
    type.icon = "table_chart";
    type.properties = {
        kind_property("entity", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("plural", Shape::kText, {"Plural", "复数名称"},
             {"The name of many of them, shown above lists: Contracts. The label where it is missing.",
              "列表标题使用的名称；不填则使用显示名称。"}),
        Prop("icon", Shape::kIcon, {"Icon", "图标"},
             {"A Material Symbols name, such as description.", "Material Symbols 图标名称，例如 description。"})
            .group(Group::kAppearance),
        Prop("title", Shape::kExpression, {"Title", "标题"},
             {"What a record is called wherever it is referred to, for example: number + \" \" + customer.name",
              "记录在各处被引用时显示的名称，例如：number + \" \" + customer.name"})
            .scope("record"),
        Prop("child_of", Shape::kReference, {"Child of", "所属主实体"},
             {"Rows of this entity live only inside a record of that entity, as lines in its child table. Expressions "
              "reach it by 'parent'.",
              "本实体的记录只存在于该主实体记录之中（作为子表的行）；表达式中用 parent 访问主记录。"})
            .refers("entity"),
        Prop("fields", Shape::kElements, {"Fields", "字段"}, {"What is kept of each record.", "每条记录保存的内容。"})
            .required()
            .element("field"),
        Prop("states", Shape::kElements, {"States", "状态"},
             {"The stages of a record's life; the first is the initial one. Empty: records have no state.",
              "记录的生命周期阶段，第一个为初始状态；留空表示记录没有状态。"})
            .element("state"),
        Prop("transitions", Shape::kElements, {"Transitions", "状态转换"},
             {"Buttons that change the state directly.", "直接改变状态的按钮。"})
            .element("transition"),
        Prop("checks", Shape::kElements, {"Checks", "校验"}, {"Rules over several fields.", "跨字段的校验规则。"})
            .element("check"),
        Prop("unique", Shape::kNameLists, {"Unique together", "组合唯一"},
             {"Groups of fields whose values together may occur only once, for example [[\"customer\", \"number\"]].",
              "取值组合不允许重复的字段组，例如 [[\"customer\", \"number\"]]。"})
            .refers("field")
            .group(Group::kAdvanced)};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
