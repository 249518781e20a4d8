// Shared by the flow commands.
#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "engine/flow/kind.h"

namespace fw::designer {

void keep_places(Edit& edit, const std::string& flow) {
    const FlowDiagram diagram = drawn_flow(edit.workspace(), flow);
    for (const FlowNode& node : diagram.nodes) {
        const Address place{flow, "diagram/" + node.id};
        const Point centre = node.box.centre();  // of a box on the grid: on half of it
        if (edit.value(place) == nullptr) edit.set(place, value_of_point(node.expanded ? centre : to_grid(centre)));
    }
}

json::Value fresh_node(const Workspace& workspace, std::string_view type, std::string_view id) {
    json::Value node = json::Value::object();
    node.set("id", json::Value::string(id));
    node.set("type", json::Value::string(type));
    const model::ElementType* described = workspace.descriptors().find("node");
    const model::ElementType* variant = described == nullptr ? nullptr : described->variant_of(node);
    if (is_sub_process(type)) node.set("nodes", json::Value::array());
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

json::Value new_node(const Workspace& workspace, const json::Value* flow, std::string_view type) {
    const std::string id = free_node_id(flow, type);
    json::Value node = fresh_node(workspace, type, id);
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    if (kind == nullptr || !kind->container || type == "ad_hoc") return node;
    // Where it begins: an event sub-process by what it waits for.
    json::Value start = fresh_node(workspace, "start", free_node_id(flow, id + "_start"));
    if (kind->by_event) start.set("event", json::Value::string("error"));
    json::Value nodes = json::Value::array();
    nodes.push(std::move(start));
    node.set("nodes", std::move(nodes));
    return node;
}

void place_new(Edit& edit, const std::string& flow, const json::Value& node, Point centre) {
    const std::string own(node.string_or("id"));
    // What a sub-process brings stands at the left of its box.
    for (const std::string& id : ids_in(node))
        edit.set({flow, "diagram/" + id}, value_of_point(to_grid({centre.x - (id == own ? 0 : 50), centre.y})));
}

Size new_size(std::string_view type) { return is_sub_process(type) ? Size{200, 150} : diagram::node_size(type); }

}  // namespace fw::designer
