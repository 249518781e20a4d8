// What the property sheet shows of an element, read from its description: groups, rows, fallbacks, choices, help.
// Panels draw it and send commands; they know no kind of element.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "designer/core/workspace.h"
#include "engine/model/descriptor.h"

namespace fw::designer {

struct SheetRow {
    Address at;                                 // of the property
    const model::Property* property = nullptr;  // its shape says which editor suits
    std::optional<json::Value> value;           // nothing: not written
    std::vector<model::Choice> choices;         // choices, types, and existing ids of references
    [[nodiscard]] bool set() const { return value.has_value(); }
};

struct SheetGroup {
    Text label;        // empty for the first
    std::string path;  // of the nested element it belongs to
    std::vector<SheetRow> rows;
    bool open = true;
};

struct Sheet {
    Address element;
    Text kind;  // "Approval", "Text"
    Text help;
    std::string icon;
    Text title;  // the element's label, or its id
    std::vector<SheetGroup> groups;
};

// The sheet of an element; empty groups where there is nothing to edit (broken or unknown).
[[nodiscard]] Sheet property_sheet(const Workspace& workspace, const Address& element);

// Whether a property is offered: `visible_when` over the element's own properties (their fallbacks where not written).
[[nodiscard]] bool property_visible(const model::ElementType& type, const model::Property& property,
                                    const json::Value& element);

[[nodiscard]] Text group_label(model::Group group);

}  // namespace fw::designer
