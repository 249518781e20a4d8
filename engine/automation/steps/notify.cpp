// Tells people, in their inbox.
#include "engine/automation/step_kind.h"
#include "engine/model/fill.h"

namespace fw::automation {

void add_notify(StepKinds& registry);

namespace {

void read(StepReader& reader, Step& step) {
    step.who = reader.who("who");
    step.text = reader.text("text");
}

std::string filled(const model::Template& text, Language language, const Scene& scene) {
    return model::fill(text, language,
                       [&](const model::Expr& piece) { return scene.budget.evaluate(piece.code, scene.names); });
}

Effect run(const Step& step, const Scene& scene) {
    Effect effect;
    flow::WhoScope scope{
        scene.directory, scene.initiator, &scene.names[Scope::kRecord], &scene.names, scene.budget.options().now,
        nullptr,         &scene.budget};
    effect.people = flow::people_of(step.who, scope);
    effect.text = Text(filled(step.text, Language::kEn, scene), filled(step.text, Language::kZh, scene));
    return effect;
}

}  // namespace

void add_notify(StepKinds& registry) {
    using model::Prop;
    using model::Shape;
    StepKind kind;
    kind.id = "notify";
    kind.does = Does::kTell;
    kind.description.label = Text("Notify", "通知");
    kind.description.help = Text(
        "Sends a message to the inbox of people; it leads to the record. {\"initiator\": true} is "
        "who made the change, on a schedule the record's owner.",
        "向人员的收件箱发送消息，可打开该记录。{\"initiator\": true} 为作出修改的人，定时触发时为记录的所有者。");
    kind.description.icon = "notifications";
    kind.description.properties = {
        Prop("who", Shape::kWho, {"To", "接收人"}, {"Who gets the message.", "谁会收到该消息。"})
            .required()
            .scope("automation"),
        Prop("text", Shape::kTemplate, {"Text", "内容"},
             {"What they read; FEEL in braces is filled in: {number}",
              "消息内容；花括号内的 FEEL 表达式会被替换：{number}"})
            .required()
            .scope("automation")};
    kind.read = &read;
    kind.run = &run;
    registry.add(std::move(kind));
}

}  // namespace fw::automation
