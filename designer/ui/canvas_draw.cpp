// How the flow canvas looks: the ground, the edges and what floats over them.
#include <algorithm>
#include <cmath>

#include <wx/dcbuffer.h>

#include "designer/ui/flow_canvas.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

void FlowCanvas::paint(wxPaintEvent&) {
    wxAutoBufferedPaintDC dc(this);
    const Theme& theme = Theme::now();
    dc.SetBackground(wxBrush(theme.canvas));
    dc.Clear();
    std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc) return;
    gc->SetAntialiasMode(wxANTIALIAS_DEFAULT);
    draw_grid(*gc);
    gc->PushState();
    gc->Scale(scale_, scale_);
    gc->Translate(-origin_.x, -origin_.y);
    draw_all(*gc);
    gc->PopState();
    draw_overlays(*gc);
}

void FlowCanvas::draw_grid(wxGraphicsContext& gc) {
    const double step = scale_ >= 0.8 ? 20 : scale_ >= 0.4 ? 50 : 0;
    if (step == 0) return;
    const wxSize size = GetClientSize();
    const Point end = to_diagram({size.x, size.y});
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(Theme::now().dots));
    const double dot = scale_ > 1.4 ? 2 : 1.4;
    wxGraphicsPath path = gc.CreatePath();
    for (double y = std::floor(origin_.y / step) * step; y < end.y; y += step) {
        for (double x = std::floor(origin_.x / step) * step; x < end.x; x += step) {
            const wxPoint p = to_window({x, y});
            path.AddRectangle(p.x - dot / 2, p.y - dot / 2, dot, dot);
        }
    }
    gc.FillPath(path);
}

void FlowCanvas::draw_all(wxGraphicsContext& gc) {
    const Theme& theme = Theme::now();
    if (!labels_) place_labels(gc);
    draw_scenery(gc);
    for (const FlowNode& node : diagram_.nodes) {
        if (node.expanded) draw_node(gc, node, is_selected(node.path()));
    }
    for (const FlowEdge& edge : diagram_.edges) {
        if (!is_selected(edge.path())) draw_edge(gc, edge, false);
    }
    for (const FlowEdge& edge : diagram_.edges) {
        if (is_selected(edge.path())) draw_edge(gc, edge, true);
    }
    for (const FlowNode& node : diagram_.nodes) {
        if (!node.expanded) draw_node(gc, node, is_selected(node.path()));
    }
    for (const bpmn::Line& line : scenery_.lines) draw_line(gc, line);
    for (std::size_t i = 0; i < labels_->artifacts.size(); ++i) draw_artifact_label(gc, i);
    for (std::size_t i = 0; i < labels_->lines.size(); ++i) draw_line_label(gc, i);
    for (const FlowEdge& edge : diagram_.edges) draw_edge_label(gc, edge);
    for (const FlowNode& node : diagram_.nodes) draw_badge(gc, node);
    draw_ports(gc);
    gc.SetPen(wxPen(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 150), 1));
    for (const double x : guides_.vertical) gc.StrokeLine(x, origin_.y, x, origin_.y + GetClientSize().y / scale_);
    for (const double y : guides_.horizontal) gc.StrokeLine(origin_.x, y, origin_.x + GetClientSize().x / scale_, y);
    if (const FlowNode* host = drop_host_.empty() ? nullptr : diagram_.node(drop_host_)) {
        const Box halo = host->box.grown(4);
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.accent, 2)));
        gc.DrawRoundedRectangle(halo.x, halo.y, halo.width, halo.height, 11);
    }
    if (mode_ == Mode::kMarquee) {
        const Box box = box_between(pressed_at_, now_at_);
        gc.SetPen(wxPen(theme.accent, 1));
        gc.SetBrush(wxBrush(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 28)));
        gc.DrawRectangle(box.x, box.y, box.width, box.height);
    }
    if (mode_ == Mode::kPlace && !placing_.empty()) {
        const Box box = node_box(placing_, to_grid(now_at_));
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.accent, 1.5, wxPENSTYLE_SHORT_DASH)));
        gc.SetBrush(wxBrush(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 30)));
        if (node_shape(placing_) == NodeShape::kEvent) {
            gc.DrawEllipse(box.x, box.y, box.width, box.height);
        } else {
            gc.DrawRoundedRectangle(box.x, box.y, box.width, box.height, 8);
        }
        draw_icon(gc, icon_of(placing_), theme.accent, box.centre().x - 9, box.centre().y - 9, 18);
    }
    if (mode_ == Mode::kConnect || mode_ == Mode::kReconnect) {
        const FlowNode* fixed = diagram_.node(from_);
        if (fixed != nullptr) {
            const Point a = nearest_dock(*fixed, now_at_);
            gc.SetPen(wxPen(verdict_ ? theme.accent : theme.error, 2, wxPENSTYLE_SHORT_DASH));
            gc.StrokeLine(a.x, a.y, now_at_.x, now_at_.y);
            gc.SetBrush(wxBrush(verdict_ ? theme.accent : theme.error));
            gc.SetPen(*wxTRANSPARENT_PEN);
            gc.DrawEllipse(now_at_.x - 4, now_at_.y - 4, 8, 8);
        }
    }
}

void FlowCanvas::draw_edge(wxGraphicsContext& gc, const FlowEdge& edge, bool selected) {
    if (edge.route.size() < 2) return;
    const Theme& theme = Theme::now();
    const auto worst = worst_at(session_.problems(), {document_, edge.path()});
    const bool target = drop_edge_ == edge.path();
    const bool hovered = hover_ == edge.path();
    wxColour colour = selected || target ? theme.accent : hovered ? mix(theme.edge, theme.accent, 0.5) : theme.edge;
    if (worst && *worst == Severity::kError && !selected) colour = theme.error;
    wxGraphicsPath path = gc.CreatePath();
    path.MoveToPoint(edge.route[0].x, edge.route[0].y);
    for (std::size_t i = 1; i + 1 < edge.route.size(); ++i) {
        const Point& a = edge.route[i - 1];
        const Point& b = edge.route[i];
        const Point& c = edge.route[i + 1];
        const double in = std::hypot(b.x - a.x, b.y - a.y);
        const double out = std::hypot(c.x - b.x, c.y - b.y);
        const double r = std::min({7.0, in / 2, out / 2});
        if (r < 1) {
            path.AddLineToPoint(b.x, b.y);
            continue;
        }
        path.AddLineToPoint(b.x - (b.x - a.x) / in * r, b.y - (b.y - a.y) / in * r);
        path.AddQuadCurveToPoint(b.x, b.y, b.x + (c.x - b.x) / out * r, b.y + (c.y - b.y) / out * r);
    }
    const Point end = edge.route.back();
    const Point before = edge.route[edge.route.size() - 2];
    const double length = std::max(1e-6, std::hypot(end.x - before.x, end.y - before.y));
    const Point u{(end.x - before.x) / length, (end.y - before.y) / length};
    path.AddLineToPoint(end.x - u.x * 5, end.y - u.y * 5);
    if (selected) {
        gc.SetPen(gc.CreatePen(
            wxGraphicsPenInfo(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 50), 7)
                .Cap(wxCAP_ROUND)));
        gc.StrokePath(path);
    }
    wxGraphicsPenInfo pen(colour, selected || target ? 2 : 1.6);
    if (!edge.on.empty()) pen.Style(wxPENSTYLE_SHORT_DASH);
    if (edge.association) pen.Style(wxPENSTYLE_DOT);
    gc.SetPen(gc.CreatePen(pen));
    gc.StrokePath(path);
    wxGraphicsPath head = gc.CreatePath();
    head.MoveToPoint(end.x, end.y);
    head.AddLineToPoint(end.x - u.x * 10 - u.y * 4.5, end.y - u.y * 10 + u.x * 4.5);
    head.AddLineToPoint(end.x - u.x * 10 + u.y * 4.5, end.y - u.y * 10 - u.x * 4.5);
    head.CloseSubpath();
    gc.SetBrush(wxBrush(colour));
    gc.FillPath(head);
    if (edge.is_default) {
        const Point a = edge.route[0];
        const Point b = edge.route[1];
        const double l = std::max(1e-6, std::hypot(b.x - a.x, b.y - a.y));
        const Point v{(b.x - a.x) / l, (b.y - a.y) / l};
        const Point m{a.x + v.x * std::min(11.0, l / 2), a.y + v.y * std::min(11.0, l / 2)};
        gc.SetPen(wxPen(colour, 2));
        gc.StrokeLine(m.x - v.x * 3 - v.y * 5, m.y - v.y * 3 + v.x * 5, m.x + v.x * 3 + v.y * 5,
                      m.y + v.y * 3 - v.x * 5);
    }
    if (selected) {
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.accent, 1.5)));
        gc.SetBrush(wxBrush(theme.raised));
        for (const Point& p : {edge.route.front(), edge.route.back()}) gc.DrawEllipse(p.x - 4, p.y - 4, 8, 8);
    }
}

void FlowCanvas::draw_ports(wxGraphicsContext& gc) {
    const FlowNode* node = mode_ == Mode::kNone ? node_of(hover_) : nullptr;
    if (node == nullptr || node->type == "end") return;
    const Theme& theme = Theme::now();
    const Point c = node->box.centre();
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.accent, 1.5)));
    gc.SetBrush(wxBrush(theme.raised));
    for (const Point p : {Point{node->box.right(), c.y}, Point{node->box.x, c.y}, Point{c.x, node->box.y},
                          Point{c.x, node->box.bottom()}}) {
        gc.DrawEllipse(p.x - 4.5, p.y - 4.5, 9, 9);
    }
}

}  // namespace fw::designer::ui
