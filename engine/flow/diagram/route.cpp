// Orthogonal routes. For every pair of sides a few simple shapes are tried, cheapest wins: length, bends, boxes run
// through, other edges covered. Only where every simple shape runs through a box, channels beside all boxes are tried
// too. Only what stands on the same level is looked at: a sub-process is one box.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "engine/flow/diagram/diagram.h"

namespace fw::diagram {

namespace {

constexpr double kStub = 18;     // straight piece at both ends
constexpr double kChannel = 22;  // distance of a detour from the boxes it passes
constexpr double kBend = 24;
constexpr double kThrough = 3000;
constexpr double kCovered = 4;  // per pixel on top of another edge
constexpr double kCrossing = 30;
constexpr std::size_t kMostNodes = 500;  // of a level; beyond it edges are drawn without looking around

enum Side { kRight, kBottom, kLeft, kTop };
constexpr std::array<Point, 4> kDirection{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

Point dock(const Box& box, Side side) {
    const Point c = box.centre();
    return {c.x + kDirection[side].x * box.width / 2, c.y + kDirection[side].y * box.height / 2};
}

double exit_cost(Side side, const FlowNode& node) {
    if (!node.attached_to.empty()) return side == kBottom ? 0 : side == kTop ? 150 : 30;
    if (side == kRight) return 0;
    if (side == kLeft) return 150;
    return node.shape == NodeShape::kGateway ? 8 : 45;
}

double entry_cost(Side side) {
    if (side == kLeft) return 0;
    return side == kRight ? 150 : 20;
}

// What is drawn on one level, the flow's or a sub-process's.
struct Level {
    std::vector<const FlowNode*> nodes;
    std::vector<FlowEdge*> edges;
    std::map<std::string, const FlowNode*, std::less<>> by_id;
    [[nodiscard]] const FlowNode* node(const std::string& id) const {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : found->second;
    }
};

struct Router {
    const Level& level;
    const FlowEdge& edge;
    const FlowNode& from;
    const FlowNode& to;
    Route best{};
    double best_cost = std::numeric_limits<double>::infinity();
    bool through = true;  // the best route runs through a box

    double cost_of_others(Point a, Point b) const {
        double cost = 0;
        const Box s = box_between(a, b);
        for (const FlowEdge* other : level.edges) {
            if (other == &edge) continue;
            const bool joined = other->to == edge.to || other->from == edge.from;
            for (std::size_t i = 1; i < other->route.size(); ++i) {
                const Box t = box_between(other->route[i - 1], other->route[i]);
                if (s.height == 0 && t.height == 0 && std::abs(s.y - t.y) < 4) {
                    cost +=
                        std::max(0.0, std::min(s.right(), t.right()) - std::max(s.x, t.x)) * (joined ? 0.3 : kCovered);
                } else if (s.width == 0 && t.width == 0 && std::abs(s.x - t.x) < 4) {
                    cost += std::max(0.0, std::min(s.bottom(), t.bottom()) - std::max(s.y, t.y)) *
                            (joined ? 0.3 : kCovered);
                } else if ((s.height == 0) != (t.height == 0) && s.grown(0.5).intersects(t.grown(0.5)) && !joined) {
                    cost += kCrossing;
                }
            }
        }
        return cost;
    }

    // It must leave through its side and arrive against the other: along the box's edge is no arrival.
    void offer(const Route& raw, double cost, Side exit, Side entry) {
        const Route ends = tidied(raw);
        if (ends.size() < 2) return;
        const Point out{ends[1].x - ends[0].x, ends[1].y - ends[0].y};
        const Point in{ends.back().x - ends[ends.size() - 2].x, ends.back().y - ends[ends.size() - 2].y};
        if (out.x * kDirection[exit].x + out.y * kDirection[exit].y <= 0) return;
        if (in.x * kDirection[entry].x + in.y * kDirection[entry].y >= 0) return;
        for (std::size_t i = 1; i < raw.size(); ++i) {
            if (raw[i].x != raw[i - 1].x && raw[i].y != raw[i - 1].y) return;
        }
        // A line that turns back onto itself is none.
        for (std::size_t i = 2; i < raw.size(); ++i) {
            const Point u{raw[i - 1].x - raw[i - 2].x, raw[i - 1].y - raw[i - 2].y};
            const Point v{raw[i].x - raw[i - 1].x, raw[i].y - raw[i - 1].y};
            if (u.x * v.x + u.y * v.y < 0) return;
        }
        const Route route = tidied(raw);
        cost += static_cast<double>(route.size() - 2) * kBend;
        for (std::size_t i = 1; i < route.size(); ++i) {
            cost += std::abs(route[i].x - route[i - 1].x) + std::abs(route[i].y - route[i - 1].y);
        }
        if (cost >= best_cost) return;
        bool hits = false;
        for (std::size_t i = 1; i < route.size() && cost < best_cost; ++i) {
            for (const FlowNode* node : level.nodes) {
                const bool end = node == &from || node == &to;
                if (segment_crosses(route[i - 1], route[i], end ? node->box.grown(-1) : node->box.grown(10))) {
                    cost += kThrough;
                    hits = true;
                }
            }
            cost += cost_of_others(route[i - 1], route[i]);
        }
        if (cost >= best_cost) return;
        best_cost = cost;
        best = route;
        through = hits;
    }

    void try_sides(Side exit, Side entry, const std::vector<double>& xs, const std::vector<double>& ys) {
        const double base = exit_cost(exit, from) + entry_cost(entry);
        const Point p = dock(from.box, exit);
        const Point q = dock(to.box, entry);
        const Point p1{p.x + kDirection[exit].x * kStub, p.y + kDirection[exit].y * kStub};
        const Point q1{q.x + kDirection[entry].x * kStub, q.y + kDirection[entry].y * kStub};
        if (p.x == q.x || p.y == q.y) offer({p, q}, base, exit, entry);
        offer({p, p1, {p1.x, q1.y}, q1, q}, base, exit, entry);
        offer({p, p1, {q1.x, p1.y}, q1, q}, base, exit, entry);
        offer({p, {q.x, p.y}, q}, base, exit, entry);  // one corner, without stubs
        offer({p, {p.x, q.y}, q}, base, exit, entry);
        for (const double x : xs) offer({p, p1, {x, p1.y}, {x, q1.y}, q1, q}, base, exit, entry);
        for (const double y : ys) offer({p, p1, {p1.x, y}, {q1.x, y}, q1, q}, base, exit, entry);
    }

    void run() {
        const Point a = from.box.centre();
        const Point b = to.box.centre();
        std::vector<double> xs{to_grid((from.box.right() + to.box.x) / 2), to_grid((a.x + b.x) / 2), to.box.x - kStub,
                               from.box.right() + kStub};
        std::vector<double> ys{to_grid((a.y + b.y) / 2), std::max(from.box.bottom(), to.box.bottom()) + kChannel + 10,
                               std::min(from.box.y, to.box.y) - kChannel - 10};
        for (int pass = 0; pass < 2 && through; ++pass) {
            if (pass == 1) {
                for (const FlowNode* node : level.nodes) {
                    xs.push_back(node->box.x - kChannel);
                    xs.push_back(node->box.right() + kChannel);
                    ys.push_back(node->box.y - kChannel);
                    ys.push_back(node->box.bottom() + kChannel);
                }
                best_cost = std::numeric_limits<double>::infinity();
            }
            for (const Side exit : {kRight, kBottom, kTop, kLeft}) {
                for (const Side entry : {kLeft, kTop, kBottom, kRight}) try_sides(exit, entry, xs, ys);
            }
        }
    }
};

Route loop_at(const Box& box) {
    const Point c = box.centre();
    return {{box.right(), c.y},
            {box.right() + kStub, c.y},
            {box.right() + kStub, box.bottom() + kStub},
            {c.x, box.bottom() + kStub},
            {c.x, box.bottom()}};
}

}  // namespace

Route plain_route(const Box& from, const Box& to) {
    const Point a = from.centre(), b = to.centre();
    if (from == to) return loop_at(from);
    if (from.right() + 10 <= to.x) {
        if (std::abs(a.y - b.y) < 1) return {{from.right(), a.y}, {to.x, b.y}};
        const double middle = (from.right() + to.x) / 2;
        return {{from.right(), a.y}, {middle, a.y}, {middle, b.y}, {to.x, b.y}};
    }
    if (from.bottom() + 10 <= to.y) {
        if (std::abs(a.x - b.x) < 1) return {{a.x, from.bottom()}, {b.x, to.y}};
        const double middle = (from.bottom() + to.y) / 2;
        return {{a.x, from.bottom()}, {a.x, middle}, {b.x, middle}, {b.x, to.y}};
    }
    const double below = std::max(from.bottom(), to.bottom()) + 30;
    return {{a.x, from.bottom()}, {a.x, below}, {b.x, below}, {b.x, to.bottom()}};
}

namespace {

void route_those(FlowDiagram& diagram, const std::function<bool(const FlowEdge&)>& wanted) {
    std::map<std::string, Level, std::less<>> levels;
    for (const FlowNode& node : diagram.nodes) {
        Level& level = levels[node.parent];
        level.nodes.push_back(&node);
        level.by_id.emplace(node.id, &node);
    }
    for (FlowEdge& edge : diagram.edges) levels[edge.parent].edges.push_back(&edge);
    for (auto& each : levels) {
        Level& level = each.second;
        std::vector<FlowEdge*> todo;
        for (FlowEdge* edge : level.edges) {
            if (wanted(*edge)) todo.push_back(edge);
        }
        for (FlowEdge* edge : todo) edge->route.clear();
        // Forward edges on one line first: they are straight, the others give way.
        const auto effort = [&](const FlowEdge* edge) {
            const FlowNode* a = level.node(edge->from);
            const FlowNode* b = level.node(edge->to);
            if (a == nullptr || b == nullptr) return 1e9;
            const Point p = a->box.centre();
            const Point q = b->box.centre();
            return (q.x < p.x ? 10000 : 0) + std::abs(q.y - p.y) * 3 + std::abs(q.x - p.x);
        };
        std::stable_sort(todo.begin(), todo.end(),
                         [&](const FlowEdge* a, const FlowEdge* b) { return effort(a) < effort(b); });
        for (FlowEdge* edge : todo) {
            const FlowNode* from = level.node(edge->from);
            const FlowNode* to = level.node(edge->to);
            if (from == nullptr || to == nullptr) continue;
            if (from == to || level.nodes.size() > kMostNodes) {
                edge->route = plain_route(from->box, to->box);
                continue;
            }
            Router router{level, *edge, *from, *to};
            router.run();
            edge->route = router.best.empty() ? Route{from->box.centre(), to->box.centre()} : router.best;
        }
    }
}

}  // namespace

void route_edges(FlowDiagram& diagram, const std::vector<std::string>& at_nodes) {
    const std::set<std::string, std::less<>> named(at_nodes.begin(), at_nodes.end());
    route_those(diagram, [&](const FlowEdge& edge) {
        return named.empty() || named.contains(edge.from) || named.contains(edge.to);
    });
}

void route_rest(FlowDiagram& diagram) {
    route_those(diagram, [](const FlowEdge& edge) { return edge.route.size() < 2; });
}

}  // namespace fw::diagram
