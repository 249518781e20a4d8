#include "designer/ui/element_grid.h"

#include <algorithm>
#include <set>

#include <wx/clipbrd.h>
#include <wx/dcclient.h>

#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"
#include "designer/core/who.h"
#include "designer/ui/actions.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer::ui {

using model::Property;
using model::Shape;

// The values live in the workspace; the grid asks for what it shows.
class ElementTable final : public wxGridTableBase {
  public:
    explicit ElementTable(ElementGrid& grid) : grid_(grid) {}
    int GetNumberRows() override { return shown_rows; }
    int GetNumberCols() override { return static_cast<int>(grid_.columns().size()); }
    bool IsEmptyCell(int row, int column) override { return grid_.text_at(row, column).empty(); }
    wxString GetValue(int row, int column) override { return grid_.text_at(row, column); }
    void SetValue(int row, int column, const wxString& value) override { grid_.write(row, column, utf8(value)); }
    wxString GetColLabelValue(int column) override { return grid_.columns()[static_cast<std::size_t>(column)].title; }
    wxString GetRowLabelValue(int row) override { return wxString::Format("%d", row + 1); }
    wxString GetTypeName(int, int column) override {
        return grid_.columns()[static_cast<std::size_t>(column)].property->shape == Shape::kBoolean
                   ? wxString(wxGRID_VALUE_BOOL)
                   : wxString(wxGRID_VALUE_STRING);
    }
    bool CanGetValueAs(int row, int column, const wxString& type) override {
        return type == GetTypeName(row, column) || type == wxGRID_VALUE_STRING;
    }
    bool GetValueAsBool(int row, int column) override { return grid_.text_at(row, column) == "1"; }
    void SetValueAsBool(int row, int column, bool value) override { grid_.write(row, column, value ? "1" : ""); }
    wxGridCellAttr* GetAttr(int row, int column, wxGridCellAttr::wxAttrKind kind) override;
    int shown_rows = 0;
    std::set<std::string> bad_rows, doubtful_rows;

  private:
    ElementGrid& grid_;
};

wxGridCellAttr* ElementTable::GetAttr(int row, int column, wxGridCellAttr::wxAttrKind) {
    const Theme& theme = Theme::now();
    const GridColumn& described = grid_.columns()[static_cast<std::size_t>(column)];
    auto* attr = new wxGridCellAttr;
    const std::string key = grid_.key_of(row);
    attr->SetTextColour(bad_rows.contains(key)        ? theme.error
                        : doubtful_rows.contains(key) ? theme.warning
                        : column == 0                 ? theme.accent
                                                      : theme.text);
    attr->SetBackgroundColour(grid_.is_focus(key) ? mix(theme.field, theme.accent_soft, 0.7) : theme.field);
    attr->SetAlignment(wxALIGN_LEFT, wxALIGN_CENTRE);
    if (described.property->shape == Shape::kBoolean) {
        attr->SetRenderer(new wxGridCellBoolRenderer);
        attr->SetEditor(new wxGridCellBoolEditor);
        attr->SetAlignment(wxALIGN_CENTRE, wxALIGN_CENTRE);
    } else if (described.property->shape == Shape::kExpression) {
        attr->SetFont(code_font(&grid_));
    }
    const std::vector<std::string> choices = grid_.choices_of(described, row);
    if (!choices.empty()) {
        wxArrayString items;
        for (const std::string& choice : choices) items.Add(wx(choice));
        attr->SetEditor(new wxGridCellChoiceEditor(items, described.property->shape == Shape::kReference));
    }
    return attr;
}

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
        if (columns_[column].property->shape == Shape::kBoolean && !event.ShiftDown() && !event.ControlDown()) {
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

void ElementGrid::make_columns() {
    columns_.clear();
    const Described described = describe(session_.workspace(), list_);
    const model::ElementType* type =
        described.property == nullptr ? nullptr : session_.workspace().descriptors().find(described.property->element);
    if (type == nullptr) return;
    const std::vector<const Property*> common = [&] {
        std::vector<const Property*> all;
        for (const Property& property : type->properties) all.push_back(&property);
        for (const Property& property : type->trailing) all.push_back(&property);
        return all;
    }();
    const bool zh_first = language() == Language::kZh;
    for (const Property* property : common) {
        if (property->id == "was" || property->id == "note" || columns_.size() >= 10) continue;
        const wxString title = tr(property->label);
        switch (property->shape) {
            case Shape::kId:
                columns_.push_back({property->id, property, title, 140});
                break;
            case Shape::kText:
                if (property->id == "help") break;
                for (const char* l : {zh_first ? "zh" : "en", zh_first ? "en" : "zh"}) {
                    const wxString tag = std::string_view(l) == "en" ? wxString("EN") : wxString::FromUTF8("中文");
                    columns_.push_back({property->id + "/" + l, property, title + " " + tag, 150});
                }
                break;
            case Shape::kBoolean:
                if (property->group != model::Group::kAdvanced) columns_.push_back({property->id, property, title, 84});
                break;
            case Shape::kChoice:
            case Shape::kReference:
            case Shape::kReferences:
                columns_.push_back({property->id, property, title, 130});
                break;
            case Shape::kExpression:
                columns_.push_back({property->id, property, title, 170});
                break;
            case Shape::kInteger:
            case Shape::kNumber:
                columns_.push_back({property->id, property, title, 80});
                break;
            case Shape::kColor:
                columns_.push_back({property->id, property, title, 90});
                break;
            case Shape::kString:
            case Shape::kDuration:
            case Shape::kTime:
            case Shape::kWho:
                columns_.push_back({property->id, property, title, 130});
                break;
            default:
                break;
        }
    }
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
    const json::Value* value = find(*item, described.path);
    if (described.property->shape == Shape::kText && value == nullptr) {
        const json::Value* plain = item->find(described.property->id);
        return plain != nullptr && plain->is_string() ? wx(plain->as_string()) : wxString();
    }
    if (described.property->shape == Shape::kBoolean) {
        const json::Value& shown = value == nullptr ? described.property->fallback : *value;
        return shown.is_boolean() && shown.as_boolean() ? "1" : "";
    }
    if (value == nullptr) return {};
    if (value->is_string()) return wx(value->as_string());
    if (value->is_number()) return wx(value->literal());
    if (described.property->shape == Shape::kWho) return tr(describe_who(value));
    if (value->is_array()) {
        wxString all;
        for (const json::Value& part : value->items()) {
            if (!all.empty()) all += ", ";
            all += part.is_string() ? wx(part.as_string()) : wx(json::write_compact(part));
        }
        return all;
    }
    return wx(json::write_compact(*value));
}

std::vector<std::string> ElementGrid::choices_of(const GridColumn& column, int row) const {
    std::vector<std::string> ids;
    const Described described = describe(session_.workspace(), list_);
    const model::ElementType* type =
        described.property == nullptr ? nullptr : session_.workspace().descriptors().find(described.property->element);
    if (type != nullptr && column.property->id == type->variant_by) {
        for (const auto& [id, variant] : type->variants) ids.push_back(id);
    } else if (column.property->shape == Shape::kChoice) {
        if (!column.property->required) ids.emplace_back();
        for (const model::Choice& choice : column.property->choices) ids.push_back(choice.id);
    } else if (column.property->shape == Shape::kReference) {
        if (!column.property->required) ids.emplace_back();
        for (const model::Choice& choice :
             candidates(session_.workspace(), {list_.document, join_path(list_.path, key_of(row))}, *column.property))
            ids.push_back(choice.id);
    }
    return ids;
}

std::optional<json::Value> ElementGrid::parse(const GridColumn& column, int row, const std::string& text) const {
    switch (column.property->shape) {
        case Shape::kBoolean: {
            const bool on =
                text == "1" || text == "true" || text == "yes" || text == "x" || text == "是" || text == "TRUE";
            const json::Value value = json::Value::boolean(on);
            if (value == column.property->fallback) return std::nullopt;
            return value;
        }
        case Shape::kText: {
            Text both = text_of_value(element(row)->find(column.property->id));
            (column.path.ends_with("/en") ? both.en : both.zh) = text;
            if (both.empty()) return std::nullopt;
            return value_of_text(both);
        }
        case Shape::kInteger:
        case Shape::kNumber: {
            if (text.empty()) return std::nullopt;
            auto number = json::read(text);
            if (number && number->is_number()) return json::Value::number_literal(number->literal());
            return json::Value::string(text);
        }
        case Shape::kReferences: {
            json::Value list = json::Value::array();
            std::string part;
            for (const char c : text + ",") {
                if (c == ',') {
                    if (!part.empty()) list.push(json::Value::string(part));
                    part.clear();
                } else if (c != ' ') {
                    part += c;
                }
            }
            if (list.items().empty()) return std::nullopt;
            return list;
        }
        default:
            if (text.empty()) return std::nullopt;
            return json::Value::string(text);
    }
}

void ElementGrid::write(int row, int column, const std::string& text) {
    const GridColumn& described = columns_[static_cast<std::size_t>(column)];
    if (element(row) == nullptr || described.property->shape == Shape::kWho || text == utf8(text_at(row, column)))
        return;
    const Address at{list_.document, join_path(join_path(list_.path, key_of(row)), described.property->id)};
    session_.stack().seal();
    (void)session_.run(set_property(at, parse(described, row, text)));
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
    // Cells from a spreadsheet: lines and tabs, from the cursor on; rows that are missing are added first.
    std::vector<std::vector<std::string>> cells(1, std::vector<std::string>(1));
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') {
            cells.emplace_back(1);
        } else if (c == '\t') {
            cells.back().emplace_back();
        } else {
            cells.back().back() += c;
        }
    }
    while (cells.size() > 1 && cells.back().size() == 1 && cells.back()[0].empty()) cells.pop_back();
    const int first_row = rows() == 0 ? 0 : row;
    const int first_column = std::max(0, GetGridCursorCol());
    const int missing = first_row + static_cast<int>(cells.size()) - rows();
    if (missing > 0) {
        std::vector<json::Value> fresh(static_cast<std::size_t>(missing), fresh_element(session_.workspace(), list_));
        (void)session_.run(
            add_elements(session_.workspace(), list_, std::move(fresh), static_cast<std::size_t>(rows())));
        refresh();
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        // Ids last: they rename the row that the other cells are addressed by.
        for (std::size_t j = cells[i].size(); j-- > 0;) {
            const int column = first_column + static_cast<int>(j);
            if (column < static_cast<int>(columns_.size())) write(first_row + static_cast<int>(i), column, cells[i][j]);
        }
    }
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
               columns_[static_cast<std::size_t>(GetGridCursorCol())].property->shape == Shape::kBoolean) {
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
