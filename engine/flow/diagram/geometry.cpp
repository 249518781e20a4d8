#include "engine/flow/diagram/geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fw::diagram {

double to_grid(double value) { return std::round(value / kGrid) * kGrid; }
Point to_grid(Point point) { return {to_grid(point.x), to_grid(point.y)}; }

Box united(const Box& a, const Box& b) {
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

Box box_between(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

double distance_to_segment(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
    return std::hypot(p.x - (a.x + t * dx), p.y - (a.y + t * dy));
}

double distance_to_route(Point p, const Route& route) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < route.size(); ++i)
        nearest = std::min(nearest, distance_to_segment(p, route[i - 1], route[i]));
    return nearest;
}

Route tidied(const Route& route) {
    Route out;
    for (const Point& p : route) {
        if (!out.empty() && out.back() == p) continue;
        if (out.size() >= 2) {
            const Point& a = out[out.size() - 2];
            const Point& b = out.back();
            const bool straight = (a.x == b.x && b.x == p.x && (b.y - a.y) * (p.y - b.y) >= 0) ||
                                  (a.y == b.y && b.y == p.y && (b.x - a.x) * (p.x - b.x) >= 0);
            if (straight) {
                out.back() = p;
                continue;
            }
        }
        out.push_back(p);
    }
    return out;
}

Point label_point(const Route& route, double label_width) {
    double longest = -1;
    Point best;
    for (std::size_t i = 1; i < route.size(); ++i) {
        // A horizontal segment holds a text better than a vertical one, if the text fits between its ends.
        const double across = std::abs(route[i].x - route[i - 1].x);
        const double length = across * (across > label_width + 20 ? 1.6 : 0.6) + std::abs(route[i].y - route[i - 1].y);
        if (length <= longest) continue;
        longest = length;
        best = {(route[i].x + route[i - 1].x) / 2, (route[i].y + route[i - 1].y) / 2};
    }
    return best;
}

bool segment_crosses(Point a, Point b, const Box& box) {
    const Box s = box_between(a, b);
    return s.x < box.right() && box.x < s.right() + 1e-9 && s.y < box.bottom() && box.y < s.bottom() + 1e-9 &&
           !(s.right() <= box.x || s.bottom() <= box.y);
}

Guides snap(const Box& moved, const std::vector<Box>& others, double reach) {
    Guides guides;
    double best_x = reach + 1;
    double best_y = reach + 1;
    const auto offer = [&](double mine, double theirs, double& best, double& shift) {
        const double d = theirs - mine;
        if (std::abs(d) <= reach && std::abs(d) < std::abs(best)) {
            best = d;
            shift = d;
        }
    };
    for (const Box& other : others) {
        offer(moved.centre().x, other.centre().x, best_x, guides.shift.x);
        offer(moved.centre().y, other.centre().y, best_y, guides.shift.y);
        offer(moved.x, other.x, best_x, guides.shift.x);
        offer(moved.right(), other.right(), best_x, guides.shift.x);
        offer(moved.y, other.y, best_y, guides.shift.y);
        offer(moved.bottom(), other.bottom(), best_y, guides.shift.y);
    }
    const Box placed{moved.x + guides.shift.x, moved.y + guides.shift.y, moved.width, moved.height};
    const auto same = [](double a, double b) { return std::abs(a - b) < 0.01; };
    const auto once = [](std::vector<double>& lines, double line) {
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    };
    for (const Box& other : others) {
        if (same(placed.centre().x, other.centre().x)) once(guides.vertical, other.centre().x);
        if (same(placed.centre().y, other.centre().y)) once(guides.horizontal, other.centre().y);
        if (same(placed.x, other.x) && same(placed.width, other.width) == false) once(guides.vertical, other.x);
        if (same(placed.y, other.y) && same(placed.height, other.height) == false) once(guides.horizontal, other.y);
    }
    return guides;
}

}  // namespace fw::diagram
