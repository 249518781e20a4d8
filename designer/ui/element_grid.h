// A grid over one list of elements, its columns from their description: fields of an entity, states, sections of a
// form. Cells edit in place; rows are added, moved, deleted, pasted; the selected row is the session's selection.
#pragma once

#include <string>
#include <vector>

#include <wx/grid.h>

#include "designer/core/cells.h"
#include "designer/core/session.h"

namespace fw::designer::ui {

struct GridColumn {
    CellColumn cell;
    wxString title;
    int width = 120;
};

class ElementGrid final : public wxGrid {
  public:
    ElementGrid(wxWindow* parent, Session& session, Address list);

    [[nodiscard]] const Address& list() const { return list_; }
    void set_list(Address list);
    void refresh();  // values, row count and selection as they are now
    void reveal(const std::string& key);
    void mark_problems();
    bool perform(int action);  // ActionId
    void add_row();
    void delete_rows();
    void move_row(int by);
    void copy_rows();
    void paste();
    [[nodiscard]] int rows() const;
    [[nodiscard]] std::string key_of(int row) const;
    [[nodiscard]] bool is_focus(const std::string& key) const;  // its element is what the window shows
    [[nodiscard]] const std::vector<GridColumn>& columns() const { return columns_; }
    [[nodiscard]] const json::Value* element(int row) const;
    [[nodiscard]] wxString text_at(int row, int column) const;
    void write(int row, int column, const std::string& text);

  private:
    friend class ElementTable;
    void make_columns();
    void key(wxKeyEvent& event);
    void sync_selection();
    [[nodiscard]] std::vector<model::Choice> choices_of(const GridColumn& column, int row) const;
    [[nodiscard]] static std::string words_of(const model::Choice& choice);  // as people read it

    Session& session_;
    Address list_;
    std::vector<GridColumn> columns_;
    bool syncing_ = false;
};

}  // namespace fw::designer::ui
