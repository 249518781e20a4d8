// Shared by the flow commands.
#include "designer/core/flow_commands.h"

namespace fw::designer {

void keep_places(Edit& edit, const std::string& flow) {
    const FlowDiagram diagram = drawn_flow(edit.workspace(), flow);
    for (const FlowNode& node : diagram.nodes) {
        const Address place{flow, "diagram/" + node.id};
        if (edit.value(place) == nullptr) edit.set(place, value_of_point(to_grid(node.box.centre())));
    }
}

json::Value fresh_node(const Workspace& workspace, std::string_view type, std::string_view id) {
    json::Value node = json::Value::object();
    node.set("id", json::Value::string(id));
    node.set("type", json::Value::string(type));
    const model::ElementType* described = workspace.descriptors().find("node");
    const model::ElementType* variant = described == nullptr ? nullptr : described->variant_of(node);
    if (variant == nullptr) return node;
    node.set("label", value_of_text(variant->label));
    for (const model::Property& property : variant->properties) {
        if (property.shape != model::Shape::kWho || !property.required) continue;
        json::Value who = json::Value::object();
        who.set("manager_level", json::Value::number(1));
        node.set(property.id, std::move(who));
    }
    return node;
}

}  // namespace fw::designer
