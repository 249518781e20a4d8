// The property sheet: shows what the selection is made of, from its description. Its controls are kept as long as the
// rows are the same; those of closed groups are made when they are opened.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <wx/scrolwin.h>
#include <wx/stattext.h>

#include "designer/core/property_sheet.h"
#include "designer/core/session.h"
#include "designer/ui/row_editor.h"

namespace fw::designer::ui {

class SheetPanel final : public wxPanel, public SessionListener {
  public:
    SheetPanel(wxWindow* parent, Session& session);
    ~SheetPanel() override;

    void changed(const ChangeSet& changes) override;
    void selected() override { refresh(); }
    void problems_changed() override { show_problems(); }
    // Puts the cursor into the editor of a property of the shown element.
    void focus_on(const std::string& path);
    // Help of the property that has the focus: a sentence in a window, as under F1.
    void show_help();

  private:
    struct Line {
        SheetRow row;
        std::unique_ptr<RowEditor> editor;
        wxStaticText* label = nullptr;
        wxStaticText* trouble = nullptr;
    };
    void refresh();
    void build(const Sheet& sheet);
    [[nodiscard]] bool retarget(const Sheet& sheet);
    void each_open(const Sheet& sheet, const std::function<void(Line& line, const SheetRow& row)>& visit);
    [[nodiscard]] bool is_open(const Sheet& sheet, const SheetGroup& group) const;
    void retire();  // takes all rows away
    void add_group(wxSizer* to, const Sheet& sheet, const SheetGroup& group);
    void add_line(wxWindow* parent, wxSizer* to, const SheetRow& row);
    void header(wxSizer* to, const Sheet& sheet);
    void show_problems();
    void watch_focus();
    [[nodiscard]] std::string signature(const Sheet& sheet) const;
    [[nodiscard]] const Line* focused() const;

    Session& session_;
    wxScrolledWindow* scrolled_ = nullptr;
    wxStaticText* help_ = nullptr;
    std::string signature_;
    wxStaticText* title_ = nullptr;
    Address element_;  // that is shown
    std::string kind_;
    std::vector<Line> lines_;
    std::map<std::string, bool> open_;  // groups people opened or closed
};

}  // namespace fw::designer::ui
