// Who refers to whom: ids in models that name other models, fields, nodes and states, found by the descriptors; and
// names in FEEL texts. Renaming follows them, pickers offer them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/edit.h"
#include "designer/core/workspace.h"
#include "engine/model/descriptor.h"

namespace fw::designer {

// The element type that describes the value at a path ("nodes/big" → "node"), or null; and the property a path ends in.
struct Described {
    const model::ElementType* element = nullptr;
    const model::Property* property = nullptr;  // the path names this property of `element_path`
    std::string element_path;
};
[[nodiscard]] Described describe(const Workspace& workspace, const Address& address);

// The entity whose fields count at a place: the model's own, a section's child table's, a right's … Empty if none.
[[nodiscard]] std::string entity_at(const Workspace& workspace, const Address& address,
                                    const model::Property* property = nullptr);
// The entity a field leads to ("account", "base.person", a child table's rows), or empty. `entity` may be "pack.id".
[[nodiscard]] std::string target_of(const Workspace& workspace, std::string_view entity, std::string_view field);
// What every entity has besides its own fields.
struct SystemField {
    std::string_view id;
    std::string_view type;
    Text label;
};
[[nodiscard]] const std::vector<SystemField>& system_fields();

// What may stand in a reference here: existing ids with their labels.
[[nodiscard]] std::vector<model::Choice> candidates(const Workspace& workspace, const Address& address,
                                                    const model::Property& property);

// What may be chosen for a property of an element of this type: its choices, the type's variants, or the ids that a
// reference may name. Empty: whatever is typed.
[[nodiscard]] std::vector<model::Choice> choices_of(const Workspace& workspace, const model::ElementType& type,
                                                    const model::Property& property, const Address& element);

// Visits every property of every element of every readable model.
using PropertyVisit = std::function<void(const Document&, const std::string& element_path, const model::ElementType&,
                                         const json::Value& element, const model::Property&, const json::Value& value)>;
void each_property(const Workspace& workspace, const PropertyVisit& visit);

// Follows a rename: every reference and every FEEL name that meant the old id means the new one. `owner` is the entity
// of a field or state, the file of a node, empty for models. Tells how many places changed.
std::size_t follow_rename(Edit& edit, std::string_view kind, std::string_view owner, std::string_view from,
                          std::string_view to);

// The FEEL text with names of `entity`'s field `from` replaced, seen from a scope over `at`; `record` is
// the entity that the name record means where that is another one (filters of references). Strings stay untouched.
[[nodiscard]] std::string rename_in_feel(const Workspace& workspace, std::string_view feel, std::string_view at,
                                         bool names_are_fields, std::string_view entity, std::string_view from,
                                         std::string_view to, std::string_view record = {});

}  // namespace fw::designer
