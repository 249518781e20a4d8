#include "designer/ui/problems_panel.h"

#include <algorithm>

#include <wx/imaglist.h>
#include <wx/sizer.h>

#include "designer/core/outline.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {
constexpr int kSlow = 300;  // milliseconds after which a check is worth a word
}

ProblemsPanel::ProblemsPanel(wxWindow* parent, Session& session) : wxPanel(parent), session_(session) {
    SetName("problems");
    const Theme& theme = Theme::now();
    SetBackgroundColour(theme.surface);
    words_ = new wxStaticText(this, wxID_ANY, {});
    words_->SetForegroundColour(theme.muted);
    words_->SetName("problems-count");
    list_ = new wxListView(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                           wxLC_REPORT | wxLC_SINGLE_SEL | wxLC_NO_HEADER | wxBORDER_NONE);
    list_->SetName("problems-list");
    list_->SetBackgroundColour(theme.surface);
    list_->SetTextColour(theme.text);
    list_->AppendColumn({}, wxLIST_FORMAT_LEFT, FromDIP(110));
    list_->AppendColumn({}, wxLIST_FORMAT_LEFT, FromDIP(620));
    list_->AppendColumn({}, wxLIST_FORMAT_LEFT, FromDIP(320));
    wxVector<wxBitmapBundle> images;
    images.push_back(icon("error", theme.error));
    images.push_back(icon("warning", theme.warning));
    images.push_back(icon("help", theme.muted));
    list_->SetSmallImages(images);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(words_, 0, wxEXPAND | wxALL, space(this, 2));
    all->Add(list_, 1, wxEXPAND | wxLEFT, space(this, 1));
    SetSizer(all);
    const auto jump = [this](wxListEvent& event) {
        const auto index = static_cast<std::size_t>(event.GetIndex());
        if (index < session_.problems().size() && !session_.problems()[index].elsewhere && open_)
            open_(session_.problems()[index].at);
    };
    list_->Bind(wxEVT_LIST_ITEM_ACTIVATED, jump);
    list_->Bind(wxEVT_LIST_ITEM_SELECTED, jump);
    session_.listen(this);
    slow_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (checking_) words_->SetLabel(tr("Checking…", "正在检查…"));
    });
    count();
}

ProblemsPanel::~ProblemsPanel() { session_.forget(this); }

void ProblemsPanel::set_checking(bool checking) {
    checking_ = checking;
    if (checking) {
        if (!slow_.IsRunning()) slow_.StartOnce(kSlow);  // quick checks do not flicker
        return;
    }
    slow_.Stop();
    count();
}

void ProblemsPanel::count() {
    const auto errors = std::count_if(session_.problems().begin(), session_.problems().end(),
                                      [](const Problem& p) { return p.diagnostic.severity == Severity::kError; });
    const auto others = static_cast<long>(session_.problems().size()) - errors;
    wxString words;
    if (errors == 0 && others == 0) {
        words = tr("No problems: this pack can be deployed.", "没有问题：该应用包可以部署。");
    } else {
        words = counted(static_cast<std::size_t>(errors), "{} error", "{} errors", "{} 个错误") + tr(", ", "，") +
                counted(static_cast<std::size_t>(others), "{} warning", "{} warnings", "{} 个警告");
    }
    if (words_->GetLabel() != words) words_->SetLabel(words);
}

void ProblemsPanel::problems_changed() {
    const Theme& theme = Theme::now();
    list_->Freeze();
    list_->DeleteAllItems();
    long row = 0;
    for (const Problem& problem : session_.problems()) {
        const Diagnostic& d = problem.diagnostic;
        const int image = d.severity == Severity::kError ? 0 : d.severity == Severity::kWarning ? 1 : 2;
        list_->InsertItem(row, wx(d.code), image);
        wxString words = tr(d.text);
        if (!d.hint.empty()) words += wxString::FromUTF8(" — ") + tr(d.hint);
        list_->SetItem(row, 1, words);
        wxString where = wx(d.place.file);
        if (const Document* document = session_.workspace().document(problem.at.document)) {
            where = tr(title_of(*document));
            if (!problem.at.path.empty()) where += wxString::FromUTF8(" › ") + wx(problem.at.path);
        }
        list_->SetItem(row, 2, where);
        list_->SetItemTextColour(row, problem.elsewhere ? theme.muted : theme.text);
        ++row;
    }
    list_->Thaw();
    count();
}

}  // namespace fw::designer::ui
