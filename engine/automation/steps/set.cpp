// Sets fields of the record, or of one it refers to.
#include "engine/automation/step_kind.h"

namespace fw::automation {

void add_set(StepKinds& registry);

namespace {

void read(StepReader& reader, Step& step) {
    step.through = reader.step().string_or("through");
    step.entity = step.through.empty() ? reader.own_entity() : reader.referred("through");
    step.values = reader.values("values", step.entity);
}

Effect run(const Step& step, const Scene& scene) { return {evaluate(step.values, scene), {}, {}}; }

}  // namespace

void add_set(StepKinds& registry) {
    using model::Prop;
    using model::Shape;
    StepKind kind;
    kind.id = "set";
    kind.does = Does::kSet;
    kind.description.label = Text("Set fields", "更新字段");
    kind.description.help = Text(
        "Sets fields of the record, or of one that it refers to. Where nothing differs nothing "
        "is written, and nothing else is triggered.",
        "更新本记录或其引用记录的字段。值没有变化时不写入，也不会触发其他自动化。");
    kind.description.icon = "edit";
    kind.description.properties = {Prop("through", Shape::kReference, {"Of the record in", "所引用的记录"},
                                        {"A reference field: the record it leads to is changed instead of this one.",
                                         "引用字段：修改该字段所指向的记录，而不是本记录。"})
                                       .refers("field"),
                                   Prop("values", Shape::kAssignments, {"Values", "字段取值"},
                                        {"Fields, and the FEEL expression each becomes: {\"checked_on\": \"today()\"}",
                                         "字段及其取值的 FEEL 表达式：{\"checked_on\": \"today()\"}"})
                                       .required()
                                       .scope("automation")};
    kind.read = &read;
    kind.run = &run;
    registry.add(std::move(kind));
}

}  // namespace fw::automation
