#include "designer/core/references.h"

#include <algorithm>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_diagram.h"

namespace fw::designer {

using model::ElementType;
using model::Property;
using model::Shape;

Described describe(const Workspace& workspace, const Address& address) {
    Described found;
    const Document* document = workspace.document(address.document);
    if (document == nullptr) return found;
    const ElementType* type = workspace.descriptors().find(document->kind);
    const json::Value* value = &document->root;
    found.element = type;
    const std::vector<std::string> steps = split_path(address.path);
    for (std::size_t i = 0; i < steps.size() && found.element != nullptr; ++i) {
        if (value == nullptr) return {};
        const Property* property = found.element->find(steps[i], *value);
        if (property == nullptr) return {};
        found.property = property;
        const json::Value* next = value->find(steps[i]);
        if (property->shape == Shape::kElements && i + 1 < steps.size()) {
            const auto index = next == nullptr ? std::nullopt : element_index(*next, steps[i + 1]);
            if (!index) return {};
            value = &next->items()[*index];
            found.element_path = join_path(join_path(found.element_path, steps[i]), steps[i + 1]);
            found.element = workspace.descriptors().find(property->element);
            found.property = nullptr;
            ++i;
        } else if (property->shape == Shape::kElement && i + 1 < steps.size()) {
            static const json::Value kNone = json::Value::object();
            value = next == nullptr ? &kNone : next;
            found.element_path = join_path(found.element_path, steps[i]);
            found.element = workspace.descriptors().find(property->element);
            found.property = nullptr;
        } else {
            return found;
        }
    }
    return found;
}

const std::vector<SystemField>& system_fields() {
    static const std::vector<SystemField> fields{
        {"owner", "user", {"Owner", "负责人"}},           {"unit", "unit", {"Unit", "部门"}},
        {"state", "choice", {"State", "状态"}},           {"created_at", "date_time", {"Created at", "创建时间"}},
        {"created_by", "user", {"Created by", "创建人"}}, {"updated_at", "date_time", {"Updated at", "修改时间"}},
        {"updated_by", "user", {"Updated by", "修改人"}}, {"id", "text", {"Id", "编号"}}};
    return fields;
}

namespace {

// The id with its pack where the entity belongs to another one, without where it is ours.
std::string seen_from_here(const Workspace& workspace, std::string_view id, std::string_view of_entity) {
    std::string full(id);
    const std::size_t dot = of_entity.find('.');
    if (full.find('.') == std::string::npos && dot != std::string_view::npos)
        full = std::string(of_entity.substr(0, dot + 1)) + full;
    const std::string own = workspace.pack_id() + ".";
    return full.starts_with(own) ? full.substr(own.size()) : full;
}

std::string target_of_type(std::string_view type, const json::Value& field) {
    if (type == "user") return "base.person";
    if (type == "unit") return "base.unit";
    if (type == "child_table") return std::string(field.string_or("of"));
    return std::string(field.string_or("to"));
}

const json::Value* field_of(const Workspace& workspace, std::string_view entity, std::string_view field) {
    const Document* document = workspace.resolve("entity", entity);
    const json::Value* fields = document == nullptr ? nullptr : document->root.find("fields");
    if (fields == nullptr || !fields->is_array()) return nullptr;
    for (const json::Value& item : fields->items()) {
        if (item.string_or("id") == field) return &item;
    }
    return nullptr;
}

}  // namespace

std::string target_of(const Workspace& workspace, std::string_view entity, std::string_view field) {
    if (field == "parent") {
        const Document* document = workspace.resolve("entity", entity);
        return document == nullptr ? std::string()
                                   : seen_from_here(workspace, document->root.string_or("child_of"), entity);
    }
    if (const json::Value* own = field_of(workspace, entity, field)) {
        std::string target = target_of_type(own->string_or("type"), *own);
        return target.empty() ? target : seen_from_here(workspace, target, entity);
    }
    for (const SystemField& system : system_fields()) {
        if (system.id != field) continue;
        if (system.type == "user") return seen_from_here(workspace, "base.person", {});
        if (system.type == "unit") return seen_from_here(workspace, "base.unit", {});
    }
    return {};
}

std::string entity_at(const Workspace& workspace, const Address& address, const Property* property) {
    const Document* document = workspace.document(address.document);
    if (document == nullptr) return {};
    // The special places first: what a lookup shows belongs to the entity its reference leads to.
    if (const json::Value* element = find(document->root, address.path);
        element != nullptr && property != nullptr && document->kind == "entity") {
        const std::string_view type = element->string_or("type");
        if (type == "lookup" && property->id == "field")
            return target_of(workspace, document->id, element->string_or("from"));
        if (property->scope == "target") return target_of(workspace, document->id, element->string_or("id"));
        if (property->scope == "rows") {
            const std::string over(element->string_or("over"));
            const std::size_t dot = over.rfind('.');
            return dot == std::string::npos ? target_of(workspace, document->id, over) : over.substr(0, dot);
        }
    }
    // Steps of an automation may name another entity; their expressions read the record it watches.
    if (property != nullptr && property->scope == "automation") return std::string(document->root.string_or("entity"));
    std::string inner;
    for (std::string path = address.path;; path = parent_path(path)) {
        const json::Value* element = find(document->root, path);
        if (element != nullptr && element->is_object()) {
            const std::string_view table = element->string_or("child_table");
            if (!table.empty() && !inner.empty()) {
                return target_of(workspace, document->root.string_or("entity"), table);
            }
            const std::string_view entity = element->string_or("entity");
            if (!entity.empty()) return std::string(entity);
        }
        inner = path;
        if (path.empty()) break;
    }
    if (document->kind == "entity") return document->id;
    if (const json::Value* on = document->root.find("on")) return std::string(on->string_or("entity"));
    return {};
}

std::vector<model::Choice> candidates(const Workspace& workspace, const Address& address, const Property& property) {
    std::vector<model::Choice> found;
    const auto add_list = [&](const json::Value* list) {
        if (list == nullptr || !list->is_array()) return;
        for (const json::Value& item : list->items()) {
            const std::string_view id = item.string_or("id");
            if (!id.empty()) found.push_back({std::string(id), text_of_value(item.find("label"))});
        }
    };
    const std::string& kind = property.refers;
    if (kind == "field" || kind == "state") {
        const std::string entity = entity_at(workspace, address, &property);
        const Document* document = workspace.resolve("entity", entity);
        if (document == nullptr) return found;
        add_list(document->root.find(kind == "field" ? "fields" : "states"));
        if (kind == "field") {
            for (const SystemField& system : system_fields()) found.push_back({std::string(system.id), system.label});
        }
    } else if (kind == "node") {
        const Document* document = workspace.document(address.document);
        if (document == nullptr) return found;
        // Of its own level first; nothing can be attached to or undone by what stands on another one.
        const std::string own = body_of(address.path);
        const bool inside = last_step(parent_path(address.path)) == "nodes";
        if (inside) add_list(find(document->root, join_path(own, "nodes")));
        if (inside && (property.id == "attached_to" || property.id == "handler")) return found;
        each_body(document->root, {}, [&](const std::string& body, const json::Value& nodes) {
            if (!inside || body != own) add_list(&nodes);
        });
    } else if (kind == "pack") {
        for (const Workspace& other : workspace.required()) {
            const Document* pack = other.document("pack.json");
            found.push_back({other.pack_id(), pack == nullptr ? Text() : text_of_value(pack->root.find("label"))});
        }
    } else {
        for (const auto& [path, document] : workspace.documents()) {
            if (document.kind == kind) found.push_back({document.id, text_of_value(document.root.find("label"))});
        }
        for (const Workspace& other : workspace.required()) {
            for (const auto& [path, document] : other.documents()) {
                if (document.kind == kind)
                    found.push_back({other.pack_id() + "." + document.id, text_of_value(document.root.find("label"))});
            }
        }
    }
    return found;
}

namespace {

void each_in(const Workspace& workspace, const Document& document, const json::Value& element, const ElementType& type,
             const std::string& path, const PropertyVisit& visit) {
    for (const Property* property : type.properties_of(element)) {
        const json::Value* value = element.find(property->id);
        if (value == nullptr) continue;
        visit(document, path, type, element, *property, *value);
        const ElementType* inner =
            property->element.empty() ? nullptr : workspace.descriptors().find(property->element);
        if (inner == nullptr) continue;
        const std::string below = join_path(path, property->id);
        if (property->shape == Shape::kElement && value->is_object())
            each_in(workspace, document, *value, *inner, below, visit);
        if (property->shape == Shape::kElements && value->is_array()) {
            for (std::size_t i = 0; i < value->items().size(); ++i) {
                each_in(workspace, document, value->items()[i], *inner, join_path(below, element_key(*value, i)),
                        visit);
            }
        }
    }
}

}  // namespace

void each_property(const Workspace& workspace, const PropertyVisit& visit) {
    for (const auto& [path, document] : workspace.documents()) {
        const ElementType* type = workspace.descriptors().find(document.kind);
        if (type != nullptr && document.readable()) each_in(workspace, document, document.root, *type, {}, visit);
    }
}

std::vector<model::Choice> choices_of(const Workspace& workspace, const model::ElementType& type,
                                      const model::Property& property, const Address& element) {
    if (property.id == type.variant_by) {
        std::vector<model::Choice> types;
        for (const auto& [id, variant] : type.variants) types.push_back({id, variant.label});
        return types;
    }
    const bool names = property.shape == model::Shape::kReference || property.shape == model::Shape::kReferences ||
                       property.shape == model::Shape::kNameLists;
    return names ? candidates(workspace, element, property) : property.choices;
}

}  // namespace fw::designer
