// A one-to-many-line editor for FEEL with completion, colours and marked mistakes.
#pragma once

#include <functional>

#include <wx/panel.h>
#include <wx/scrolwin.h>
#include <wx/stc/stc.h>

#include "designer/core/completion.h"
#include "designer/core/session.h"

namespace fw::designer::ui {

class FeelEditor final : public wxStyledTextCtrl {
  public:
    // `element` holds the property. With `in_braces` the text is a template: FEEL stands in braces only.
    FeelEditor(wxWindow* parent, const Session& session, Address element, const model::Property& property,
               bool in_braces = false);

    void on_edit(std::function<void(const std::string&)> hook) { hook_ = std::move(hook); }
    void set_text(const std::string& text);
    [[nodiscard]] std::string text() const;
    void retarget(Address element) { element_ = std::move(element); }
    // Underlines a part, in bytes; nothing clears it.
    void mark(const std::vector<std::pair<Range, Severity>>& mistakes);
    void complete(bool asked);

    // While one lives, editors that become higher leave it to whoever made it to lay out what is around them.
    struct Pause {
        Pause() { ++paused_; }
        ~Pause() { --paused_; }
        Pause(const Pause&) = delete;
        Pause& operator=(const Pause&) = delete;
    };

  private:
    void colour();
    void fit_height();
    inline static int paused_ = 0;
    const Session& session_;
    Address element_;
    const model::Property& property_;
    bool in_braces_;
    bool setting_ = false;
    std::function<void(const std::string&)> hook_;
};

// The editor with a frame around it, which shows where the field is and whether it has the keyboard.
class FeelField final : public wxPanel {
  public:
    FeelField(wxWindow* parent, const Session& session, Address element, const model::Property& property,
              bool in_braces = false);
    [[nodiscard]] FeelEditor* editor() const { return editor_; }

  private:
    void frame(const wxColour& colour);
    FeelEditor* editor_ = nullptr;
};

}  // namespace fw::designer::ui
