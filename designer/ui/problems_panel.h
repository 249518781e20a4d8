// The list of problems: a line each with code, sentence and place; activating one jumps there.
#pragma once

#include <functional>

#include <wx/listctrl.h>
#include <wx/panel.h>
#include <wx/stattext.h>
#include <wx/timer.h>

#include "designer/core/session.h"

namespace fw::designer::ui {

class ProblemsPanel final : public wxPanel, public SessionListener {
  public:
    ProblemsPanel(wxWindow* parent, Session& session);
    ~ProblemsPanel() override;
    void on_open(std::function<void(const Address&)> open) { open_ = std::move(open); }
    void problems_changed() override;
    void set_checking(bool checking);

  private:
    void count();
    Session& session_;
    wxListView* list_ = nullptr;
    wxStaticText* words_ = nullptr;
    bool checking_ = false;
    wxTimer slow_;
    std::function<void(const Address&)> open_;
};

}  // namespace fw::designer::ui
