// What stands around the nodes of a flow that came from a BPMN file, as it is drawn there: pools and lanes, groups,
// notes, data, steps of other pools, and the lines to them. It is looked at, not edited.
#include <algorithm>
#include <cmath>

#include "designer/ui/canvas_text.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

using Kind = bpmn::Artifact::Kind;

constexpr double kBand = 30;  // the strip with the name of a pool or lane

wxGraphicsPath way_of(wxGraphicsContext& gc, const Route& route) {
    wxGraphicsPath path = gc.CreatePath();
    for (std::size_t i = 0; i < route.size(); ++i)
        i == 0 ? path.MoveToPoint(route[i].x, route[i].y) : path.AddLineToPoint(route[i].x, route[i].y);
    return path;
}

wxGraphicsPath page(wxGraphicsContext& gc, const Box& b) {
    const double fold = std::min(12.0, b.width / 3);
    wxGraphicsPath path = gc.CreatePath();
    path.MoveToPoint(b.x, b.y);
    path.AddLineToPoint(b.right() - fold, b.y);
    path.AddLineToPoint(b.right(), b.y + fold);
    path.AddLineToPoint(b.right(), b.bottom());
    path.AddLineToPoint(b.x, b.bottom());
    path.CloseSubpath();
    path.MoveToPoint(b.right() - fold, b.y);
    path.AddLineToPoint(b.right() - fold, b.y + fold);
    path.AddLineToPoint(b.right(), b.y + fold);
    return path;
}

// A cylinder.
wxGraphicsPath drum(wxGraphicsContext& gc, const Box& b) {
    const double r = std::min(8.0, b.height / 5);
    const double lean = r * 4 / 3;  // of a curve that looks like half an ellipse
    wxGraphicsPath path = gc.CreatePath();
    path.MoveToPoint(b.x, b.y + r);
    path.AddCurveToPoint(b.x, b.y + r - lean, b.right(), b.y + r - lean, b.right(), b.y + r);
    path.AddLineToPoint(b.right(), b.bottom() - r);
    path.AddCurveToPoint(b.right(), b.bottom() - r + lean, b.x, b.bottom() - r + lean, b.x, b.bottom() - r);
    path.CloseSubpath();
    path.MoveToPoint(b.x, b.y + r);
    path.AddCurveToPoint(b.x, b.y + r + lean, b.right(), b.y + r + lean, b.right(), b.y + r);
    return path;
}

}  // namespace

void FlowCanvas::draw_scenery(wxGraphicsContext& gc) {
    for (const bpmn::Artifact& artifact : scenery_.artifacts) draw_artifact(gc, artifact);
    for (const bpmn::Artifact& artifact : scenery_.artifacts) draw_name(gc, artifact);
}

void FlowCanvas::draw_artifact(wxGraphicsContext& gc, const bpmn::Artifact& artifact) {
    const Theme& theme = Theme::now();
    const Box& b = artifact.box;
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.node_line, 1.2)));
    gc.SetBrush(wxBrush(theme.node_fill));
    switch (artifact.kind) {
        case Kind::kPool:
        case Kind::kLane:
            gc.SetBrush(wxBrush(mix(theme.canvas, theme.node_fill, 0.6)));
            gc.DrawRectangle(b.x, b.y, b.width, b.height);
            if (artifact.kind == Kind::kLane) break;
            artifact.horizontal ? gc.StrokeLine(b.x + kBand, b.y, b.x + kBand, b.bottom())
                                : gc.StrokeLine(b.x, b.y + kBand, b.right(), b.y + kBand);
            break;
        case Kind::kGroup:
            gc.SetBrush(*wxTRANSPARENT_BRUSH);
            gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.node_line, 1.2).Style(wxPENSTYLE_DOT_DASH)));
            gc.DrawRoundedRectangle(b.x, b.y, b.width, b.height, 10);
            break;
        case Kind::kNote: {
            wxGraphicsPath bracket = gc.CreatePath();
            bracket.MoveToPoint(b.x + 12, b.y);
            bracket.AddLineToPoint(b.x, b.y);
            bracket.AddLineToPoint(b.x, b.bottom());
            bracket.AddLineToPoint(b.x + 12, b.bottom());
            gc.StrokePath(bracket);
            break;
        }
        case Kind::kData:
            gc.DrawPath(page(gc, b));
            break;
        case Kind::kStore:
            gc.DrawPath(drum(gc, b));
            break;
        case Kind::kTask:
            gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.strong_line, 1.4)));
            gc.DrawRoundedRectangle(b.x, b.y, b.width, b.height, 9);
            break;
        case Kind::kEvent:
            gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.strong_line, 1.4)));
            gc.DrawEllipse(b.x, b.y, b.width, b.height);
            break;
        case Kind::kGateway: {
            const Point c = b.centre();
            gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(theme.strong_line, 1.4)));
            wxGraphicsPath diamond =
                way_of(gc, {{c.x, b.y}, {b.right(), c.y}, {c.x, b.bottom()}, {b.x, c.y}, {c.x, b.y}});
            gc.DrawPath(diamond);
            break;
        }
    }
}

void FlowCanvas::draw_name(wxGraphicsContext& gc, const bpmn::Artifact& artifact) {
    if (artifact.text.empty()) return;
    const Theme& theme = Theme::now();
    const Box& b = artifact.box;
    const wxString text = wx(artifact.text);
    const wxFont font = canvas_font(0.9, artifact.kind == Kind::kPool);
    gc.SetFont(font, theme.text);
    double w = 0, h = 0;
    switch (artifact.kind) {
        case Kind::kPool:
        case Kind::kLane: {
            const double room = (artifact.horizontal ? b.height : b.width) - 8;
            gc.GetTextExtent(text, &w, &h);
            if (w > room) gc.SetFont(canvas_font(0.76, artifact.kind == Kind::kPool), theme.text);
            const auto lines = wrapped(gc, text, room, 1);
            if (lines.empty()) return;
            gc.GetTextExtent(lines.front(), &w, &h);
            constexpr double kQuarter = 1.5707963267948966;
            artifact.horizontal ? gc.DrawText(lines.front(), b.x + (kBand - h) / 2, b.centre().y + w / 2, kQuarter)
                                : gc.DrawText(lines.front(), b.centre().x - w / 2, b.y + (kBand - h) / 2);
            return;
        }
        case Kind::kGroup:
            for (const wxString& line : wrapped(gc, text, b.width - 20, 1)) gc.DrawText(line, b.x + 10, b.y + 4);
            return;
        case Kind::kNote: {
            gc.GetTextExtent("Ag", &w, &h);
            double y = b.y + 3;
            const int most = std::max(1, static_cast<int>(b.height / h));
            for (const wxString& line : wrapped(gc, text, std::max(b.width - 12, 90.0), most)) {
                gc.DrawText(line, b.x + 7, y);
                y += h;
            }
            return;
        }
        case Kind::kTask:
            if (artifact.open) {
                for (const wxString& line : wrapped(gc, text, b.width - 24, 1)) gc.DrawText(line, b.x + 12, b.y + 7);
                return;
            }
            gc.GetTextExtent("Ag", &w, &h);
            draw_text(gc, text, b.grown(-6), font, theme.text, std::max(1, static_cast<int>((b.height - 12) / h)));
            return;
        default:
            break;
    }
}

void FlowCanvas::draw_line(wxGraphicsContext& gc, const bpmn::Line& line) {
    if (line.route.size() < 2) return;
    const Theme& theme = Theme::now();
    const bool message = line.kind == bpmn::Line::Kind::kMessage;
    const bool flow = line.kind == bpmn::Line::Kind::kFlow;
    wxGraphicsPenInfo pen(flow ? theme.strong_line : theme.edge, 1.3);
    if (message) pen.Style(wxPENSTYLE_SHORT_DASH);
    if (!message && !flow) pen.Style(wxPENSTYLE_DOT);
    gc.SetPen(gc.CreatePen(pen));
    gc.StrokePath(way_of(gc, line.route));
    const Point end = line.route.back();
    const Point before = line.route[line.route.size() - 2];
    const double length = std::max(1e-6, std::hypot(end.x - before.x, end.y - before.y));
    const Point u{(end.x - before.x) / length, (end.y - before.y) / length};
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(flow ? theme.strong_line : theme.edge, 1.3)));
    if (line.arrow) {
        wxGraphicsPath head = gc.CreatePath();
        head.MoveToPoint(end.x - u.x * 9 - u.y * 4.5, end.y - u.y * 9 + u.x * 4.5);
        head.AddLineToPoint(end.x, end.y);
        head.AddLineToPoint(end.x - u.x * 9 + u.y * 4.5, end.y - u.y * 9 - u.x * 4.5);
        if (message || flow) head.CloseSubpath();
        gc.SetBrush(wxBrush(message ? theme.canvas : theme.strong_line));
        message || flow ? gc.DrawPath(head) : gc.StrokePath(head);
    }
    if (message) {
        const Point& from = line.route.front();
        gc.SetBrush(wxBrush(theme.canvas));
        gc.DrawEllipse(from.x - 3.5, from.y - 3.5, 7, 7);
    }
}

}  // namespace fw::designer::ui
