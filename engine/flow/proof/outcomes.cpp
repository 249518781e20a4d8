#include "engine/flow/proof/outcomes.h"

#include <algorithm>

#include "engine/flow/proof/scope_graph.h"
#include "engine/flow/proof/ways_beside.h"

namespace fw::flow {

namespace {

using soundness::Logic;
using soundness::NodeId;

bool thrown_only(Trigger trigger) {
    return trigger == Trigger::kError || trigger == Trigger::kEscalation || trigger == Trigger::kCancel;
}

// Marks the events that catch something.
class Catchers {
  public:
    explicit Catchers(const Flow& flow) : flow_(flow), caught_(flow.nodes.size(), false) {}

    std::vector<bool> never() {
        for (NodeIndex index = 0; index < flow_.nodes.size(); ++index) throws(index);
        std::vector<bool> made(flow_.nodes.size(), false);
        for (NodeIndex index = 0; index < flow_.nodes.size(); ++index) {
            const Node& node = flow_.nodes[index];
            const NodeIndex event = node.kind->boundary ? index : node.kind->by_event ? start_of(index) : kNone;
            if (event == kNone || flow_.nodes[event].event == nullptr) continue;
            made[index] = thrown_only(flow_.nodes[event].event->trigger) && !caught_[event];
        }
        return made;
    }

  private:
    [[nodiscard]] NodeIndex start_of(NodeIndex event_sub_process) const {
        return flow_.bodies[flow_.nodes[event_sub_process].inner].start;
    }

    void throws(NodeIndex index) {
        const Node& node = flow_.nodes[index];
        // What a sub-process without nodes holds is not told: it may do anything.
        const bool closed = node.inner != kNone && flow_.bodies[node.inner].nodes.empty();
        const bool works = node.kind->activity && node.inner == kNone && node.human == nullptr;
        if (works || closed) outwards(Trigger::kError, "", index, node.body);
        if (node.kind->id == "call_activity" || closed) outwards(Trigger::kEscalation, "", index, node.body);
        if (closed) cancels(node.inner);
        if (!node.kind->throws || node.event == nullptr) return;
        const Trigger trigger = node.event->trigger;
        if (trigger == Trigger::kError || trigger == Trigger::kEscalation)
            outwards(trigger, node.event->name, kNone, node.body);
        if (trigger == Trigger::kCancel) cancels(node.body);
    }

    // The activity that threw, then each scope around it. Without a code it may be any.
    void outwards(Trigger trigger, const std::string& code, NodeIndex activity, BodyIndex body) {
        if (activity != kNone && on(flow_.nodes[activity], trigger, code)) return;
        bool beside = false;  // from an event sub-process: those of its own scope do not catch
        while (true) {
            if (!beside && catches(flow_.bodies[body].event_sub_processes, trigger, code, true)) return;
            if (flow_.bodies[body].owner == kNone) return;
            const Node& owner = flow_.nodes[flow_.bodies[body].owner];
            beside = owner.kind->by_event;
            if (on(owner, trigger, code)) return;
            body = owner.body;
        }
    }

    bool on(const Node& activity, Trigger trigger, const std::string& code) {
        return catches(activity.boundaries, trigger, code, false);
    }

    // The exact code first, then what catches every one. Whether nothing gets past.
    bool catches(const std::vector<NodeIndex>& some, Trigger trigger, const std::string& code, bool starts) {
        bool all = false;
        NodeIndex any = kNone;
        for (const NodeIndex each : some) {
            const NodeIndex index = starts ? start_of(each) : each;
            if (index == kNone || !triggered(flow_.nodes[index], trigger)) continue;
            const std::string& name = flow_.nodes[index].event->name;
            if (code.empty()) {
                caught_[index] = true;
                all = all || name.empty();
            } else if (name == code) {
                return caught_[index] = true;
            } else if (name.empty() && any == kNone) {
                any = index;
            }
        }
        if (any != kNone) caught_[any] = true;
        return all || any != kNone;
    }

    void cancels(BodyIndex body) {
        for (NodeIndex owner = flow_.bodies[body].owner; owner != kNone;
             owner = flow_.bodies[flow_.nodes[owner].body].owner) {
            if (!flow_.nodes[owner].kind->transaction) continue;
            for (const NodeIndex boundary : flow_.nodes[owner].boundaries) {
                if (triggered(flow_.nodes[boundary], Trigger::kCancel)) caught_[boundary] = true;
            }
            return;
        }
    }

    const Flow& flow_;
    std::vector<bool> caught_;
};

// Whether each token of some run comes to an end that is none of `bad`.
bool may_end(const soundness::Graph& graph, const std::vector<bool>& bad) {
    const std::size_t size = graph.nodes.size();
    std::vector<std::size_t> needed(size);
    std::vector<NodeId> queue;
    for (NodeId node = 0; node < size; ++node) {
        needed[node] = graph.nodes[node].split == Logic::kAll ? graph.nodes[node].out.size() : 1;
        if (graph.ends(node) && !bad[node]) queue.push_back(node);
    }
    std::vector<bool> good(size, false);
    for (const NodeId node : queue) good[node] = true;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        for (const soundness::EdgeId edge : graph.nodes[queue[next]].in) {
            const NodeId from = graph.edges[edge].from;
            if (from == soundness::kNothing || good[from] || --needed[from] > 0) continue;
            good[from] = true;
            queue.push_back(from);
        }
    }
    return good[graph.start];
}

class Ends {
  public:
    Ends(const Flow& flow, Outcomes& outcomes) : flow_(flow), outcomes_(outcomes) {}

    // Inner bodies stand behind those around them.
    void find() {
        for (auto body = static_cast<BodyIndex>(flow_.bodies.size()); body-- > 1;)
            outcomes_.breaks_off[body] = suspected(body) && breaks_off(body);
    }

  private:
    [[nodiscard]] bool suspected(BodyIndex body) const {
        const auto& nodes = flow_.bodies[body].nodes;
        return std::any_of(nodes.begin(), nodes.end(), [&](NodeIndex each) {
            const Node& node = flow_.nodes[each];
            return (node.kind->ends && (triggered(node, Trigger::kError) || triggered(node, Trigger::kCancel))) ||
                   outcomes_.never_goes_on(node);
        });
    }

    [[nodiscard]] bool breaks_off(BodyIndex body) const {
        for (const NodeIndex each : flow_.bodies[body].event_sub_processes) {
            const NodeIndex start = flow_.bodies[flow_.nodes[each].inner].start;
            const bool instead = start != kNone && flow_.nodes[start].event != nullptr &&
                                 flow_.nodes[start].event->interrupting && !outcomes_.never[each];
            if (instead && !outcomes_.breaks_off[flow_.nodes[each].inner]) return false;
        }
        const ScopeGraph scope = scope_graph(flow_, body, outcomes_);
        const soundness::Graph& graph = scope.graph;
        const std::vector<bool> reached = graph.reachable();
        std::vector<bool> bad(graph.nodes.size(), false);
        for (NodeId id = 0; id < graph.nodes.size(); ++id) {
            if (!graph.nodes[id].terminates) continue;
            const Node& node = flow_.nodes[graph.nodes[id].tag];
            const bool plain = node.kind->stops != nullptr && node.kind->stops(node);
            if (plain && reached[id]) return false;  // takes the others away before they come to their ends
            bad[id] = !plain;
        }
        return !may_end(graph, bad) && may_end(graph, std::vector<bool>(graph.nodes.size(), false));
    }

    const Flow& flow_;
    Outcomes& outcomes_;
};

}  // namespace

bool Outcomes::never_goes_on(const Node& node) const {
    return node.inner != kNone && breaks_off[node.inner] && node.kind->activity && node.repeat == nullptr &&
           node.kind->path_ended == nullptr;
}

Outcomes find_outcomes(const Flow& flow) {
    Outcomes made;
    made.never = Catchers(flow).never();
    made.breaks_off.assign(flow.bodies.size(), false);
    Ends(flow, made).find();
    return made;
}

}  // namespace fw::flow
