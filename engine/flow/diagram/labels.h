// Where names stand in a drawing: beside events and gateways and along edges, away from nodes, borders, lines and each
// other. The web console does the same (runtime/web/client/src/diagram/labels.ts), with its own fonts.
#pragma once

#include <vector>

#include "engine/flow/diagram/diagram.h"

namespace fw::diagram {

// The ground of a drawing: what stands there, and the names that have found their place.
class Ground {
  public:
    void node(const Box& box) { nodes_.push_back(box); }
    void text(const Box& box) { texts_.push_back(box); }
    void way(const Route& way);
    void border(const Box& box);

    // Both give the box of a name of that size; it stands there from now on.
    // Of an event or a gateway.
    [[nodiscard]] Box beside(const FlowNode& node, Size name);
    // Along an edge. `forms`: the sizes it may be set in, the best first; `chosen` says which one it is.
    [[nodiscard]] Box along(const Route& way, const std::vector<Size>& forms, std::size_t& chosen);

  private:
    struct Line {
        Point a, b;
        bool operator==(const Line&) const = default;
    };
    // What it costs to lie there.
    [[nodiscard]] double cost(const Box& box, const Box* own, const Line* on) const;

    std::vector<Box> nodes_, texts_;
    std::vector<Line> lines_;
};

// How much of a line lies in a box.
[[nodiscard]] double length_inside(Point a, Point b, const Box& box);

}  // namespace fw::diagram
