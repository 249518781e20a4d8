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
        made_.first.assign(flow.nodes.size(), kNone);
    }

    WaysBeside find() {
        std::vector<NodeIndex> begins = body_.starts;
        begins.insert(begins.end(), body_.entries.begin(), body_.entries.end());
        for (const NodeIndex each : begins) seen_[each] = true;
        walk(std::move(begins), kNone);
        for (const NodeIndex each : body_.nodes) {
            if (!begins_beside(each)) continue;
            events_.push_back(each);
            made_.of[each] = made_.first[each] = each;
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
                if (begins_beside(to)) return;
                if (seen_[to]) return meet(event, to);
                seen_[to] = true;
                made_.of[to] = event;
                queue.push_back(to);
            });
        }
    }

    // An end that both have is two: see scope_graph.h.
    void meet(NodeIndex event, NodeIndex at) {
        const NodeIndex other = made_.of[at];
        if (event == kNone || other == kNone || flow_.nodes[at].kind->ends) return;
        const Routing routing = flow_.nodes[at].kind->routing;
        const bool waits =
            routing == Routing::kParallel || routing == Routing::kInclusive || routing == Routing::kComplex;
        if (waits && made_.first[event] != made_.first[other]) joins_.push_back(at);
        const NodeIndex from = std::max(made_.first[event], made_.first[other]),
                        to = std::min(made_.first[event], made_.first[other]);
        for (const NodeIndex each : events_) {
            if (made_.first[each] == from) made_.first[each] = to;
        }
    }

    // The first event of the ways that the node is on; kNone: the flow itself.
    [[nodiscard]] NodeIndex way_of(NodeIndex node) const {
        return made_.of[node] == kNone ? kNone : made_.first[made_.of[node]];
    }

    void find_apart() {
        std::vector<bool> back(flow_.nodes.size(), false), again(flow_.nodes.size(), false);  // by first event
        for (const NodeIndex each : body_.nodes) {
            if (made_.of[each] != kNone && leads_back(each)) back[way_of(each)] = true;
        }
        for (const NodeIndex each : joins_) back[way_of(each)] = true;  // there its runs do meet
        for (bool more = true; more;) {
            more = false;
            for (const NodeIndex each : events_) {
                const NodeIndex own = way_of(each), around = way_of(flow_.nodes[each].attached_to);
                if (around == kNone || back[around] || (own != around && !back[own])) continue;
                back[around] = true;
                more = true;
            }
        }
        for (const NodeIndex each : events_) {
            if (made_.first[each] != each || comes_round(flow_.nodes[each].attached_to)) again[way_of(each)] = true;
        }
        for (const NodeIndex each : events_) made_.apart[each] = again[way_of(each)] && !back[way_of(each)];
    }

    [[nodiscard]] bool leads_back(NodeIndex index) const {
        if (flow_.nodes[index].kind->ends) return false;
        bool back = false;
        each_next(index, [&](NodeIndex to) {
            back = back || (!begins_beside(to) && !flow_.nodes[to].kind->ends && way_of(to) != way_of(index));
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
    std::vector<NodeIndex> joins_;  // that several events lead to
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
