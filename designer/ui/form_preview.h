// The form as people will see it, drawn from the model: desk or phone width, in the language of the window.
#pragma once

#include <string>

#include <wx/scrolwin.h>

#include "designer/core/session.h"

namespace fw::designer::ui {

class FormPreview final : public wxPanel, public SessionListener {
  public:
    // Of a form, or of an entity (its generated form).
    FormPreview(wxWindow* parent, Session& session, std::string document);
    ~FormPreview() override;
    void changed(const ChangeSet& changes) override;
    void selected() override;
    void set_document(std::string document) { document_ = std::move(document); }

  private:
    void paint(wxPaintEvent& event);
    void click(wxMouseEvent& event);
    struct Spot {
        wxRect box;
        std::string path;
    };
    Session& session_;
    std::string document_;
    bool phone_ = false;
    wxScrolledWindow* page_ = nullptr;
    std::vector<Spot> spots_;
};

}  // namespace fw::designer::ui
