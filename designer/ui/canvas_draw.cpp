// How the flow canvas looks: BPMN shapes, crisp at every zoom.
#include <algorithm>
#include <cmath>

#include <wx/dcbuffer.h>

#include "designer/core/who.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

wxColour tone_of(const FlowNode& node, const Theme& theme) {
    if (node.type == "start") return theme.success;
    if (node.type == "end") return theme.error;
    if (node.type == "approval") return theme.accent;
    if (node.shape == NodeShape::kGateway) return theme.warning;
    if (node.type == "user_task") return theme.dark ? wxColour(0x7f, 0xd1, 0xc7) : wxColour(0x0d, 0x7a, 0x6f);
    if (node.type == "notify") return theme.dark ? wxColour(0xc9, 0xa2, 0xff) : wxColour(0x7a, 0x43, 0xc4);
    return theme.muted;
}

// Breaks at spaces; between any two characters where one is Chinese.
std::vector<wxString> wrapped(wxGraphicsContext& gc, const wxString& text, double width, int most) {
    std::vector<wxString> lines;
    wxString line;
    const auto fits = [&](const wxString& candidate) {
        double w = 0, h = 0;
        gc.GetTextExtent(candidate, &w, &h);
        return w <= width;
    };
    std::vector<wxString> pieces;
    wxString word;
    for (const wxUniChar c : text) {
        const bool wide = c.GetValue() >= 0x2E80;
        if (c == ' ' || c == '\n') {
            if (!word.empty()) pieces.push_back(word);
            pieces.push_back(" ");
            word.clear();
        } else if (wide) {
            if (!word.empty()) pieces.push_back(word);
            pieces.push_back(wxString(c));
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.empty()) pieces.push_back(word);
    for (const wxString& piece : pieces) {
        if (line.empty() && piece == " ") continue;
        if (line.empty() || fits(line + piece)) {
            line += piece;
        } else {
            lines.push_back(line.Trim());
            line = piece == " " ? wxString() : piece;
        }
    }
    if (!line.empty()) lines.push_back(line.Trim());
    const bool cut = static_cast<int>(lines.size()) > most;
    if (cut) lines.resize(static_cast<std::size_t>(most));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool last_of_cut = cut && i + 1 == lines.size();
        if (fits(lines[i]) && !last_of_cut) continue;
        while (lines[i].length() > 1 && !fits(lines[i] + wxString::FromUTF8("…"))) lines[i].RemoveLast();
        lines[i] += wxString::FromUTF8("…");
    }
    return lines;
}

}  // namespace

wxFont FlowCanvas::canvas_font(double factor, bool bold) const {
    wxFont font = GetFont();
    // A fixed size in diagram pixels (14 at 96 dots an inch), so that a label fits its box on every screen.
    font.SetFractionalPointSize(std::max(1.0, 10.5 * factor));
    return bold ? font.Bold() : font;
}

std::string FlowCanvas::icon_of(const std::string& type) const {
    const model::ElementType* node = session_.workspace().descriptors().find("node");
    if (node == nullptr) return "circle";
    const auto it = node->variants.find(type);
    return it == node->variants.end() || it->second.icon.empty() ? "circle" : it->second.icon;
}

void FlowCanvas::draw_icon(wxGraphicsContext& gc, const std::string& name, const wxColour& colour, double x, double y,
                           double size) {
    const double factor = gc.GetTransform().IsIdentity() ? 1 : scale_;
    const int pixels = std::max(4, static_cast<int>(std::lround(size * factor * GetContentScaleFactor())));
    gc.DrawBitmap(icon_bitmap(name, colour, pixels), x, y, size, size);
}

void FlowCanvas::draw_text(wxGraphicsContext& gc, const wxString& text, const Box& inside, const wxFont& font,
                           const wxColour& colour, int most_lines, bool top) {
    if (text.empty()) return;
    gc.SetFont(font, colour);
    const std::vector<wxString> lines = wrapped(gc, text, inside.width, most_lines);
    double line_height = 0, ignored = 0;
    gc.GetTextExtent("Ag", &ignored, &line_height);
    double y = top ? inside.y : inside.centre().y - line_height * static_cast<double>(lines.size()) / 2;
    for (const wxString& line : lines) {
        double w = 0, h = 0;
        gc.GetTextExtent(line, &w, &h);
        gc.DrawText(line, inside.centre().x - w / 2, y);
        y += line_height;
    }
}

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
    for (const FlowEdge& edge : diagram_.edges) {
        if (!is_selected(edge.path())) draw_edge(gc, edge, false);
    }
    for (const FlowEdge& edge : diagram_.edges) {
        if (is_selected(edge.path())) draw_edge(gc, edge, true);
    }
    for (const FlowNode& node : diagram_.nodes) draw_node(gc, node, is_selected(node.path()));
    for (const FlowEdge& edge : diagram_.edges) draw_edge_label(gc, edge);
    for (const FlowNode& node : diagram_.nodes) draw_badge(gc, node);
    draw_ports(gc);
    gc.SetPen(wxPen(wxColour(theme.accent.Red(), theme.accent.Green(), theme.accent.Blue(), 150), 1));
    for (const double x : guides_.vertical) gc.StrokeLine(x, origin_.y, x, origin_.y + GetClientSize().y / scale_);
    for (const double y : guides_.horizontal) gc.StrokeLine(origin_.x, y, origin_.x + GetClientSize().x / scale_, y);
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
    const bool target = drop_edge_ == edge.key;
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

void FlowCanvas::draw_edge_label(wxGraphicsContext& gc, const FlowEdge& edge) {
    if (edge.route.size() < 2) return;
    const Theme& theme = Theme::now();
    wxString label = wx(edge.label.in(language()));
    wxString when = wx(edge.when);
    if (label.empty() && edge.is_default) label = tr("otherwise", "否则");
    if (label.empty() && edge.on == "refused") label = tr("refused", "拒绝");
    if (label.empty() && when.empty()) return;
    if (when.length() > 34) when = when.Left(33) + wxString::FromUTF8("…");
    const wxFont label_font = canvas_font(0.92);
    const wxFont when_font = canvas_font(0.82);
    double w1 = 0, h1 = 0, w2 = 0, h2 = 0;
    gc.SetFont(label_font, theme.text);
    if (!label.empty()) gc.GetTextExtent(label, &w1, &h1);
    gc.SetFont(when_font, theme.muted);
    if (!when.empty()) gc.GetTextExtent(when, &w2, &h2);
    const double width = std::max(w1, w2) + 8;
    const double height = h1 + h2 + 2;
    const Point p = label_point(edge.route);
    const bool selected = is_selected(edge.path());
    const wxColour back = theme.canvas;
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(wxColour(back.Red(), back.Green(), back.Blue(), 235)));
    gc.DrawRoundedRectangle(p.x - width / 2, p.y - height / 2, width, height, 4);
    if (!label.empty()) {
        gc.SetFont(label_font, selected ? theme.accent : theme.text);
        gc.DrawText(label, p.x - w1 / 2, p.y - height / 2 + 1);
    }
    if (!when.empty()) {
        const auto worst = worst_at(session_.problems(), {document_, edge.path()});
        gc.SetFont(when_font, worst && *worst == Severity::kError ? theme.error : theme.muted);
        gc.DrawText(when, p.x - w2 / 2, p.y - height / 2 + 1 + h1);
    }
}

void FlowCanvas::draw_node(wxGraphicsContext& gc, const FlowNode& node, bool selected) {
    const Theme& theme = Theme::now();
    const wxColour tone = tone_of(node, theme);
    if (selected) {
        const Box halo = node.box.grown(5);
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.accent, 1.5)));
        gc.DrawRoundedRectangle(halo.x, halo.y, halo.width, halo.height,
                                node.shape == NodeShape::kEvent ? halo.width / 2 : 11);
    }
    switch (node.shape) {
        case NodeShape::kTask:
            draw_task(gc, node, tone);
            break;
        case NodeShape::kEvent:
            draw_event(gc, node, tone);
            break;
        case NodeShape::kGateway:
            draw_gateway(gc, node, tone);
            break;
    }
}

void FlowCanvas::draw_task(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone) {
    const Theme& theme = Theme::now();
    const Box& b = node.box;
    const bool hovered = hover_ == node.path();
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(wxColour(0, 0, 0, theme.dark ? 60 : 14)));
    gc.DrawRoundedRectangle(b.x, b.y + 2, b.width, b.height, 9);
    gc.SetBrush(wxBrush(theme.node_fill));
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(hovered ? tone : mix(theme.node_line, tone, 0.35), hovered ? 2 : 1.5)));
    gc.DrawRoundedRectangle(b.x, b.y, b.width, b.height, 9);
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(mix(theme.node_fill, tone, theme.dark ? 0.22 : 0.13)));
    gc.DrawRoundedRectangle(b.x + 6, b.y + 6, 20, 20, 5);
    draw_icon(gc, icon_of(node.type), tone, b.x + 9, b.y + 9, 14);
    const json::Value* who = session_.workspace().value({document_, node.path() + "/who"});
    wxString below;
    if (who != nullptr) below = tr(describe_who(who));
    const wxString label = wx(node.label.empty() ? node.id : std::string(node.label.in(language())));
    if (below.empty()) {
        draw_text(gc, label, {b.x + 8, b.y + 14, b.width - 16, b.height - 16}, canvas_font(1), theme.text, 2);
    } else {
        draw_text(gc, label, {b.x + 8, b.y + 18, b.width - 16, 32}, canvas_font(1), theme.text, 2);
        draw_text(gc, below, {b.x + 6, b.bottom() - 19, b.width - 12, 16}, canvas_font(0.8), theme.muted, 1);
    }
}

void FlowCanvas::draw_event(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone) {
    const Theme& theme = Theme::now();
    const Box& b = node.box;
    const bool end = node.type == "end";
    const bool middle = node.type != "end" && node.type != "start";
    gc.SetBrush(wxBrush(mix(theme.node_fill, tone, 0.1)));
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(tone, end ? 3.6 : 1.8)));
    const double inset = end ? 1.5 : 0.5;
    gc.DrawEllipse(b.x + inset, b.y + inset, b.width - 2 * inset, b.height - 2 * inset);
    if (middle) {
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(tone, 1.2)));
        gc.DrawEllipse(b.x + 4, b.y + 4, b.width - 8, b.height - 8);
        draw_icon(gc, icon_of(node.type), tone, b.centre().x - 9, b.centre().y - 9, 18);
    } else if (!end) {
        draw_icon(gc, "play_arrow", tone, b.centre().x - 7, b.centre().y - 8, 16);
    }
    const wxString label = wx(node.label.empty() ? node.id : std::string(node.label.in(language())));
    draw_text(gc, label, {b.centre().x - 60, b.bottom() + 4, 120, 34}, canvas_font(0.95), theme.text, 2, true);
}

void FlowCanvas::draw_gateway(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone) {
    const Theme& theme = Theme::now();
    const Box& b = node.box;
    const Point c = b.centre();
    wxGraphicsPath path = gc.CreatePath();
    path.MoveToPoint(c.x, b.y);
    path.AddLineToPoint(b.right(), c.y);
    path.AddLineToPoint(c.x, b.bottom());
    path.AddLineToPoint(b.x, c.y);
    path.CloseSubpath();
    gc.SetBrush(wxBrush(mix(theme.node_fill, tone, 0.08)));
    gc.SetPen(gc.CreatePen(
        wxGraphicsPenInfo(mix(theme.node_line, tone, 0.6), hover_ == node.path() ? 2.2 : 1.6).Join(wxJOIN_ROUND)));
    gc.DrawPath(path);
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(mix(theme.node_line, tone, 0.4), 3).Cap(wxCAP_ROUND)));
    if (node.type == "parallel") {
        gc.StrokeLine(c.x - 9, c.y, c.x + 9, c.y);
        gc.StrokeLine(c.x, c.y - 9, c.x, c.y + 9);
    } else if (node.type == "inclusive") {
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.DrawEllipse(c.x - 8, c.y - 8, 16, 16);
    } else {
        gc.StrokeLine(c.x - 6.5, c.y - 6.5, c.x + 6.5, c.y + 6.5);
        gc.StrokeLine(c.x + 6.5, c.y - 6.5, c.x - 6.5, c.y + 6.5);
    }
    const wxString label = wx(node.label.empty() ? node.id : std::string(node.label.in(language())));
    // Above where an edge leaves downwards, below where one leaves upwards.
    bool down = false;
    bool up = false;
    for (const FlowEdge& edge : diagram_.edges) {
        if (edge.route.size() < 2) continue;
        for (const Point& p : {edge.route.front(), edge.route.back()}) {
            if (edge.from != node.id && edge.to != node.id) continue;
            down = down || (std::abs(p.x - c.x) < 1 && std::abs(p.y - b.bottom()) < 1);
            up = up || (std::abs(p.x - c.x) < 1 && std::abs(p.y - b.y) < 1);
        }
    }
    const wxFont font = canvas_font(0.95);
    if (down && !up) {
        gc.SetFont(font, theme.text);
        const double lines = static_cast<double>(wrapped(gc, label, 120, 2).size());
        double w = 0, h = 0;
        gc.GetTextExtent("Ag", &w, &h);
        draw_text(gc, label, {c.x - 60, b.y - 4 - lines * h, 120, lines * h}, font, theme.text, 2, true);
    } else {
        // Lines above and below: to the left of the lower one.
        const double shift = down ? -66 : 0;
        draw_text(gc, label, {c.x - 60 + shift, b.bottom() + (down ? -6 : 4), 120, 34}, font, theme.text, 2, true);
    }
}

void FlowCanvas::draw_badge(wxGraphicsContext& gc, const FlowNode& node) {
    const auto worst = worst_at(session_.problems(), {document_, node.path()});
    if (!worst) return;
    const Theme& theme = Theme::now();
    const wxColour colour = *worst == Severity::kError ? theme.error : theme.warning;
    const double x = node.box.right() - 7;
    const double y = node.box.y - 9;
    gc.SetPen(wxPen(theme.canvas, 2));
    gc.SetBrush(wxBrush(colour));
    gc.DrawEllipse(x, y, 17, 17);
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(*wxWHITE, 2).Cap(wxCAP_ROUND)));
    gc.StrokeLine(x + 8.5, y + 4.5, x + 8.5, y + 9);
    gc.StrokeLine(x + 8.5, y + 12.2, x + 8.5, y + 12.4);
}

void FlowCanvas::draw_ports(wxGraphicsContext& gc) {
    if (mode_ != Mode::kNone || !hover_.starts_with("nodes/")) return;
    const FlowNode* node = diagram_.node(hover_.substr(6));
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
