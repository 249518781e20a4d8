#include "engine/flow/diagram/labels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fw::diagram {

namespace {

constexpr double kClear = 2;  // around nodes and names

double shared(const Box& a, const Box& b) {
    const double width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
    const double height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
    return width > 0 && height > 0 ? width * height : 0;
}

}  // namespace

double length_inside(Point a, Point b, const Box& box) {
    double from = 0, to = 1;
    const auto clip = [&](double start, double step, double low, double high) {
        if (std::abs(step) < 1e-9) return start >= low && start <= high;
        const double one = (low - start) / step, other = (high - start) / step;
        from = std::max(from, std::min(one, other));
        to = std::min(to, std::max(one, other));
        return true;
    };
    if (!clip(a.x, b.x - a.x, box.x, box.right()) || !clip(a.y, b.y - a.y, box.y, box.bottom())) return 0;
    return to > from ? (to - from) * std::hypot(b.x - a.x, b.y - a.y) : 0;
}

void Ground::way(const Route& way) {
    for (std::size_t i = 1; i < way.size(); ++i) lines_.push_back({way[i - 1], way[i]});
}

void Ground::border(const Box& box) {
    way({{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}, {box.x, box.y}});
}

double Ground::cost(const Box& box, const Box* own, const Line* on) const {
    double sum = 0;
    for (const Box& each : nodes_) {
        const double area = own != nullptr && each == *own ? 0 : shared(each.grown(kClear), box);
        if (area > 0) sum += 40 + area * 0.5;
    }
    for (const Box& each : texts_) {
        const double area = shared(each.grown(kClear), box);
        if (area > 0) sum += 40 + area;
    }
    for (const Line& each : lines_) {
        if (on != nullptr && each == *on) continue;
        const double length = length_inside(each.a, each.b, box);
        if (length > 0) sum += 12 + length;
    }
    return sum;
}

Box Ground::beside(const FlowNode& node, Size name) {
    const Box& b = node.box;
    const Point c = b.centre();
    const auto at = [&](double x, double y) { return Box{x, y, name.width, name.height}; };
    std::vector<Box> places;
    if (!node.attached_to.empty()) places.push_back(at(b.right() + 3, b.bottom() - name.height / 2));
    for (const Box& each : {at(c.x - name.width / 2, b.bottom() + 3), at(c.x - name.width / 2, b.y - name.height - 3),
                            at(c.x - 8 - name.width, b.bottom() + 1), at(c.x + 8, b.bottom() + 1),
                            at(b.right() + 5, c.y - name.height / 2), at(b.x - 5 - name.width, c.y - name.height / 2),
                            at(b.right() - 4, b.y - name.height + 2), at(b.x + 4 - name.width, b.y - name.height + 2)})
        places.push_back(each);
    Box best = places.front();
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double is = 4 * static_cast<double>(i) + cost(places[i].grown(1), &b, nullptr);
        if (is >= lowest) continue;
        lowest = is;
        best = places[i];
    }
    texts_.push_back(best);
    return best;
}

Box Ground::along(const Route& way, const std::vector<Size>& forms, std::size_t& chosen) {
    const Point usual = label_point(way);
    Box best;
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t form = 0; form < forms.size(); ++form) {
        const Size& size = forms[form];
        for (std::size_t i = 1; i < way.size(); ++i) {
            const Line piece{way[i - 1], way[i]};
            const double dx = piece.b.x - piece.a.x, dy = piece.b.y - piece.a.y;
            const double length = std::hypot(dx, dy);
            if (length < 12 && way.size() > 2) continue;
            const bool across = std::abs(dx) >= std::abs(dy);
            const double tight = across && length < size.width + 12 ? 14 : 0;
            for (const double t : {0.5, 0.32, 0.68, 0.18, 0.82}) {
                const Point p{piece.a.x + dx * t, piece.a.y + dy * t};
                const double base =
                    5 * static_cast<double>(form) + tight + 0.15 * std::hypot(p.x - usual.x, p.y - usual.y);
                const auto offer = [&](double by_x, double by_y, double more) {
                    const Box box{p.x + by_x - size.width / 2, p.y + by_y - size.height / 2, size.width, size.height};
                    if (base + more >= lowest) return;
                    const double is = base + more + cost(box.grown(2.5), nullptr, &piece);
                    if (is >= lowest) return;
                    lowest = is;
                    best = box;
                    chosen = form;
                };
                if (across) {
                    offer(0, -size.height / 2 - 3, 0);
                    offer(0, size.height / 2 + 4, 3);
                } else {
                    offer(size.width / 2 + 5, 0, 1);
                    offer(-size.width / 2 - 5, 0, 3);
                    offer(0, 0, 9);
                }
            }
        }
    }
    texts_.push_back(best);
    return best;
}

}  // namespace fw::diagram
