// A flow: the path of a record through people and rules. Its nodes' types are variants; they live in engine/flow/kinds.
#include "engine/model/property.h"

namespace fw::model {

namespace {

// What a flow that came from a BPMN file remembers of it (docs/bpmn.md).
Property bpmn_id() {
    return Prop("bpmn", Shape::kString, {"BPMN id", "BPMN 标识"},
                {"The id in the BPMN file it came from, where that is no technical name.",
                 "来源 BPMN 文件中的标识（不符合技术名称规则时保留）。"})
        .group(Group::kAdvanced);
}

ElementType flow_start() {
    ElementType type;
    type.id = "flow_start";
    type.label = {"Start", "发起方式"};
    type.help = {"Where the flow is started from: a button on the record.", "流程从哪里发起：记录上的一个按钮。"};
    type.icon = "play_arrow";
    type.properties = {
        Prop("entity", Shape::kReference, {"Entity", "实体"},
             {"Whose records go through the flow.", "哪个实体的记录走此流程。"})
            .required()
            .refers("entity"),
        Prop("event", Shape::kChoice, {"Event", "触发事件"},
             {"What starts it: a button, or something that happens to a record.",
              "发起方式：按钮，或记录上发生的事件。"})
            .choices({{"action", {"Button", "按钮"}},
                      {"created", {"Record is made", "记录新建"}},
                      {"changed", {"Record is changed", "记录修改"}},
                      {"condition", {"Condition becomes true", "条件成立"}}})
            .fallback("action"),
        Prop("action", Shape::kId, {"Action", "操作"}, {"The technical name of the button.", "按钮的技术名称。"})
            .fallback("submit"),
        Prop("label", Shape::kText, {"Button", "按钮文字"}, {"What the button says.", "按钮上显示的文字。"}),
        Prop("when", Shape::kExpression, {"Only if", "条件"},
             {"The button is offered, or the event starts the flow, only while this is true: state = \"draft\"",
              "仅当表达式为真时提供按钮或由事件发起，例如：state = \"draft\""})
            .scope("record")};
    type.trailing = {note_property()};
    return type;
}

ElementType flow_record_state() {
    const auto state = [](const char* id, Text label, Text help) {
        return Prop(id, Shape::kReference, std::move(label), std::move(help)).refers("state");
    };
    ElementType type;
    type.id = "flow_record_state";
    type.label = {"Record's state", "记录状态"};
    type.help = {"The states the flow puts its record into.", "流程在各阶段将记录置于的状态。"};
    type.icon = "flag";
    type.properties = {
        state("running", {"While running", "流转中"}, {"From submission on.", "提交之后。"}),
        state("returned", {"When returned", "退回后"}, {"When it is returned to the initiator.", "退回发起人之后。"}),
        state("refused", {"When refused", "拒绝后"}, {"When the flow ends by a refusal.", "流程以拒绝结束时。"}),
        state("completed", {"When completed", "通过后"},
              {"When the flow reaches its end; leave it empty where a script sets the state.",
               "流程正常结束时；若由脚本节点设置状态则留空。"}),
        state("terminated", {"When terminated", "终止后"}, {"When an administrator stops it.", "管理员终止流程之后。"}),
        state("withdrawn", {"When withdrawn", "撤回后"}, {"When the initiator takes it back.", "发起人撤回之后。"})};
    type.trailing = {note_property()};
    return type;
}

ElementType variable() {
    ElementType type;
    type.id = "variable";
    type.label = {"Variable", "变量"};
    type.help = {"A value that lives as long as the instance; expressions use it by name.",
                 "随流程实例存在的值，表达式中直接用其名称。"};
    type.icon = "data_object";
    type.properties = {
        id_property(),
        was_property(),
        label_property(),
        Prop("type", Shape::kChoice, {"Type", "类型"}, {"What it holds.", "值的类型。"})
            .choices({{"number", {"Number", "数字"}},
                      {"text", {"Text", "文本"}},
                      {"boolean", {"Yes or no", "是/否"}},
                      {"date", {"Date", "日期"}},
                      {"date_time", {"Date and time", "日期时间"}},
                      {"list", {"List", "列表"}},
                      {"any", {"Anything", "任意"}}})
            .required(),
        Prop("initial", Shape::kExpression, {"Initial value", "初始值"},
             {"Computed when the flow starts.", "流程启动时计算。"})
            .scope("flow"),
        Prop("input", Shape::kChoice, {"Given by people", "由人员填写"},
             {"Whether people may give the value: who starts the flow, who handles its tasks. Without it "
              "only the flow itself sets the variable.",
              "是否允许人员给出该值：发起流程的人，或处理任务的人。不填写时只有流程自身能设置该变量。"})
            .choices({{"start", {"Who starts the flow", "流程发起人"}},
                      {"tasks", {"Who handles a task", "任务处理人"}},
                      {"both", {"Both", "两者皆可"}}})};
    type.trailing = {note_property(), bpmn_id()};
    return type;
}

ElementType node() {
    ElementType type;
    type.id = "node";
    type.variant_by = "type";
    type.label = {"Node", "节点"};
    type.help = {"One step of a flow.", "流程中的一步。"};
    type.icon = "circle";
    type.properties = {
        id_property(), was_property(),
        Prop("type", Shape::kChoice, {"Type", "类型"}, {"What happens here.", "此处执行的动作。"}).required(),
        label_property()};
    type.trailing = {note_property(), bpmn_id()};
    return type;
}

ElementType edge() {
    ElementType type;
    type.id = "edge";
    type.key = {"from", "to"};
    type.label = {"Connection", "连线"};
    type.help = {"Leads from one node to the next.", "从一个节点通向下一个节点。"};
    type.icon = "arrow_forward";
    Property id = id_property();
    id.required = false;
    id.help = {"Needed only where two connections join the same nodes.", "仅当两条连线连接相同的两个节点时需要。"};
    id.group = Group::kAdvanced;
    type.properties = {id,
                       Prop("from", Shape::kReference, {"From", "起点"}, {"The node it leaves.", "离开的节点。"})
                           .required()
                           .refers("node"),
                       Prop("to", Shape::kReference, {"To", "终点"}, {"The node it enters.", "进入的节点。"})
                           .required()
                           .refers("node"),
                       label_property(),
                       Prop("when", Shape::kExpression, {"Condition", "条件"},
                            {"Taken only if this is true, for example: record.total >= 100000",
                             "仅当表达式为真时走此连线，例如：record.total >= 100000"})
                           .scope("flow"),
                       Prop("default", Shape::kBoolean, {"Default", "默认"},
                            {"Taken if no other condition is true.", "其他条件都不满足时走此连线。"})
                           .fallback(false),
                       Prop("on", Shape::kChoice, {"On outcome", "按结果"},
                            {"Taken only after this outcome of the node.", "仅在节点产生该结果后走此连线。"})
                           .choices({{"refused", {"Refused", "拒绝"}}})};
    type.trailing = {note_property(), bpmn_id()};
    return type;
}

ElementType flow_test() {
    ElementType type;
    type.id = "flow_test";
    type.label = {"Test", "测试"};
    type.help = {"A run of the flow that must keep working: what is given, what people do, what must come out.",
                 "必须始终成立的一次运行：给定数据、人员操作和预期结果。"};
    type.icon = "science";
    type.properties = {
        id_property(),
        was_property(),
        label_property(),
        Prop("given", Shape::kJson, {"Given", "给定"},
             {"The record, the initiator and variables at the start.", "启动时的记录、发起人和变量。"}),
        Prop("do", Shape::kJson, {"Do", "操作"},
             {"What people decide, in order: [{\"approve\": \"manager\"}]",
              "人员依次做出的决定：[{\"approve\": \"manager\"}]"}),
        Prop("expect", Shape::kJson, {"Expect", "预期"},
             {"What must hold at the end: {\"ended\": \"end\"}", "结束时必须成立的结果：{\"ended\": \"end\"}"})};
    type.trailing = {note_property()};
    return type;
}

}  // namespace

void add_flow(Descriptors& registry) {
    registry.add(flow_start());
    registry.add(flow_record_state());
    registry.add(variable());
    registry.add(node());
    registry.add(edge());
    registry.add(flow_test());
    ElementType type;
    type.id = "flow";
    type.folder = "flows";
    type.label = {"Flow", "流程"};
    type.help = {"The path a record takes through people and rules until it is decided.",
                 "记录经过人员和规则直至得出结果的路径。"};
    type.icon = "account_tree";
    type.properties = {
        kind_property("flow", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("on", Shape::kElement, {"Started by", "发起方式"},
             {"The record and the button that start it; without it: other flows, messages, signals, times.",
              "发起流程的记录和按钮；未填写时由其他流程、消息、信号或定时发起。"})
            .element("flow_start"),
        Prop("record_state", Shape::kElement, {"Record's state", "记录状态"},
             {"Which states the flow puts the record into.", "流程将记录置于哪些状态。"})
            .element("flow_record_state"),
        Prop("variables", Shape::kElements, {"Variables", "变量"},
             {"Values kept for each instance.", "每个实例保存的值。"})
            .element("variable"),
        Prop("same_person", Shape::kChoice, {"Same person again", "重复审批人"},
             {"What happens when one person would approve more than once.", "同一人需要多次审批时的处理。"})
            .choices({{"off", {"Asks each time", "每次都审批"}},
                      {"adjacent", {"Skips repeated neighbours", "相邻重复自动通过"}},
                      {"first", {"Only the first time", "仅首次审批"}},
                      {"last", {"Only the last time", "仅末次审批"}}})
            .fallback("off")
            .group(Group::kBehaviour),
        Prop("withdraw", Shape::kChoice, {"Withdrawal", "撤回"},
             {"When the initiator may take it back.", "发起人何时可以撤回。"})
            .choices({{"before_decision", {"Before the first decision", "首次决定之前"}},
                      {"any_time", {"Any time", "任何时候"}},
                      {"never", {"Never", "不允许"}}})
            .fallback("before_decision")
            .group(Group::kBehaviour),
        Prop("take_back", Shape::kBoolean, {"Decisions can be taken back", "允许拿回"},
             {"The last one who decided may undo it until the next one has opened his task.",
              "在下一处理人打开任务之前，最后处理的人可以拿回自己的处理结果。"})
            .fallback(true)
            .group(Group::kBehaviour),
        Prop("urge_every", Shape::kDuration, {"Urging at most every", "催办间隔"},
             {"Nobody is urged twice within this time.", "在此时间内不会对同一人重复催办。"})
            .fallback("PT1H")
            .group(Group::kBehaviour),
        Prop("multiple_tokens", Shape::kChoice, {"Several at once", "多个令牌"},
             {"Whether a merge may be passed by several ways that run at once.",
              "是否允许多条并行路径先后通过同一合并处。"})
            .choices({{"refused", {"Is a mistake", "视为错误"}}, {"intended", {"Intended", "有意为之"}}})
            .fallback("refused")
            .group(Group::kAdvanced),
        Prop("calendar", Shape::kReference, {"Calendar", "工作日历"},
             {"The working hours and holidays of times that count working time.",
              "按工作时间计算时所用的工作时段和节假日。"})
            .refers("calendar")
            .group(Group::kBehaviour),
        Prop("nodes", Shape::kElements, {"Nodes", "节点"}, {"The steps.", "流程的各个步骤。"})
            .required()
            .element("node"),
        Prop("edges", Shape::kElements, {"Connections", "连线"},
             {"How the steps follow each other.", "步骤之间的先后关系。"})
            .required()
            .element("edge"),
        Prop("tests", Shape::kElements, {"Tests", "测试"},
             {"Runs that are checked with each change.", "每次修改后都会检查的运行。"})
            .element("flow_test")
            .group(Group::kAdvanced)};
    type.trailing = {
        note_property(),
        Prop("bpmn", Shape::kJson, {"BPMN document", "BPMN 文档"},
             {"The BPMN file it came from, kept whole; no meaning.", "来源 BPMN 文件的完整内容，不影响含义。"})
            .group(Group::kAdvanced),
        Prop("collapsed", Shape::kReferences, {"Collapsed", "折叠的子流程"},
             {"Sub-processes drawn closed; all others show what they hold. No meaning.",
              "以折叠方式绘制的子流程；其余子流程显示其内容。不影响含义。"})
            .refers("node")
            .group(Group::kAppearance),
        Prop("diagram", Shape::kPositions, {"Diagram", "图形位置"},
             {"Where the nodes stand on the canvas; no meaning.", "节点在画布上的位置，不影响含义。"})
            .group(Group::kAdvanced)};
    registry.add(std::move(type));
}

}  // namespace fw::model
