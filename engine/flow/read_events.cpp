// Event definitions: their properties in a model, and how they are read.
#include <algorithm>

#include "engine/flow/read.h"

namespace fw::flow {

using model::Prop;
using model::Shape;

namespace {

model::Choice choice_of(Trigger trigger) {
    switch (trigger) {
        case Trigger::kNothing:
            return {"none", {"None", "无"}};
        case Trigger::kMessage:
            return {"message", {"Message", "消息"}};
        case Trigger::kTimer:
            return {"timer", {"Timer", "定时"}};
        case Trigger::kSignal:
            return {"signal", {"Signal", "信号"}};
        case Trigger::kConditional:
            return {"conditional", {"Condition", "条件"}};
        case Trigger::kError:
            return {"error", {"Error", "错误"}};
        case Trigger::kEscalation:
            return {"escalation", {"Escalation", "升级"}};
        case Trigger::kCompensation:
            return {"compensation", {"Compensation", "补偿"}};
        case Trigger::kCancel:
            return {"cancel", {"Cancel", "取消"}};
        case Trigger::kTerminate:
            return {"terminate", {"Terminate", "终止"}};
        case Trigger::kLink:
            return {"link", {"Link", "链接"}};
    }
    return {};
}

// A property that several events have is described once.
void append(std::vector<model::Property>& to, std::vector<model::Property> more) {
    for (model::Property& each : more) {
        const auto known = std::find_if(to.begin(), to.end(), [&](const auto& other) { return other.id == each.id; });
        if (known == to.end()) {
            to.push_back(std::move(each));
        } else {
            known->visible_when += " or " + each.visible_when;
        }
    }
}

model::Property payload_property() {
    return Prop("payload", Shape::kAssignments, {"Content", "内容"},
                {"Names, and the FEEL expressions of their values.", "名称及其取值的 FEEL 表达式。"})
        .scope("flow");
}

std::vector<model::Property> only_if(std::vector<model::Property> some, const std::string& event) {
    for (model::Property& each : some) each.visible_when = "event = \"" + event + "\"";
    return some;
}

std::vector<model::Property> properties_of(Trigger trigger, bool thrown) {
    switch (trigger) {
        case Trigger::kMessage:
            return message_properties(thrown);
        case Trigger::kTimer:
            return timer_properties();
        case Trigger::kSignal: {
            std::vector<model::Property> made{
                Prop("signal", Shape::kString, {"Signal", "信号"},
                     {"Its name; everybody who waits for it hears it.", "信号名称；所有等待该信号的流程都会收到。"})};
            if (thrown) made.push_back(payload_property());
            return made;
        }
        case Trigger::kConditional:
            return {Prop("condition", Shape::kExpression, {"Condition", "条件"},
                         {"Happens when it becomes true.", "表达式变为真时发生。"})
                        .scope("flow")};
        case Trigger::kError:
            return {Prop("error", Shape::kString, {"Error code", "错误代码"},
                         {"An event that catches errors without a code catches all of them.",
                          "捕获事件未填写代码时捕获所有错误。"})};
        case Trigger::kEscalation:
            return {Prop("escalation", Shape::kString, {"Escalation code", "升级代码"},
                         {"An event that catches escalations without a code catches all of them.",
                          "捕获事件未填写代码时捕获所有升级。"})};
        case Trigger::kCompensation:
            if (!thrown) return {};
            return {
                Prop("compensate", Shape::kReference, {"Undoes", "补偿对象"},
                     {"The activity that is undone; empty: everything done around here, last first.",
                      "需要撤销的活动；留空则按完成的相反顺序撤销本层的全部活动。"})
                    .refers("node"),
                Prop("wait_for_completion", Shape::kBoolean, {"Waits until it is undone", "等待补偿完成"},
                     {"Off: the flow goes on at once and the undoing runs beside it; what is around here is not done "
                      "before.",
                      "关闭时流程立即继续，补偿与其并行执行；补偿完成之前，所在层不会结束。"})
                    .fallback(true)};
        case Trigger::kLink:
            return {Prop("link", Shape::kString, {"Link", "链接名称"},
                         {"The flow goes on at the catching link of the same name.", "流程在同名的捕获链接处继续。"})};
        case Trigger::kNothing:
        case Trigger::kCancel:
        case Trigger::kTerminate:
            break;
    }
    return {};
}

}  // namespace

std::vector<model::Property> timer_properties() {
    return {Prop("after", Shape::kDuration, {"For", "时长"}, {"For example P3D or PT4H.", "例如 P3D 或 PT4H。"}),
            Prop("at", Shape::kExpression, {"Until", "直到"},
                 {"A date, a date and time, or a duration from now on.", "日期、日期时间，或从现在起的时长。"})
                .scope("flow"),
            Prop("every", Shape::kString, {"Every", "周期"},
                 {"Again and again: ISO 8601 such as R3/PT10M, or cron such as 0 9 * * MON-FRI.",
                  "周期性触发：ISO 8601（如 R3/PT10M）或 cron（如 0 9 * * MON-FRI）。"}),
            Prop("working", Shape::kBoolean, {"Working time", "按工作时间"},
                 {"Counts only the working hours of the flow's calendar.", "仅计算流程日历中的工作时间。"})
                .fallback(false)};
}

std::vector<model::Property> message_properties(bool thrown) {
    std::vector<model::Property> made{
        Prop("message", Shape::kString, {"Message", "消息"}, {"Its name.", "消息名称。"}),
        Prop("key", Shape::kExpression, {"Correlation key", "关联键"},
             {"Who sends gives the key, who waits gets only messages with his key; for example record.number",
              "发送方提供关联键，等待方只接收键相同的消息，例如 record.number"})
            .scope("flow")};
    if (!thrown) return made;
    made.push_back(payload_property());
    made.push_back(Prop("keep", Shape::kDuration, {"Is kept for", "保留时长"},
                        {"How long it waits for somebody who waits for it; missing: an hour.",
                         "无人等待时消息保留多久；缺省为一小时。"}));
    return made;
}

std::vector<model::Property> event_properties(std::initializer_list<Trigger> triggers, bool thrown) {
    std::vector<model::Choice> choices;
    for (const Trigger each : triggers) choices.push_back(choice_of(each));
    Prop event("event", Shape::kChoice, {"Event", "事件"}, {"What happens here.", "此处发生的事件。"});
    event.choices(choices);
    if (*triggers.begin() == Trigger::kNothing) {
        event.fallback("none");
    } else {
        event.required();
    }
    std::vector<model::Property> made{event};
    bool brings = false;
    for (const Trigger each : triggers) {
        append(made, only_if(properties_of(each, thrown), choice_of(each).id));
        brings = brings || (each != Trigger::kNothing && each != Trigger::kLink);
    }
    if (!thrown && brings) {
        made.push_back(Prop("out", Shape::kAssignments, {"Sets", "赋值"},
                            {"Variables set from what the event brings: message, signal, error or escalation.",
                             "用事件带来的内容（message、signal、error 或 escalation）为变量赋值。"})
                           .scope("flow"));
    }
    return made;
}

std::vector<model::Property> activity_properties(std::vector<model::Property> own) {
    own.push_back(Prop("in", Shape::kAssignments, {"Takes in", "输入映射"},
                       {"Local values: names, and the FEEL expressions they are taken from.",
                        "局部变量：名称及其取值的 FEEL 表达式。"})
                      .scope("flow")
                      .group(model::Group::kBehaviour));
    own.push_back(
        Prop("out", Shape::kAssignments, {"Gives out", "输出映射"},
             {"Set when it is done: record.<field> or variables around it.", "完成时赋值：“record.<字段>”或外层变量。"})
            .scope("flow")
            .group(model::Group::kBehaviour));
    own.push_back(Prop("for_each", Shape::kElement, {"For each", "多实例"},
                       {"Runs once for each item, beside or after each other.", "对每一项各执行一次，可并行或依次。"})
                      .element("node_for_each")
                      .group(model::Group::kBehaviour));
    own.push_back(
        Prop("loop", Shape::kElement, {"Loop", "循环"}, {"Runs again while a condition holds.", "条件成立时重复执行。"})
            .element("node_loop")
            .group(model::Group::kBehaviour));
    own.push_back(Prop("for_compensation", Shape::kBoolean, {"For compensation", "用于补偿"},
                       {"Nothing leads here: it runs only to undo another activity.",
                        "没有连线通向此处：仅在撤销其他活动时执行。"})
                      .fallback(false)
                      .group(model::Group::kAdvanced));
    return own;
}

std::vector<model::Property> container_properties(std::vector<model::Property> own) {
    own.push_back(Prop("variables", Shape::kElements, {"Variables", "变量"},
                       {"Values kept while it runs; seen within only.", "执行期间保存的值，仅在内部可见。"})
                      .element("variable"));
    own.push_back(Prop("nodes", Shape::kElements, {"Nodes", "节点"}, {"Its steps.", "其中的各个步骤。"})
                      .required()
                      .element("node"));
    own.push_back(Prop("edges", Shape::kElements, {"Connections", "连线"},
                       {"How its steps follow each other.", "步骤之间的先后关系。"})
                      .element("edge"));
    return own;
}

Trigger trigger_of(const json::Value& node) {
    const std::string_view event = node.string_or("event", "none");
    for (std::size_t i = 0; i < std::size(kTriggerNames); ++i) {
        if (kTriggerNames[i] == event) return static_cast<Trigger>(i);
    }
    return Trigger::kNothing;
}

std::string_view event_payload(const json::Value& node) {
    switch (trigger_of(node)) {
        case Trigger::kMessage:
            return "message";
        case Trigger::kSignal:
            return "signal";
        case Trigger::kError:
            return "error";
        case Trigger::kEscalation:
            return "escalation";
        default:
            return {};
    }
}

TimerRule NodeReader::timer() {
    TimerRule rule;
    const json::Value* after = find("after");
    if (after != nullptr) rule.after = span(*after, element_ + "/after");
    rule.at = expression("at", feel::Type());
    const json::Value* every = find("every");
    if (every != nullptr && every->is_string()) {
        rule.every = parse_cycle(every->as_string());
        if (!rule.every) {
            mistake("FLOW-057",
                    Text("'every' is neither an ISO 8601 repetition nor a cron expression",
                         "“every”既不是 ISO 8601 重复时间，也不是 cron 表达式"),
                    every, Text("for example R3/PT10M or 0 9 * * MON-FRI", "例如 R3/PT10M 或 0 9 * * MON-FRI"));
        }
    }
    if ((after != nullptr ? 1 : 0) + (rule.at ? 1 : 0) + (every != nullptr ? 1 : 0) != 1) {
        mistake("FLOW-024",
                Text("a timer needs one of 'after', 'at' and 'every'", "定时器需要“after”“at”“every”其中之一"));
    }
    if (flag("working")) {
        rule.calendar = flow_.calendar;
        if (flow_.calendar.empty()) {
            mistake("FLOW-058",
                    Text("working time needs the flow's 'calendar'", "按工作时间计算需要为流程设置“calendar”"),
                    find("working"));
        }
    }
    return rule;
}

void NodeReader::name(EventDefinition& event, std::string_view property, bool required) {
    event.name = text(property);
    if (!event.name.empty() || !required) return;
    mistake("FLOW-059",
            Text("this event needs '" + std::string(property) + "'", "该事件需要“" + std::string(property) + "”"));
}

std::unique_ptr<EventDefinition> NodeReader::event() { return event(trigger_of(node_)); }

std::unique_ptr<EventDefinition> NodeReader::event(Trigger trigger) {
    auto made = std::make_unique<EventDefinition>();
    made->trigger = trigger;
    made->interrupting = flag("interrupting", true);
    switch (trigger) {
        case Trigger::kMessage:
            name(*made, "message", true);
            made->key = expression("key", feel::Type());
            made->payload = assignments("payload", true);
            if (const json::Value* keep = find("keep")) made->keep = span(*keep, element_ + "/keep");
            break;
        case Trigger::kTimer:
            made->timer = timer();
            break;
        case Trigger::kSignal:
            name(*made, "signal", true);
            made->payload = assignments("payload", true);
            break;
        case Trigger::kConditional:
            made->condition = expression("condition", feel::TypeKind::kBoolean);
            if (!made->condition) {
                mistake("FLOW-059", Text("this event needs 'condition'", "该事件需要“condition”"));
            }
            break;
        case Trigger::kError:
            name(*made, "error", false);
            break;
        case Trigger::kEscalation:
            name(*made, "escalation", false);
            break;
        case Trigger::kCompensation:
            name(*made, "compensate", false);
            made->waits = flag("wait_for_completion", true);
            break;
        case Trigger::kLink:
            name(*made, "link", true);
            break;
        case Trigger::kNothing:
        case Trigger::kCancel:
        case Trigger::kTerminate:
            break;
    }
    return made;
}

}  // namespace fw::flow
