// Rows that hold FEEL: expressions, templates in two languages, assignments.
#include <wx/app.h>
#include <wx/bmpbuttn.h>
#include <wx/button.h>
#include <wx/panel.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/ui/feel_editor.h"
#include "designer/ui/icons.h"
#include "designer/ui/row_editor.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/json/read.h"

namespace fw::designer::ui {

using model::Shape;

namespace {

// Where a mistake of the file lies inside a string value: the ranges are of the canonical text the compiler read.
std::vector<std::pair<Range, Severity>> inside_value(const Session& session, const std::vector<Problem>& problems,
                                                     const Address& at) {
    std::vector<std::pair<Range, Severity>> marks;
    const Document* document = session.workspace().document(at.document);
    if (document == nullptr) return marks;
    for (const Problem& problem : problems) {
        if (problem.at.document != at.document || !path_inside(problem.at.path, at.path) ||
            problem.diagnostic.place.at.line == 0)
            continue;
        const auto read = json::read(session.workspace().text_of(*document));
        const json::Value* value = read ? find(*read, at.path) : nullptr;
        if (value == nullptr || !value->is_string()) continue;
        // Escapes (mostly \") make the text longer than the value: count them on the way.
        const std::string text = session.workspace().text_of(*document);
        const auto inner = [&](std::uint32_t offset) {
            std::uint32_t position = 0;
            for (std::uint32_t i = value->range().begin + 1; i < offset && i < text.size(); ++i, ++position) {
                if (text[i] == '\\') ++i;
            }
            return position;
        };
        marks.push_back({{inner(problem.diagnostic.place.range.begin), inner(problem.diagnostic.place.range.end)},
                         problem.diagnostic.severity});
    }
    return marks;
}

class ExpressionEditor final : public RowEditor {
  public:
    ExpressionEditor(wxWindow* parent, Session& session, const SheetRow& row) : session_(session), at_(row.at) {
        field_ = new FeelField(parent, session, {row.at.document, parent_path(row.at.path)}, *row.property);
        editor_ = field_->editor();
        editor_->SetName(wx(row.at.path));
        editor_->on_edit([this](const std::string& text) {
            (void)session_.run(
                set_property(at_, text.empty() ? std::nullopt : std::optional<json::Value>(json::Value::string(text))));
        });
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return field_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        editor_->retarget({row.at.document, parent_path(row.at.path)});
        editor_->SetName(wx(row.at.path));
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        editor_->set_text(row.value && row.value->is_string() ? row.value->as_string() : std::string());
    }
    void mark(const std::vector<Problem>& problems) override { editor_->mark(inside_value(session_, problems, at_)); }

  private:
    Session& session_;
    Address at_;
    FeelField* field_ = nullptr;
    FeelEditor* editor_ = nullptr;
};

class TemplateEditor final : public RowEditor {
  public:
    TemplateEditor(wxWindow* parent, Session& session, const SheetRow& row) : session_(session), at_(row.at) {
        panel_ = new wxPanel(parent);
        auto* grid = new wxFlexGridSizer(2, space(parent, 1), space(parent, 1));
        grid->AddGrowableCol(1);
        for (const Language l : {Language::kEn, Language::kZh}) {
            auto* tag = new wxStaticText(panel_, wxID_ANY, l == Language::kEn ? "EN" : wxString::FromUTF8("中"));
            tag->SetFont(small_font(parent));
            tag->SetForegroundColour(Theme::now().muted);
            auto* field =
                new FeelField(panel_, session, {row.at.document, parent_path(row.at.path)}, *row.property, true);
            FeelEditor* editor = field->editor();
            editor->SetName(wx(row.at.path + "/" + std::string(language_code(l))));
            editor->on_edit([this](const std::string&) { commit(); });
            (l == Language::kEn ? en_ : zh_) = editor;
            grid->Add(tag, 0, wxALIGN_CENTRE_VERTICAL);
            grid->Add(field, 1, wxEXPAND);
        }
        panel_->SetSizer(grid);
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return panel_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        for (const auto& [editor, code] : {std::pair{en_, "/en"}, std::pair{zh_, "/zh"}}) {
            editor->retarget({row.at.document, parent_path(row.at.path)});
            editor->SetName(wx(row.at.path + code));
        }
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const Text text = text_of_value(row.value ? &*row.value : nullptr);
        en_->set_text(text.en);
        zh_->set_text(text.zh);
    }
    void mark(const std::vector<Problem>& problems) override {
        en_->mark(inside_value(session_, problems, {at_.document, at_.path + "/en"}));
        zh_->mark(inside_value(session_, problems, {at_.document, at_.path + "/zh"}));
    }

  private:
    void commit() {
        const Text text{en_->text(), zh_->text()};
        (void)session_.run(
            set_property(at_, text.empty() ? std::nullopt : std::optional<json::Value>(value_of_text(text))));
    }
    Session& session_;
    Address at_;
    wxPanel* panel_ = nullptr;
    FeelEditor* en_ = nullptr;
    FeelEditor* zh_ = nullptr;
};

// {"record.state": FEEL}: one line a target, "target = value"; the whole is rewritten with each change.
class AssignmentsEditor final : public RowEditor {
  public:
    AssignmentsEditor(wxWindow* parent, Session& session, const SheetRow& row)
        : session_(session), at_(row.at), property_(*row.property) {
        panel_ = new wxPanel(parent);
        panel_->SetSizer(new wxBoxSizer(wxVERTICAL));
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return panel_; }
    // What is still being typed belongs to the element it was begun for.
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        for (const auto& [name, value] : lines_) {
            if (name->HasFocus() || value->HasFocus()) return false;
        }
        at_ = row.at;
        built_ = false;
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const json::Value now = row.value && row.value->is_object() ? *row.value : json::Value::object();
        if (built_ && same_targets(now)) {
            for (std::size_t i = 0; i < lines_.size(); ++i) {
                const json::Value& feel = now.members()[i].value;
                lines_[i].second->set_text(feel.is_string() ? feel.as_string() : std::string());
            }
            return;
        }
        build(now);
    }

  private:
    bool same_targets(const json::Value& now) const {
        if (now.members().size() != lines_.size()) return false;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (utf8(lines_[i].first->GetValue()) != now.members()[i].key) return false;
        }
        return true;
    }
    void build(const json::Value& now) {
        built_ = true;
        lines_.clear();
        panel_->GetSizer()->Clear(true);
        for (const json::Member& member : now.members())
            line(member.key, member.value.is_string() ? member.value.as_string() : std::string());
        auto* add = new wxButton(panel_, wxID_ANY, tr("Add assignment", "添加赋值"), wxDefaultPosition, wxDefaultSize,
                                 wxBU_EXACTFIT | wxBORDER_NONE);
        add->SetBitmap(icon("add", Theme::now().accent));
        add->SetName(wx(at_.path + "/add"));
        add->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            wxTheApp->CallAfter([&session = session_, at = at_] {
                const json::Value* old = session.workspace().value(at);
                json::Value fresh = old != nullptr && old->is_object() ? *old : json::Value::object();
                std::string target = "record.field";
                for (int n = 2; fresh.find(target) != nullptr; ++n) target = "record.field_" + std::to_string(n);
                fresh.set(target, json::Value::string("null"));
                (void)session.run(set_property(at, fresh));
            });
        });
        panel_->GetSizer()->Add(add, 0, wxTOP, space(panel_, 1));
        panel_->Layout();
        if (auto* scrolled = dynamic_cast<wxScrolledWindow*>(panel_->GetParent())) {
            scrolled->Layout();
            scrolled->FitInside();
        }
    }
    void line(const std::string& target, const std::string& feel) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        auto* name = new wxTextCtrl(panel_, wxID_ANY, wx(target), wxDefaultPosition, panel_->FromDIP(wxSize(110, -1)),
                                    wxTE_PROCESS_ENTER);
        name->SetName(wx(at_.path + "/target"));
        auto* field = new FeelField(panel_, session_, {at_.document, parent_path(at_.path)}, property_);
        FeelEditor* value = field->editor();
        value->SetName(wx(at_.path + "/" + target));
        auto* remove = new wxBitmapButton(panel_, wxID_ANY, icon("close", Theme::now().muted, 14), wxDefaultPosition,
                                          wxDefaultSize, wxBORDER_NONE);
        remove->SetToolTip(tr("Remove", "移除"));
        row->Add(name, 2, wxALIGN_CENTRE_VERTICAL);
        row->Add(new wxStaticText(panel_, wxID_ANY, " = "), 0, wxALIGN_CENTRE_VERTICAL);
        row->Add(field, 3, wxEXPAND);
        row->Add(remove, 0, wxALIGN_CENTRE_VERTICAL);
        panel_->GetSizer()->Add(row, 0, wxEXPAND | wxTOP, space(panel_, 1));
        lines_.emplace_back(name, value);
        value->on_edit([this](const std::string&) { commit(nullptr); });
        value->set_text(feel);
        name->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { commit(nullptr); });
        name->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
            event.Skip();
            commit(nullptr);
        });
        remove->Bind(wxEVT_BUTTON, [this, name](wxCommandEvent&) { commit(name); });
    }
    void commit(const wxTextCtrl* without) {
        json::Value fresh = json::Value::object();
        for (const auto& [name, value] : lines_) {
            const std::string target = utf8(name->GetValue());
            if (name != without && !target.empty()) fresh.set(target, json::Value::string(value->text()));
        }
        const json::Value* old = session_.workspace().value(at_);
        if (old != nullptr && *old == fresh) return;
        const auto value = fresh.members().empty() ? std::nullopt : std::optional<json::Value>(fresh);
        if (without == nullptr) {
            (void)session_.run(set_property(at_, value));
        } else {
            wxTheApp->CallAfter([&session = session_, at = at_, value] { (void)session.run(set_property(at, value)); });
        }
    }
    Session& session_;
    Address at_;
    const model::Property& property_;
    wxPanel* panel_ = nullptr;
    bool built_ = false;
    std::vector<std::pair<wxTextCtrl*, FeelEditor*>> lines_;
};

}  // namespace

std::unique_ptr<RowEditor> make_feel_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    if (row.property->shape == Shape::kTemplate) return std::make_unique<TemplateEditor>(parent, session, row);
    return std::make_unique<ExpressionEditor>(parent, session, row);
}

std::unique_ptr<RowEditor> make_assignments_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    return std::make_unique<AssignmentsEditor>(parent, session, row);
}

}  // namespace fw::designer::ui
