// What wxGrid asks of an ElementGrid: values, switches, colours, editors. The values live in the workspace.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "designer/ui/element_grid.h"
#include "designer/ui/text.h"

namespace fw::designer::ui {

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
        return grid_.columns()[static_cast<std::size_t>(column)].cell.property->shape == model::Shape::kBoolean
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
    // wxGrid asks for a cell's attributes again and again while the cell is edited, and means the same editor.
    struct Unref {
        void operator()(wxGridCellEditor* editor) const { editor->DecRef(); }
    };
    using Editor = std::unique_ptr<wxGridCellEditor, Unref>;
    wxGridCellEditor* chooser(const std::vector<std::string>& choices, bool open);

    ElementGrid& grid_;
    Editor switch_{new wxGridCellBoolEditor};
    std::map<std::pair<std::vector<std::string>, bool>, Editor> choosers_;
};

}  // namespace fw::designer::ui
