#include "engine/flow/proof/scope_graph.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/flow/kinds/complex.h"
#include "engine/flow/kinds/event_based.h"
#include "engine/flow/proof/ways_beside.h"

namespace fw::flow {

namespace {

using soundness::Logic;
using soundness::NodeId;

// How many ways must have arrived at a complex gateway: "arrived >= 2"; a condition of another kind may need several.
std::size_t ways_needed(const Node& node) {
    const auto* complex = static_cast<const Complex*>(node.detail.get());
    if (complex == nullptr || !complex->activate) return node.in.size();
    std::string text = complex->activate.text;
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    constexpr std::string_view kAtLeast = "arrived>=";
    if (text == "true") return 1;
    if (text.starts_with(kAtLeast)) {
        const std::string number = text.substr(kAtLeast.size());
        const bool digits = !number.empty() && number.size() < 6 &&
                            std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits) return static_cast<std::size_t>(std::stoul(number));
    }
    return std::min<std::size_t>(2, node.in.size() - (node.in.empty() ? 0 : 1));
}

class Maker {
  public:
    Maker(const Flow& flow, BodyIndex body, const Outcomes& outcomes, ComplexJoins joins, Beside beside)
        : flow_(flow),
          body_(flow.bodies[body]),
          outcomes_(outcomes),
          joins_(joins),
          apart_allowed_(beside == Beside::kApart),
          at_(flow.nodes.size(), kNone),
          beside_(ways_beside(flow, body)) {
        made_.body = body;
    }

    ScopeGraph make() {
        graph().start = begin_ = silent(Logic::kOne, kNone);
        for (const NodeIndex node : body_.nodes) {
            if (takes_part(flow_.nodes[node])) at_[node] = graph().add(join_of(flow_.nodes[node]), Logic::kAll, node);
        }
        for (const NodeIndex node : body_.nodes) {
            const bool never = flow_.nodes[node].kind->routing == Routing::kComplex &&
                               flow_.nodes[node].in.size() > 1 &&
                               ways_needed(flow_.nodes[node]) > flow_.nodes[node].in.size();
            if (never) starve(node);
        }
        begin();
        find_joins_passed_again();
        for (const NodeIndex node : body_.nodes) {
            if (at_[node] != kNone) leave(node);
        }
        return std::move(made_);
    }

  private:
    soundness::Graph& graph() { return made_.graph; }

    static bool takes_part(const Node& node) {
        return !node.kind->by_event && !node.for_compensation &&
               !(node.kind->boundary && triggered(node, Trigger::kCompensation));
    }

    [[nodiscard]] Logic join_of(const Node& node) const {
        switch (node.kind->routing) {
            case Routing::kParallel:
                return Logic::kAll;
            case Routing::kInclusive:
                return Logic::kSome;
            case Routing::kComplex: {
                const std::size_t ways = ways_needed(node);
                const bool all = ways >= node.in.size() || (ways > 1 && joins_ == ComplexJoins::kAll);
                return all ? Logic::kAll : Logic::kSome;
            }
            default:
                return Logic::kOne;
        }
    }

    // A made-up node. Those of a node of the flow carry its tag.
    NodeId silent(Logic split, NodeIndex tag) {
        const NodeId made = graph().add(Logic::kOne, split, tag);
        graph().nodes[made].silent = true;
        return made;
    }

    void begin() {
        const bool ad_hoc = body_.owner != kNone && flow_.nodes[body_.owner].kind->id == "ad_hoc";
        const bool alternatives = body_.owner == kNone && !body_.starts.empty();
        NodeId together = begin_;
        std::vector<NodeIndex> others;
        for (const NodeIndex start : body_.starts) {
            const bool entry = std::find(body_.entries.begin(), body_.entries.end(), start) != body_.entries.end();
            if (!entry) others.push_back(start);
        }
        if (!alternatives && body_.entries.size() > 1) {
            together = silent(ad_hoc ? Logic::kSome : Logic::kAll, kNone);
            graph().connect(begin_, together);
        }
        for (const NodeIndex entry : body_.entries) enter(together, entry);
        for (const NodeIndex other : others) enter(begin_, other);
    }

    void enter(NodeId from, NodeIndex node) {
        if (at_[node] != kNone) graph().connect(from, at_[node]);
    }

    // A parallel join there waits for a way by which nobody comes.
    void starve(NodeIndex node) {
        if (at_[node] != kNone && graph().nodes[at_[node]].join == Logic::kAll)
            graph().connect(silent(Logic::kAll, kNone), at_[node]);
    }

    void leave(NodeIndex index) {
        const Node& node = flow_.nodes[index];
        NodeId from = at_[index];
        graph().nodes[from].terminates = ends_all(node);
        if (node.kind->ends) return;
        from = leave_by_events(node, index, from);
        if (from == soundness::kNothing) {
            for (const EdgeIndex edge : node.out) starve(flow_.edges[edge].to);
            return;
        }
        if (again_[index] != soundness::kNothing) {
            graph().connect(from, again_[index]);
            from = again_[index];
        }
        std::vector<EdgeIndex> ways;
        for (const EdgeIndex edge : node.out) {
            if (!flow_.edges[edge].on_refused) ways.push_back(edge);
        }
        const auto nobody = [&](EdgeIndex edge) { return never(flow_.edges[edge]); };
        if (!std::all_of(ways.begin(), ways.end(), nobody)) {
            for (const EdgeIndex edge : ways) {
                if (nobody(edge)) starve(flow_.edges[edge].to);
            }
            std::erase_if(ways, nobody);
        }
        if (node.refused != kNone) {
            const NodeId choice = silent(Logic::kOne, index);
            graph().connect(from, choice);
            connect(choice, node.refused);
            from = silent(Logic::kAll, index);
            graph().connect(choice, from);
        }
        route(node, index, from, ways);
        if (node.kind->throws && triggered(node, Trigger::kLink) && node.event->target != kNone)
            enter(from, node.event->target);
    }

    // The condition is written as false: nobody goes this way.
    static bool never(const Edge& edge) {
        const std::string& text = edge.when.text;
        const std::size_t first = text.find_first_not_of(" \n\t"), last = text.find_last_not_of(" \n\t");
        return first != std::string::npos && text.substr(first, last - first + 1) == "false";
    }

    [[nodiscard]] bool happens(NodeIndex boundary, bool interrupting) const {
        return at_[boundary] != kNone && !outcomes_.never[boundary] &&
               interrupts(flow_.nodes[boundary]) == interrupting;
    }

    // Boundary events: beside the node while it works, or in its place. Nothing where only they lead on.
    NodeId leave_by_events(const Node& node, NodeIndex index, NodeId from) {
        NodeId choice = kNone;
        bool caught = false;
        for (const NodeIndex boundary : node.boundaries) {
            if (!happens(boundary, false)) continue;
            if (apart_allowed_ && beside_.apart[boundary]) {
                begin_apart(boundary);
                continue;
            }
            const NodeId choice_of = silent(Logic::kOne, index), both = silent(Logic::kAll, index),
                         on = silent(Logic::kAll, index);
            graph().connect(from, choice_of);
            graph().connect(choice_of, both);
            graph().connect(both, at_[boundary]);
            graph().connect(both, on);
            graph().connect(choice_of, on);
            from = on;
        }
        for (const NodeIndex boundary : node.boundaries) {
            if (!happens(boundary, true)) continue;
            const Node& event = flow_.nodes[boundary];
            caught = caught || triggered(event, Trigger::kError) || triggered(event, Trigger::kCancel);
            if (choice == kNone) {
                choice = silent(Logic::kOne, index);
                graph().connect(from, choice);
            }
            graph().connect(choice, at_[boundary]);
        }
        const bool goes_on = !outcomes_.never_goes_on(node);
        if (choice == kNone && graph().nodes[from].out.empty() && goes_on) return from;
        if (!goes_on && caught) return soundness::kNothing;
        const NodeId done = silent(Logic::kAll, index);
        graph().connect(choice == kNone ? from : choice, done);
        graph().nodes[done].terminates = !goes_on;  // on its way outwards the error ends this body too
        return goes_on ? done : soundness::kNothing;
    }

    void connect(NodeId from, EdgeIndex edge) {
        const Edge& way = flow_.edges[edge];
        if (again_[way.to] != soundness::kNothing && comes_again(way)) {
            const NodeId twice = silent(Logic::kAll, way.from), may = silent(Logic::kOne, way.from);
            graph().connect(from, twice);
            graph().connect(twice, may);
            graph().connect(may, again_[way.to]);
            graph().connect(may, silent(Logic::kAll, kNone));
            from = twice;
        }
        const NodeId to = flow_.nodes[way.to].kind->ends ? end_of(way) : at_[way.to];
        if (to != kNone) graph().connect(from, to, edge);
    }

    // An event that does not interrupt may happen again while its activity works, but for a time that is once.
    [[nodiscard]] bool comes_again(const Edge& way) const {
        const NodeIndex event = beside_.of[way.from];
        if (event == kNone || event == beside_.of[way.to] || flow_.nodes[event].event == nullptr) return false;
        const EventDefinition& what = *flow_.nodes[event].event;
        return what.trigger != Trigger::kTimer || (what.timer.every && what.timer.every->times != 1);
    }

    // Behind an inclusive gateway that such a way leads to: what comes late goes on from there a second time.
    void find_joins_passed_again() {
        again_.assign(flow_.nodes.size(), soundness::kNothing);
        for (const NodeIndex node : body_.nodes) {
            if (at_[node] == kNone || join_of(flow_.nodes[node]) != Logic::kSome) continue;
            const bool again = std::any_of(flow_.nodes[node].in.begin(), flow_.nodes[node].in.end(),
                                           [&](EdgeIndex edge) { return comes_again(flow_.edges[edge]); });
            if (!again) continue;
            again_[node] = graph().add(Logic::kOne, Logic::kAll, node);
            graph().nodes[again_[node]].stands_for = at_[node];
        }
    }

    // What an event that does not interrupt begins runs beside, maybe several times: an end counts for each such way
    // by itself.
    NodeId end_of(const Edge& way) {
        const NodeIndex beside = beside_.of[way.from];
        if (beside == kNone || beside == beside_.of[way.to] || at_[way.to] == kNone) return at_[way.to];
        NodeId& own = ends_beside_.try_emplace({way.to, beside}, soundness::kNothing).first->second;
        if (own == soundness::kNothing) {
            own = graph().add(Logic::kOne, Logic::kAll, way.to);
            graph().nodes[own].terminates = ends_all(flow_.nodes[way.to]);
        }
        return own;
    }

    void begin_apart(NodeIndex event) {
        if (made_.apart.empty()) {
            graph().start = silent(Logic::kAll, kNone);
            graph().connect(graph().start, begin_);
        }
        const NodeIndex first = beside_.first[event];
        auto way = std::find_if(made_.apart.begin(), made_.apart.end(), [&](const ScopeGraph::Apart& each) {
            return beside_.first[each.events.front()] == first;
        });
        if (way == made_.apart.end()) {
            const NodeId may = silent(Logic::kOne, kNone);
            graph().connect(graph().start, may);
            graph().connect(may, silent(Logic::kAll, kNone));
            way = made_.apart.insert(way, {{}, may});
        }
        way->events.push_back(event);
        graph().connect(way->begin, at_[event]);
    }

    static bool ends_all(const Node& node) {
        return node.kind->ends && ((node.kind->stops != nullptr && node.kind->stops(node)) ||
                                   triggered(node, Trigger::kError) || triggered(node, Trigger::kCancel));
    }

    void route(const Node& node, NodeIndex index, NodeId from, const std::vector<EdgeIndex>& ways) {
        switch (node.kind->routing) {
            case Routing::kExclusive:
                return split(from, Logic::kOne, ways);
            case Routing::kEventBased: {
                const auto* detail = static_cast<const EventBased*>(node.detail.get());
                return split(from, detail != nullptr && detail->parallel ? Logic::kAll : Logic::kOne, ways);
            }
            case Routing::kParallel:
                return split(from, Logic::kAll, ways);
            case Routing::kInclusive:
            case Routing::kComplex:
            case Routing::kActivity:
                return route_by_conditions(index, from, ways);
        }
    }

    void split(NodeId from, Logic logic, const std::vector<EdgeIndex>& ways) {
        if (graph().nodes[from].out.empty()) {
            graph().nodes[from].split = logic;
        } else if (logic != Logic::kAll) {
            const NodeId choice = silent(logic, graph().nodes[from].tag);
            graph().connect(from, choice);
            from = choice;
        }
        for (const EdgeIndex edge : ways) connect(from, edge);
    }

    // Ways without a condition are always taken; the default only where no condition holds.
    void route_by_conditions(NodeIndex index, NodeId from, const std::vector<EdgeIndex>& ways) {
        std::vector<EdgeIndex> always, some, otherwise;
        for (const EdgeIndex edge : ways) {
            const Edge& way = flow_.edges[edge];
            (way.otherwise ? otherwise : way.when ? some : always).push_back(edge);
        }
        if (some.empty()) {
            always.insert(always.end(), otherwise.begin(), otherwise.end());
            return split(from, Logic::kAll, always);
        }
        if (always.empty() && otherwise.empty()) return split(from, Logic::kSome, some);
        if (always.empty()) {
            const NodeId choice = silent(Logic::kOne, index);
            graph().connect(from, choice);
            for (const EdgeIndex edge : otherwise) connect(choice, edge);
            const NodeId conditions = silent(Logic::kSome, index);
            graph().connect(choice, conditions);
            for (const EdgeIndex edge : some) connect(conditions, edge);
            return;
        }
        split(from, Logic::kAll, always);
        for (const EdgeIndex edge : some) {
            const NodeId may = silent(Logic::kOne, index);
            graph().connect(from, may);
            connect(may, edge);
            graph().connect(may, silent(Logic::kAll, kNone));
        }
    }

    const Flow& flow_;
    const Body& body_;
    const Outcomes& outcomes_;
    ComplexJoins joins_;
    bool apart_allowed_;
    ScopeGraph made_;
    NodeId begin_ = soundness::kNothing;  // where the flow itself begins
    std::vector<NodeId> at_;              // by node of the flow
    const WaysBeside beside_;
    std::vector<NodeId> again_;                                      // by inclusive gateway
    std::map<std::pair<NodeIndex, NodeIndex>, NodeId> ends_beside_;  // by end and event
};

}  // namespace

ScopeGraph scope_graph(const Flow& flow, BodyIndex body, const Outcomes& outcomes, ComplexJoins joins, Beside beside) {
    return Maker(flow, body, outcomes, joins, beside).make();
}

NodeIndex reached_past_complex(const Flow& flow, BodyIndex body) {
    const std::vector<NodeIndex>& nodes = flow.bodies[body].nodes;
    for (const NodeIndex gateway : nodes) {
        const Node& node = flow.nodes[gateway];
        const bool early = node.kind->routing == Routing::kComplex && ways_needed(node) < node.in.size();
        if (!early) continue;
        const std::vector<bool> behind = reached_from(flow, {gateway}, true, kNone);
        for (const NodeIndex join : nodes) {
            const bool waits = flow.nodes[join].kind->routing == Routing::kInclusive && flow.nodes[join].in.size() > 1;
            if (!waits || !behind[join]) continue;
            const std::vector<bool> to_gateway = reached_from(flow, {gateway}, false, join),
                                    to_join = reached_from(flow, {join}, false, gateway);
            const bool either = std::any_of(nodes.begin(), nodes.end(), [&](NodeIndex each) {
                return each != gateway && each != join && to_gateway[each] && to_join[each];
            });
            if (either) return join;
        }
    }
    return kNone;
}

NodeIndex needs_some(const Flow& flow, BodyIndex body) {
    for (const NodeIndex index : flow.bodies[body].nodes) {
        const Node& node = flow.nodes[index];
        if (node.kind->routing != Routing::kComplex || node.in.size() < 2) continue;
        const std::size_t ways = ways_needed(node);
        if (ways > 1 && ways < node.in.size()) return index;
    }
    return kNone;
}

}  // namespace fw::flow
