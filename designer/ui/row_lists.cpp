// Rows that are lists: people (who), and elements that have no grid of their own (variables, tests, columns of a
// section).
#include <wx/app.h>
#include <wx/bmpbuttn.h>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/panel.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"
#include "designer/core/who.h"
#include "designer/ui/icons.h"
#include "designer/ui/row_editor.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

void lay_out_again(wxWindow* panel) {
    panel->Layout();
    if (auto* scrolled = dynamic_cast<wxScrolledWindow*>(panel->GetParent())) {
        scrolled->Layout();
        scrolled->FitInside();
    }
}

wxBitmapButton* small_button(wxWindow* parent, const char* name, const wxString& tip) {
    auto* button = new wxBitmapButton(parent, wxID_ANY, icon(name, Theme::now().muted, 14), wxDefaultPosition,
                                      wxDefaultSize, wxBORDER_NONE);
    button->SetToolTip(tip);
    return button;
}

class WhoEditor final : public RowEditor {
  public:
    WhoEditor(wxWindow* parent, Session& session, const SheetRow& row) : session_(session), at_(row.at) {
        panel_ = new wxPanel(parent);
        panel_->SetName(wx(row.at.path));
        panel_->SetSizer(new wxBoxSizer(wxVERTICAL));
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return panel_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        panel_->SetName(wx(row.at.path));
        built_ = false;
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const json::Value now = row.value ? *row.value : json::Value::null();
        if (built_ && now == write_who(entries_)) return;
        entries_ = read_who(row.value ? &*row.value : nullptr);
        build();
    }

  private:
    void build() {
        built_ = true;
        panel_->GetSizer()->Clear(true);
        for (std::size_t i = 0; i < entries_.size(); ++i) line(i);
        auto* add = new wxButton(panel_, wxID_ANY, tr("Add people", "添加人员"), wxDefaultPosition, wxDefaultSize,
                                 wxBU_EXACTFIT | wxBORDER_NONE);
        add->SetBitmap(icon("add", Theme::now().accent));
        add->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            entries_.push_back({&who_kinds().front(), "1", {}});
            again();
        });
        panel_->GetSizer()->Add(add, 0, wxTOP, space(panel_, 1));
        lay_out_again(panel_);
    }
    void line(std::size_t index) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        wxArrayString kinds;
        int selected = 0;
        for (const WhoKind& kind : who_kinds()) {
            if (&kind == entries_[index].kind) selected = static_cast<int>(kinds.size());
            kinds.Add(tr(kind.label));
        }
        auto* choice = new wxChoice(panel_, wxID_ANY, wxDefaultPosition, panel_->FromDIP(wxSize(80, -1)), kinds);
        choice->SetSelection(selected);
        choice->SetName(wx(at_.path + "/kind"));
        choice->Bind(wxEVT_CHOICE, [this, index](wxCommandEvent& event) {
            const WhoKind& kind = who_kinds()[static_cast<std::size_t>(event.GetSelection())];
            entries_[index] = {&kind, kind.argument == WhoKind::Argument::kNumber ? "1" : "", {}};
            if (kind.argument == WhoKind::Argument::kRole || kind.argument == WhoKind::Argument::kField) {
                const std::vector<std::string> ids = arguments(kind);
                if (!ids.empty()) entries_[index].argument = ids.front();
            }
            again();
        });
        row->Add(choice, 3, wxALIGN_CENTRE_VERTICAL);
        if (entries_[index].kind->argument != WhoKind::Argument::kNone)
            row->Add(argument(index), 2, wxALIGN_CENTRE_VERTICAL | wxLEFT, space(panel_, 1));
        auto* remove = small_button(panel_, "close", tr("Remove", "移除"));
        remove->Bind(wxEVT_BUTTON, [this, index](wxCommandEvent&) {
            entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
            again();
        });
        row->Add(remove, 0, wxALIGN_CENTRE_VERTICAL);
        panel_->GetSizer()->Add(row, 0, wxEXPAND | wxTOP, space(panel_, 1));
    }
    std::vector<std::string> arguments(const WhoKind& kind) const {
        std::vector<std::string> ids;
        model::Property property;
        property.refers = kind.argument == WhoKind::Argument::kRole ? "role" : "field";
        for (const model::Choice& choice :
             candidates(session_.workspace(), {at_.document, parent_path(at_.path)}, property))
            ids.push_back(choice.id);
        return ids;
    }
    wxWindow* argument(std::size_t index) {
        const WhoKind& kind = *entries_[index].kind;
        const auto changed = [this, index](const wxString& text) {
            if (index >= entries_.size() || entries_[index].argument == utf8(text)) return;
            entries_[index].argument = utf8(text);
            write();
        };
        if (kind.argument == WhoKind::Argument::kRole || kind.argument == WhoKind::Argument::kField) {
            wxArrayString ids;
            for (const std::string& id : arguments(kind)) ids.Add(wx(id));
            auto* combo = new wxComboBox(panel_, wxID_ANY, wx(entries_[index].argument), wxDefaultPosition,
                                         panel_->FromDIP(wxSize(60, -1)), ids);
            combo->SetName(wx(at_.path + "/argument"));
            combo->Bind(wxEVT_TEXT, [combo, changed](wxCommandEvent&) { changed(combo->GetValue()); });
            return combo;
        }
        auto* text = new wxTextCtrl(panel_, wxID_ANY, wx(entries_[index].argument), wxDefaultPosition,
                                    panel_->FromDIP(wxSize(60, -1)));
        text->SetName(wx(at_.path + "/argument"));
        text->Bind(wxEVT_TEXT, [text, changed](wxCommandEvent&) { changed(text->GetValue()); });
        return text;
    }
    void write() {
        const json::Value value = write_who(entries_);
        (void)session_.run(set_property(at_, value.is_null() ? std::nullopt : std::optional<json::Value>(value)));
    }
    void again() {
        write();
        panel_->CallAfter([this] { build(); });
    }
    Session& session_;
    Address at_;
    wxPanel* panel_ = nullptr;
    bool built_ = false;
    std::vector<WhoEntry> entries_;
};

// A short list of nested elements: each a line that opens its own sheet; add, move, delete.
class ElementsEditor final : public RowEditor {
  public:
    ElementsEditor(wxWindow* parent, Session& session, const SheetRow& row) : session_(session), at_(row.at) {
        panel_ = new wxPanel(parent);
        panel_->SetName(wx(row.at.path));
        panel_->SetSizer(new wxBoxSizer(wxVERTICAL));
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return panel_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        panel_->SetName(wx(row.at.path));
        built_ = false;
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const json::Value now = row.value ? *row.value : json::Value::array();
        if (built_ && now == shown_) return;
        shown_ = now;
        build();
    }

  private:
    void build() {
        built_ = true;
        panel_->GetSizer()->Clear(true);
        if (shown_.is_array()) {
            for (std::size_t i = 0; i < shown_.items().size(); ++i) line(i);
        }
        auto* add = new wxButton(panel_, wxID_ANY, tr("Add", "添加"), wxDefaultPosition, wxDefaultSize,
                                 wxBU_EXACTFIT | wxBORDER_NONE);
        add->SetBitmap(icon("add", Theme::now().accent));
        add->SetName(wx(at_.path + "/add"));
        add->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            wxTheApp->CallAfter([&session = session_, at = at_] {
                (void)session.run(add_elements(session.workspace(), at, {fresh_element(session.workspace(), at)},
                                               static_cast<std::size_t>(-1)));
            });
        });
        panel_->GetSizer()->Add(add, 0, wxTOP, space(panel_, 1));
        lay_out_again(panel_);
    }
    void line(std::size_t index) {
        const json::Value& item = shown_.items()[index];
        const std::string key = element_key(shown_, index);
        const Address element{at_.document, join_path(at_.path, key)};
        const Text label = text_of_value(item.find("label"));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        const wxString words = label.empty() ? wx(key) : tr(label) + wxString::FromUTF8("  ·  ") + wx(key);
        auto* open =
            new wxButton(panel_, wxID_ANY, words, wxDefaultPosition, panel_->FromDIP(wxSize(60, -1)), wxBU_LEFT);
        open->SetName(wx(element.path));
        open->Bind(wxEVT_BUTTON, [this, element](wxCommandEvent&) {
            wxTheApp->CallAfter([&session = session_, element] { session.select({element}); });
        });
        auto* up = small_button(panel_, "arrow_up", tr("Move up", "上移"));
        up->Enable(index > 0);
        up->Bind(wxEVT_BUTTON, [this, element, index](wxCommandEvent&) { change(element, index - 1); });
        auto* remove = small_button(panel_, "close", tr("Delete", "删除"));
        remove->Bind(wxEVT_BUTTON, [this, element](wxCommandEvent&) {
            wxTheApp->CallAfter([&session = session_, element] { (void)session.run(delete_elements({element})); });
        });
        row->Add(open, 1, wxEXPAND);
        row->Add(up, 0, wxALIGN_CENTRE_VERTICAL);
        row->Add(remove, 0, wxALIGN_CENTRE_VERTICAL);
        panel_->GetSizer()->Add(row, 0, wxEXPAND | wxTOP, space(panel_, 1));
    }
    void change(const Address& element, std::size_t to) {
        wxTheApp->CallAfter([&session = session_, element, to] {
            const std::vector<Address> kept = session.selection();
            (void)session.run(move_element(element, to));
            session.select(kept);
        });
    }
    Session& session_;
    Address at_;
    wxPanel* panel_ = nullptr;
    bool built_ = false;
    json::Value shown_;
};

}  // namespace

std::unique_ptr<RowEditor> make_who_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    return std::make_unique<WhoEditor>(parent, session, row);
}

std::unique_ptr<RowEditor> make_elements_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    return std::make_unique<ElementsEditor>(parent, session, row);
}

}  // namespace fw::designer::ui
