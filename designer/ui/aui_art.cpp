#include "designer/ui/aui_art.h"

#include <wx/dc.h>

#include "designer/ui/icons.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

FlatDockArt::FlatDockArt() {
    const Theme& theme = Theme::now();
    SetMetric(wxAUI_DOCKART_GRADIENT_TYPE, wxAUI_GRADIENT_NONE);
    SetMetric(wxAUI_DOCKART_PANE_BORDER_SIZE, 0);
    SetMetric(wxAUI_DOCKART_SASH_SIZE, 5);
    SetMetric(wxAUI_DOCKART_CAPTION_SIZE, 28);
    SetColour(wxAUI_DOCKART_BACKGROUND_COLOUR, theme.surface);
    for (const int id : {wxAUI_DOCKART_SASH_COLOUR, wxAUI_DOCKART_BORDER_COLOUR}) SetColour(id, theme.line);
}

void FlatDockArt::DrawCaption(wxDC& dc, wxWindow* window, const wxString& text, const wxRect& rect, wxAuiPaneInfo&) {
    const Theme& theme = Theme::now();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(theme.surface));
    dc.DrawRectangle(rect);
    dc.SetFont(small_font(window).Bold());
    dc.SetTextForeground(theme.muted);
    const wxSize size = dc.GetTextExtent(text);
    dc.DrawText(text, rect.x + window->FromDIP(12), rect.y + (rect.height - size.y) / 2);
}

void FlatDockArt::DrawPaneButton(wxDC& dc, wxWindow* window, int button, int button_state, const wxRect& rect,
                                 wxAuiPaneInfo&) {
    const Theme& theme = Theme::now();
    const bool hot = button_state == wxAUI_BUTTON_STATE_HOVER || button_state == wxAUI_BUTTON_STATE_PRESSED;
    const int side = window->FromDIP(12);
    dc.DrawBitmap(icon_bitmap(button == wxAUI_BUTTON_CLOSE ? "close" : "pin", hot ? theme.error : theme.muted, side),
                  rect.x + (rect.width - side) / 2 - window->FromDIP(4), rect.y + (rect.height - side) / 2, true);
}

void FlatTabArt::DrawBackground(wxDC& dc, wxWindow*, const wxRect& rect) {
    const Theme& theme = Theme::now();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(theme.window));
    dc.DrawRectangle(rect);
    dc.SetPen(wxPen(theme.line));
    dc.DrawLine(rect.x, rect.GetBottom(), rect.GetRight() + 1, rect.GetBottom());
}

wxSize FlatTabArt::GetTabSize(wxDC& dc, wxWindow* window, const wxString& caption, const wxBitmapBundle&, bool, int,
                              int* x_extent) {
    dc.SetFont(window->GetFont());
    const wxSize text = dc.GetTextExtent(caption);
    const wxSize size(text.x + window->FromDIP(58), window->FromDIP(34));
    *x_extent = size.x;
    return size;
}

int FlatTabArt::GetBestTabCtrlSize(wxWindow* window, const wxAuiNotebookPageArray&, const wxSize&) {
    return window->FromDIP(34);
}

void FlatTabArt::DrawTab(wxDC& dc, wxWindow* window, const wxAuiNotebookPage& page, const wxRect& in, int close_state,
                         wxRect* out_tab, wxRect* out_button, int* x_extent) {
    const Theme& theme = Theme::now();
    const wxSize size = GetTabSize(dc, window, page.caption, page.bitmap, page.active, close_state, x_extent);
    const wxRect tab(in.x, in.y, size.x, in.height);
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(page.active ? theme.surface : theme.window));
    dc.DrawRectangle(tab.x, tab.y, tab.width, page.active ? tab.height : tab.height - 1);
    if (page.active) {
        dc.SetBrush(wxBrush(theme.accent));
        dc.DrawRectangle(tab.x, tab.y, tab.width, window->FromDIP(2));
    }
    dc.SetPen(wxPen(theme.line));
    dc.DrawLine(tab.GetRight(), tab.y, tab.GetRight(), tab.GetBottom());
    const int pad = window->FromDIP(10);
    const wxBitmap bitmap = page.bitmap.IsOk() ? page.bitmap.GetBitmapFor(window) : wxBitmap();
    int x = tab.x + pad;
    if (bitmap.IsOk()) {
        dc.DrawBitmap(bitmap, x, tab.y + (tab.height - static_cast<int>(bitmap.GetLogicalHeight())) / 2, true);
        x += window->FromDIP(16) + window->FromDIP(6);
    }
    dc.SetFont(window->GetFont());
    dc.SetTextForeground(page.active ? theme.text : theme.muted);
    dc.DrawText(page.caption, x, tab.y + (tab.height - dc.GetCharHeight()) / 2);
    const int side = window->FromDIP(12);
    *out_button = wxRect(tab.GetRight() - side - window->FromDIP(8), tab.y + (tab.height - side) / 2, side, side);
    const wxColour cross = close_state == wxAUI_BUTTON_STATE_HOVER ? theme.error : theme.muted;
    dc.DrawBitmap(icon_bitmap("close", cross, side), out_button->x, out_button->y, true);
    *out_tab = tab;
}

void FlatToolBarArt::DrawBackground(wxDC& dc, wxWindow*, const wxRect& rect) {
    const Theme& theme = Theme::now();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(theme.surface));
    dc.DrawRectangle(rect);
}

}  // namespace fw::designer::ui
