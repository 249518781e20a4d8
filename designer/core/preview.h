// A form as people will see it: sections, inputs and sample values, from a form or from an entity's fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "designer/core/workspace.h"
#include "engine/form/field_type.h"

namespace fw::designer {

struct PreviewField {
    std::string path;  // of the element in the previewed document; may be empty
    std::string id;
    Text label;
    form::Widget widget = form::Widget::kText;
    Text sample;
    bool required = false;
    bool read_only = false;
    int span = 1;
};

struct PreviewSection {
    Text label;
    int columns = 2;
    bool table = false;  // the lines of a child table, or a related list
    bool related = false;
    std::vector<PreviewField> fields;
};

struct Preview {
    Text title;
    std::vector<PreviewSection> sections;
};

// Of a form or an entity; empty for other kinds.
[[nodiscard]] Preview preview_form(const Workspace& workspace, std::string_view document);

}  // namespace fw::designer
