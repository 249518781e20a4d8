// The tree of models at the left; changed models carry a dot, models with mistakes are red.
#pragma once

#include <functional>
#include <map>
#include <string>

#include <wx/srchctrl.h>
#include <wx/treectrl.h>

#include "designer/core/session.h"

namespace fw::designer::ui {

class PackTree final : public wxPanel, public SessionListener {
  public:
    PackTree(wxWindow* parent, Session& session);
    ~PackTree() override;
    void on_open(std::function<void(const std::string&)> open) { open_ = std::move(open); }
    void on_new(std::function<void(const std::string& kind)> make) { new_ = std::move(make); }
    void changed(const ChangeSet& changes) override;
    void problems_changed() override { marks(); }
    void saved() override { marks(); }
    void show(const std::string& document);

  private:
    void build();
    void marks();
    void menu(wxTreeEvent& event);
    [[nodiscard]] std::string document_of(const wxTreeItemId& item) const;
    Session& session_;
    wxTreeCtrl* tree_ = nullptr;
    wxSearchCtrl* filter_ = nullptr;
    std::map<std::string, wxTreeItemId> items_;
    std::map<std::string, wxTreeItemId> kinds_;
    std::map<std::string, bool> closed_;
    std::function<void(const std::string&)> open_;
    std::function<void(const std::string&)> new_;
};

}  // namespace fw::designer::ui
