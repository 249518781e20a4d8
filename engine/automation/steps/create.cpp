// Creates a record of any entity.
#include "engine/automation/step_kind.h"

namespace fw::automation {

void add_create(StepKinds& registry);

namespace {

void read(StepReader& reader, Step& step) {
    step.entity = reader.entity("entity");
    step.values = reader.values("values", step.entity);
}

Effect run(const Step& step, const Scene& scene) { return {evaluate(step.values, scene), {}, {}}; }

}  // namespace

void add_create(StepKinds& registry) {
    using model::Prop;
    using model::Shape;
    StepKind kind;
    kind.id = "create";
    kind.does = Does::kCreate;
    kind.description.label = Text("Create a record", "新建记录");
    kind.description.help = Text(
        "Creates a record with these fields; what is not set has its default. It belongs to the "
        "owner of the record that triggered it, unless 'owner' is set.",
        "以这些字段新建一条记录，未设置的字段取默认值。除非设置了“owner”，新记录归触发记录的所有者所有。");
    kind.description.icon = "note_add";
    kind.description.properties = {
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose record is created.", "新建哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("values", Shape::kAssignments, {"Values", "字段取值"},
             {"Fields of the new record, and the FEEL expression of each: {\"contract\": \"record\"} refers to the "
              "record that triggered it.",
              "新记录的字段及其取值的 FEEL 表达式；{\"contract\": \"record\"} 表示引用触发的记录。"})
            .required()
            .scope("automation")};
    kind.read = &read;
    kind.run = &run;
    registry.add(std::move(kind));
}

}  // namespace fw::automation
