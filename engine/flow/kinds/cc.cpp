#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_cc(NodeKinds& registry);

namespace {

struct Copy : NodeDetail {
    std::vector<Who> who;
    model::Template text;
};

void read(NodeReader& reader, Node& node) {
    auto copy = std::make_unique<Copy>();
    copy->who = reader.who("who");
    copy->text = reader.message("text");
    node.detail = std::move(copy);
}

void enter(Run& run, std::uint32_t token) {
    const std::uint32_t frame = run.frame_of(token);
    const auto& copy = static_cast<const Copy&>(*run.node_of(token).detail);
    Event copied = run.event(EventKind::kCopied, *run.state().token(token));
    copied.people = run.people(copy.who, frame);
    copied.text = run.text(copy.text, Language::kEn, frame);
    copied.text_zh = run.text(copy.text, Language::kZh, frame);
    run.emit(std::move(copied));
    run.complete(token);
}

}  // namespace

void add_cc(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "cc";
    kind.description.label = Text("Copy", "抄送");
    kind.description.help = Text("Lets people read along, each once an instance; the flow does not wait.",
                                 "供相关人员查阅，每个流程实例每人一次；流程不等待。");
    kind.description.icon = "forward_to_inbox";
    kind.description.properties = activity_properties(
        {Prop("who", Shape::kWho, {"To", "抄送给"}, {"Who reads along.", "由谁查阅。"}).required().scope("flow"),
         Prop("text", Shape::kTemplate, {"Text", "内容"},
              {"May hold FEEL in braces: {record.number}", "可在花括号中使用 FEEL：{record.number}"})
             .scope("flow")});
    kind.activity = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
