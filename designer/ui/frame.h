// The designer's one window: models left, editors in the middle, properties right, problems below.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <wx/aui/aui.h>
#include <wx/frame.h>
#include <wx/infobar.h>
#include <wx/timer.h>

#include "designer/core/session.h"
#include "designer/ui/actions.h"
#include "designer/ui/checker.h"
#include "designer/ui/editor.h"
#include "designer/ui/pack_tree.h"
#include "designer/ui/problems_panel.h"
#include "designer/ui/sheet_panel.h"

namespace fw::designer::ui {

// What only the application can do: open another pack, change the language.
struct AppDoor {
    std::function<void(const std::string& folder)> open_pack;
    std::function<void(const std::string& folder, const std::string& id, const Text& label)> create_pack;
    std::function<void(Language)> change_language;
};

class DesignerFrame final : public wxFrame, public SessionListener {
  public:
    DesignerFrame(Session& session, AppDoor door, const std::string& server);
    ~DesignerFrame() override;

    // SessionListener
    void changed(const ChangeSet& changes) override;
    void selected() override;
    void problems_changed() override { status(); }
    void saved() override { titles(); }
    void refused(const Verdict& verdict) override;

    void open(const std::string& document, const std::string& path = {});
    void perform(ActionId id);
    [[nodiscard]] Editor* current() const;
    [[nodiscard]] SheetPanel& sheet() { return *sheet_; }
    [[nodiscard]] bool checking() const { return checking_; }
    [[nodiscard]] std::string current_document() const;

  private:
    void make_menu();
    void make_toolbar();
    void make_panes();
    void update_ui(wxUpdateUIEvent& event);
    void check_soon();
    void titles();
    void status();
    void tell(const wxString& words);
    void closing(wxCloseEvent& event);
    void close_lost_tabs();
    void look_outside();
    void toggle_source();
    bool save();  // false where it could not be written
    void deploy();
    void open_pack();
    [[nodiscard]] bool edit_text(ActionId id);
    [[nodiscard]] bool may_leave();
    void remember_layout();

    Session& session_;
    AppDoor door_;
    wxAuiManager manager_;
    wxAuiNotebook* book_ = nullptr;
    wxAuiToolBar* bar_ = nullptr;
    wxInfoBar* info_ = nullptr;
    PackTree* tree_ = nullptr;
    SheetPanel* sheet_ = nullptr;
    ProblemsPanel* problems_ = nullptr;
    wxTimer check_timer_;
    wxString first_layout_;
    wxString server_, user_;
    std::vector<std::string> outside_;
    bool checking_ = false;
    bool selecting_ = false;
    std::unique_ptr<Checker> checker_;  // last: its thread ends before the rest
};

}  // namespace fw::designer::ui
