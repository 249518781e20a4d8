#include "designer/ui/palette.h"

#include <algorithm>

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

Palette::Palette(wxWindow* parent, FlowCanvas& canvas, const model::Descriptors& descriptors)
    : wxPanel(parent, wxID_ANY, wxDefaultPosition, parent->FromDIP(wxSize(84, -1))), canvas_(canvas) {
    SetName("palette");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    const model::ElementType* node = descriptors.find("node");
    for (const std::string& type : palette_types(descriptors)) {
        const model::ElementType& variant = node->variants.at(type);
        items_.push_back({type, variant.icon.empty() ? "circle" : variant.icon, variant.label, variant.help});
    }
    Bind(wxEVT_PAINT, &Palette::paint, this);
    Bind(wxEVT_MOTION, [this](wxMouseEvent& event) {
        if (pressed_ >= 0) {
            canvas_.drag_place(ClientToScreen(event.GetPosition()));
            return;
        }
        const int now = hit(event.GetPosition());
        if (now == hover_) return;
        hover_ = now;
        if (now >= 0) {
            const Item& item = items_[static_cast<std::size_t>(now)];
            wxString tip = tr(item.label);
            if (letter_of(item.type) != 0) tip += wxString::Format("  (%c)", letter_of(item.type));
            SetToolTip(tip + "\n" + tr(item.help));
        } else {
            UnsetToolTip();
        }
        Refresh();
    });
    Bind(wxEVT_MOUSEWHEEL, [this](wxMouseEvent& event) {
        scroll(-FromDIP(64) * event.GetWheelRotation() / std::max(1, event.GetWheelDelta()));
    });
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        scroll(0);
    });
    Bind(wxEVT_LEAVE_WINDOW, [this](wxMouseEvent&) {
        hover_ = -1;
        Refresh();
    });
    Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) {
        pressed_ = hit(event.GetPosition());
        if (pressed_ < 0) return;
        canvas_.begin_place(items_[static_cast<std::size_t>(pressed_)].type);
        CaptureMouse();
        Refresh();
    });
    Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        if (HasCapture()) ReleaseMouse();
        if (pressed_ < 0) return;
        // Let go on the strip itself: armed, the next click on the canvas places it.
        const bool on_strip = GetClientRect().Contains(event.GetPosition());
        if (!on_strip) canvas_.drop_place(ClientToScreen(event.GetPosition()));
        pressed_ = -1;
        canvas_.SetFocus();
        Refresh();
    });
    Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) { pressed_ = -1; });
}

wxRect Palette::box(std::size_t n) const {
    const int w = GetClientSize().x;
    const int h = FromDIP(64);
    return {FromDIP(4), FromDIP(6) + static_cast<int>(n) * h - scrolled_, w - FromDIP(8), h - FromDIP(2)};
}

void Palette::scroll(int by) {
    const int all = FromDIP(64) * static_cast<int>(items_.size()) + FromDIP(12);
    scrolled_ = std::clamp(scrolled_ + by, 0, std::max(0, all - GetClientSize().y));
    hover_ = -1;
    Refresh();
}

int Palette::hit(wxPoint at) const {
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (box(i).Contains(at)) return static_cast<int>(i);
    }
    return -1;
}

wxPoint Palette::item_at(const std::string& type) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (items_[i].type != type) continue;
        if (!GetClientRect().Contains(box(i))) scroll(box(i).GetBottom() - GetClientSize().y / 2);
        return {box(i).x + box(i).width / 2, box(i).y + box(i).height / 2};
    }
    return {-1, -1};
}

void Palette::paint(wxPaintEvent&) {
    wxAutoBufferedPaintDC dc(this);
    const Theme& theme = Theme::now();
    dc.SetBackground(wxBrush(theme.surface));
    dc.Clear();
    std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    const wxSize size = GetClientSize();
    gc->SetPen(wxPen(theme.line));
    gc->StrokeLine(size.x - 0.5, 0, size.x - 0.5, size.y);
    wxFont font = small_font(this);
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const wxRect r = box(i);
        const bool hot = static_cast<int>(i) == hover_ || static_cast<int>(i) == pressed_;
        if (hot) {
            gc->SetPen(*wxTRANSPARENT_PEN);
            gc->SetBrush(wxBrush(theme.accent_soft));
            gc->DrawRoundedRectangle(r.x, r.y, r.width, r.height, 7);
        }
        const int side = FromDIP(22);
        const int pixels = static_cast<int>(side * GetContentScaleFactor());
        gc->DrawBitmap(icon_bitmap(items_[i].icon, hot ? theme.accent : theme.text, pixels),
                       r.x + (r.width - side) / 2.0, r.y + FromDIP(7), side, side);
        gc->SetFont(font, hot ? theme.accent : theme.muted);
        // Two words stand on two lines where one is too short.
        wxString rest = tr(items_[i].label);
        double y = r.y + FromDIP(32);
        for (int line = 0; line < 2 && !rest.empty(); ++line) {
            wxString part = rest;
            double w = 0, h = 0;
            gc->GetTextExtent(part, &w, &h);
            const int gap = rest.Find(' ');
            if (w > r.width - 2 && line == 0 && gap != wxNOT_FOUND) part = rest.Left(static_cast<std::size_t>(gap));
            rest = rest.Mid(part.length()).Trim(false);
            gc->GetTextExtent(part, &w, &h);
            while (w > r.width - 2 && part.length() > 3) {
                part = part.Left(part.length() - 2) + wxString::FromUTF8("…");
                gc->GetTextExtent(part, &w, &h);
            }
            gc->DrawText(part, r.x + (r.width - w) / 2, y);
            y += h - FromDIP(3);
        }
    }
    // More than fits: an arrow fading in at the end that hides something.
    const int side = FromDIP(18);
    const int pixels = static_cast<int>(side * GetContentScaleFactor());
    const auto arrow = [&](const char* name, double y) {
        gc->SetPen(*wxTRANSPARENT_PEN);
        gc->SetBrush(wxBrush(theme.surface));
        gc->DrawRectangle(0, y - FromDIP(2), size.x - 1, side + FromDIP(4));
        gc->DrawBitmap(icon_bitmap(name, theme.muted, pixels), (size.x - side) / 2.0, y, side, side);
    };
    if (scrolled_ > 0) arrow("arrow_up", FromDIP(2));
    if (!items_.empty() && box(items_.size() - 1).GetBottom() > size.y) arrow("arrow_down", size.y - side - FromDIP(2));
}

}  // namespace fw::designer::ui
