// Flat panes and tabs in the colours of the theme, instead of wxAUI's gradients.
#pragma once

#include <wx/aui/auibar.h>
#include <wx/aui/auibook.h>
#include <wx/aui/dockart.h>

namespace fw::designer::ui {

class FlatDockArt final : public wxAuiDefaultDockArt {
  public:
    FlatDockArt();
    void DrawCaption(wxDC& dc, wxWindow* window, const wxString& text, const wxRect& rect,
                     wxAuiPaneInfo& pane) override;
    void DrawPaneButton(wxDC& dc, wxWindow* window, int button, int button_state, const wxRect& rect,
                        wxAuiPaneInfo& pane) override;
};

class FlatTabArt final : public wxAuiGenericTabArt {
  public:
    wxAuiTabArt* Clone() override { return new FlatTabArt(*this); }
    void DrawBorder(wxDC&, wxWindow*, const wxRect&) override {}
    void DrawBackground(wxDC& dc, wxWindow* window, const wxRect& rect) override;
    void DrawTab(wxDC& dc, wxWindow* window, const wxAuiNotebookPage& page, const wxRect& in, int close_state,
                 wxRect* out_tab, wxRect* out_button, int* x_extent) override;
    wxSize GetTabSize(wxDC& dc, wxWindow* window, const wxString& caption, const wxBitmapBundle& bitmap, bool active,
                      int close_state, int* x_extent) override;
    int GetBestTabCtrlSize(wxWindow* window, const wxAuiNotebookPageArray& pages, const wxSize& size) override;
};

class FlatToolBarArt final : public wxAuiDefaultToolBarArt {
  public:
    wxAuiToolBarArt* Clone() override { return new FlatToolBarArt(*this); }
    void DrawBackground(wxDC& dc, wxWindow* window, const wxRect& rect) override;
    void DrawPlainBackground(wxDC& dc, wxWindow* window, const wxRect& rect) override {
        DrawBackground(dc, window, rect);
    }
};

}  // namespace fw::designer::ui
