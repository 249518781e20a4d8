// Room for what sub-processes hold.
#include <algorithm>
#include <cmath>

#include "designer/core/flow_bodies.h"

namespace fw::designer {

namespace {

constexpr double kApart = 20;

bool same(const Box& a, const Box& b) {
    return std::abs(a.x - b.x) < 1 && std::abs(a.y - b.y) < 1 && std::abs(a.right() - b.right()) < 1 &&
           std::abs(a.bottom() - b.bottom()) < 1;
}

struct Settling {
    Edit& edit;
    const std::string& flow;

    // What stands on the border goes with the side it stands on.
    void borders(const FlowDiagram& now, const FlowNode& owner, const Box& was) {
        for (const FlowNode& event : now.nodes) {
            if (event.attached_to != owner.id || event.parent != owner.parent) continue;
            const Point c = event.box.centre();
            Point by;
            if (std::abs(c.y - was.bottom()) < kApart) {
                by.y = owner.box.bottom() - was.bottom();
            } else if (std::abs(c.y - was.y) < kApart) {
                by.y = owner.box.y - was.y;
            } else if (std::abs(c.x - was.right()) < kApart) {
                by.x = owner.box.right() - was.right();
            } else if (std::abs(c.x - was.x) < kApart) {
                by.x = owner.box.x - was.x;
            }
            if (by != Point{}) shift_nodes(edit, flow, now, {event.id}, by);
        }
    }

    // Whatever stood beyond a side that has moved outwards moves as far, if anything there would be covered.
    void neighbours(const FlowDiagram& now, const FlowNode& owner, const Box& was) {
        const Box& is = owner.box;
        struct Way {
            double grown;
            Point by;
            bool (*beyond)(const Box& each, const Box& was);
        };
        const Way ways[] = {
            {is.right() - was.right(), {1, 0}, [](const Box& e, const Box& w) { return e.x >= w.right() - 1; }},
            {is.bottom() - was.bottom(), {0, 1}, [](const Box& e, const Box& w) { return e.y >= w.bottom() - 1; }},
            {was.x - is.x, {-1, 0}, [](const Box& e, const Box& w) { return e.right() <= w.x + 1; }},
            {was.y - is.y, {0, -1}, [](const Box& e, const Box& w) { return e.bottom() <= w.y + 1; }},
        };
        std::vector<std::string> shifted;  // once, whichever side comes first
        for (const Way& way : ways) {
            if (way.grown <= 0) continue;
            std::vector<std::string> ids;
            bool covered = false;
            for (const FlowNode& node : now.nodes) {
                if (node.parent != owner.parent || node.id == owner.id || node.attached_to == owner.id) continue;
                const FlowNode* host = node.attached_to.empty() ? nullptr : now.node(node.attached_to);
                if (host != nullptr && host->parent == node.parent) continue;
                if (!way.beyond(node.box, was)) continue;
                if (std::find(shifted.begin(), shifted.end(), node.id) != shifted.end()) continue;
                ids.push_back(node.id);
                covered = covered || node.box.intersects(is.grown(kApart));
            }
            if (!covered) continue;
            const double by = std::ceil(way.grown / kGrid) * kGrid;
            shift_nodes(edit, flow, now, ids, {way.by.x * by, way.by.y * by});
            shifted.insert(shifted.end(), ids.begin(), ids.end());
        }
    }
};

}  // namespace

void settle(Edit& edit, const std::string& flow, const FlowDiagram& before) {
    std::vector<std::string> inside_out;
    {
        const FlowDiagram now = drawn_flow(edit.workspace(), flow);
        for (auto it = now.nodes.rbegin(); it != now.nodes.rend(); ++it) {
            if (it->expanded) inside_out.push_back(it->id);
        }
    }
    Settling settling{edit, flow};
    for (const std::string& id : inside_out) {
        const FlowNode* was = before.node(id);
        if (was == nullptr) continue;
        // One that fitted tightly goes on to fit tightly, wherever its content moves.
        const auto tight = was->expanded ? around_content(before, id) : std::nullopt;
        if (tight && same(*tight, was->box)) {
            const FlowDiagram now = drawn_flow(edit.workspace(), flow);
            const auto content = around_content(now, id);
            const FlowNode* node = now.node(id);
            if (content && node != nullptr && !same(*content, node->box))
                edit.set({flow, "diagram/" + id}, value_of_point(content->centre()));
        }
        FlowDiagram now = drawn_flow(edit.workspace(), flow);
        const FlowNode* node = now.node(id);
        // As a whole it may have been moved: only its growth counts.
        if (node == nullptr || node->parent != was->parent || same(node->box, was->box)) continue;
        const bool moved =
            std::abs(node->box.width - was->box.width) < 1 && std::abs(node->box.height - was->box.height) < 1;
        if (moved) continue;
        settling.borders(now, *node, was->box);
        now = drawn_flow(edit.workspace(), flow);
        node = now.node(id);
        settling.neighbours(now, *node, was->box);
    }
}

}  // namespace fw::designer
