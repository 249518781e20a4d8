#include "designer/core/property_sheet.h"

#include <array>
#include <map>

#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"

namespace fw::designer {

using model::ElementType;
using model::Group;
using model::Property;
using model::Shape;

Text group_label(Group group) {
    switch (group) {
        case Group::kMain:
            return {};
        case Group::kBehaviour:
            return {"Behaviour", "行为"};
        case Group::kAppearance:
            return {"Appearance", "外观"};
        case Group::kAdvanced:
            return {"Advanced", "高级"};
    }
    return {};
}

namespace {

// Lists that the middle of the window edits, and what nobody types.
bool edited_elsewhere(const Document& document, const std::string& path, const Property& property) {
    if (property.id == "kind" || property.shape == Shape::kPositions) return true;
    if (property.shape != Shape::kElements || !path.empty()) return false;
    return document.kind == "flow" ? property.id == "nodes" || property.id == "edges" : true;
}

struct Builder {
    const Workspace& workspace;
    const Document& document;
    Sheet& sheet;

    void rows(const ElementType& type, const json::Value& element, const std::string& path, const Text& nested_label) {
        std::array<SheetGroup, 4> groups;
        std::vector<const Property*> nested;
        for (const Property* property : type.properties_of(element)) {
            if (edited_elsewhere(document, path, *property) || !property_visible(type, *property, element)) continue;
            if (property->shape == Shape::kElement) {
                nested.push_back(property);
                continue;
            }
            SheetRow row;
            row.at = {document.path, join_path(path, property->id)};
            row.property = property;
            if (const json::Value* value = element.find(property->id)) row.value = *value;
            row.choices = choices_of(workspace, type, *property, {document.path, path});
            const Group where = property->id == "was" || property->id == "note" ? Group::kAdvanced : property->group;
            groups[static_cast<std::size_t>(where)].rows.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            groups[i].label = i == 0 ? nested_label : group_label(static_cast<Group>(i));
            groups[i].path = path;
            groups[i].open = i < 2;
            if (groups[i].rows.empty()) continue;
            for (const SheetRow& row : groups[i].rows) groups[i].open = groups[i].open || row.set();
            sheet.groups.push_back(std::move(groups[i]));
            if (i == 0) {
                for (const Property* property : nested) inner(*property, element, path);
                nested.clear();
            }
        }
        for (const Property* property : nested) inner(*property, element, path);
    }

    void inner(const Property& property, const json::Value& element, const std::string& path) {
        const ElementType* type = workspace.descriptors().find(property.element);
        if (type == nullptr) return;
        static const json::Value kNone = json::Value::object();
        const json::Value* value = element.find(property.id);
        rows(*type, value != nullptr && value->is_object() ? *value : kNone, join_path(path, property.id),
             property.label);
    }
};

}  // namespace

Sheet property_sheet(const Workspace& workspace, const Address& element) {
    Sheet sheet;
    sheet.element = element;
    const Document* document = workspace.document(element.document);
    if (document == nullptr || !document->readable()) return sheet;
    const json::Value* value = workspace.value(element);
    const Described described = describe(workspace, element);
    if (value == nullptr || !value->is_object() || described.element == nullptr) return sheet;
    const ElementType* type = described.element;
    if (described.property != nullptr) type = workspace.descriptors().find(described.property->element);
    if (type == nullptr) return sheet;
    const ElementType* variant = type->variant_of(*value);
    sheet.kind = variant == nullptr ? type->label : variant->label;
    sheet.help = variant == nullptr || variant->help.empty() ? type->help : variant->help;
    sheet.icon = variant == nullptr || variant->icon.empty() ? type->icon : variant->icon;
    sheet.title = text_of_value(value->find("label"));
    if (sheet.title.empty()) {
        const std::string id(value->string_or("id", last_step(element.path)));
        sheet.title = {id, id};
    }
    Builder{workspace, *document, sheet}.rows(*type, *value, element.path, {});
    return sheet;
}

}  // namespace fw::designer
