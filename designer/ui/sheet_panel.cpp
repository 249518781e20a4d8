#include "designer/ui/sheet_panel.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <wx/app.h>
#include <wx/bmpbuttn.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/tipwin.h>
#include <wx/wupdlock.h>

#include "designer/core/element_commands.h"
#include "designer/ui/feel_editor.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

SheetPanel::SheetPanel(wxWindow* parent, Session& session) : wxPanel(parent), session_(session) {
    SetName("properties");
    const Theme& theme = Theme::now();
    SetBackgroundColour(theme.surface);
    auto* all = new wxBoxSizer(wxVERTICAL);
    scrolled_ = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    scrolled_->SetScrollRate(0, FromDIP(12));
    scrolled_->SetBackgroundColour(theme.surface);
    help_ = new wxStaticText(this, wxID_ANY, {}, wxDefaultPosition, FromDIP(wxSize(-1, 66)), wxST_NO_AUTORESIZE);
    help_->SetForegroundColour(theme.muted);
    help_->SetFont(small_font(this));
    help_->SetName("property-help");
    all->Add(scrolled_, 1, wxEXPAND);
    all->Add(help_, 0, wxEXPAND | wxALL, space(this, 3));
    SetSizer(all);
    session_.listen(this);
    Bind(wxEVT_IDLE, [this](wxIdleEvent& event) {
        watch_focus();
        event.Skip();
    });
    refresh();
}

SheetPanel::~SheetPanel() { session_.forget(this); }

void SheetPanel::changed(const ChangeSet& changes) {
    if (changes.touches(session_.focus().document) || changes.tree) refresh();
}

namespace {

// Where something stands seen from the element that is shown.
std::string beside(const Sheet& sheet, const std::string& path) {
    return path.starts_with(sheet.element.path) ? path.substr(sheet.element.path.size()) : path;
}

std::string key_of(const Sheet& sheet, const SheetGroup& group) {
    return beside(sheet, group.path) + "/" + group.label.en;
}

bool nested(const Sheet& sheet) { return std::count(sheet.element.path.begin(), sheet.element.path.end(), '/') > 1; }

}  // namespace

bool SheetPanel::is_open(const Sheet& sheet, const SheetGroup& group) const {
    if (group.label.empty()) return true;
    const auto kept = open_.find(key_of(sheet, group));
    return kept == open_.end() ? group.open : kept->second;
}

// What the rows are, whatever they hold: equal for elements of the same kind.
std::string SheetPanel::signature(const Sheet& sheet) const {
    std::string all = sheet.kind.en + (nested(sheet) ? "/" : "#");
    for (const SheetGroup& group : sheet.groups) {
        const bool open = is_open(sheet, group);
        all += "|" + key_of(sheet, group) + (open ? "+" : "-");
        if (!open) continue;
        for (const SheetRow& row : group.rows)
            all += "," + beside(sheet, row.at.path) + std::to_string(reinterpret_cast<std::uintptr_t>(row.property));
    }
    return all;
}

void SheetPanel::refresh() {
    const Sheet sheet = property_sheet(session_.workspace(), session_.focus());
    std::string now = signature(sheet);
    const bool other = !(sheet.element == element_);
    if (now != signature_ || (other && !retarget(sheet))) {
        signature_ = std::move(now);
        build(sheet);
        return;
    }
    if (other) return;
    if (title_ != nullptr && title_->GetLabel() != tr(sheet.title)) title_->SetLabel(tr(sheet.title));
    each_open(sheet, [](Line& line, const SheetRow& row) { line.editor->show(row); });
}

// The rows that are shown, each with what it shows now.
void SheetPanel::each_open(const Sheet& sheet, const std::function<void(Line& line, const SheetRow& row)>& visit) {
    std::size_t i = 0;
    for (const SheetGroup& group : sheet.groups) {
        if (!is_open(sheet, group)) continue;
        for (const SheetRow& row : group.rows) {
            if (i >= lines_.size()) return;
            Line& line = lines_[i++];
            if (line.label != nullptr && line.row.set() != row.set())
                line.label->SetFont(row.set() ? small_font(this).Bold() : small_font(this));
            line.row = row;
            visit(line, row);
        }
    }
}

// The same rows for another element of the same kind: most of what a sheet costs is to make its controls.
bool SheetPanel::retarget(const Sheet& sheet) {
    if (sheet.groups.empty() || title_ == nullptr) return false;
    wxWindowUpdateLocker still(scrolled_);
    FeelEditor::Pause pause;
    bool all = true;
    each_open(sheet, [&](Line& line, const SheetRow& row) { all = all && line.editor->retarget(row); });
    if (!all) return false;
    element_ = sheet.element;
    title_->SetLabel(tr(sheet.title));
    help_->SetLabel(tr(sheet.help));
    help_->Wrap(std::max(FromDIP(160), GetClientSize().x - 2 * space(this, 3)));
    scrolled_->FitInside();
    scrolled_->Layout();
    scrolled_->Scroll(0, 0);
    show_problems();
    return true;
}

void SheetPanel::header(wxSizer* to, const Sheet& sheet) {
    const Theme& theme = Theme::now();
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* picture = new wxStaticBitmap(scrolled_, wxID_ANY, icon(sheet.icon, theme.accent, 22));
    auto* words = new wxBoxSizer(wxVERTICAL);
    auto* kind = new wxStaticText(scrolled_, wxID_ANY, tr(sheet.kind));
    kind->SetForegroundColour(theme.muted);
    kind->SetFont(small_font(this));
    auto* title =
        new wxStaticText(scrolled_, wxID_ANY, tr(sheet.title), wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
    title->SetFont(bold_font(this));
    title->SetName("sheet-title");
    title_ = title;
    words->Add(title, 0, wxEXPAND);
    words->Add(kind);
    row->Add(picture, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, space(this, 2));
    row->Add(words, 1);
    // The way back from a nested element: one level up.
    if (nested(sheet)) {
        auto* back =
            new wxButton(scrolled_, wxID_ANY, tr("Back", "返回"), wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT);
        back->SetMinSize(back->GetBestSize() + FromDIP(wxSize(14, 0)));
        back->SetToolTip(tr("To what holds it", "返回上一级"));
        back->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            CallAfter([this, at = element_] { session_.select({{at.document, parent_path(parent_path(at.path))}}); });
        });
        row->Add(back, 0, wxALIGN_CENTRE_VERTICAL);
    }
    to->Add(row, 0, wxEXPAND | wxALL, space(this, 3));
}

namespace {

void silence(wxWindow* window) {
    window->SetEvtHandlerEnabled(false);
    window->SetName("retired");
    for (wxWindow* child : window->GetChildren()) silence(child);
}

}  // namespace

// What is shown now may be what the change came from, in the middle of its own event: it goes when that is over, and
// hears nothing any more.
void SheetPanel::retire() {
    for (wxWindow* child : scrolled_->GetChildren()) {
        silence(child);
        child->Hide();
        wxTheApp->ScheduleForDestruction(child);
    }
    auto gone = std::make_shared<std::vector<Line>>(std::move(lines_));
    lines_.clear();
    CallAfter([gone] {});
}

void SheetPanel::build(const Sheet& sheet) {
    const Theme& theme = Theme::now();
    wxWindowUpdateLocker still(scrolled_);
    FeelEditor::Pause pause;
    const Line* here = focused();
    const auto kept = here == nullptr ? lines_.size() : static_cast<std::size_t>(here - lines_.data());
    const bool same = here != nullptr && sheet.element.document == element_.document && sheet.kind.en == kind_;
    element_ = sheet.element;
    kind_ = sheet.kind.en;
    title_ = nullptr;
    retire();
    auto* column = new wxBoxSizer(wxVERTICAL);
    scrolled_->SetSizer(column);
    help_->SetLabel(tr(sheet.help));
    help_->Wrap(std::max(FromDIP(160), GetClientSize().x - 2 * space(this, 3)));
    if (sheet.groups.empty()) {
        auto* nothing = new wxStaticText(
            scrolled_, wxID_ANY,
            tr("Select a node, a field or a model to see its properties.", "选择节点、字段或模型以查看其属性。"));
        nothing->SetForegroundColour(theme.muted);
        nothing->Wrap(FromDIP(240));
        column->Add(nothing, 0, wxALL, space(this, 4));
    } else {
        header(column, sheet);
        for (const SheetGroup& group : sheet.groups) add_group(column, sheet, group);
    }
    column->AddSpacer(space(this, 4));
    scrolled_->FitInside();
    scrolled_->Layout();
    scrolled_->Scroll(0, 0);
    show_problems();
    // A renamed element is shown anew: who goes through its rows stays where he was.
    if (same && kept < lines_.size()) lines_[kept].editor->window()->SetFocus();
}

void SheetPanel::add_group(wxSizer* to, const Sheet& sheet, const SheetGroup& group) {
    const Theme& theme = Theme::now();
    const bool open = is_open(sheet, group);
    if (!group.label.empty()) {
        const std::string key = key_of(sheet, group);
        auto* button = new wxButton(scrolled_, wxID_ANY, tr(group.label), wxDefaultPosition, wxDefaultSize,
                                    wxBORDER_NONE | wxBU_LEFT);
        button->SetFont(bold_font(this));
        button->SetBitmap(icon(open ? "chevron_down" : "chevron_right", theme.muted, 14));
        button->SetName(wx("group:" + group.path + "/" + group.label.en));
        button->Bind(wxEVT_BUTTON, [this, key, open](wxCommandEvent&) {
            open_[key] = !open;
            CallAfter([this] { refresh(); });
        });
        to->Add(button, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, space(this, 2));
    }
    if (!open) return;  // its rows are made when somebody opens it
    auto* inner = new wxBoxSizer(wxVERTICAL);
    for (const SheetRow& row : group.rows) add_line(scrolled_, inner, row);
    to->Add(inner, 0, wxEXPAND);
}

void SheetPanel::add_line(wxWindow* parent, wxSizer* to, const SheetRow& row) {
    const Theme& theme = Theme::now();
    Line line;
    line.row = row;
    line.editor = make_row_editor(parent, session_, row);
    const int side = space(this, 3);
    if (line.editor->wide()) {
        line.label = new wxStaticText(parent, wxID_ANY, tr(row.property->label) + (row.property->required ? " *" : ""));
        line.label->SetForegroundColour(theme.muted);
        line.label->SetFont(row.set() ? small_font(this).Bold() : small_font(this));
        line.label->SetToolTip(tr(row.property->help));
        to->Add(line.label, 0, wxLEFT | wxRIGHT | wxTOP, side);
        auto* pad = new wxBoxSizer(wxVERTICAL);
        pad->Add(line.editor->window(), 0, wxEXPAND | wxTOP, space(this, 1) / 2);
        to->Add(pad, 0, wxEXPAND | wxLEFT | wxRIGHT, side);
    } else {
        to->Add(line.editor->window(), 0, wxLEFT | wxRIGHT | wxTOP, side);
    }
    line.editor->window()->SetToolTip(tr(row.property->help));
    line.trouble = new wxStaticText(parent, wxID_ANY, {});
    line.trouble->SetForegroundColour(theme.error);
    line.trouble->SetFont(small_font(this));
    line.trouble->Hide();
    to->Add(line.trouble, 0, wxEXPAND | wxLEFT | wxRIGHT, side);
    lines_.push_back(std::move(line));
}

void SheetPanel::show_problems() {
    bool moved = false;
    for (Line& line : lines_) {
        line.editor->mark(session_.problems());
        wxString words;
        for (const Problem& problem : session_.problems()) {
            if (problem.at.document != line.row.at.document || !path_inside(problem.at.path, line.row.at.path))
                continue;
            if (!words.empty()) words += "\n";
            words += tr(problem.diagnostic.text);
            if (!problem.diagnostic.hint.empty()) words += wxString::FromUTF8(" — ") + tr(problem.diagnostic.hint);
            line.trouble->SetForegroundColour(problem.diagnostic.severity == Severity::kError ? Theme::now().error
                                                                                              : Theme::now().warning);
        }
        const bool show = !words.empty();
        if (line.trouble->GetLabel() == words && line.trouble->IsShown() == show) continue;
        line.trouble->SetLabel(words);
        line.trouble->Wrap(std::max(FromDIP(120), scrolled_->GetClientSize().x - 2 * space(this, 3)));
        line.trouble->Show(show);
        moved = true;
    }
    if (!moved) return;
    scrolled_->Layout();
    scrolled_->FitInside();
}

const SheetPanel::Line* SheetPanel::focused() const {
    for (const Line& line : lines_) {
        for (const wxWindow* w = wxWindow::FindFocus(); w != nullptr && w != scrolled_; w = w->GetParent()) {
            if (w == line.editor->window()) return &line;
        }
    }
    return nullptr;
}

void SheetPanel::watch_focus() {
    const Line* line = focused();
    if (line == nullptr) return;
    const wxString words = tr(line->row.property->label) + wxString::FromUTF8(" — ") + tr(line->row.property->help);
    if (help_->GetName() == wx(line->row.at.path)) return;
    help_->SetName(wx(line->row.at.path));
    help_->SetLabel(words);
    help_->Wrap(GetClientSize().x - 2 * space(this, 3));
}

void SheetPanel::show_help() {
    const Line* line = focused();
    if (line == nullptr) return;
    new wxTipWindow(this, tr(line->row.property->label) + "\n\n" + tr(line->row.property->help), FromDIP(320));
}

void SheetPanel::focus_on(const std::string& path) {
    const Sheet sheet = property_sheet(session_.workspace(), session_.focus());
    for (const SheetGroup& group : sheet.groups) {
        const bool there = std::any_of(group.rows.begin(), group.rows.end(),
                                       [&](const SheetRow& row) { return path_inside(path, row.at.path); });
        if (there && !is_open(sheet, group)) open_[key_of(sheet, group)] = true;
    }
    refresh();
    for (const Line& line : lines_) {
        if (!path_inside(path, line.row.at.path)) continue;
        wxWindow* window = line.editor->window();
        if (window->AcceptsFocus()) window->SetFocus();
        const int y = window->GetPosition().y + scrolled_->GetViewStart().y * FromDIP(12);
        scrolled_->Scroll(0, std::max(0, y / FromDIP(12) - 4));
        return;
    }
}

}  // namespace fw::designer::ui
