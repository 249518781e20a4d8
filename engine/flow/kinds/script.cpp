#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_script(NodeKinds& registry);

namespace {

struct Script : NodeDetail {
    std::vector<Assignment> sets;
};

void read(NodeReader& reader, Node& node) {
    auto script = std::make_unique<Script>();
    script->sets = reader.assignments("set");
    node.detail = std::move(script);
}

void enter(Run& run, std::uint32_t token) {
    const std::uint32_t frame = run.frame_of(token);
    for (const Assignment& set : static_cast<const Script&>(*run.node_of(token).detail).sets) {
        run.assign(set, run.evaluate(set.value, frame), frame);
    }
    run.complete(token);
}

}  // namespace

void add_script(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "script";
    kind.description.label = Text("Set values", "赋值");
    kind.description.help =
        Text("Sets fields of the record and variables, in order.", "依次设置记录的字段和流程变量。");
    kind.description.icon = "function";
    kind.description.properties =
        activity_properties({model::Prop("set", model::Shape::kAssignments, {"Values", "赋值"},
                                         {"record.<field> or a variable, and the FEEL expression it becomes.",
                                          "“record.<字段>”或变量，以及对应的 FEEL 表达式。"})
                                 .required()
                                 .scope("flow")});
    kind.activity = true;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
