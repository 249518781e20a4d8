// Starts a flow on the record, or one without a record.
#include "engine/automation/step_kind.h"

namespace fw::automation {

void add_start_flow(StepKinds& registry);

namespace {

void read(StepReader& reader, Step& step) {
    step.flow = reader.flow("flow");
    step.values = reader.variables("variables", step.flow);
}

Effect run(const Step& step, const Scene& scene) { return {evaluate(step.values, scene), {}, {}}; }

}  // namespace

void add_start_flow(StepKinds& registry) {
    using model::Prop;
    using model::Shape;
    StepKind kind;
    kind.id = "start_flow";
    kind.does = Does::kStart;
    kind.description.label = Text("Start a flow", "启动流程");
    kind.description.help = Text(
        "Starts a flow on the record, or a flow that has no record. Its initiator is who made the "
        "change, on a schedule the record's owner. Nothing happens while it runs already.",
        "在本记录上启动流程，或启动不关联记录的流程。发起人为作出修改的人，定时触发时为记录的所有者。该流程已在运行时不"
        "再启动。");
    kind.description.icon = "play_circle";
    kind.description.properties = {
        Prop("flow", Shape::kReference, {"Flow", "流程"}, {"Which flow is started.", "启动哪个流程。"})
            .required()
            .refers("flow"),
        Prop("variables", Shape::kAssignments, {"Variables", "变量"},
             {"Variables of the flow, and the FEEL expressions of their values.", "流程变量及其取值的 FEEL 表达式。"})
            .scope("automation")};
    kind.read = &read;
    kind.run = &run;
    registry.add(std::move(kind));
}

}  // namespace fw::automation
