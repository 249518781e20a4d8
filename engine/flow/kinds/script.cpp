#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_script(NodeKinds& registry);

namespace {

struct Script : NodeDetail {
    struct Set {
        std::string field;        // of the record, or empty
        std::uint32_t index = 0;  // of the variable
        model::Expr value;
    };
    std::vector<Set> sets;
};

std::optional<std::uint32_t> variable_of(const Flow& flow, std::string_view name) {
    for (std::size_t i = 0; i < flow.variables.size(); ++i) {
        if (flow.variables[i].id == name) return static_cast<std::uint32_t>(i);
    }
    return std::nullopt;
}

void read_set(NodeReader& reader, const json::Member& member, Script& script) {
    Script::Set set;
    json::Value name = json::Value::string(member.key);
    name.set_range(member.key_range);
    feel::Type expected;
    const std::string element = reader.element() + "/set/" + member.key;
    if (member.key.rfind("record.", 0) == 0) {
        set.field = member.key.substr(7);
        json::Value field = json::Value::string(set.field);
        field.set_range(member.key_range);
        if (reader.flow().entity.empty()) {
            reader.mistake("FLOW-022", Text("the flow has no record", "该流程没有关联记录"), &name);
        } else if (set.field != "state" && !reader.env().field(reader.flow().entity, field, element, reader.out())) {
            return;
        }
    } else if (const auto index = variable_of(reader.flow(), member.key)) {
        set.index = *index;
        expected = reader.flow().variables[*index].type;
    } else {
        reader.mistake("FLOW-023",
                       Text("'" + member.key + "' is neither 'record.<field>' nor a variable of the flow",
                            "“" + member.key + "”既不是“record.<字段>”，也不是流程变量"),
                       &name);
        return;
    }
    set.value = reader.expression(member.value, element, expected);
    script.sets.push_back(std::move(set));
}

void read(NodeReader& reader, Node& node) {
    auto script = std::make_unique<Script>();
    if (const json::Value* set = reader.find("set"); set != nullptr && set->is_object()) {
        for (const json::Member& member : set->members()) read_set(reader, member, *script);
    }
    node.detail = std::move(script);
}

void enter(Run& run, std::uint32_t token) {
    for (const Script::Set& set : static_cast<const Script&>(*run.node_of(token).detail).sets) {
        feel::Value value = run.evaluate(set.value);
        if (!set.field.empty()) {
            run.set_record(set.field, std::move(value));
        } else {
            bool fits = true;
            run.set_variable(set.index, feel::conform(value, run.flow().variables[set.index].type, fits));
        }
    }
    run.go_on(token);
}

}  // namespace

void add_script(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "script";
    kind.description.label = Text("Set values", "赋值");
    kind.description.help =
        Text("Sets fields of the record and variables, in order.", "依次设置记录的字段和流程变量。");
    kind.description.icon = "function";
    kind.description.properties = {model::Prop("set", model::Shape::kAssignments, {"Values", "赋值"},
                                               {"record.<field> or a variable, and the FEEL expression it becomes.",
                                                "“record.<字段>”或变量，以及对应的 FEEL 表达式。"})
                                       .required()
                                       .scope("flow")};
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
