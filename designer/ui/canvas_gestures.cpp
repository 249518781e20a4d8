// What a drag does on the flow canvas, while it lasts and when it ends: move, connect, choose in a frame, place.
#include <algorithm>
#include <cmath>

#include <wx/cursor.h>

#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"
#include "engine/flow/kind.h"

namespace fw::designer::ui {

namespace {

std::vector<Box> boxes_without(const FlowDiagram& diagram, const std::vector<std::string>& ids) {
    std::vector<Box> boxes;
    for (const FlowNode& node : diagram.nodes) {
        if (std::find(ids.begin(), ids.end(), node.id) == ids.end()) boxes.push_back(node.box);
    }
    return boxes;
}

}  // namespace

Point FlowCanvas::nearest_dock(const FlowNode& node, Point towards) const {
    const Point c = node.box.centre();
    Point best = c;
    double nearest = 1e18;
    for (const Point p : {Point{node.box.right(), c.y}, Point{node.box.x, c.y}, Point{c.x, node.box.y},
                          Point{c.x, node.box.bottom()}}) {
        const double d = std::hypot(p.x - towards.x, p.y - towards.y);
        if (d < nearest) {
            nearest = d;
            best = p;
        }
    }
    return best;
}

void FlowCanvas::update_move(Point at, bool free) {
    std::vector<std::string> ids = selected_nodes();
    if (ids.empty()) return;
    // What stands in a sub-process goes with it.
    for (const FlowNode& node : before_move_.nodes) {
        const auto moves = [&](const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
        if (!node.parent.empty() && moves(node.parent) && !moves(node.id)) ids.push_back(node.id);
    }
    Point by{at.x - pressed_at_.x, at.y - pressed_at_.y};
    Box moved;
    bool first = true;
    for (const std::string& id : ids) {
        const FlowNode* node = before_move_.node(id);
        if (node == nullptr) continue;
        moved = first ? node->box : united(moved, node->box);
        first = false;
    }
    // Centres stand on the grid; a neighbour's line within reach wins.
    const Point centre = moved.centre();
    const Point wanted = free ? Point{std::round(centre.x + by.x), std::round(centre.y + by.y)}
                              : to_grid(Point{centre.x + by.x, centre.y + by.y});
    by = {wanted.x - centre.x, wanted.y - centre.y};
    const Box placed{moved.x + by.x, moved.y + by.y, moved.width, moved.height};
    guides_ = snap(placed, boxes_without(before_move_, ids), free ? 0 : 5);
    by = {by.x + guides_.shift.x, by.y + guides_.shift.y};
    move_by_ = by;
    for (FlowNode& node : diagram_.nodes) {
        if (std::find(ids.begin(), ids.end(), node.id) == ids.end()) continue;
        const Box& start = before_move_.node(node.id)->box;
        node.box = {start.x + by.x, start.y + by.y, start.width, start.height};
    }
    route_edges(diagram_, ids);
}

void FlowCanvas::finish_move() {
    mode_ = Mode::kNone;
    guides_ = {};
    const Point by = move_by_;
    move_by_ = {};
    if (by == Point{}) return;
    own_view_ = true;
    run(move_nodes(document_, selected_nodes(), by));
}

void FlowCanvas::start_connect(const std::string& from) {
    mode_ = Mode::kConnect;
    from_ = from;
    verdict_ = Verdict::allowed();
    moved_ = false;
    pressed_window_ = pointer_;
    now_at_ = to_diagram(pointer_);
    SetCursor(wxCursor(wxCURSOR_CROSS));
}

void FlowCanvas::finish_connect(Point at) {
    const std::string from = from_;
    mode_ = Mode::kNone;
    SetCursor(wxNullCursor);
    const FlowNode* over = diagram_.node_at(at);
    if (over != nullptr) {
        if (over->id != from) run(connect_nodes(document_, from, over->id));
        return;
    }
    // On empty ground: what shall stand there?
    choose_type(to_window(at), from, [this, from, at](const std::string& type) {
        const CommandPtr made = add_node(session_.workspace(), document_, type, at);
        const std::string id = last_step(made->selects().front().path);
        run(made);
        if (diagram_.node(id) != nullptr) run(connect_nodes(document_, from, id));
        select({"nodes/" + id});
    });
}

void FlowCanvas::finish_marquee(bool add) {
    mode_ = Mode::kNone;
    const Box box = box_between(pressed_at_, now_at_);
    if (box.width < 3 && box.height < 3) return;
    std::vector<std::string> paths = add ? selected_paths() : std::vector<std::string>();
    for (std::string& path : diagram_.inside(box)) {
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(std::move(path));
    }
    select(paths);
}

void FlowCanvas::begin_place(const std::string& type) {
    finish_rename(true);
    placing_ = type;
    mode_ = Mode::kPlace;
    now_at_ = {-1e6, -1e6};
    Refresh();
}

void FlowCanvas::drag_place(const wxPoint& on_screen) {
    const wxPoint window = ScreenToClient(on_screen);
    now_at_ = to_diagram(window);
    const FlowEdge* edge = diagram_.node_at(now_at_) == nullptr && placing_ != "start" && placing_ != "end"
                               ? diagram_.edge_at(now_at_, 14)
                               : nullptr;
    drop_edge_ = edge == nullptr ? std::string() : edge->key;
    Refresh();
}

void FlowCanvas::drop_place(const wxPoint& on_screen) {
    const wxPoint window = ScreenToClient(on_screen);
    if (mode_ != Mode::kPlace) return;
    if (GetClientRect().Contains(window)) place_at(to_diagram(window));
}

bool FlowCanvas::may_place(const std::string& type, Point at) {
    const FlowNode* over = diagram_.node_at(at);
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    const bool on_border = kind != nullptr && kind->boundary;
    if (over == nullptr || (!over->expanded && over->parent.empty()) || (on_border && over->parent.empty()))
        return true;
    show_hint(tr("Put it beside the sub-process: what stands inside is added in its property “Nodes”.",
                 "请放在子流程之外：子流程内部的节点请在其“节点”属性中添加。"),
              true);
    return false;
}

void FlowCanvas::place_at(Point at) {
    const std::string type = placing_;
    const std::string edge = drop_edge_;
    mode_ = Mode::kNone;
    placing_.clear();
    drop_edge_.clear();
    if (type.empty() || !may_place(type, at)) return;
    own_view_ = true;
    run(add_node(session_.workspace(), document_, type, at, edge));
    SetFocus();
}

}  // namespace fw::designer::ui
