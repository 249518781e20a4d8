// Rows that are typed: ids, lines, texts in two languages, numbers, durations, colours, lists, JSON.
#include <charconv>

#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/path.h"
#include "designer/ui/row_editor.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "engine/model/technical_names.h"

namespace fw::designer::ui {

using model::Shape;

namespace {

std::string shown(const std::optional<json::Value>& value, Shape shape) {
    if (!value) return {};
    if (shape == Shape::kStrings || shape == Shape::kNameLists) {
        std::string all;
        if (!value->is_array()) return json::write_compact(*value);
        for (const json::Value& item : value->items()) {
            if (!all.empty()) all += shape == Shape::kStrings ? ", " : "; ";
            if (item.is_string()) {
                all += item.as_string();
            } else if (item.is_array()) {
                std::string group;
                for (const json::Value& name : item.items())
                    group += (group.empty() ? "" : ", ") + (name.is_string() ? name.as_string() : std::string());
                all += group;
            }
        }
        return all;
    }
    if (value->is_string()) return value->as_string();
    if (value->is_number()) return value->literal();
    return json::write_compact(*value);
}

std::vector<std::string> parts(const std::string& text, const char* separators) {
    std::vector<std::string> found;
    std::string part;
    const auto flush = [&] {
        while (!part.empty() && part.front() == ' ') part.erase(0, 1);
        while (!part.empty() && part.back() == ' ') part.pop_back();
        if (!part.empty()) found.push_back(part);
        part.clear();
    };
    for (const char c : text) {
        if (std::string_view(separators).find(c) != std::string_view::npos) {
            flush();
        } else {
            part += c;
        }
    }
    flush();
    return found;
}

// Nothing where the text means "not written"; a string where it is not what the shape wants (the problems list says
// so).
std::optional<json::Value> typed(const std::string& text, Shape shape) {
    if (text.empty()) return std::nullopt;
    switch (shape) {
        case Shape::kInteger:
        case Shape::kNumber: {
            auto number = json::read(text);
            return number && number->is_number() ? json::Value::number_literal(number->literal())
                                                 : json::Value::string(text);
        }
        case Shape::kStrings: {
            json::Value list = json::Value::array();
            for (const std::string& part : parts(text, ",\n")) list.push(json::Value::string(part));
            return list;
        }
        case Shape::kNameLists: {
            json::Value list = json::Value::array();
            for (const std::string& group : parts(text, ";\n")) {
                json::Value names = json::Value::array();
                for (const std::string& name : parts(group, ",")) names.push(json::Value::string(name));
                list.push(std::move(names));
            }
            return list;
        }
        case Shape::kJson: {
            auto value = json::read(text);
            if (!value) return json::Value::string(text);
            return *value;
        }
        default:
            return json::Value::string(text);
    }
}

class LineEditor final : public RowEditor {
  public:
    LineEditor(wxWindow* parent, Session& session, const SheetRow& row)
        : session_(session), at_(row.at), shape_(row.property->shape) {
        const bool many = shape_ == Shape::kJson || row.property->id == "note";
        const long style = many ? wxTE_MULTILINE : wxTE_PROCESS_ENTER;
        control_ = new wxTextCtrl(parent, wxID_ANY, {}, wxDefaultPosition,
                                  many ? parent->FromDIP(wxSize(-1, 64)) : wxDefaultSize, style);
        control_->SetName(wx(row.at.path));
        control_->SetMinSize(wxSize(parent->FromDIP(80), -1));
        if (!row.property->fallback.is_null()) control_->SetHint(wx(shown(row.property->fallback, shape_)));
        if (shape_ == Shape::kDuration) control_->SetHint("P1D, PT4H");
        if (shape_ == Shape::kTime) control_->SetHint("09:00");
        const bool late = shape_ == Shape::kId || shape_ == Shape::kJson;  // renames follow; half an id is none
        if (late) {
            control_->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
                event.Skip();
                commit();
            });
            if (!many) control_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { commit(); });
        } else {
            control_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { commit(); });
        }
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return control_; }
    // What is still being typed belongs to the element it was begun for.
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        if (control_->HasFocus()) return false;
        at_ = row.at;
        control_->SetName(wx(row.at.path));
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const std::string now = shown(row.value, shape_);
        const std::string mine = utf8(control_->GetValue());
        if (now == mine) return;
        // While it is typed in, "1," means the same as "1": leave it alone.
        if (control_->HasFocus() && typed(mine, shape_) == row.value) return;
        control_->ChangeValue(wx(now));
    }

  private:
    void commit() {
        std::string text = utf8(control_->GetValue());
        // "Margin %" is meant as a name: margin.
        if (shape_ == Shape::kId && !text.empty() && !is_technical_name(text)) text = model::technical_name(text);
        const json::Value* old = session_.workspace().value(at_);
        const std::optional<json::Value> value = typed(text, shape_);
        const std::optional<json::Value> before = old == nullptr ? std::nullopt : std::optional<json::Value>(*old);
        if (value == before) return;
        if (shape_ == Shape::kId && split_path(at_.path).size() == 1) {
            (void)session_.run(rename_model(at_.document, text));
        } else if (!session_.run(set_property(at_, value)) && old != nullptr) {
            control_->ChangeValue(wx(shown(before, shape_)));
        }
    }
    Session& session_;
    Address at_;
    Shape shape_;
    wxTextCtrl* control_ = nullptr;
};

// A text in English and Chinese, one below the other; the language of the window first.
class TwoLanguages final : public RowEditor {
  public:
    TwoLanguages(wxWindow* parent, Session& session, const SheetRow& row) : session_(session), at_(row.at) {
        panel_ = new wxPanel(parent);
        auto* grid = new wxFlexGridSizer(2, space(parent, 1), space(parent, 1));
        grid->AddGrowableCol(1);
        const std::vector<Language> order = language() == Language::kZh ? std::vector{Language::kZh, Language::kEn}
                                                                        : std::vector{Language::kEn, Language::kZh};
        for (const Language l : order) {
            auto* tag = new wxStaticText(panel_, wxID_ANY, l == Language::kEn ? "EN" : wxString::FromUTF8("中"));
            tag->SetFont(small_font(parent));
            tag->SetForegroundColour(Theme::now().muted);
            auto* control = new wxTextCtrl(panel_, wxID_ANY);
            control->SetName(wx(row.at.path + "/" + std::string(language_code(l))));
            control->SetMinSize(wxSize(parent->FromDIP(60), -1));
            control->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { commit(); });
            (l == Language::kEn ? en_ : zh_) = control;
            grid->Add(tag, 0, wxALIGN_CENTRE_VERTICAL);
            grid->Add(control, 1, wxEXPAND);
        }
        panel_->SetSizer(grid);
        show(row);
    }
    [[nodiscard]] wxWindow* window() override { return panel_; }
    [[nodiscard]] bool retarget(const SheetRow& row) override {
        at_ = row.at;
        en_->SetName(wx(row.at.path + "/en"));
        zh_->SetName(wx(row.at.path + "/zh"));
        show(row);
        return true;
    }
    void show(const SheetRow& row) override {
        const Text text = text_of_value(row.value ? &*row.value : nullptr);
        if (utf8(en_->GetValue()) != text.en) en_->ChangeValue(wx(text.en));
        if (utf8(zh_->GetValue()) != text.zh) zh_->ChangeValue(wx(text.zh));
    }

  private:
    void commit() {
        const Text text{utf8(en_->GetValue()), utf8(zh_->GetValue())};
        (void)session_.run(
            set_property(at_, text.empty() ? std::nullopt : std::optional<json::Value>(value_of_text(text))));
    }
    Session& session_;
    Address at_;
    wxPanel* panel_ = nullptr;
    wxTextCtrl* en_ = nullptr;
    wxTextCtrl* zh_ = nullptr;
};

}  // namespace

std::unique_ptr<RowEditor> make_text_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    if (row.property->shape == Shape::kText) return std::make_unique<TwoLanguages>(parent, session, row);
    return std::make_unique<LineEditor>(parent, session, row);
}

}  // namespace fw::designer::ui
