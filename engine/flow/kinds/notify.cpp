#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_notify(NodeKinds& registry);

namespace {

struct Notify : NodeDetail {
    std::vector<Who> who;
    model::Template text;
};

void read(NodeReader& reader, Node& node) {
    auto notify = std::make_unique<Notify>();
    notify->who = reader.who("who");
    notify->text = reader.message("text");
    node.detail = std::move(notify);
}

void enter(Run& run, std::uint32_t token) {
    const NodeIndex node = run.state().token(token)->node;
    const std::uint32_t frame = run.frame_of(token);
    const auto& notify = static_cast<const Notify&>(*run.node(node).detail);
    Event notified = run.event(EventKind::kNotified);
    notified.token = token;
    notified.node = node;
    notified.people = run.people(notify.who, frame);
    notified.text = run.text(notify.text, Language::kEn, frame);
    notified.text_zh = run.text(notify.text, Language::kZh, frame);
    run.emit(std::move(notified));
    run.complete(token);
}

}  // namespace

void add_notify(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "notify";
    kind.description.label = Text("Notify", "通知");
    kind.description.help =
        Text("Sends a message to the inbox; the flow does not wait.", "向收件箱发送消息，流程不等待。");
    kind.description.icon = "notifications";
    kind.description.properties = activity_properties(
        {model::Prop("who", model::Shape::kWho, {"To", "接收人"}, {"Who gets the message.", "谁会收到该消息。"})
             .required()
             .scope("flow"),
         model::Prop("text", model::Shape::kTemplate, {"Text", "内容"},
                     {"May hold FEEL in braces: {record.number}", "可在花括号中使用 FEEL：{record.number}"})
             .required()
             .scope("flow")});
    kind.activity = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
