#include "engine/flow/proof/ways_beside.h"

#include <algorithm>
#include <utility>

namespace fw::flow {

namespace {

class Finder {
  public:
    Finder(const Flow& flow, BodyIndex body) : flow_(flow), body_(flow.bodies[body]), seen_(flow.nodes.size(), false) {
        made_.of.assign(flow.nodes.size(), kNone);
        made_.apart.assign(flow.nodes.size(), false);
    }

    WaysBeside find() {
        std::vector<NodeIndex> begins = body_.starts;
        begins.insert(begins.end(), body_.entries.begin(), body_.entries.end());
        for (const NodeIndex each : begins) seen_[each] = true;
        walk(std::move(begins), kNone);
        for (const NodeIndex each : body_.nodes) {
            if (!begins_beside(each)) continue;
            events_.push_back(each);
            made_.of[each] = each;
            walk({each}, each);
        }
        find_apart();
        return std::move(made_);
    }

  private:
    [[nodiscard]] bool begins_beside(NodeIndex node) const {
        return flow_.nodes[node].kind->boundary && !interrupts(flow_.nodes[node]);
    }

    template <class Visit>
    void each_next(NodeIndex index, Visit visit) const {
        const Node& node = flow_.nodes[index];
        for (const EdgeIndex edge : node.out) visit(flow_.edges[edge].to);
        for (const NodeIndex boundary : node.boundaries) visit(boundary);
        if (node.kind->throws && triggered(node, Trigger::kLink) && node.event->target != kNone)
            visit(node.event->target);
    }

    void walk(std::vector<NodeIndex> queue, NodeIndex event) {
        for (std::size_t next = 0; next < queue.size(); ++next) {
            each_next(queue[next], [&](NodeIndex to) {
                if (seen_[to] || begins_beside(to)) return;
                seen_[to] = true;
                made_.of[to] = event;
                queue.push_back(to);
            });
        }
    }

    void find_apart() {
        for (const NodeIndex each : events_) made_.apart[each] = true;
        for (const NodeIndex each : body_.nodes) {
            if (made_.of[each] != kNone && leads_back(each)) made_.apart[made_.of[each]] = false;
        }
        for (bool again = true; again;) {
            again = false;
            for (const NodeIndex each : events_) {
                const NodeIndex around = made_.of[flow_.nodes[each].attached_to];
                if (made_.apart[each] || around == kNone || !made_.apart[around]) continue;
                made_.apart[around] = false;
                again = true;
            }
        }
        for (const NodeIndex each : events_) {
            made_.apart[each] = made_.apart[each] && comes_round(flow_.nodes[each].attached_to);
        }
    }

    // An end that both have is two: see scope_graph.h.
    [[nodiscard]] bool leads_back(NodeIndex index) const {
        if (flow_.nodes[index].kind->ends) return false;
        bool back = false;
        each_next(index, [&](NodeIndex to) {
            back = back || (!begins_beside(to) && !flow_.nodes[to].kind->ends && made_.of[to] != made_.of[index]);
        });
        return back;
    }

    [[nodiscard]] bool comes_round(NodeIndex node) const {
        std::vector<NodeIndex> next;
        each_next(node, [&](NodeIndex to) { next.push_back(to); });
        return reached_from(flow_, std::move(next), true, kNone)[node];
    }

    const Flow& flow_;
    const Body& body_;
    std::vector<bool> seen_;
    std::vector<NodeIndex> events_;
    WaysBeside made_;
};

}  // namespace

WaysBeside ways_beside(const Flow& flow, BodyIndex body) { return Finder(flow, body).find(); }

std::vector<bool> reached_from(const Flow& flow, std::vector<NodeIndex> queue, bool forwards, NodeIndex past) {
    std::vector<bool> seen(flow.nodes.size(), false);
    for (const NodeIndex each : queue) seen[each] = true;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const Node& node = flow.nodes[queue[next]];
        const auto visit = [&](NodeIndex to) {
            if (to == kNone || to == past || seen[to]) return;
            seen[to] = true;
            queue.push_back(to);
        };
        for (const EdgeIndex edge : forwards ? node.out : node.in)
            visit(forwards ? flow.edges[edge].to : flow.edges[edge].from);
        if (!forwards) {
            visit(node.attached_to);
            continue;
        }
        for (const NodeIndex boundary : node.boundaries) visit(boundary);
        if (node.kind->throws && triggered(node, Trigger::kLink)) visit(node.event->target);
    }
    return seen;
}

}  // namespace fw::flow
