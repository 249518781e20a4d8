// What floats over the canvas in window pixels: the context pad, zoom bar, minimap, hints, and the empty state.
#include <algorithm>
#include <cmath>

#include "designer/ui/flow_canvas.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

constexpr std::size_t kMinimapFrom = 30;

void card(wxGraphicsContext& gc, const Box& box, double radius) {
    const Theme& theme = Theme::now();
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(wxColour(0, 0, 0, theme.dark ? 90 : 22)));
    gc.DrawRoundedRectangle(box.x, box.y + 2, box.width, box.height, radius);
    gc.SetPen(wxPen(theme.line, 1));
    gc.SetBrush(wxBrush(theme.raised));
    gc.DrawRoundedRectangle(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, radius);
}

}  // namespace

void FlowCanvas::draw_overlays(wxGraphicsContext& gc) {
    if (diagram_.nodes.empty()) {
        const wxSize size = GetClientSize();
        draw_text(gc,
                  tr("Drag a start from the left to begin, or press A for an approval.",
                     "从左侧拖入“开始”节点，或按 A 键添加审批节点。"),
                  {size.x / 2.0 - 220, size.y / 2.0 - 30, 440, 60}, canvas_font(1.15), Theme::now().muted, 2);
    }
    draw_pad(gc);
    draw_zoom_bar(gc);
    draw_minimap(gc);
    draw_hint(gc);
}

void FlowCanvas::draw_pad(wxGraphicsContext& gc) {
    const std::vector<PadButton> buttons = pad();
    if (buttons.empty()) return;
    const Theme& theme = Theme::now();
    Box all = buttons[0].box;
    for (const PadButton& button : buttons) all = united(all, button.box);
    card(gc, all.grown(4), 8);
    for (const PadButton& button : buttons) {
        const bool hot = button.box.contains({static_cast<double>(pointer_.x), static_cast<double>(pointer_.y)});
        if (hot) {
            gc.SetPen(*wxTRANSPARENT_PEN);
            gc.SetBrush(wxBrush(button.id == "delete" ? theme.error_soft : theme.accent_soft));
            gc.DrawRoundedRectangle(button.box.x, button.box.y, button.box.width, button.box.height, 6);
        }
        const wxColour colour = button.id == "delete" ? (hot ? theme.error : theme.muted)
                                : hot                 ? theme.accent
                                                      : theme.text;
        const double size = FromDIP(18);
        draw_icon(gc, button.icon, colour, button.box.centre().x - size / 2, button.box.centre().y - size / 2, size);
    }
}

Box FlowCanvas::zoom_button(int n) const {
    const wxSize size = GetClientSize();
    const double w = FromDIP(30);
    const double wide = FromDIP(52);
    const double x = size.x - 3 * w - wide - FromDIP(16);
    const double y = size.y - FromDIP(44);
    switch (n) {
        case 0:
            return {x, y, w, w};
        case 1:
            return {x + w, y, wide, w};
        case 2:
            return {x + w + wide, y, w, w};
        default:
            return {x + 2 * w + wide, y, w, w};
    }
}

void FlowCanvas::draw_zoom_bar(wxGraphicsContext& gc) {
    const Theme& theme = Theme::now();
    card(gc, united(zoom_button(0), zoom_button(3)), 8);
    const double size = FromDIP(16);
    const auto put = [&](int n, const char* name) {
        const Box box = zoom_button(n);
        const bool hot = box.contains({static_cast<double>(pointer_.x), static_cast<double>(pointer_.y)});
        draw_icon(gc, name, hot ? theme.accent : theme.muted, box.centre().x - size / 2, box.centre().y - size / 2,
                  size);
    };
    put(0, "remove");
    put(2, "add");
    put(3, "fit");
    draw_text(gc, wxString::Format("%d%%", static_cast<int>(std::lround(scale_ * 100))), zoom_button(1),
              canvas_font(0.95), theme.muted, 1);
}

bool FlowCanvas::press_zoom_bar(wxPoint window) {
    const Point p{static_cast<double>(window.x), static_cast<double>(window.y)};
    const wxSize size = GetClientSize();
    const wxPoint middle(size.x / 2, size.y / 2);
    if (zoom_button(0).contains(p)) return zoom_to(scale_ / 1.2, middle), true;
    if (zoom_button(1).contains(p)) return zoom_to(1, middle), true;
    if (zoom_button(2).contains(p)) return zoom_to(scale_ * 1.2, middle), true;
    if (zoom_button(3).contains(p)) return fit(), true;
    return false;
}

std::optional<Box> FlowCanvas::minimap() const {
    if (diagram_.nodes.size() < kMinimapFrom) return std::nullopt;
    const wxSize size = GetClientSize();
    const double w = FromDIP(200);
    const double h = FromDIP(120);
    return Box{size.x - w - FromDIP(16), size.y - h - FromDIP(56), w, h};
}

void FlowCanvas::draw_minimap(wxGraphicsContext& gc) {
    const auto box = minimap();
    if (!box) return;
    const Theme& theme = Theme::now();
    card(gc, *box, 8);
    const Box all = bounds().grown(40);
    const double f = std::min((box->width - 12) / all.width, (box->height - 12) / all.height);
    const double x0 = box->centre().x - all.width * f / 2;
    const double y0 = box->centre().y - all.height * f / 2;
    gc.SetPen(*wxTRANSPARENT_PEN);
    for (const FlowNode& node : diagram_.nodes) {
        gc.SetBrush(wxBrush(is_selected(node.path()) ? theme.accent : theme.strong_line));
        gc.DrawRectangle(x0 + (node.box.x - all.x) * f, y0 + (node.box.y - all.y) * f,
                         std::max(2.0, node.box.width * f), std::max(2.0, node.box.height * f));
    }
    const wxSize size = GetClientSize();
    const Point end = to_diagram({size.x, size.y});
    gc.SetBrush(wxBrush(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 24)));
    gc.SetPen(wxPen(theme.accent, 1));
    gc.Clip(box->x, box->y, box->width, box->height);
    gc.DrawRectangle(x0 + (origin_.x - all.x) * f, y0 + (origin_.y - all.y) * f, (end.x - origin_.x) * f,
                     (end.y - origin_.y) * f);
    gc.ResetClip();
}

void FlowCanvas::pan_by_minimap(wxPoint window) {
    const auto box = minimap();
    if (!box) return;
    const Box all = bounds().grown(40);
    const double f = std::min((box->width - 12) / all.width, (box->height - 12) / all.height);
    const Point at{all.x + (window.x - (box->centre().x - all.width * f / 2)) / f,
                   all.y + (window.y - (box->centre().y - all.height * f / 2)) / f};
    const wxSize size = GetClientSize();
    origin_ = {at.x - size.x / scale_ / 2, at.y - size.y / scale_ / 2};
    Refresh();
}

void FlowCanvas::draw_hint(wxGraphicsContext& gc) {
    wxString text = hint_;
    bool bad = hint_bad_;
    if ((mode_ == Mode::kConnect || mode_ == Mode::kReconnect) && !verdict_) {
        text = tr(verdict_.why);
        bad = true;
    } else if (mode_ == Mode::kPlace) {
        text = tr("Click or drop to place it; on an edge it goes between. Escape leaves.",
                  "点击或松开以放置；放在连线上则插入其间。按 Esc 取消。");
        bad = false;
    }
    if (text.empty()) return;
    const Theme& theme = Theme::now();
    const wxFont font = canvas_font(1);
    gc.SetFont(font, theme.text);
    double w = 0, h = 0;
    gc.GetTextExtent(text, &w, &h);
    const wxSize size = GetClientSize();
    w = std::min(w, size.x - 60.0);
    const Box box{size.x / 2.0 - w / 2 - 14, FromDIP(14) * 1.0, w + 28, h + 14};
    card(gc, box, box.height / 2);
    if (bad) {
        gc.SetPen(*wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(theme.error_soft));
        gc.DrawRoundedRectangle(box.x + 1, box.y + 1, box.width - 2, box.height - 2, box.height / 2);
    }
    draw_text(gc, text, {box.x + 14, box.y, w + 1, box.height}, font, bad ? theme.error : theme.text, 1);
}

}  // namespace fw::designer::ui
