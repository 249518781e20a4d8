// The cells of a grid over a list of elements: what one shows, what typing into it means, and text of a spreadsheet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/command.h"
#include "engine/base/text.h"
#include "engine/model/descriptor.h"

namespace fw::designer {

// A column shows one property of every element, or one language of a text.
struct CellColumn {
    std::string path;  // inside the element: "id", "label/en"
    const model::Property* property = nullptr;
};

// What the cell shows; "1" for a switch that is on.
[[nodiscard]] std::string cell_text(const json::Value& element, const CellColumn& column, Language language);
// The property's new value (the whole text for one language of it); nothing takes the property away.
[[nodiscard]] std::optional<json::Value> cell_value(const json::Value& element, const CellColumn& column,
                                                    std::string_view typed);

using Cells = std::vector<std::vector<std::string>>;
// Lines and tabs as spreadsheets copy them; cells with line breaks or tabs are in quotes.
[[nodiscard]] Cells read_cells(std::string_view text);

// Writes a block of cells over the elements from `first_row` on, `columns` from left to right; rows that are missing
// are added. One step to undo.
[[nodiscard]] CommandPtr paste_cells(Address list, std::size_t first_row, std::vector<CellColumn> columns, Cells cells);

}  // namespace fw::designer
