// Calls an action of a plugin or connector, after the change has been committed.
#include "engine/automation/step_kind.h"

namespace fw::automation {

void add_action(StepKinds& registry);

namespace {

void span(StepReader& reader, const char* property, flow::Span& into) {
    if (const auto read = flow::parse_span(reader.step().string_or(property))) into = *read;
}

void read(StepReader& reader, Step& step) {
    step.action = reader.step().string_or("action");
    step.values = reader.arguments("arguments");
    if (const json::Value* times = reader.step().find("retries"); times != nullptr && times->is_number()) {
        step.retries = times->as_int64().value_or(step.retries);
    }
    span(reader, "retry_after", step.retry_after);
    span(reader, "time_limit", step.time_limit);
}

Effect run(const Step& step, const Scene& scene) { return {evaluate(step.values, scene), {}, {}}; }

}  // namespace

void add_action(StepKinds& registry) {
    using model::Prop;
    using model::Shape;
    StepKind kind;
    kind.id = "action";
    kind.does = Does::kAct;
    kind.description.label = Text("Call an action", "调用动作");
    kind.description.help = Text(
        "An action of a plugin or connector is called once the change is saved: at least once, with the same key "
        "for each attempt. When the last attempt has failed the administrators are told.",
        "修改保存之后调用插件或连接器的动作：至少调用一次，每次尝试使用相同的键。最后一次尝试失败后通知管理员。");
    kind.description.icon = "settings";
    kind.description.properties = {
        Prop("action", Shape::kString, {"Action", "动作"},
             {"Which action, for example mail.send.", "执行的动作，例如 mail.send。"})
            .required(),
        Prop("arguments", Shape::kAssignments, {"Arguments", "参数"},
             {"Names, and the FEEL expressions of their values.", "名称及其取值的 FEEL 表达式。"})
            .scope("automation"),
        Prop("time_limit", Shape::kDuration, {"Time limit", "时限"},
             {"An action that takes longer is ended and has failed.", "超过此时限的动作将被结束并视为失败。"})
            .fallback("PT1M"),
        Prop("retries", Shape::kInteger, {"Tries again", "重试次数"},
             {"How often after a failure.", "失败后重试的次数。"})
            .at_least(0)
            .at_most(100)
            .fallback(3),
        Prop("retry_after", Shape::kDuration, {"First after", "首次重试间隔"},
             {"How long before the first retry; twice as long before each one after it.",
              "首次重试前的等待时间，之后每次加倍。"})
            .fallback("PT10S")};
    kind.read = &read;
    kind.run = &run;
    registry.add(std::move(kind));
}

}  // namespace fw::automation
