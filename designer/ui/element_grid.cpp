#include "designer/ui/element_grid.h"

#include <algorithm>

#include "designer/core/element_commands.h"
#include "designer/ui/element_table.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/model/technical_names.h"

namespace fw::designer::ui {

using model::Shape;

ElementGrid::ElementGrid(wxWindow* parent, Session& session, Address list)
    : wxGrid(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS | wxBORDER_NONE),
      session_(session),
      list_(std::move(list)) {
    const Theme& theme = Theme::now();
    SetName(wx("grid:" + last_step(list_.path)));
    make_columns();
    SetTable(new ElementTable(*this), true, wxGridSelectRows);
    SetDefaultRowSize(FromDIP(28), true);
    SetColLabelSize(FromDIP(28));
    SetRowLabelSize(FromDIP(36));
    SetLabelFont(small_font(this));
    SetLabelTextColour(theme.muted);
    SetLabelBackgroundColour(theme.surface);
    SetDefaultCellBackgroundColour(theme.field);
    SetDefaultCellTextColour(theme.text);
    SetGridLineColour(theme.line);
    SetSelectionBackground(theme.accent_soft);
    SetSelectionForeground(theme.text);
    SetCellHighlightColour(theme.accent);
    SetCellHighlightPenWidth(2);
    SetBackgroundColour(theme.field);
    SetColLabelAlignment(wxALIGN_LEFT, wxALIGN_CENTRE);
    DisableDragRowSize();
    SetMargins(0, 0);
    for (std::size_t i = 0; i < columns_.size(); ++i) SetColSize(static_cast<int>(i), FromDIP(columns_[i].width));
    Bind(wxEVT_GRID_SELECT_CELL, [this](wxGridEvent& event) {
        event.Skip();
        if (syncing_) return;
        const int row = event.GetRow();
        CallAfter([this, row] {
            if (!key_of(row).empty()) session_.select({{list_.document, join_path(list_.path, key_of(row))}});
        });
    });
    Bind(wxEVT_GRID_CELL_LEFT_CLICK, [this](wxGridEvent& event) {
        // A switch turns with one click.
        const auto column = static_cast<std::size_t>(event.GetCol());
        if (columns_[column].cell.property->shape == Shape::kBoolean && !event.ShiftDown() && !event.ControlDown()) {
            write(event.GetRow(), event.GetCol(), text_at(event.GetRow(), event.GetCol()) == "1" ? "" : "1");
        }
        event.Skip();
    });
    Bind(wxEVT_KEY_DOWN, &ElementGrid::key, this);
    refresh();
}

void ElementGrid::set_list(Address list) {
    list_ = std::move(list);
    make_columns();
    wxGridTableMessage gone(GetTable(), wxGRIDTABLE_NOTIFY_COLS_DELETED, 0, GetNumberCols());
    ProcessTableMessage(gone);
    wxGridTableMessage come(GetTable(), wxGRIDTABLE_NOTIFY_COLS_APPENDED, static_cast<int>(columns_.size()));
    ProcessTableMessage(come);
    for (std::size_t i = 0; i < columns_.size(); ++i) SetColSize(static_cast<int>(i), FromDIP(columns_[i].width));
    refresh();
}

const json::Value* ElementGrid::element(int row) const {
    const json::Value* list = session_.workspace().value(list_);
    if (list == nullptr || !list->is_array() || row < 0 || row >= static_cast<int>(list->items().size()))
        return nullptr;
    return &list->items()[static_cast<std::size_t>(row)];
}

int ElementGrid::rows() const {
    const json::Value* list = session_.workspace().value(list_);
    return list != nullptr && list->is_array() ? static_cast<int>(list->items().size()) : 0;
}

std::string ElementGrid::key_of(int row) const {
    return element(row) == nullptr ? std::string()
                                   : element_key(*session_.workspace().value(list_), static_cast<std::size_t>(row));
}

wxString ElementGrid::text_at(int row, int column) const {
    const json::Value* item = element(row);
    if (item == nullptr) return {};
    const GridColumn& described = columns_[static_cast<std::size_t>(column)];
    const std::string text = cell_text(*item, described.cell, language());
    if (described.cell.property->shape != Shape::kChoice || text.empty()) return wx(text);
    for (const model::Choice& choice : choices_of(described, row)) {
        if (choice.id == text) return wx(words_of(choice));
    }
    return wx(text);
}

std::string ElementGrid::words_of(const model::Choice& choice) {
    const std::string_view label = choice.label.in(language());
    return label.empty() ? choice.id : std::string(label);
}

void ElementGrid::write(int row, int column, const std::string& text) {
    const GridColumn& described = columns_[static_cast<std::size_t>(column)];
    const model::Property& property = *described.cell.property;
    if (element(row) == nullptr || property.shape == Shape::kWho || text == utf8(text_at(row, column))) return;
    const Address at{list_.document, join_path(join_path(list_.path, key_of(row)), property.id)};
    std::string meant = text;
    // "Margin %" is meant as a name: margin.
    if (property.shape == Shape::kId && !text.empty() && !is_technical_name(text)) meant = model::technical_name(text);
    if (property.shape == Shape::kChoice) {
        for (const model::Choice& choice : choices_of(described, row)) {
            if (words_of(choice) == text) meant = choice.id;
        }
    }
    session_.stack().seal();
    (void)session_.run(set_property(at, cell_value(*element(row), described.cell, meant)));
}

void ElementGrid::refresh() {
    auto* table = static_cast<ElementTable*>(GetTable());
    const int now = rows();
    const int before = table->shown_rows;
    syncing_ = true;
    table->shown_rows = now;
    if (now > before) {
        wxGridTableMessage more(table, wxGRIDTABLE_NOTIFY_ROWS_APPENDED, now - before);
        ProcessTableMessage(more);
    } else if (now < before) {
        wxGridTableMessage fewer(table, wxGRIDTABLE_NOTIFY_ROWS_DELETED, now, before - now);
        ProcessTableMessage(fewer);
    }
    sync_selection();
    syncing_ = false;
    ForceRefresh();
}

void ElementGrid::sync_selection() {
    const Address focus = session_.focus();
    if (focus.document != list_.document || !path_inside(focus.path, list_.path) || focus.path == list_.path) return;
    for (int row = 0; row < rows(); ++row) {
        if (!path_inside(focus.path, join_path(list_.path, key_of(row)))) continue;
        if (GetGridCursorRow() != row) SetGridCursor(row, std::max(0, GetGridCursorCol()));
        MakeCellVisible(row, std::max(0, GetGridCursorCol()));
        return;
    }
}

bool ElementGrid::is_focus(const std::string& key) const {
    const Address focus = session_.focus();
    return focus.document == list_.document && path_inside(focus.path, join_path(list_.path, key));
}

void ElementGrid::reveal(const std::string& key) {
    for (int row = 0; row < rows(); ++row) {
        if (key_of(row) == key) {
            SetGridCursor(row, 0);
            MakeCellVisible(row, 0);
        }
    }
}

void ElementGrid::mark_problems() {
    auto* table = static_cast<ElementTable*>(GetTable());
    table->bad_rows.clear();
    table->doubtful_rows.clear();
    for (int row = 0; row < rows(); ++row) {
        const auto worst = worst_at(session_.problems(), {list_.document, join_path(list_.path, key_of(row))});
        if (worst) (*worst == Severity::kError ? table->bad_rows : table->doubtful_rows).insert(key_of(row));
    }
    ForceRefresh();
}

}  // namespace fw::designer::ui
