#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"

namespace fw::designer {

using model::Property;
using model::Shape;

namespace {

json::Value least(const Workspace& workspace, const Address& list, const Property& property,
                  const model::ElementType& type) {
    switch (property.shape) {
        case Shape::kText:
        case Shape::kTemplate:
            return value_of_text(type.label);
        case Shape::kReference: {
            const std::vector<model::Choice> choices = candidates(workspace, list, property);
            return choices.empty() ? json::Value::null() : json::Value::string(choices[0].id);
        }
        case Shape::kChoice:
            return property.choices.empty() ? json::Value::null() : json::Value::string(property.choices[0].id);
        case Shape::kElements:
            return json::Value::array();
        case Shape::kExpression:
            return json::Value::string("true");
        case Shape::kDuration:
            return json::Value::string("P1D");
        case Shape::kWho: {
            json::Value who = json::Value::object();
            who.set("initiator", json::Value::boolean(true));
            return who;
        }
        default:
            return json::Value::null();
    }
}

}  // namespace

json::Value fresh_element(const Workspace& workspace, const Address& list) {
    json::Value element = json::Value::object();
    const Described described = describe(workspace, list);
    if (described.property == nullptr) return element;
    const model::ElementType* type = workspace.descriptors().find(described.property->element);
    if (type == nullptr) return element;
    for (const Property* property : type->properties_of(element)) {
        if (property->id == "id") {
            if (property->required) element.set("id", json::Value::string(free_id(workspace.value(list), type->id)));
        } else if (property->id == type->variant_by) {
            const bool has_text = type->variants.contains("text");
            if (has_text) element.set(property->id, json::Value::string("text"));
            if (!has_text && !type->variants.empty())
                element.set(property->id, json::Value::string(type->variants.begin()->first));
        } else if (property->id == "label") {
            element.set("label", value_of_text(type->label));
        } else if (property->required) {
            json::Value value = least(workspace, list, *property, *type);
            if (!value.is_null()) element.set(property->id, std::move(value));
        }
    }
    return element;
}

}  // namespace fw::designer
