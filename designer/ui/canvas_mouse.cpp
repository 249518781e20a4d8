// Mouse on the flow canvas.
#include <algorithm>
#include <cmath>

#include <wx/cursor.h>
#include <wx/utils.h>

#include "designer/core/flow_bodies.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {
constexpr double kDragFrom = 4;  // window pixels before a press becomes a drag
}  // namespace

std::optional<std::string> FlowCanvas::port_at(Point at) const {
    const FlowNode* node = node_of(hover_);
    if (node == nullptr || node->type == "end") return std::nullopt;
    const Point c = node->box.centre();
    for (const Point p : {Point{node->box.right(), c.y}, Point{node->box.x, c.y}, Point{c.x, node->box.y},
                          Point{c.x, node->box.bottom()}}) {
        if (std::hypot(at.x - p.x, at.y - p.y) <= 6.5) return node->id;
    }
    return std::nullopt;
}

const FlowNode* FlowCanvas::sign_at(Point at) const {
    for (auto it = diagram_.nodes.rbegin(); it != diagram_.nodes.rend(); ++it) {
        if (!is_sub_process(it->type)) continue;
        const Point sign = it->expanded ? Point{it->box.right() - 15, it->box.y + 15}
                                        : Point{it->box.centre().x, it->box.bottom() - 9};
        if (std::abs(at.x - sign.x) <= 8 && std::abs(at.y - sign.y) <= 8 && diagram_.node_at(at) == &*it) return &*it;
    }
    return nullptr;
}

void FlowCanvas::toggle(const FlowNode& node) {
    own_view_ = true;
    run(open_sub_process(document_, node.id, !node.expanded));
}

void FlowCanvas::left_down(wxMouseEvent& event) {
    SetFocus();
    const wxPoint window = event.GetPosition();
    pointer_ = window;
    const Point at = to_diagram(window);
    if (mode_ == Mode::kPlace) {
        place_at(at);
        return;
    }
    if (mode_ == Mode::kConnect) {  // armed by the pad or by C: the second click ends it
        finish_connect(at);
        return;
    }
    if (press_zoom_bar(window)) return;
    if (const auto map = minimap();
        map && map->contains({static_cast<double>(window.x), static_cast<double>(window.y)})) {
        mode_ = Mode::kMinimap;
        pan_by_minimap(window);
        CaptureMouse();
        return;
    }
    for (const PadButton& button : pad()) {
        if (!button.box.contains({static_cast<double>(window.x), static_cast<double>(window.y)})) continue;
        press_pad(button);
        return;
    }
    if (space_) {
        mode_ = Mode::kPan;
        pressed_window_ = window;
        pan_origin_ = origin_;
        CaptureMouse();
        return;
    }
    if (const FlowNode* node = sign_at(at)) {
        select({node->path()});
        toggle(*node);
        return;
    }
    press(at, window, event.ShiftDown() || event.ControlDown());
}

void FlowCanvas::press(Point at, wxPoint window, bool add) {
    pressed_at_ = at;
    pressed_window_ = window;
    now_at_ = at;
    moved_ = false;
    if (const auto port = port_at(at)) {
        start_connect(*port);
        CaptureMouse();
        return;
    }
    // The ends of a selected edge can be pulled to another node.
    for (const std::string& path : selected_paths()) {
        const FlowEdge* edge = edge_of(path);
        if (edge == nullptr || edge->route.size() < 2) continue;
        const bool near_from = std::hypot(at.x - edge->route.front().x, at.y - edge->route.front().y) < 8;
        const bool near_to = std::hypot(at.x - edge->route.back().x, at.y - edge->route.back().y) < 8;
        if (!near_from && !near_to) continue;
        mode_ = Mode::kReconnect;
        edge_ = path;
        at_source_ = near_from && !near_to;
        from_ = at_source_ ? edge->to : edge->from;
        verdict_ = Verdict::allowed();
        CaptureMouse();
        return;
    }
    const std::string hit = this->hit(at);
    if (hit.empty()) {
        mode_ = Mode::kMarquee;
        if (!add) select({});
        CaptureMouse();
        return;
    }
    std::vector<std::string> paths = selected_paths();
    const auto it = std::find(paths.begin(), paths.end(), hit);
    if (add) {
        if (it == paths.end()) {
            paths.push_back(hit);
        } else {
            paths.erase(it);
        }
        select(paths);
    } else if (it == paths.end()) {
        select({hit});
    }
    if (node_of(hit) != nullptr && is_selected(hit)) {
        mode_ = Mode::kMove;
        before_move_ = diagram_;
        move_by_ = {};
        CaptureMouse();
    }
}

void FlowCanvas::motion(wxMouseEvent& event) {
    const wxPoint window = event.GetPosition();
    pointer_ = window;
    const Point at = to_diagram(window);
    const bool far = std::hypot(window.x - pressed_window_.x, window.y - pressed_window_.y) >= kDragFrom;
    moved_ = moved_ || far;
    now_at_ = at;
    switch (mode_) {
        case Mode::kPan:
            own_view_ = true;
            origin_ = {pan_origin_.x - (window.x - pressed_window_.x) / scale_,
                       pan_origin_.y - (window.y - pressed_window_.y) / scale_};
            break;
        case Mode::kMove:
            if (moved_) update_move(at, event.AltDown());
            break;
        case Mode::kConnect:
        case Mode::kReconnect: {
            const FlowNode* over = diagram_.node_at(at);
            hover_ = over == nullptr ? std::string() : over->path();
            verdict_ = Verdict::allowed();
            const FlowNode* fixed = diagram_.node(from_);
            const bool own_ground = over != nullptr && fixed != nullptr && fixed->parent == over->id;
            if (over == nullptr || over->id == from_ || own_ground) break;
            const std::string& from = mode_ == Mode::kReconnect && at_source_ ? over->id : from_;
            const std::string& to = mode_ == Mode::kReconnect && at_source_ ? from_ : over->id;
            verdict_ = may_connect(session_.workspace(), document_, from, to,
                                   mode_ == Mode::kReconnect ? edge_ : std::string());
            SetCursor(verdict_ ? wxCursor(wxCURSOR_CROSS) : wxCursor(wxCURSOR_NO_ENTRY));
            break;
        }
        case Mode::kPlace: {
            drop_edge_ = edge_to_split(at, 14);
            break;
        }
        case Mode::kMinimap:
            pan_by_minimap(window);
            break;
        case Mode::kMarquee:
            break;
        case Mode::kNone:
            update_cursor(at);
            update_tip(window, at);
            break;
    }
    Refresh();
}

void FlowCanvas::update_cursor(Point at) {
    if (sign_at(at) != nullptr) {
        SetCursor(wxCursor(wxCURSOR_HAND));
        return;
    }
    if (port_at(at)) {
        SetCursor(wxCursor(wxCURSOR_CROSS));
        return;
    }
    std::string hover = hit(at);
    // A node keeps its ports while the pointer is just outside.
    if (hover.empty()) {
        const FlowNode* node = node_of(hover_);
        if (node != nullptr && node->box.grown(8).contains(at)) hover = hover_;
    }
    hover_ = hover;
    SetCursor(space_ ? wxCursor(wxCURSOR_HAND) : wxNullCursor);
}

void FlowCanvas::update_tip(wxPoint window, Point at) {
    wxString tip;
    const Point p{static_cast<double>(window.x), static_cast<double>(window.y)};
    for (const PadButton& button : pad()) {
        if (button.box.contains(p)) tip = tr(button.tip);
    }
    if (const FlowNode* sign = sign_at(at); tip.empty() && sign != nullptr)
        tip = sign->expanded ? tr("Collapse (−)", "折叠（−）") : tr("Expand (+)", "展开（+）");
    if (tip.empty()) {
        const std::string path = hit(at);
        if (const FlowEdge* edge = edge_of(path)) tip = wx(edge->when);
        if (!path.empty()) {
            for (const Problem& problem : session_.problems()) {
                if (problem.at.document != document_ || !path_inside(problem.at.path, path)) continue;
                if (!tip.empty()) tip += "\n";
                tip += tr(problem.diagnostic.text);
                if (!problem.diagnostic.hint.empty()) tip += "\n" + tr(problem.diagnostic.hint);
            }
        }
    }
    if (tip == GetToolTipText()) return;
    if (tip.empty()) {
        UnsetToolTip();
    } else {
        SetToolTip(tip);
    }
}

void FlowCanvas::left_up(wxMouseEvent& event) {
    const Point at = to_diagram(event.GetPosition());
    const Mode mode = mode_;
    if (HasCapture()) ReleaseMouse();
    switch (mode) {
        case Mode::kMove:
            finish_move();
            break;
        case Mode::kConnect:
            if (moved_) finish_connect(at);  // a drag ends here; a click leaves it armed
            break;
        case Mode::kReconnect: {
            const FlowNode* over = diagram_.node_at(at);
            mode_ = Mode::kNone;
            if (over != nullptr && moved_) {
                run(at_source_ ? reconnect_edge(document_, edge_, over->id, from_)
                               : reconnect_edge(document_, edge_, from_, over->id));
            }
            break;
        }
        case Mode::kMarquee:
            finish_marquee(event.ShiftDown() || event.ControlDown());
            break;
        case Mode::kPan:
        case Mode::kMinimap:
            mode_ = Mode::kNone;
            break;
        default:
            break;
    }
    Refresh();
}

void FlowCanvas::double_click(wxMouseEvent& event) {
    const Point at = to_diagram(event.GetPosition());
    if (HasCapture()) ReleaseMouse();
    mode_ = Mode::kNone;
    if (sign_at(at) != nullptr) return;
    if (const FlowNode* node = diagram_.node_at(at)) {
        rename(node->path());
    } else if (const FlowEdge* edge = diagram_.edge_at(at, 8 / scale_)) {
        rename(edge->path());
    }
}

void FlowCanvas::wheel(wxMouseEvent& event) {
    const double turns = static_cast<double>(event.GetWheelRotation()) / std::max(1, event.GetWheelDelta());
    if (event.ControlDown()) {
        zoom_to(scale_ * std::pow(1.15, turns), event.GetPosition());
        return;
    }
    own_view_ = true;
    const double step = 60 * turns / scale_;
    if (event.ShiftDown() || event.GetWheelAxis() == wxMOUSE_WHEEL_HORIZONTAL) {
        origin_.x += event.GetWheelAxis() == wxMOUSE_WHEEL_HORIZONTAL ? step : -step;
    } else {
        origin_.y -= step;
    }
    Refresh();
}

void FlowCanvas::middle_down(wxMouseEvent& event) {
    mode_ = Mode::kPan;
    pressed_window_ = event.GetPosition();
    pan_origin_ = origin_;
    CaptureMouse();
}

void FlowCanvas::leave(wxMouseEvent& event) {
    pointer_ = {-1, -1};
    if (mode_ == Mode::kNone) hover_.clear();
    Refresh();
    event.Skip();
}

void FlowCanvas::lost_capture(wxMouseCaptureLostEvent&) { cancel(); }

void FlowCanvas::cancel() {
    if (HasCapture()) ReleaseMouse();
    const bool moving = mode_ == Mode::kMove;
    mode_ = Mode::kNone;
    guides_ = {};
    move_by_ = {};
    placing_.clear();
    drop_edge_.clear();
    drop_into_.reset();
    drop_host_.clear();
    if (moving) read_model();
    SetCursor(wxNullCursor);
    Refresh();
}

}  // namespace fw::designer::ui
