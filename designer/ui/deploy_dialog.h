// Deploying: sign in, see what changes, which data is touched and what the server objects to, then one button.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/dialog.h>
#include <wx/gauge.h>
#include <wx/listctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "designer/core/deployment.h"
#include "designer/core/session.h"
#include "designer/ui/http_client.h"

namespace fw::designer::ui {

class DeployDialog final : public wxDialog {
  public:
    DeployDialog(wxWindow* parent, Session& session, const wxString& server, const wxString& user);
    ~DeployDialog() override;
    [[nodiscard]] wxString server() const { return server_->GetValue(); }
    [[nodiscard]] wxString user() const { return user_->GetValue(); }
    [[nodiscard]] bool deployed() const { return deployed_; }

  private:
    // What the worker hands back to the window.
    struct Outcome {
        Diagnostics trouble;  // no answer, wrong password
        int status = 0;
        DeployAnswer answer;
        Text sentence;
        bool applied = false;
    };
    void compare();
    void deploy();
    void start(bool apply);
    void finish(const Outcome& outcome);
    void show(const DeployAnswer& answer);
    void line(const wxString& what, const wxString& words, const wxColour& colour, int image);
    void tell_whole();
    void busy(bool on);
    void say(const wxString& words, bool bad);

    Session& session_;
    std::shared_ptr<HttpClient> client_;
    std::thread worker_;
    std::string signed_in_;  // server and user of client_
    wxTextCtrl* server_ = nullptr;
    wxTextCtrl* user_ = nullptr;
    wxTextCtrl* password_ = nullptr;
    wxButton* compare_ = nullptr;
    wxButton* deploy_ = nullptr;
    wxButton* close_ = nullptr;
    wxListView* list_ = nullptr;
    wxTextCtrl* whole_ = nullptr;  // the chosen line, wrapped: a list has one line a row
    wxStaticText* words_ = nullptr;
    wxCheckBox* loss_ = nullptr;
    wxGauge* gauge_ = nullptr;
    bool deployed_ = false;
    bool working_ = false;
};

}  // namespace fw::designer::ui
