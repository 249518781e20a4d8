// Names beside events and gateways and along edges: each where there is room for it (engine/flow/diagram/labels.h).
#include <algorithm>
#include <cmath>

#include "designer/ui/canvas_text.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/flow/diagram/labels.h"

namespace fw::designer::ui {

namespace {

constexpr double kName = 0.95, kWords = 0.92, kCondition = 0.82, kMessage = 0.88, kArtifact = 0.9;
constexpr std::size_t kLongest = 34;  // of a condition that is shown

Size size_of(wxGraphicsContext& gc, const std::vector<wxString>& lines) {
    double widest = 0, w = 0, h = 0;
    for (const wxString& line : lines) {
        gc.GetTextExtent(line, &w, &h);
        widest = std::max(widest, w);
    }
    gc.GetTextExtent("Ag", &w, &h);
    return {widest, h * static_cast<double>(lines.size())};
}

wxString words_of(const FlowEdge& edge) {
    const wxString label = wx(edge.label.in(language()));
    if (label.empty() && edge.is_default) return tr("otherwise", "否则");
    if (label.empty() && edge.on == "refused") return tr("refused", "拒绝");
    return label;
}

wxString condition_of(const FlowEdge& edge) {
    wxString when = wx(edge.when);
    when.Replace("\n", " ");
    if (when.length() > kLongest) when = when.Left(kLongest - 1) + wxString::FromUTF8("…");
    return when;
}

void draw_lines(wxGraphicsContext& gc, const PlacedText& text) {
    double y = text.box.y, w = 0, h = 0;
    for (const wxString& line : text.lines) {
        gc.GetTextExtent(line, &w, &h);
        gc.DrawText(line, text.box.centre().x - w / 2, y);
        y += h;
    }
}

// Data, and events and gateways of other pools: their name stands outside.
bool named_beside(const bpmn::Artifact& artifact) {
    using Kind = bpmn::Artifact::Kind;
    return !artifact.text.empty() && (artifact.kind == Kind::kData || artifact.kind == Kind::kStore ||
                                      artifact.kind == Kind::kEvent || artifact.kind == Kind::kGateway);
}

// A quiet ground, so that a line behind a text does not strike it through.
void draw_ground(wxGraphicsContext& gc, const Box& box) {
    const wxColour back = Theme::now().canvas;
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(wxColour(back.Red(), back.Green(), back.Blue(), 225)));
    gc.DrawRoundedRectangle(box.x - 2, box.y, box.width + 4, box.height, 3);
}

}  // namespace

void FlowCanvas::place_labels(wxGraphicsContext& gc) {
    const Theme& theme = Theme::now();
    CanvasLabels found;
    diagram::Ground ground;
    for (const FlowNode& node : diagram_.nodes) {
        if (!node.expanded) {
            ground.node(node.box);
            continue;
        }
        ground.border(node.box);
        gc.SetFont(canvas_font(1, true), theme.text);
        const Size title = size_of(gc, {wx(node.label.empty() ? node.id : std::string(node.label.in(language())))});
        ground.text({node.box.x + 9, node.box.y + 7, std::min(title.width + 18, node.box.width - 40), title.height});
    }
    for (const bpmn::Artifact& each : scenery_.artifacts) {
        using Kind = bpmn::Artifact::Kind;
        const bool frame =
            each.open || each.kind == Kind::kPool || each.kind == Kind::kLane || each.kind == Kind::kGroup;
        frame ? ground.border(each.box) : ground.node(each.box);
    }
    for (const FlowEdge& edge : diagram_.edges) ground.way(edge.route);
    for (const bpmn::Line& line : scenery_.lines) ground.way(line.route);
    gc.SetFont(canvas_font(kName), theme.text);
    for (const FlowNode& node : diagram_.nodes) {
        if (node.shape == NodeShape::kTask || node.label.empty()) continue;
        std::vector<wxString> lines = wrapped(gc, wx(std::string(node.label.in(language()))), 120, 2);
        const Box box = ground.beside(node, size_of(gc, lines));
        found.nodes.emplace(node.id, PlacedText{box, std::move(lines)});
    }
    gc.SetFont(canvas_font(kArtifact), theme.text);
    for (const bpmn::Artifact& each : scenery_.artifacts) {
        found.artifacts.emplace_back();
        if (!named_beside(each)) continue;
        FlowNode stands;
        stands.box = each.box;
        std::vector<wxString> lines = wrapped(gc, wx(each.text), 116, 2);
        found.artifacts.back() = {ground.beside(stands, size_of(gc, lines)), std::move(lines)};
    }
    for (const FlowEdge& edge : diagram_.edges) {
        const wxString words = words_of(edge), when = condition_of(edge);
        if (edge.route.size() < 2 || (words.empty() && when.empty())) continue;
        gc.SetFont(canvas_font(kCondition), theme.muted);
        const Size below = when.empty() ? Size{} : size_of(gc, {when});
        gc.SetFont(canvas_font(kWords), theme.text);
        std::vector<std::vector<wxString>> forms;
        std::vector<Size> sizes;
        for (const auto& [width, most] : {std::pair{180, 2}, std::pair{92, 3}}) {
            if (!forms.empty() && words.empty()) break;
            forms.push_back(words.empty() ? std::vector<wxString>() : wrapped(gc, words, width, most));
            const Size each = words.empty() ? Size{} : size_of(gc, forms.back());
            sizes.push_back({std::max(each.width, below.width), each.height + below.height});
        }
        std::size_t chosen = 0;
        const Box box = ground.along(edge.route, sizes, chosen);
        found.edges.emplace(edge.path(), PlacedText{box, std::move(forms[chosen])});
    }
    gc.SetFont(canvas_font(kMessage), theme.text);
    for (const bpmn::Line& line : scenery_.lines) {
        found.lines.emplace_back();
        if (line.text.empty() || line.route.size() < 2) continue;
        std::vector<wxString> lines = wrapped(gc, wx(line.text), 120, 2);
        std::size_t chosen = 0;
        found.lines.back().box = ground.along(line.route, {size_of(gc, lines)}, chosen);
        found.lines.back().lines = std::move(lines);
    }
    labels_ = std::move(found);
}

// The name of an event or a gateway; one without stays without, as BPMN draws it.
void FlowCanvas::draw_label(wxGraphicsContext& gc, const FlowNode& node) {
    const auto placed = labels_->nodes.find(node.id);
    if (placed == labels_->nodes.end()) return;
    gc.SetFont(canvas_font(kName), Theme::now().text);
    draw_lines(gc, placed->second);
}

void FlowCanvas::draw_edge_label(wxGraphicsContext& gc, const FlowEdge& edge) {
    const auto placed = labels_->edges.find(edge.path());
    if (placed == labels_->edges.end()) return;
    const Theme& theme = Theme::now();
    const PlacedText& text = placed->second;
    draw_ground(gc, text.box);
    gc.SetFont(canvas_font(kWords), is_selected(edge.path()) ? theme.accent : theme.text);
    draw_lines(gc, text);
    const wxString when = condition_of(edge);
    if (when.empty()) return;
    const auto worst = worst_at(session_.problems(), {document_, edge.path()});
    gc.SetFont(canvas_font(kCondition), worst && *worst == Severity::kError ? theme.error : theme.muted);
    double w = 0, h = 0;
    gc.GetTextExtent(when, &w, &h);
    gc.DrawText(when, text.box.centre().x - w / 2, text.box.bottom() - h);
}

void FlowCanvas::draw_artifact_label(wxGraphicsContext& gc, std::size_t artifact) {
    const PlacedText& text = labels_->artifacts[artifact];
    if (text.lines.empty()) return;
    gc.SetFont(canvas_font(kArtifact), Theme::now().text);
    draw_lines(gc, text);
}

void FlowCanvas::draw_line_label(wxGraphicsContext& gc, std::size_t line) {
    const PlacedText& text = labels_->lines[line];
    if (text.lines.empty()) return;
    draw_ground(gc, text.box);
    gc.SetFont(canvas_font(kMessage), Theme::now().text);
    draw_lines(gc, text);
}

}  // namespace fw::designer::ui
