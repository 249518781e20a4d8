// The text of a model, for what cannot be read and for those who like JSON. Every valid state is a step of the undo
// stack.
#include <algorithm>

#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/stc/stc.h>

#include "designer/core/element_commands.h"
#include "designer/ui/editor.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

constexpr int kMark = 8;

class SourceEditor final : public Editor {
  public:
    SourceEditor(wxWindow* parent, Session& session, const std::string& document) : Editor(parent, session, document) {
        SetName(wx("source:" + document));
        const Theme& theme = Theme::now();
        text_ = new wxStyledTextCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_NONE);
        text_->SetName("source");
        text_->StyleSetFont(wxSTC_STYLE_DEFAULT, code_font(this));
        text_->StyleSetForeground(wxSTC_STYLE_DEFAULT, theme.text);
        text_->StyleSetBackground(wxSTC_STYLE_DEFAULT, theme.field);
        text_->StyleClearAll();
        text_->SetLexer(wxSTC_LEX_JSON);
        text_->StyleSetForeground(wxSTC_JSON_PROPERTYNAME, theme.accent);
        text_->StyleSetForeground(wxSTC_JSON_STRING, theme.success);
        text_->StyleSetForeground(wxSTC_JSON_NUMBER, theme.warning);
        text_->StyleSetForeground(wxSTC_JSON_ERROR, theme.error);
        text_->StyleSetForeground(wxSTC_STYLE_LINENUMBER, theme.muted);
        text_->StyleSetBackground(wxSTC_STYLE_LINENUMBER, theme.surface);
        text_->SetMarginType(0, wxSTC_MARGIN_NUMBER);
        text_->SetMarginWidth(0, FromDIP(44));
        text_->SetCaretForeground(theme.text);
        text_->SetSelBackground(true, theme.accent_soft);
        text_->SetTabWidth(2);
        text_->SetUseTabs(false);
        text_->IndicatorSetStyle(kMark, wxSTC_INDIC_SQUIGGLE);
        text_->IndicatorSetForeground(kMark, theme.error);
        text_->CmdKeyClear('Z', wxSTC_KEYMOD_CTRL);
        text_->CmdKeyClear('Y', wxSTC_KEYMOD_CTRL);
        text_->Bind(wxEVT_STC_MODIFIED, [this](wxStyledTextEvent& event) {
            const bool edit = (event.GetModificationType() & (wxSTC_MOD_INSERTTEXT | wxSTC_MOD_DELETETEXT)) != 0;
            if (edit && !setting_) CallAfter([this] { commit(); });
        });
        auto* row = new wxBoxSizer(wxVERTICAL);
        row->Add(text_, 1, wxEXPAND);
        SetSizer(row);
        show();
    }
    void changed(const ChangeSet& changes) override {
        if (changes.touches(document()) && !mine_) show();
    }
    void problems_changed() override {
        text_->SetIndicatorCurrent(kMark);
        text_->IndicatorClearRange(0, text_->GetTextLength());
        // Ranges are of the canonical text; they fit where this is what stands here.
        if (model() == nullptr || utf8(text_->GetText()) != session().workspace().text_of(*model())) return;
        for (const Problem& problem : session().problems()) {
            if (problem.at.document != document() || problem.diagnostic.place.at.line == 0) continue;
            const Range range = problem.diagnostic.place.range;
            text_->IndicatorFillRange(static_cast<int>(range.begin),
                                      std::max(1, static_cast<int>(range.end) - static_cast<int>(range.begin)));
        }
    }
    void reveal(const std::string& path) override {
        if (model() == nullptr) return;
        const json::Value* value = find(model()->root, path);
        for (const Problem& problem : session().problems()) {
            if (problem.at.document == document() && problem.at.path == path && problem.diagnostic.place.at.line > 0) {
                text_->GotoPos(static_cast<int>(problem.diagnostic.place.range.begin));
                return;
            }
        }
        if (value == nullptr) return;
        const int at = text_->FindText(0, text_->GetTextLength(), wx("\"" + last_step(path) + "\""));
        if (at >= 0) text_->GotoPos(at);
    }
    void take_focus() override { text_->SetFocus(); }

  private:
    void show() {
        if (model() == nullptr) return;
        setting_ = true;
        const int at = text_->GetCurrentPos();
        text_->SetText(wx(session().workspace().text_of(*model())));
        text_->EmptyUndoBuffer();
        text_->GotoPos(std::min(at, text_->GetTextLength()));
        setting_ = false;
    }
    void commit() {
        mine_ = true;
        (void)session().run(edit_source(document(), utf8(text_->GetText())));
        mine_ = false;
    }
    wxStyledTextCtrl* text_ = nullptr;
    bool setting_ = false;
    bool mine_ = false;
};

}  // namespace

Editor* make_flow_editor(wxWindow* parent, Session& session, const std::string& document);
Editor* make_model_editor(wxWindow* parent, Session& session, const std::string& document);

Editor* make_editor(wxWindow* parent, Session& session, const std::string& document, bool as_source) {
    const Document* model = session.workspace().document(document);
    if (as_source || model == nullptr || !model->readable() ||
        session.workspace().descriptors().find(model->kind) == nullptr) {
        return new SourceEditor(parent, session, document);
    }
    return model->kind == "flow" ? make_flow_editor(parent, session, document)
                                 : make_model_editor(parent, session, document);
}

}  // namespace fw::designer::ui
