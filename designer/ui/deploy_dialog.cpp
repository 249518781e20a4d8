#include "designer/ui/deploy_dialog.h"

#include <algorithm>

#include <wx/app.h>
#include <wx/sizer.h>

#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

DeployDialog::DeployDialog(wxWindow* parent, Session& session, const wxString& server, const wxString& user)
    : wxDialog(parent, wxID_ANY, tr("Deploy", "部署"), wxDefaultPosition, parent->FromDIP(wxSize(760, 560)),
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      session_(session) {
    SetName("deploy");
    const Theme& theme = Theme::now();
    auto* all = new wxBoxSizer(wxVERTICAL);
    auto* form = new wxFlexGridSizer(6, space(this, 2), space(this, 2));
    form->AddGrowableCol(1, 3);
    form->AddGrowableCol(3, 1);
    form->AddGrowableCol(5, 1);
    const auto field = [&](const wxString& label, const char* name, const wxString& value, long style) {
        form->Add(new wxStaticText(this, wxID_ANY, label), 0, wxALIGN_CENTRE_VERTICAL);
        auto* control =
            new wxTextCtrl(this, wxID_ANY, value, wxDefaultPosition, wxDefaultSize, style | wxTE_PROCESS_ENTER);
        control->SetName(name);
        control->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { compare(); });
        form->Add(control, 1, wxEXPAND);
        return control;
    };
    server_ = field(tr("Server", "服务器"), "server", server.empty() ? wxString("http://127.0.0.1:8080") : server, 0);
    user_ = field(tr("User", "用户名"), "user", user.empty() ? wxString("admin") : user, 0);
    password_ = field(tr("Password", "密码"), "password", {}, wxTE_PASSWORD);
    words_ = new wxStaticText(
        this, wxID_ANY,
        tr("Sign in as an administrator to see what will change.", "以管理员身份登录，查看将发生的变化。"));
    words_->SetName("deploy-words");
    gauge_ = new wxGauge(this, wxID_ANY, 100, wxDefaultPosition, FromDIP(wxSize(-1, 4)));
    list_ = new wxListView(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                           wxLC_REPORT | wxLC_SINGLE_SEL | wxLC_NO_HEADER);
    list_->SetName("deploy-changes");
    list_->AppendColumn({}, wxLIST_FORMAT_LEFT, FromDIP(120));
    list_->AppendColumn({}, wxLIST_FORMAT_LEFT, FromDIP(600));
    wxVector<wxBitmapBundle> images;
    for (const auto& [name, colour] :
         {std::pair{"add", theme.success}, std::pair{"morph", theme.accent}, std::pair{"remove", theme.error},
          std::pair{"arrow_forward", theme.accent}, std::pair{"table_rows", theme.warning},
          std::pair{"error", theme.error}, std::pair{"warning", theme.warning}}) {
        images.push_back(icon(name, colour));
    }
    list_->SetSmallImages(images);
    whole_ = new wxTextCtrl(this, wxID_ANY, {}, wxDefaultPosition, FromDIP(wxSize(-1, 60)),
                            wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP | wxTE_NO_VSCROLL | wxBORDER_NONE);
    whole_->SetName("deploy-whole");
    whole_->SetBackgroundColour(GetBackgroundColour());
    list_->Bind(wxEVT_LIST_ITEM_SELECTED, [this](wxListEvent&) { tell_whole(); });
    list_->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        list_->SetColumnWidth(1, std::max(FromDIP(200), list_->GetClientSize().x - list_->GetColumnWidth(0)));
        event.Skip();
    });
    loss_ = new wxCheckBox(this, wxID_ANY, tr("I know that data will be lost", "我已知晓部分数据将丢失"));
    loss_->SetName("allow-data-loss");
    loss_->Hide();
    loss_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) { deploy_->Enable(event.IsChecked()); });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    compare_ = new wxButton(this, wxID_ANY, tr("Compare", "比较"));
    compare_->SetName("compare");
    deploy_ = new wxButton(this, wxID_ANY, tr("Deploy", "部署"));
    deploy_->SetName("deploy-now");
    deploy_->SetBitmap(icon("deploy", theme.accent));
    deploy_->Disable();
    close_ = new wxButton(this, wxID_CANCEL, tr("Close", "关闭"));
    buttons->Add(loss_, 1, wxALIGN_CENTRE_VERTICAL);
    buttons->AddStretchSpacer();
    buttons->Add(close_, 0, wxRIGHT, space(this, 2));
    buttons->Add(compare_, 0, wxRIGHT, space(this, 2));
    buttons->Add(deploy_);
    all->Add(form, 0, wxEXPAND | wxALL, space(this, 4));
    all->Add(words_, 0, wxEXPAND | wxLEFT | wxRIGHT, space(this, 4));
    all->Add(gauge_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, space(this, 4));
    all->Add(list_, 1, wxEXPAND | wxALL, space(this, 4));
    all->Add(whole_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, space(this, 4));
    all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, space(this, 4));
    SetSizer(all);
    gauge_->Hide();
    compare_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { compare(); });
    deploy_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { deploy(); });
    password_->SetFocus();
    CentreOnParent();
}

DeployDialog::~DeployDialog() {
    if (client_) client_->stop();
    if (worker_.joinable()) worker_.join();
}

void DeployDialog::say(const wxString& words, bool bad) {
    words_->SetForegroundColour(bad ? Theme::now().error : Theme::now().text);
    words_->SetLabel(words);
    words_->Wrap(GetClientSize().x - 2 * space(this, 4));
    Layout();
}

void DeployDialog::busy(bool on) {
    working_ = on;
    compare_->Enable(!on);
    deploy_->Enable(false);
    gauge_->Show(on);
    if (on) gauge_->Pulse();
    Layout();
}

void DeployDialog::compare() { start(false); }
void DeployDialog::deploy() { start(true); }

// Signs in where that is not done yet, compares, and applies if asked. The window hears of it when all is done.
void DeployDialog::start(bool apply) {
    if (working_) return;
    const std::string server = server_address(utf8(server_->GetValue()));
    if (server.empty()) {
        say(tr("That is no address of a server; it looks like http://127.0.0.1:8080.",
               "这不是服务器地址；地址形如 http://127.0.0.1:8080。"),
            true);
        return;
    }
    const std::string who = server + "\n" + utf8(user_->GetValue()) + "\n" + utf8(password_->GetValue());
    const bool again = signed_in_ != who;
    if (again) {
        client_ = std::make_shared<HttpClient>(server);
        signed_in_ = who;
    }
    busy(true);
    say(apply ? tr("Deploying…", "正在部署…") : tr("Asking the server…", "正在询问服务器…"), false);
    if (worker_.joinable()) worker_.join();
    const std::string body = deployment_body(session_.workspace(), apply && loss_->IsShown() && loss_->IsChecked());
    worker_ = std::thread([this, client = client_, again, apply, body, user = utf8(user_->GetValue()),
                           password = utf8(password_->GetValue()), language = std::string(language_code(language()))] {
        Outcome outcome;
        outcome.applied = apply;
        const auto work = [&]() -> Diagnostics {
            if (again) {
                if (auto session = client->sign_in(user, password); !session) return session.error();
            }
            auto answer = client->post(apply ? "/deployments" : "/deployments/diff", body, language);
            if (!answer) return answer.error();
            outcome.status = answer->status;
            outcome.answer = read_answer(answer->body);
            if (answer->status >= 400) outcome.sentence = sentence_for(answer->status, answer->body);
            return {};
        };
        outcome.trouble = work();
        CallAfter([this, outcome] { finish(outcome); });
    });
}

void DeployDialog::finish(const Outcome& outcome) {
    busy(false);
    if (worker_.joinable()) worker_.join();
    if (!outcome.trouble.empty()) {
        signed_in_.clear();
        say(tr(outcome.trouble.front().text), true);
        return;
    }
    show(outcome.answer);
    const bool errors = has_errors(outcome.answer.diagnostics);
    if (outcome.status >= 400) {
        say(tr(outcome.sentence), true);
        return;
    }
    if (outcome.applied) {
        deployed_ = true;
        loss_->Hide();
        say(outcome.answer.id.empty()
                ? tr("Deployed.", "部署完成。")
                : wxString::Format(tr("Deployed as number %s. It decides from now on.", "已部署，编号 %s，即刻生效。"),
                                   wx(outcome.answer.id)),
            false);
        close_->SetFocus();
        return;
    }
    if (errors) {
        say(tr("The server found mistakes; nothing can be deployed until they are gone.",
               "服务器发现错误，修正之前无法部署。"),
            true);
        return;
    }
    const bool loss = outcome.answer.destructive();
    loss_->Show(loss);
    deploy_->Enable(!loss || loss_->IsChecked());
    if (outcome.answer.changes.empty() && outcome.answer.data.empty()) {
        say(tr("The server has exactly this already.", "服务器上已是相同的内容。"), false);
    } else {
        say(counted(outcome.answer.changes.size(), "{} change. Nothing has happened yet; Deploy makes it.",
                    "{} changes. Nothing has happened yet; Deploy makes them all at once.",
                    "共 {} 项变化。尚未生效；点击“部署”后一次性生效。"),
            false);
    }
    Layout();
    if (deploy_->IsEnabled()) deploy_->SetFocus();
}

void DeployDialog::line(const wxString& what, const wxString& words, const wxColour& colour, int image) {
    const long row = list_->GetItemCount();
    list_->InsertItem(row, what, image);
    list_->SetItem(row, 1, words);
    list_->SetItemTextColour(row, colour);
}

void DeployDialog::tell_whole() {
    const long row = list_->GetFirstSelected();
    const wxString words = row < 0 ? wxString() : list_->GetItemText(row) + "  " + list_->GetItemText(row, 1);
    if (whole_->GetValue() != words) whole_->ChangeValue(words);
    list_->SetToolTip(words);
}

void DeployDialog::show(const DeployAnswer& answer) {
    const Theme& theme = Theme::now();
    list_->DeleteAllItems();
    whole_->Clear();
    for (const Diagnostic& d : answer.diagnostics) {
        line(wx(d.code), tr(d.text) + (d.hint.empty() ? wxString() : wxString::FromUTF8(" — ") + tr(d.hint)),
             d.severity == Severity::kError ? theme.error : theme.warning, d.severity == Severity::kError ? 5 : 6);
    }
    for (const DataEffect& effect : answer.data) {
        wxString words = tr(effect.text);
        if (effect.rows > 0)
            words += " " + counted(static_cast<std::size_t>(effect.rows), "({} row)", "({} rows)", "（{} 行）");
        line(tr("Data", "数据"), words, effect.destructive ? theme.error : theme.text, 4);
    }
    for (const DeployChange& change : answer.changes) {
        using Kind = DeployChange::Kind;
        const wxString what = change.kind == Kind::kAdded     ? tr("New", "新增")
                              : change.kind == Kind::kRemoved ? tr("Removed", "移除")
                              : change.kind == Kind::kRenamed ? tr("Renamed", "重命名")
                                                              : tr("Changed", "修改");
        wxString words = tr(change.text);
        if (words.empty()) words = wx(change.id + (change.element.empty() ? "" : " / " + change.element));
        line(what, words, theme.text,
             static_cast<int>(change.kind) == 0 ? 0
             : change.kind == Kind::kRemoved    ? 2
             : change.kind == Kind::kRenamed    ? 3
                                                : 1);
    }
    if (list_->GetItemCount() > 0) list_->Select(0);
    tell_whole();
}

}  // namespace fw::designer::ui
