// Rows of an element grid: added, deleted, moved, copied and pasted, by keys and by the menu.
#include <algorithm>

#include <wx/clipbrd.h>

#include "designer/core/element_commands.h"
#include "designer/ui/actions.h"
#include "designer/ui/element_grid.h"
#include "designer/ui/text.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer::ui {

using model::Shape;

void ElementGrid::add_row() {
    const int row = rows() == 0 ? -1 : GetGridCursorRow();
    const auto at = static_cast<std::size_t>(row < 0 ? rows() : row + 1);
    (void)session_.run(add_elements(session_.workspace(), list_, {fresh_element(session_.workspace(), list_)}, at));
    refresh();
    if (static_cast<int>(at) < rows()) SetGridCursor(static_cast<int>(at), 0);
    SetFocus();
}

void ElementGrid::delete_rows() {
    std::vector<Address> elements;
    wxArrayInt selected = GetSelectedRows();
    if (selected.empty() && GetGridCursorRow() >= 0) selected.Add(GetGridCursorRow());
    for (const int row : selected) {
        if (element(row) != nullptr) elements.push_back({list_.document, join_path(list_.path, key_of(row))});
    }
    const int row = GetGridCursorRow();
    if (elements.empty()) return;
    (void)session_.run(delete_elements(elements));
    refresh();
    if (rows() > 0) SetGridCursor(std::clamp(row, 0, rows() - 1), std::max(0, GetGridCursorCol()));
}

void ElementGrid::move_row(int by) {
    const int row = GetGridCursorRow();
    const int to = row + by;
    if (element(row) == nullptr || to < 0 || to >= rows()) return;
    const int column = GetGridCursorCol();
    (void)session_.run(
        move_element({list_.document, join_path(list_.path, key_of(row))}, static_cast<std::size_t>(to)));
    refresh();
    SetGridCursor(to, column);
}

void ElementGrid::copy_rows() {
    json::Value copied = json::Value::object();
    copied.set("formwork", json::Value::string("elements"));
    json::Value items = json::Value::array();
    wxArrayInt selected = GetSelectedRows();
    if (selected.empty() && GetGridCursorRow() >= 0) selected.Add(GetGridCursorRow());
    for (const int row : selected) {
        if (element(row) != nullptr) items.push(*element(row));
    }
    copied.set("items", std::move(items));
    if (!wxTheClipboard->Open()) return;
    wxTheClipboard->SetData(new wxTextDataObject(wx(json::write_canonical(copied))));
    wxTheClipboard->Close();
}

void ElementGrid::paste() {
    if (!wxTheClipboard->Open()) return;
    wxTextDataObject data;
    const bool got = wxTheClipboard->GetData(data);
    wxTheClipboard->Close();
    if (!got) return;
    const std::string text = utf8(data.GetText());
    const int row = std::max(0, GetGridCursorRow());
    if (auto copied = json::read(text); copied && copied->string_or("formwork") == "elements") {
        const json::Value* items = copied->find("items");
        if (items == nullptr || !items->is_array()) return;
        (void)session_.run(add_elements(session_.workspace(), list_, items->items(),
                                        static_cast<std::size_t>(rows() == 0 ? 0 : row + 1)));
        refresh();
        return;
    }
    // Cells from a spreadsheet, from the cursor on.
    std::vector<CellColumn> columns;
    for (auto i = static_cast<std::size_t>(std::max(0, GetGridCursorCol())); i < columns_.size(); ++i)
        columns.push_back(columns_[i].cell);
    const int first = rows() == 0 ? 0 : row;
    session_.stack().seal();
    (void)session_.run(paste_cells(list_, static_cast<std::size_t>(first), std::move(columns), read_cells(text)));
    refresh();
}

void ElementGrid::key(wxKeyEvent& event) {
    const int code = event.GetKeyCode();
    if (code == WXK_INSERT) {
        add_row();
    } else if (event.ControlDown() && (code == WXK_DELETE || code == WXK_NUMPAD_DELETE)) {
        delete_rows();
    } else if (event.AltDown() && (code == WXK_UP || code == WXK_DOWN)) {
        move_row(code == WXK_UP ? -1 : 1);
    } else if (code == WXK_DELETE && !GetSelectedRows().empty()) {
        delete_rows();
    } else if (code == WXK_DELETE) {
        if (GetGridCursorCol() >= 0) write(GetGridCursorRow(), GetGridCursorCol(), {});
    } else if (code == WXK_RETURN && !event.HasAnyModifiers() && GetGridCursorRow() + 1 == rows() &&
               GetGridCursorCol() + 1 == GetNumberCols()) {
        add_row();
    } else if (code == WXK_SPACE && GetGridCursorCol() >= 0 &&
               columns_[static_cast<std::size_t>(GetGridCursorCol())].cell.property->shape == Shape::kBoolean) {
        write(GetGridCursorRow(), GetGridCursorCol(),
              text_at(GetGridCursorRow(), GetGridCursorCol()) == "1" ? "" : "1");
    } else {
        event.Skip();
    }
}

bool ElementGrid::perform(int id) {
    switch (static_cast<ActionId>(id)) {
        case ActionId::kCopy:
            copy_rows();
            return true;
        case ActionId::kCut:
            copy_rows();
            delete_rows();
            return true;
        case ActionId::kPaste:
            paste();
            return true;
        case ActionId::kDelete:
            delete_rows();
            return true;
        case ActionId::kSelectAll:
            SelectAll();
            return true;
        case ActionId::kDuplicate: {
            const int row = GetGridCursorRow();
            if (element(row) == nullptr) return true;
            (void)session_.run(
                add_elements(session_.workspace(), list_, {*element(row)}, static_cast<std::size_t>(row + 1)));
            refresh();
            return true;
        }
        default:
            return false;
    }
}

}  // namespace fw::designer::ui
