// What stands in a tab of the middle: shows one document, asks for commands, takes part in the edit actions.
#pragma once

#include <string>

#include <wx/panel.h>

#include "designer/core/session.h"
#include "designer/ui/actions.h"

namespace fw::designer::ui {

class Editor : public wxPanel, public SessionListener {
  public:
    Editor(wxWindow* parent, Session& session, std::string document)
        : wxPanel(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxTAB_TRAVERSAL),
          session_(session),
          document_(std::move(document)) {
        session_.listen(this);
    }
    ~Editor() override { session_.forget(this); }

    [[nodiscard]] const std::string& document() const { return document_; }
    void set_document(std::string document) { document_ = std::move(document); }
    // Shows and selects an element of the document.
    virtual void reveal(const std::string& path) = 0;
    // Does an action if it is one of this editor's; false lets others try.
    virtual bool perform(ActionId) { return false; }
    [[nodiscard]] virtual bool offers(ActionId) const { return false; }
    virtual void take_focus() { SetFocus(); }

  protected:
    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] const Session& session() const { return session_; }
    [[nodiscard]] const Document* model() const { return session_.workspace().document(document_); }

  private:
    Session& session_;
    std::string document_;
};

// An editor for a document: the canvas for flows, grids for the rest, text for what cannot be read.
[[nodiscard]] Editor* make_editor(wxWindow* parent, Session& session, const std::string& document, bool as_source);

}  // namespace fw::designer::ui
