// Rows that are chosen: yes or no, one of a few, an existing id, several ids.
#include <algorithm>

#include <wx/app.h>
#include <wx/checkbox.h>
#include <wx/checklst.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/sizer.h>

#include "designer/core/element_commands.h"
#include "designer/ui/row_editor.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

using model::Choice;
using model::Shape;

namespace {

wxString words(const Choice& choice, bool with_id) {
    const wxString label = tr(choice.label);
    if (label.empty() || label == wx(choice.id)) return wx(choice.id);
    return with_id ? wx(choice.id) + wxString::FromUTF8("  ·  ") + label : label;
}

class SwitchEditor final : public RowEditor {
  public:
    SwitchEditor(wxWindow* parent, Session& session, const SheetRow& row) : at_(row.at) {
        control_ = new wxCheckBox(parent, wxID_ANY, tr(row.property->label));
        control_->SetName(wx(row.at.path));
        control_->Bind(wxEVT_CHECKBOX, [this, &session, fallback = row.property->fallback](wxCommandEvent& event) {
            const json::Value value = json::Value::boolean(event.IsChecked());
            (void)session.run(set_property(at_, value == fallback ? std::nullopt : std::optional<json::Value>(value)));
        });
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return control_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        control_->SetName(wx(row.at.path));
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const json::Value& value = row.value ? *row.value : row.property->fallback;
        control_->SetValue(value.is_boolean() && value.as_boolean());
    }
    [[nodiscard]] bool wide() const override { return false; }

  private:
    Address at_;
    wxCheckBox* control_ = nullptr;
};

// A closed list for choices; for references a list that also takes what is typed (an id of a pack that is not here).
class PickEditor final : public RowEditor {
  public:
    PickEditor(wxWindow* parent, Session& session, const SheetRow& row)
        : session_(session), at_(row.at), choices_(row.choices) {
        open_ = row.property->shape == Shape::kReference;
        optional_ = !row.property->required;
        fallback_ = row.property->fallback;
        if (open_) {
            combo_ =
                new wxComboBox(parent, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize, 0, nullptr, wxTE_PROCESS_ENTER);
            combo_->Bind(wxEVT_COMBOBOX, [this](wxCommandEvent& event) { pick(event.GetSelection()); });
            combo_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { type(); });
            combo_->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
                event.Skip();
                type();
            });
        } else {
            choice_ = new wxChoice(parent, wxID_ANY);
            choice_->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) { pick(event.GetSelection()); });
        }
        window()->SetName(wx(row.at.path));
        window()->SetMinSize(wxSize(parent->FromDIP(80), -1));
        fill();
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return open_ ? static_cast<wxWindow*>(combo_) : choice_; }
    // What is still being typed belongs to the element it was begun for.
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        if (open_ && combo_->HasFocus()) return false;
        at_ = row.at;
        window()->SetName(wx(row.at.path));
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        if (!same_choices(row.choices)) {
            choices_ = row.choices;
            fill();
        }
        const std::string id = row.value && row.value->is_string() ? row.value->as_string() : std::string();
        if (open_) {
            const auto it = std::find_if(choices_.begin(), choices_.end(), [&](const Choice& c) { return c.id == id; });
            const wxString text = it == choices_.end() ? wx(id) : words(*it, true);
            if (combo_->GetValue() != text && !(combo_->HasFocus() && utf8(combo_->GetValue()) == id))
                combo_->SetValue(text);
            return;
        }
        int selected = 0;
        for (std::size_t i = 0; i < choices_.size(); ++i) {
            if (choices_[i].id == id) selected = static_cast<int>(i) + (optional_ ? 1 : 0);
        }
        if (!optional_ && id.empty()) selected = wxNOT_FOUND;
        choice_->SetSelection(selected);
    }

  private:
    [[nodiscard]] bool same_choices(const std::vector<Choice>& others) const {
        return std::equal(choices_.begin(), choices_.end(), others.begin(), others.end(),
                          [](const Choice& a, const Choice& b) { return a.id == b.id && a.label == b.label; });
    }
    void fill() {
        wxArrayString items;
        if (optional_) {
            wxString none = wxString::FromUTF8("—");
            for (const Choice& choice : choices_) {
                if (fallback_.is_string() && fallback_.as_string() == choice.id)
                    none = words(choice, false) + tr(" (usual)", "（默认）");
            }
            items.Add(none);
        }
        for (const Choice& choice : choices_) items.Add(words(choice, open_));
        if (open_) {
            const wxString kept = combo_->GetValue();
            combo_->Set(items);
            combo_->SetValue(kept);
        } else {
            choice_->Set(items);
        }
    }
    void pick(int selection) {
        const int index = selection - (optional_ ? 1 : 0);
        if (index < 0) {
            set(std::nullopt);
        } else if (index < static_cast<int>(choices_.size())) {
            set(json::Value::string(choices_[static_cast<std::size_t>(index)].id));
        }
    }
    void type() {
        std::string text = utf8(combo_->GetValue());
        const std::size_t space_at = text.find("  ");
        if (space_at != std::string::npos) text.resize(space_at);
        if (text == "—") text.clear();
        set(text.empty() ? std::nullopt : std::optional<json::Value>(json::Value::string(text)));
    }
    void set(const std::optional<json::Value>& value) {
        const json::Value* old = session_.workspace().value(at_);
        if ((old == nullptr && !value) || (old != nullptr && value && *old == *value)) return;
        // The window may be rebuilt by this; do it when the control is done with its event.
        wxTheApp->CallAfter([&session = session_, at = at_, value] { (void)session.run(set_property(at, value)); });
    }
    Session& session_;
    Address at_;
    std::vector<Choice> choices_;
    bool open_ = false;
    bool optional_ = true;
    json::Value fallback_;
    wxComboBox* combo_ = nullptr;
    wxChoice* choice_ = nullptr;
};

class SeveralEditor final : public RowEditor {
  public:
    SeveralEditor(wxWindow* parent, Session& session, const SheetRow& row)
        : session_(session), at_(row.at), choices_(row.choices) {
        list_ = new wxCheckListBox(parent, wxID_ANY);
        fill(row);
        list_->Bind(wxEVT_CHECKLISTBOX, [this](wxCommandEvent&) { commit(); });
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return list_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        choices_ = row.choices;
        fill(row);
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        for (std::size_t i = 0; i < choices_.size(); ++i)
            list_->Check(static_cast<unsigned>(i), has(row, choices_[i].id));
    }

  private:
    void fill(const SheetRow& row) {
        add_unknown(row);
        wxArrayString items;
        for (const Choice& choice : choices_) items.Add(words(choice, true));
        list_->SetName(wx(row.at.path));
        if (items == list_->GetStrings()) return;
        list_->Set(items);
        const int rows = static_cast<int>(std::max<std::size_t>(2, choices_.size()));
        list_->SetMinSize(list_->FromDIP(wxSize(80, std::min(150, 12 + 24 * rows))));
    }
    static bool has(const SheetRow& row, const std::string& id) {
        if (!row.value || !row.value->is_array()) return false;
        const auto& items = row.value->items();
        return std::any_of(items.begin(), items.end(),
                           [&](const json::Value& v) { return v.is_string() && v.as_string() == id; });
    }
    void add_unknown(const SheetRow& row) {
        if (!row.value || !row.value->is_array()) return;
        for (const json::Value& item : row.value->items()) {
            if (!item.is_string()) continue;
            const bool known = std::any_of(choices_.begin(), choices_.end(),
                                           [&](const Choice& c) { return c.id == item.as_string(); });
            if (!known) choices_.push_back({item.as_string(), {}});
        }
    }
    void commit() {
        json::Value list = json::Value::array();
        for (std::size_t i = 0; i < choices_.size(); ++i) {
            if (list_->IsChecked(static_cast<unsigned>(i))) list.push(json::Value::string(choices_[i].id));
        }
        (void)session_.run(set_property(at_, list.items().empty() ? std::nullopt : std::optional<json::Value>(list)));
    }
    Session& session_;
    Address at_;
    std::vector<Choice> choices_;
    wxCheckListBox* list_ = nullptr;
};

}  // namespace

std::unique_ptr<RowEditor> make_choice_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    if (row.property->shape == Shape::kBoolean) return std::make_unique<SwitchEditor>(parent, session, row);
    if (row.property->shape == Shape::kReferences) return std::make_unique<SeveralEditor>(parent, session, row);
    return std::make_unique<PickEditor>(parent, session, row);
}

}  // namespace fw::designer::ui
