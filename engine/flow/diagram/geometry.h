// Points, boxes and hits of drawn flows, in diagram pixels (y grows downwards).
#pragma once

#include <vector>

namespace fw::diagram {

struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    [[nodiscard]] Point centre() const { return {x + width / 2, y + height / 2}; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
    [[nodiscard]] bool intersects(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
    [[nodiscard]] Box grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
    bool operator==(const Box&) const = default;
};

using Route = std::vector<Point>;  // corners of an orthogonal line, both ends included

inline constexpr double kGrid = 10;

[[nodiscard]] double to_grid(double value);
[[nodiscard]] Point to_grid(Point point);
[[nodiscard]] Box united(const Box& a, const Box& b);
[[nodiscard]] Box box_between(Point a, Point b);  // corners in any order
[[nodiscard]] double distance_to_segment(Point p, Point a, Point b);
[[nodiscard]] double distance_to_route(Point p, const Route& route);
[[nodiscard]] Route tidied(const Route& route);  // without corners that are none
// The point half way along the longest segment, where a label stands best.
[[nodiscard]] Point label_point(const Route& route, double label_width = 110);
// Whether an axis-parallel segment runs through the inside of a box.
[[nodiscard]] bool segment_crosses(Point a, Point b, const Box& box);

// Where a moved box wants to snap: the nearest equal centre or edge of another box.
struct Guides {
    Point shift;                     // to add to the moved box
    std::vector<double> vertical;    // x of guide lines to draw
    std::vector<double> horizontal;  // y
};
[[nodiscard]] Guides snap(const Box& moved, const std::vector<Box>& others, double reach);

}  // namespace fw::diagram
