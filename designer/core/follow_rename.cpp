// What else changes when an id changes: references, FEEL names, places on the canvas, tests.
#include <algorithm>

#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"

namespace fw::designer {

using model::Property;
using model::Shape;

namespace {

bool name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool name_part(char c) { return name_start(c) || (c >= '0' && c <= '9'); }

bool same_entity(const Workspace& workspace, std::string_view a, std::string_view b) {
    const std::string own = workspace.pack_id() + ".";
    if (a.starts_with(own)) a.remove_prefix(own.size());
    if (b.starts_with(own)) b.remove_prefix(own.size());
    return !a.empty() && a == b;
}

}  // namespace

std::string rename_in_feel(const Workspace& workspace, std::string_view feel, std::string_view at,
                           bool names_are_fields, std::string_view entity, std::string_view from, std::string_view to,
                           std::string_view record) {
    std::string out;
    std::string scope;     // entity the next name of a path belongs to
    bool in_path = false;  // the last token was a dot behind a name
    for (std::size_t i = 0; i < feel.size();) {
        const char c = feel[i];
        if (c == '"') {
            std::size_t end = i + 1;
            while (end < feel.size() && feel[end] != '"') end += feel[end] == '\\' ? 2 : 1;
            end = std::min(feel.size(), end + 1);
            out += feel.substr(i, end - i);
            i = end;
            in_path = false;
            continue;
        }
        if (!name_start(c)) {
            if (c == '.') {
                in_path = true;
            } else if (c != ' ') {
                in_path = false;
                scope.clear();
            }
            out += c;
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < feel.size() && name_part(feel[end])) ++end;
        const std::string_view name = feel.substr(i, end - i);
        const std::string owner = in_path ? scope : std::string(names_are_fields ? at : std::string_view());
        const bool hit = name == from && same_entity(workspace, owner, entity);
        out += hit ? to : name;
        if (!in_path && name == "record") {
            scope = record.empty() ? at : record;
        } else {
            scope = owner.empty() ? std::string() : target_of(workspace, owner, name);
        }
        in_path = false;
        i = end;
    }
    return out;
}

namespace {

struct Rename {
    Edit& edit;
    std::string_view kind, owner, from, to;
    std::vector<std::pair<Address, json::Value>> changes{};

    [[nodiscard]] const Workspace& workspace() const { return edit.workspace(); }

    // How the id is written by others: models of this pack may carry the pack's name.
    [[nodiscard]] std::string renamed(std::string_view written) const {
        if (written == from) return std::string(to);
        const std::string own = workspace().pack_id() + ".";
        const bool is_model = owner.empty();
        if (is_model && written == own + std::string(from)) return own + std::string(to);
        // "receipt.contract": a field of another entity, as roll-ups write it.
        if (kind == "entity" && written.starts_with(std::string(from) + "."))
            return std::string(to) + std::string(written.substr(from.size()));
        if (kind == "field" && written == std::string(owner) + "." + std::string(from))
            return std::string(owner) + "." + std::string(to);
        return {};
    }

    [[nodiscard]] bool means(const Document& document, const std::string& element, const Property& property,
                             std::string_view written) const {
        if (kind == "field" && written.find('.') != std::string_view::npos) return true;
        if (kind == "field" || kind == "state")
            return same_entity(workspace(), entity_at(workspace(), {document.path, element}, &property), owner);
        if (kind == "node") return document.path == owner;
        return true;
    }

    void text(const Document& document, const std::string& element, const Property& property, const Address& at,
              const json::Value& value) {
        if (kind != "field" || !value.is_string()) return;
        const std::string entity = entity_at(workspace(), {document.path, element}, &property);
        if (entity.empty()) return;
        const bool fields_by_name = property.scope != "flow";
        const std::string record = property.scope == "target" ? document.id : entity;
        std::string after;
        if (property.shape == Shape::kTemplate) {
            std::string_view rest = value.as_string();
            while (!rest.empty()) {
                const std::size_t open = rest.find('{');
                const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
                if (close == std::string_view::npos) break;
                after += rest.substr(0, open + 1);
                after += rename_in_feel(workspace(), rest.substr(open + 1, close - open - 1), entity, fields_by_name,
                                        owner, from, to, record);
                after += '}';
                rest.remove_prefix(close + 1);
            }
            after += rest;
        } else {
            after = rename_in_feel(workspace(), value.as_string(), entity, fields_by_name, owner, from, to, record);
        }
        if (after != value.as_string()) changes.emplace_back(at, json::Value::string(after));
    }

    void visit(const Document& document, const std::string& element, const json::Value&, const Property& property,
               const json::Value& value) {
        const Address at{document.path, join_path(element, property.id)};
        const bool refers = property.refers == kind || (kind == "entity" && property.refers == "field");
        if (property.shape == Shape::kReference && refers && value.is_string()) {
            const std::string after = renamed(value.as_string());
            if (!after.empty() && (property.refers != kind || means(document, element, property, value.as_string()))) {
                if (property.refers == kind || after.find('.') != std::string::npos)
                    changes.emplace_back(at, json::Value::string(after));
            }
        } else if ((property.shape == Shape::kReferences || property.shape == Shape::kNameLists) &&
                   property.refers == kind && value.is_array()) {
            if (!means(document, element, property, from)) return;
            json::Value list = value;
            if (in_list(list)) changes.emplace_back(at, std::move(list));
        } else if (property.shape == Shape::kWho) {
            json::Value who = value;
            if (in_who(who, document, element, property)) changes.emplace_back(at, std::move(who));
        } else if (property.shape == Shape::kExpression) {
            text(document, element, property, at, value);
        } else if (property.shape == Shape::kTemplate && value.is_object()) {
            for (const json::Member& member : value.members())
                text(document, element, property, {at.document, join_path(at.path, member.key)}, member.value);
        } else if (property.shape == Shape::kTemplate) {
            text(document, element, property, at, value);
        } else if (property.shape == Shape::kAssignments && value.is_object() && kind == "field") {
            assignments(document, element, property, at, value);
        }
    }

    bool in_list(json::Value& list) const {
        bool any = false;
        for (json::Value& item : list.items()) {
            if (item.is_array()) {
                any = in_list(item) || any;
            } else if (item.is_string()) {
                const std::string after = renamed(item.as_string());
                if (after.empty()) continue;
                item = json::Value::string(after);
                any = true;
            }
        }
        return any;
    }

    bool in_who(json::Value& who, const Document& document, const std::string& element,
                const Property& property) const {
        bool any = false;
        if (who.is_array()) {
            for (json::Value& item : who.items()) any = in_who(item, document, element, property) || any;
            return any;
        }
        const char* key = kind == "role" ? "role" : kind == "field" ? "field" : nullptr;
        const json::Value* value = key == nullptr ? nullptr : who.find(key);
        if (value == nullptr || !value->is_string() || !means(document, element, property, from)) return false;
        const std::string after = renamed(value->as_string());
        if (after.empty()) return false;
        who.set(key, json::Value::string(after));
        return true;
    }

    // The values of an automation's step: fields of the entity it creates a record of, or of the record it sets.
    [[nodiscard]] bool names_fields(const Document& document, const std::string& element,
                                    const Property& property) const {
        const json::Value* step = workspace().value({document.path, element});
        if (property.scope != "automation" || property.id != "values" || step == nullptr) return false;
        std::string entity(step->string_or("entity", document.root.string_or("entity")));
        if (const std::string_view through = step->string_or("through"); !through.empty())
            entity = target_of(workspace(), entity, std::string(through));
        return same_entity(workspace(), entity, owner);
    }

    void assignments(const Document& document, const std::string& element, const Property& property, const Address& at,
                     const json::Value& value) {
        const std::string entity = entity_at(workspace(), {document.path, element}, &property);
        json::Value after = json::Value::object();
        for (const json::Member& member : value.members()) {
            std::string key = member.key;
            if (key == "record." + std::string(from) && same_entity(workspace(), entity, owner))
                key = "record." + std::string(to);
            if (key == from && names_fields(document, element, property)) key = to;
            json::Value feel = member.value;
            if (feel.is_string())
                feel = json::Value::string(rename_in_feel(workspace(), feel.as_string(), entity,
                                                          property.scope == "automation", owner, from, to));
            after.set(key, std::move(feel));
        }
        if (!(after == value)) changes.emplace_back(at, std::move(after));
    }

    // Tests of a flow name nodes in free JSON: every text that is the id.
    void in_tests() {
        const Document* document = workspace().document(owner);
        const json::Value* tests = document == nullptr ? nullptr : document->root.find("tests");
        if (tests == nullptr) return;
        json::Value after = *tests;
        const auto walk = [&](const auto& self, json::Value& value, bool counts) -> void {
            if (value.is_string() && counts && value.as_string() == from) value = json::Value::string(to);
            if (value.is_array()) {
                for (json::Value& item : value.items()) self(self, item, counts);
            } else if (value.is_object()) {
                for (json::Member& member : value.members()) {
                    self(self, member.value, counts || member.key == "do" || member.key == "expect");
                }
            }
        };
        walk(walk, after, false);
        if (!(after == *tests)) changes.emplace_back(Address{document->path, "tests"}, std::move(after));
    }
};

}  // namespace

std::size_t follow_rename(Edit& edit, std::string_view kind, std::string_view owner, std::string_view from,
                          std::string_view to) {
    Rename rename{edit, kind, owner, from, to};
    each_property(edit.workspace(),
                  [&](const Document& document, const std::string& path, const model::ElementType&,
                      const json::Value& element, const Property& property,
                      const json::Value& value) { rename.visit(document, path, element, property, value); });
    if (kind == "node") rename.in_tests();
    // Edges are named by their ends: backwards, so that the second of two equal ones is still found by its number.
    for (auto it = rename.changes.rbegin(); it != rename.changes.rend(); ++it) {
        Address address = it->first;
        if (edit.value(address) == nullptr) {
            // Both ends of one edge: its `to` has been renamed already.
            const std::string element = parent_path(address.path);
            address.path = join_path(join_path(parent_path(element), std::string(from) + "-" + std::string(to)),
                                     last_step(address.path));
        }
        if (edit.value(address) != nullptr) edit.set(address, std::move(it->second));
    }
    return rename.changes.size();
}

}  // namespace fw::designer
