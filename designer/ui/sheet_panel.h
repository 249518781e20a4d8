// The property sheet: shows what the selection is made of, from its description. Redraws only when the rows change.
#pragma once

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
    void selected() override { refresh(true); }
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
    void refresh(bool rebuild);
    void build(const Sheet& sheet);
    void retire();  // takes all rows away
    void add_group(wxSizer* to, const SheetGroup& group);
    void add_line(wxWindow* parent, wxSizer* to, const SheetRow& row);
    void header(wxSizer* to, const Sheet& sheet);
    void show_problems();
    void watch_focus();
    [[nodiscard]] static std::string signature(const Sheet& sheet);
    [[nodiscard]] const Line* focused() const;

    Session& session_;
    wxScrolledWindow* scrolled_ = nullptr;
    wxStaticText* help_ = nullptr;
    std::string signature_;
    std::string document_, kind_;  // of the element that is shown
    std::vector<Line> lines_;
    std::map<std::string, bool> open_;  // groups people opened or closed
};

}  // namespace fw::designer::ui
