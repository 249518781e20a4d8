// Ways that were drawn by hand follow the boxes at their ends.
#include <algorithm>
#include <cmath>

#include "engine/flow/diagram/diagram.h"

namespace fw::diagram {

namespace {

constexpr double kSame = 0.5;
constexpr double kShortest = 8;  // of the first and the last piece, so that one sees where it leaves

bool same(double a, double b) { return std::abs(a - b) < kSame; }

// How far the point where a line docks goes along with its box: as a whole where that was only moved, with the side it
// stands on where that has grown.
Point dock_shift(Point dock, const Box& was, const Box& is) {
    if (same(was.width, is.width) && same(was.height, is.height)) return {is.x - was.x, is.y - was.y};
    struct Side {
        double distance;
        Point by;
    };
    const Side sides[] = {{std::abs(dock.x - was.x), {is.x - was.x, 0}},
                          {std::abs(dock.x - was.right()), {is.right() - was.right(), 0}},
                          {std::abs(dock.y - was.y), {0, is.y - was.y}},
                          {std::abs(dock.y - was.bottom()), {0, is.bottom() - was.bottom()}}};
    Point by = std::min_element(std::begin(sides), std::end(sides), [](const Side& a, const Side& b) {
                   return a.distance < b.distance;
               })->by;
    // What docked beside the new border does not reach it any more: it slides along.
    if (by.x != 0 || same(dock.x, was.x) || same(dock.x, was.right()))
        by.y += std::clamp(dock.y, is.y, is.bottom()) - dock.y;
    else
        by.x += std::clamp(dock.x, is.x, is.right()) - dock.x;
    return by;
}

// Moves the first point; the second one follows across its own piece.
bool shift_front(Route& way, Point by) {
    if (by == Point{}) return true;
    const bool level = same(way[0].y, way[1].y);
    const bool upright = same(way[0].x, way[1].x);
    if (!level && !upright) return false;
    way[0] = {way[0].x + by.x, way[0].y + by.y};
    if (way.size() == 2) return level ? same(by.y, 0) : same(by.x, 0);
    const bool turns = level ? same(way[1].x, way[2].x) : same(way[1].y, way[2].y);
    if (!turns) return false;
    (level ? way[1].y : way[1].x) += level ? by.y : by.x;
    return true;
}

double length(Point a, Point b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y); }

bool sensible(const Route& way, const Ends& is) {
    for (std::size_t i = 1; i < way.size(); ++i) {
        if (!same(way[i].x, way[i - 1].x) && !same(way[i].y, way[i - 1].y)) return false;
        if (segment_crosses(way[i - 1], way[i], is.from.grown(-1)) ||
            segment_crosses(way[i - 1], way[i], is.to.grown(-1)))
            return false;
    }
    return length(way[0], way[1]) >= kShortest && length(way[way.size() - 2], way.back()) >= kShortest;
}

}  // namespace

std::optional<Route> bend_route(const Route& way, const Ends& was, const Ends& is) {
    if (way.size() < 2) return std::nullopt;
    const Point from = dock_shift(way.front(), was.from, is.from);
    const Point to = dock_shift(way.back(), was.to, is.to);
    Route bent = way;
    if (same(from.x, to.x) && same(from.y, to.y)) {
        for (Point& p : bent) p = {p.x + from.x, p.y + from.y};
        return bent;
    }
    if (!shift_front(bent, from)) return std::nullopt;
    std::reverse(bent.begin(), bent.end());
    if (!shift_front(bent, to)) return std::nullopt;
    std::reverse(bent.begin(), bent.end());
    bent = tidied(bent);
    if (bent.size() < 2 || !sensible(bent, is)) return std::nullopt;
    return bent;
}

}  // namespace fw::diagram
