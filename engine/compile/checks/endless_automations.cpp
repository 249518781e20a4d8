// Automations that can trigger each other without end, also by way of flows (FEATURES H4). The loop is shown step by
// step. Loops of flows alone are endless_triggers'.
#include <algorithm>

#include "engine/compile/check.h"
#include "engine/compile/triggers/graph.h"
#include "engine/graph/order.h"

namespace fw::compile {

namespace {

std::string at(const Place& place) {
    if (place.file.empty()) return {};
    return " (" + place.file + ":" + std::to_string(place.at.line) + ")";
}

const TriggerEdge* edge_of(const std::vector<const TriggerEdge*>& edges, std::size_t from, std::size_t to) {
    const auto found = std::find_if(edges.begin(), edges.end(),
                                    [&](const TriggerEdge* each) { return each->from == from && each->to == to; });
    return found == edges.end() ? nullptr : *found;
}

// The nodes behind `from` on a shortest way to `to`; empty where there is none.
std::vector<std::size_t> way(const std::vector<const TriggerEdge*>& edges, std::size_t count, std::size_t from,
                             std::size_t to) {
    std::vector<std::size_t> by(count, count), queue{from};
    for (std::size_t next = 0; next < queue.size() && by[to] == count; ++next) {
        for (const TriggerEdge* each : edges) {
            if (each->from != queue[next] || by[each->to] != count) continue;
            by[each->to] = each->from;
            queue.push_back(each->to);
        }
    }
    if (by[to] == count) return {};
    std::vector<std::size_t> nodes{to};
    while (by[nodes.back()] != from) nodes.push_back(by[nodes.back()]);
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
}

bool endless(const TriggerGraph& graph, const Dependence& dependence, const std::vector<std::size_t>& circle) {
    TriggerGraph alone;
    alone.nodes = graph.nodes;
    for (const TriggerEdge& each : graph.edges) {
        for (std::size_t i = 0; i < circle.size(); ++i) {
            if (each.from != circle[i] || each.to != circle[(i + 1) % circle.size()]) continue;
            alone.edges.push_back(each);
            break;
        }
    }
    return !endless_edges(alone, dependence).empty();
}

// A shortest circle may come to its end where nothing else is set going: then one through another node that keeps it
// going is shown.
std::vector<std::size_t> shown(const TriggerGraph& graph, const Dependence& dependence,
                               const std::vector<const TriggerEdge*>& edges, std::vector<std::size_t> circle) {
    if (endless(graph, dependence, circle)) return circle;
    const std::size_t first = circle.front(), count = graph.nodes.size();
    for (std::size_t other = 0; other < count; ++other) {
        if (other == first) continue;
        const std::vector<std::size_t> there = way(edges, count, first, other), back = way(edges, count, other, first);
        if (there.empty() || back.empty()) continue;
        std::vector<std::size_t> round{first};
        round.insert(round.end(), there.begin(), there.end());
        round.insert(round.end(), back.begin(), back.end() - 1);
        if (endless(graph, dependence, round)) return round;
    }
    return circle;
}

void tell(Build& build, const TriggerGraph& graph, const std::vector<const TriggerEdge*>& edges,
          const std::vector<std::size_t>& circle) {
    const std::string& first = graph.nodes[circle.front()].id;
    Text loop{first, first};
    for (std::size_t i = 0; i < circle.size(); ++i) {
        const std::size_t next = circle[(i + 1) % circle.size()];
        const TriggerEdge* edge = edge_of(edges, circle[i], next);
        const Text label = edge == nullptr ? Text() : edge->label;
        const std::string where = edge == nullptr ? std::string() : at(edge->place);
        loop.en += ": " + label.en + where + " → " + graph.nodes[next].id;
        loop.zh += "：" + label.zh + where + " → " + graph.nodes[next].id;
    }
    for (const Source& source : build.of("automation")) {
        if (source.id != first) continue;
        const Text text{"these automations can trigger each other without end: " + loop.en,
                        "这些自动化会无休止地相互触发：" + loop.zh};
        build.error(
            source, "AUTO-001", range_of(source.root(), "on"), source.element, text,
            {"let a condition see to it that it comes to an end: one that the step makes false, a state that only "
             "goes forward, or a counter with a bound",
             "请用条件保证其终止：执行后不再成立的条件、只向前推进的状态，或有界限的计数"});
    }
}

void run(Build& build) {
    if (build.program->automations.empty()) return;
    const Dependence dependence(*build.program);
    const TriggerGraph graph = trigger_graph(build, dependence);
    const auto edges = endless_edges(graph, dependence);
    graph::Edges all;
    for (const TriggerEdge* edge : edges) all.emplace_back(edge->from, edge->to);
    for (const auto& circle : graph::dependency_order(graph.nodes.size(), all).circles) {
        if (graph.nodes[circle.front()].automation) tell(build, graph, edges, shown(graph, dependence, edges, circle));
    }
}

}  // namespace

void add_endless_automations(Checks& registry) {
    registry.add({"endless_automations",
                  "AUTO-001",
                  {"Automations that trigger each other without end.", "无休止地相互触发的自动化。"},
                  &run});
}

}  // namespace fw::compile
