#include "designer/ui/feel_editor.h"

#include <algorithm>
#include <set>

#include <wx/sizer.h>

#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

enum Style { kPlain = 0, kString = 1, kNumber = 2, kKeyword = 3, kFunction = 4 };
constexpr int kErrorMark = 8;
constexpr int kWarningMark = 9;

}  // namespace

FeelEditor::FeelEditor(wxWindow* parent, const Session& session, Address element, const model::Property& property,
                       bool in_braces)
    : wxStyledTextCtrl(parent, wxID_ANY, wxDefaultPosition, parent->FromDIP(wxSize(60, 26)), wxBORDER_NONE),
      session_(session),
      element_(std::move(element)),
      property_(property),
      in_braces_(in_braces) {
    const Theme& theme = Theme::now();
    StyleSetFont(wxSTC_STYLE_DEFAULT, code_font(parent));
    StyleSetForeground(wxSTC_STYLE_DEFAULT, theme.text);
    StyleSetBackground(wxSTC_STYLE_DEFAULT, theme.field);
    StyleClearAll();
    StyleSetForeground(kString, theme.success);
    StyleSetForeground(kNumber, theme.dark ? wxColour(0xf0, 0xa0, 0x70) : wxColour(0xa1, 0x4a, 0x00));
    StyleSetForeground(kKeyword, theme.dark ? wxColour(0xc9, 0xa2, 0xff) : wxColour(0x7a, 0x1f, 0xa2));
    StyleSetForeground(kFunction, theme.accent);
    SetLexer(wxSTC_LEX_CONTAINER);
    SetCaretForeground(theme.text);
    SetSelBackground(true, theme.accent_soft);
    SetWrapMode(wxSTC_WRAP_WORD);
    SetUseHorizontalScrollBar(false);
    SetUseVerticalScrollBar(false);
    for (int margin = 0; margin < 5; ++margin) SetMarginWidth(margin, 0);
    SetMarginLeft(FromDIP(6));
    SetMarginRight(FromDIP(6));
    SetExtraAscent(FromDIP(3));
    SetExtraDescent(FromDIP(3));
    IndicatorSetStyle(kErrorMark, wxSTC_INDIC_SQUIGGLE);
    IndicatorSetForeground(kErrorMark, theme.error);
    IndicatorSetStyle(kWarningMark, wxSTC_INDIC_SQUIGGLE);
    IndicatorSetForeground(kWarningMark, theme.warning);
    AutoCompSetIgnoreCase(true);
    AutoCompSetSeparator('\n');
    AutoCompSetTypeSeparator('?');
    AutoCompSetMaxHeight(10);
    AutoCompSetOrder(wxSTC_ORDER_CUSTOM);
    RegisterImage(0, icon_bitmap("short_text", theme.muted, FromDIP(14)));
    RegisterImage(1, icon_bitmap("function", theme.accent, FromDIP(14)));
    RegisterImage(2, icon_bitmap("key", theme.muted, FromDIP(14)));
    CmdKeyClear(wxSTC_KEY_TAB, 0);  // Tab leaves the field
    CmdKeyClear('Z', wxSTC_KEYMOD_CTRL);
    CmdKeyClear('Y', wxSTC_KEYMOD_CTRL);
    Bind(wxEVT_STC_STYLENEEDED, [this](wxStyledTextEvent&) { colour(); });
    Bind(wxEVT_STC_CHARADDED, [this](wxStyledTextEvent& event) {
        const int key = event.GetKey();
        if (key == '.' || key == '"' || wxIsalpha(key) || key == '_') complete(false);
    });
    Bind(wxEVT_STC_MODIFIED, [this](wxStyledTextEvent& event) {
        const bool text = (event.GetModificationType() & (wxSTC_MOD_INSERTTEXT | wxSTC_MOD_DELETETEXT)) != 0;
        if (!text || setting_) return;
        CallAfter([this] {
            fit_height();
            if (hook_) hook_(this->text());
        });
    });
    Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_SPACE && event.ControlDown()) {
            complete(true);
        } else if (event.GetKeyCode() == WXK_TAB && !AutoCompActive()) {
            Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
        } else {
            event.Skip();
        }
    });
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        CallAfter([this] { fit_height(); });
    });
}

void FeelEditor::set_text(const std::string& text) {
    if (text == this->text()) return;
    setting_ = true;
    SetText(wx(text));
    EmptyUndoBuffer();
    setting_ = false;
    fit_height();
}

std::string FeelEditor::text() const { return utf8(GetText()); }

void FeelEditor::fit_height() {
    int lines = 0;
    for (int i = 0; i < GetLineCount(); ++i) lines += std::max(1, WrapCount(i));
    const int height = std::clamp(lines, 1, 8) * TextHeight(0) + FromDIP(8);
    if (GetMinSize().y == height) return;
    SetMinSize(wxSize(-1, height));
    InvalidateBestSize();
    if (paused_ > 0) return;
    for (wxWindow* up = GetParent(); up != nullptr && !up->IsTopLevel(); up = up->GetParent()) {
        up->Layout();
        auto* scrolled = dynamic_cast<wxScrolledWindow*>(up);
        if (scrolled == nullptr) continue;
        scrolled->FitInside();
        return;
    }
}

void FeelEditor::mark(const std::vector<std::pair<Range, Severity>>& mistakes) {
    for (const int indicator : {kErrorMark, kWarningMark}) {
        SetIndicatorCurrent(indicator);
        IndicatorClearRange(0, GetTextLength());
    }
    for (const auto& [range, severity] : mistakes) {
        SetIndicatorCurrent(severity == Severity::kError ? kErrorMark : kWarningMark);
        const int begin = std::min(static_cast<int>(range.begin), GetTextLength());
        const int end = std::clamp(static_cast<int>(range.end), begin, GetTextLength());
        if (end > begin) {
            IndicatorFillRange(begin, end - begin);
        } else if (begin > 0) {
            IndicatorFillRange(begin - 1, 1);
        }
    }
}

void FeelEditor::colour() {
    static const std::set<std::string> keywords{"if",    "then",      "else",     "for", "in",      "return", "some",
                                                "every", "satisfies", "and",      "or",  "between", "true",   "false",
                                                "null",  "not",       "instance", "of",  "function"};
    const std::string all = text();
    StartStyling(0);
    bool inside = !in_braces_;
    for (std::size_t i = 0; i < all.size();) {
        std::size_t end = i + 1;
        int style = kPlain;
        const char c = all[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (in_braces_ && (c == '{' || c == '}')) {
            inside = c == '{';
            style = kKeyword;
        } else if (!inside) {
            style = kPlain;
        } else if (c == '"') {
            while (end < all.size() && all[end] != '"') end += all[end] == '\\' ? 2 : 1;
            end = std::min(all.size(), end + 1);
            style = kString;
        } else if (c >= '0' && c <= '9') {
            while (end < all.size() && ((all[end] >= '0' && all[end] <= '9') || all[end] == '.')) ++end;
            style = kNumber;
        } else if (letter) {
            while (end < all.size() && (wxIsalnum(static_cast<unsigned char>(all[end])) || all[end] == '_')) ++end;
            const std::string word = all.substr(i, end - i);
            style = keywords.contains(word) ? kKeyword : end < all.size() && all[end] == '(' ? kFunction : kPlain;
        }
        SetStyling(static_cast<int>(end - i), style);
        i = end;
    }
}

void FeelEditor::complete(bool asked) {
    const std::string all = text();
    const auto cursor = static_cast<std::size_t>(GetCurrentPos());
    std::size_t offset = 0;
    std::string_view part = all;
    if (in_braces_) {
        const std::size_t open = all.rfind('{', cursor == 0 ? 0 : cursor - 1);
        const std::size_t close = all.rfind('}', cursor == 0 ? 0 : cursor - 1);
        if (open == std::string::npos || (close != std::string::npos && close > open)) return;
        offset = open + 1;
        part = std::string_view(all).substr(offset);
    }
    const Completions found = complete_feel(session_.workspace(), element_, property_, part, cursor - offset);
    const std::size_t typed = cursor - offset - found.begin;
    if (!asked && typed == 0 && cursor > 0 && all[cursor - 1] != '.' && all[cursor - 1] != '"') return;
    wxString list;
    for (const Completion& item : found.items) {
        if (!asked && item.insert.size() == typed) continue;
        if (!list.empty()) list += "\n";
        list += wx(item.insert) + wxString::Format("?%d", item.kind == Completion::Kind::kFunction  ? 1
                                                          : item.kind == Completion::Kind::kKeyword ? 2
                                                                                                    : 0);
    }
    if (!list.empty()) AutoCompShow(static_cast<int>(typed), list);
}

FeelField::FeelField(wxWindow* parent, const Session& session, Address element, const model::Property& property,
                     bool in_braces)
    : wxPanel(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxTAB_TRAVERSAL | wxBORDER_NONE) {
    editor_ = new FeelEditor(this, session, std::move(element), property, in_braces);
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(editor_, 1, wxEXPAND | wxALL, std::max(1, FromDIP(1)));
    SetSizer(sizer);
    frame(Theme::now().strong_line);
    editor_->Bind(wxEVT_SET_FOCUS, [this](wxFocusEvent& event) {
        event.Skip();
        frame(Theme::now().accent);
    });
    editor_->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
        event.Skip();
        frame(Theme::now().strong_line);
    });
}

void FeelField::frame(const wxColour& colour) {
    SetBackgroundColour(colour);
    Refresh();
}

}  // namespace fw::designer::ui
