// Nodes as BPMN draws them: tasks, events, gateways, with the badge of a problem.
#include <algorithm>
#include <cmath>

#include "designer/core/who.h"
#include "designer/ui/canvas_text.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/flow/kind.h"

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

}  // namespace

namespace {

// BPMN's signs of what an event waits for or brings about.
const char* sign_of(std::string_view event) {
    static constexpr std::pair<std::string_view, const char*> kSigns[] = {
        {"message", "mail"},         {"timer", "schedule"}, {"signal", "campaign"},
        {"conditional", "list_alt"}, {"error", "bolt"},     {"escalation", "arrow_up"},
        {"compensation", "undo"},    {"cancel", "close"},   {"terminate", "stop_circle"},
        {"link", "arrow_forward"}};
    for (const auto& [name, sign] : kSigns) {
        if (name == event) return sign;
    }
    return nullptr;
}

}  // namespace

std::string FlowCanvas::icon_of(const std::string& type) const {
    const model::ElementType* node = session_.workspace().descriptors().find("node");
    if (node == nullptr) return "circle";
    const auto it = node->variants.find(type);
    return it == node->variants.end() || it->second.icon.empty() ? "circle" : it->second.icon;
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
            node.expanded ? draw_open(gc, node, tone) : draw_task(gc, node, tone);
            break;
        case NodeShape::kEvent:
            draw_event(gc, node, tone);
            break;
        case NodeShape::kGateway:
            draw_gateway(gc, node, tone);
            break;
    }
}

// A sub-process with what stands in it: a frame, its name at the top.
void FlowCanvas::draw_open(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone) {
    const Theme& theme = Theme::now();
    const Box& b = node.box;
    const FlowNode* into = drop_target(now_at_);
    const bool target = into == &node;  // what is dragged would end here
    const bool hovered = hover_ == node.path();
    const flow::NodeKind* kind = flow::node_kinds().find(node.type);
    wxGraphicsPenInfo pen(target    ? theme.accent
                          : hovered ? tone
                                    : mix(theme.node_line, tone, 0.35),
                          target || hovered ? 2 : 1.5);
    if (kind != nullptr && kind->by_event) pen.Style(wxPENSTYLE_SHORT_DASH);
    const wxColour ground = mix(theme.canvas, theme.node_fill, 0.6);
    gc.SetBrush(wxBrush(target ? mix(ground, theme.accent, 0.07) : ground));
    gc.SetPen(gc.CreatePen(pen));
    gc.DrawRoundedRectangle(b.x, b.y, b.width, b.height, 9);
    if (node.type == "transaction") gc.DrawRoundedRectangle(b.x + 3, b.y + 3, b.width - 6, b.height - 6, 7);
    draw_icon(gc, icon_of(node.type), tone, b.x + 9, b.y + 9, 12);
    const wxString label = wx(node.label.empty() ? node.id : std::string(node.label.in(language())));
    gc.SetFont(canvas_font(1, true), theme.text);
    double w = 0, h = 0;
    gc.GetTextExtent(label, &w, &h);
    if (w > b.width - 54) gc.SetFont(canvas_font(0.82, true), theme.text);
    const auto lines = wrapped(gc, label, b.width - 54, 1);
    if (!lines.empty()) gc.DrawText(lines.front(), b.x + 27, b.y + 7);
    draw_sign(gc, {b.right() - 15, b.y + 15}, true);
    const json::Value* inner = session_.workspace().value({document_, node.path() + "/nodes"});
    if (inner == nullptr || !inner->is_array() || !inner->items().empty()) return;
    draw_text(gc, tr("Drop nodes here", "将节点拖放到此处"), {b.x + 10, b.y + 26, b.width - 20, b.height - 36},
              canvas_font(0.95), theme.muted, 2);
}

// BPMN's sign of a collapsed sub-process, and the way back.
void FlowCanvas::draw_sign(wxGraphicsContext& gc, Point c, bool open) {
    const Theme& theme = Theme::now();
    const bool hot = std::abs(now_at_.x - c.x) <= 8 && std::abs(now_at_.y - c.y) <= 8;
    gc.SetBrush(wxBrush(theme.node_fill));
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(hot ? theme.accent : theme.muted, hot ? 1.6 : 1.2)));
    gc.DrawRectangle(c.x - 6, c.y - 6, 12, 12);
    gc.StrokeLine(c.x - 3, c.y, c.x + 3, c.y);
    if (!open) gc.StrokeLine(c.x, c.y - 3, c.x, c.y + 3);
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
    const flow::NodeKind* kind = flow::node_kinds().find(node.type);
    if (kind != nullptr && kind->by_event)
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(mix(theme.node_line, tone, 0.35), 1.5).Style(wxPENSTYLE_SHORT_DASH)));
    gc.DrawRoundedRectangle(b.x, b.y, b.width, b.height, 9);
    if (node.type == "transaction") gc.DrawRoundedRectangle(b.x + 3, b.y + 3, b.width - 6, b.height - 6, 7);
    if (kind != nullptr && (kind->container || node.type == "call_activity")) {
        draw_sign(gc, {b.centre().x, b.bottom() - 9}, false);
    }
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(mix(theme.node_fill, tone, theme.dark ? 0.22 : 0.13)));
    gc.DrawRoundedRectangle(b.x + 5, b.y + 5, 18, 18, 5);
    draw_icon(gc, icon_of(node.type), tone, b.x + 8, b.y + 8, 12);
    const json::Value* who = session_.workspace().value({document_, node.path() + "/who"});
    wxString below;
    if (who != nullptr) below = tr(name_who(session_.workspace(), who));
    const wxString label = wx(node.label.empty() ? node.id : std::string(node.label.in(language())));
    if (below.empty()) {
        const bool marked = kind != nullptr && (kind->container || node.type == "call_activity");
        const Box inside = marked ? Box{b.x + 8, b.y + 12, b.width - 16, b.height - 28}
                                  : Box{b.x + 8, b.y + 14, b.width - 16, b.height - 16};
        draw_text(gc, label, inside, canvas_font(1), theme.text, 2);
    } else {
        draw_text(gc, label, {b.x + 8, b.y + 13, b.width - 16, b.height - 32}, canvas_font(1), theme.text, 2);
        draw_text(gc, below, {b.x + 6, b.bottom() - 19, b.width - 12, 16}, canvas_font(0.8), theme.muted, 1);
    }
}

void FlowCanvas::draw_event(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone) {
    const Theme& theme = Theme::now();
    const Box& b = node.box;
    const bool end = node.type == "end";
    const bool middle = node.type != "end" && node.type != "start";
    const json::Value* written = session_.workspace().value({document_, node.path()});
    const char* sign = written == nullptr ? nullptr : sign_of(written->string_or("event"));
    const json::Value* breaks = session_.workspace().value({document_, node.path() + "/interrupting"});
    const bool beside = breaks != nullptr && breaks->is_boolean() && !breaks->as_boolean();
    const wxPenStyle line = beside ? wxPENSTYLE_SHORT_DASH : wxPENSTYLE_SOLID;
    gc.SetBrush(wxBrush(mix(theme.node_fill, tone, 0.1)));
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(tone, end ? 3.6 : 1.8).Style(line)));
    const double inset = end ? 1.5 : 0.5;
    gc.DrawEllipse(b.x + inset, b.y + inset, b.width - 2 * inset, b.height - 2 * inset);
    if (middle) {
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(tone, 1.2).Style(line)));
        gc.DrawEllipse(b.x + 4, b.y + 4, b.width - 8, b.height - 8);
        draw_icon(gc, sign != nullptr ? sign : icon_of(node.type), tone, b.centre().x - 9, b.centre().y - 9, 18);
    } else if (sign != nullptr) {
        draw_icon(gc, sign, tone, b.centre().x - 9, b.centre().y - 9, 18);
    } else if (!end) {
        draw_icon(gc, "play_arrow", tone, b.centre().x - 7, b.centre().y - 8, 16);
    }
    draw_label(gc, node);
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
    } else if (node.type == "event_based") {
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(mix(theme.node_line, tone, 0.4), 1.4)));
        gc.DrawEllipse(c.x - 11, c.y - 11, 22, 22);
        gc.DrawEllipse(c.x - 8.5, c.y - 8.5, 17, 17);
        wxGraphicsPath pentagon = gc.CreatePath();
        for (int i = 0; i < 5; ++i) {
            const double turn = (72.0 * i - 90) * 3.14159265358979 / 180;
            const wxPoint2DDouble corner(c.x + 5.5 * std::cos(turn), c.y + 5.5 * std::sin(turn));
            i == 0 ? pentagon.MoveToPoint(corner) : pentagon.AddLineToPoint(corner);
        }
        pentagon.CloseSubpath();
        gc.StrokePath(pentagon);
    } else if (node.type == "complex") {
        for (int i = 0; i < 4; ++i) {
            const double turn = 45.0 * i * 3.14159265358979 / 180;
            const double dx = 9.5 * std::cos(turn), dy = 9.5 * std::sin(turn);
            gc.StrokeLine(c.x - dx, c.y - dy, c.x + dx, c.y + dy);
        }
    } else {
        gc.StrokeLine(c.x - 6.5, c.y - 6.5, c.x + 6.5, c.y + 6.5);
        gc.StrokeLine(c.x + 6.5, c.y - 6.5, c.x - 6.5, c.y + 6.5);
    }
    draw_label(gc, node);
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

}  // namespace fw::designer::ui
