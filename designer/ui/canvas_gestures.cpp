// What a drag does on the flow canvas, while it lasts and when it ends: move, connect, choose in a frame, place.
#include <algorithm>
#include <cmath>
#include <utility>

#include <wx/cursor.h>

#include "designer/core/flow_bodies.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {

// What is moved lines up with other nodes, not with the sub-process around it.
std::vector<Box> boxes_beside(const FlowDiagram& diagram, const std::vector<std::string>& ids) {
    std::vector<Box> boxes;
    for (const FlowNode& node : diagram.nodes) {
        const bool around = node.expanded && std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
                                const FlowNode* moved = diagram.node(id);
                                return moved != nullptr && stands_in(diagram, *moved, {node.id});
                            });
        if (!around && std::find(ids.begin(), ids.end(), node.id) == ids.end()) boxes.push_back(node.box);
    }
    return boxes;
}

bool stands_in_other(const FlowDiagram& diagram, const FlowNode& node, const std::vector<std::string>& ids) {
    std::vector<std::string> others;
    for (const std::string& id : ids) {
        if (id != node.id) others.push_back(id);
    }
    return stands_in(diagram, node, others);
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
        const bool along = moves(node.parent) || moves(node.attached_to);
        if (along && !moves(node.id)) ids.push_back(node.id);
    }
    Point by{at.x - pressed_at_.x, at.y - pressed_at_.y};
    const FlowNode* event = event_alone();
    if (event != nullptr && slide_event(*event, {event->box.centre().x + by.x, event->box.centre().y + by.y})) return;
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
    guides_ = snap(placed, boxes_beside(before_move_, ids), free ? 0 : 5);
    by = {by.x + guides_.shift.x, by.y + guides_.shift.y};
    move_by_ = by;
    for (FlowNode& node : diagram_.nodes) {
        if (std::find(ids.begin(), ids.end(), node.id) == ids.end()) continue;
        const Box& start = before_move_.node(node.id)->box;
        node.box = {start.x + by.x, start.y + by.y, start.width, start.height};
    }
    // The sub-process it stays in grows under it.
    const FlowNode* into = drop_target(at);
    drop_into_ = into == nullptr ? std::string() : into->id;
    for (FlowNode& node : diagram_.nodes) {
        if (!node.expanded || std::find(ids.begin(), ids.end(), node.id) != ids.end()) continue;
        const FlowNode* before = before_move_.node(node.id);
        node.box = before->box;
        if (node.id != *drop_into_) continue;
        const Box room{moved.x + by.x - 30, moved.y + by.y - 50, moved.width + 60, moved.height + 80};
        node.box = united(before->box, room);
    }
    route_edges(diagram_, ids);
    labels_.reset();
}

// An event that is moved without its activity.
const FlowNode* FlowCanvas::event_alone() const {
    const std::vector<std::string> ids = selected_nodes();
    const FlowNode* only = ids.size() == 1 ? before_move_.node(ids.front()) : nullptr;
    return only != nullptr && is_border_event(*only) ? only : nullptr;
}

// It runs along borders, of its own activity and of whatever is near; false: there is none.
bool FlowCanvas::slide_event(const FlowNode& event, Point centre) {
    const FlowNode* host = host_at(before_move_, centre);
    if (host == nullptr) host = before_move_.node(event.attached_to);
    drop_host_.clear();
    if (host == nullptr) return false;
    drop_host_ = host->id;
    const Point onto = on_border(host->box, centre);
    for (FlowNode& node : diagram_.nodes) {
        if (node.id != event.id) continue;
        node.box.x = onto.x - node.box.width / 2;
        node.box.y = onto.y - node.box.height / 2;
    }
    move_by_ = {onto.x - event.box.centre().x, onto.y - event.box.centre().y};
    route_edges(diagram_, {event.id});
    labels_.reset();
    return true;
}

const FlowNode* FlowCanvas::drop_target(Point at) const {
    if (mode_ == Mode::kPlace && !placing_.empty()) return sub_process_at(diagram_, at);
    if (mode_ != Mode::kMove || !moved_) return nullptr;
    if (event_alone() != nullptr) return nullptr;  // it goes to a border
    const std::vector<std::string> ids = selected_nodes();
    const FlowNode* found = sub_process_at(before_move_, at, ids);
    return found == nullptr ? nullptr : diagram_.node(found->id);
}

std::string FlowCanvas::edge_to_split(Point at, double reach) const {
    const FlowNode* over = diagram_.node_at(at);
    if ((over != nullptr && !over->expanded) || placing_ == "start" || placing_ == "end") return {};
    const FlowEdge* edge = diagram_.edge_at(at, reach);
    if (edge == nullptr || edge->written == nullptr) return {};
    // Not one of another level that runs underneath.
    return edge->parent == (over == nullptr ? std::string() : over->id) ? edge->path() : std::string();
}

void FlowCanvas::finish_move() {
    mode_ = Mode::kNone;
    guides_ = {};
    const Point by = move_by_;
    move_by_ = {};
    const std::optional<std::string> into = std::exchange(drop_into_, std::nullopt);
    const std::string host = std::exchange(drop_host_, std::string());
    if (by == Point{}) {
        read_model();
        return;
    }
    own_view_ = true;
    const std::vector<std::string> ids = selected_nodes();
    if (!host.empty()) {
        const Point was = before_move_.node(ids.front())->box.centre();
        const Point centre{was.x + by.x, was.y + by.y};
        if (!session_.run(attach_event(session_.workspace(), document_, ids.front(), host, centre))) read_model();
        return;
    }
    const auto comes_from_elsewhere = [&](const std::string& id) {
        const FlowNode* node = before_move_.node(id);
        return into && node != nullptr && node->parent != *into && !stands_in_other(before_move_, *node, ids);
    };
    if (!std::any_of(ids.begin(), ids.end(), comes_from_elsewhere)) {
        run(move_nodes(document_, ids, by));
        return;
    }
    const auto count = [&] {
        std::size_t edges = 0;
        for (const FlowEdge& edge : diagram_.edges) edges += edge.written != nullptr ? 1 : 0;
        return edges;
    };
    const std::size_t before = count();
    if (!session_.run(move_into(session_.workspace(), document_, ids, by, *into))) {
        read_model();
        return;
    }
    if (const std::size_t now = count(); now < before) {
        show_hint(counted(before - now, "{} edge is gone: none may cross the border. Ctrl+Z undoes.",
                          "{} edges are gone: none may cross the border. Ctrl+Z undoes.",
                          "已移除 {} 条连线：连线不能跨越边界。Ctrl+Z 可撤销。"),
                  false);
    }
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
    const FlowNode* source = diagram_.node(from);
    const bool own_ground = over != nullptr && over->expanded && source != nullptr && source->parent == over->id;
    if (over != nullptr && !own_ground) {
        if (over->id != from) run(connect_nodes(session_.workspace(), document_, from, over->id));
        return;
    }
    // On empty ground: what shall stand there?
    choose_type(to_window(at), from, [this, from, at](const std::string& type) {
        const CommandPtr made = add_node(session_.workspace(), document_, type, at);
        const std::string path = made->selects().front().path;
        const std::string id = last_step(path);
        run(made);
        if (diagram_.node(id) != nullptr) run(connect_nodes(session_.workspace(), document_, from, id));
        select({path});
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
    drop_edge_ = edge_to_split(now_at_, 14);
    Refresh();
}

void FlowCanvas::drop_place(const wxPoint& on_screen) {
    const wxPoint window = ScreenToClient(on_screen);
    if (mode_ != Mode::kPlace) return;
    if (GetClientRect().Contains(window)) place_at(to_diagram(window));
}

bool FlowCanvas::may_place(const std::string& type, Point at) {
    const Verdict verdict = designer::may_place(session_.workspace(), document_, type, at);
    if (!verdict) refused(verdict);
    return static_cast<bool>(verdict);
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
