// The editor for flows: palette and canvas.
#include <wx/sizer.h>

#include "designer/ui/editor.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/palette.h"
#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {

class FlowEditor final : public Editor {
  public:
    FlowEditor(wxWindow* parent, Session& session, const std::string& document) : Editor(parent, session, document) {
        SetName(wx("editor:" + document));
        canvas_ = new FlowCanvas(this, session, document);
        auto* palette = new Palette(this, *canvas_, session.workspace().descriptors());
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(palette, 0, wxEXPAND);
        row->Add(canvas_, 1, wxEXPAND);
        SetSizer(row);
    }
    void changed(const ChangeSet& changes) override { canvas_->model_changed(changes); }
    void selected() override { canvas_->selection_changed(); }
    void problems_changed() override { canvas_->problems_changed(); }
    void refused(const Verdict& verdict) override {
        if (IsShownOnScreen()) canvas_->refused(verdict);
    }
    void reveal(const std::string& path) override { canvas_->reveal(path); }
    bool perform(ActionId id) override { return canvas_->perform(id); }
    [[nodiscard]] bool offers(ActionId id) const override { return canvas_->offers(id); }
    void take_focus() override { canvas_->SetFocus(); }

  private:
    FlowCanvas* canvas_ = nullptr;
};

}  // namespace

Editor* make_flow_editor(wxWindow* parent, Session& session, const std::string& document);
Editor* make_flow_editor(wxWindow* parent, Session& session, const std::string& document) {
    return new FlowEditor(parent, session, document);
}

}  // namespace fw::designer::ui
