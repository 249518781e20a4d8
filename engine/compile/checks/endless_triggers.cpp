// Flows that start each other without end (FEATURES H4): by calls, messages and signals. A circle is refused where each
// flow of it comes to the next one whatever is chosen, without waiting for a person or for time; where a choice or an
// answer can stop it, nothing is said.
#include <algorithm>
#include <map>

#include "engine/compile/check.h"
#include "engine/graph/order.h"

namespace fw::compile {

namespace {

using flow::NodeIndex;

bool waits(const flow::Node& node) {
    if (node.human != nullptr) return true;
    if (node.event == nullptr || node.kind->starts || node.kind->ends) return node.kind->id == "timer";
    return node.kind->catches && !node.kind->throws;
}

bool throws(const flow::Node& node) {
    if (node.event == nullptr) return false;
    const bool sends = node.event->trigger == flow::Trigger::kMessage || node.event->trigger == flow::Trigger::kSignal;
    return sends && (node.kind->throws || node.kind->id == "send_task");
}

// Whether every run from the start comes to the node without waiting first.
bool inevitable(const flow::Flow& flow, NodeIndex target) {
    if (flow.nodes[target].body != 0 || flow.start == flow::kNone) return false;
    std::vector<bool> seen(flow.nodes.size(), false);
    std::vector<NodeIndex> queue{flow.start};
    seen[flow.start] = true;
    bool reached = flow.start == target;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const flow::Node& node = flow.nodes[queue[next]];
        if (queue[next] == target) {
            reached = true;
            continue;
        }
        if (waits(node) || !node.boundaries.empty()) return false;
        if (node.out.empty()) return false;  // a run that ends elsewhere
        for (const flow::EdgeIndex edge : node.out) {
            const NodeIndex to = flow.edges[edge].to;
            if (!seen[to]) queue.push_back(to);
            seen[to] = true;
        }
    }
    return reached;
}

std::string called(const Build& build, const flow::Node& node) {
    if (node.kind->id != "call_activity") return "";
    const flow::Flow* flow = build.program->flow(node.properties.string_or("flow"));
    return flow == nullptr ? "" : flow->id;
}

bool started_by(const flow::Flow& flow, const flow::Node& thrown) {
    return std::any_of(flow.nodes.begin(), flow.nodes.end(), [&](const flow::Node& node) {
        return node.body == 0 && node.kind->starts && node.event != nullptr &&
               node.event->trigger == thrown.event->trigger && node.event->name == thrown.event->name;
    });
}

struct Link {
    std::size_t from = 0, to = 0;
    NodeIndex node = 0;
};

std::vector<Link> links_of(const Build& build) {
    const auto& flows = build.program->flows;
    std::vector<Link> links;
    for (std::size_t from = 0; from < flows.size(); ++from) {
        for (NodeIndex at = 0; at < flows[from]->nodes.size(); ++at) {
            const flow::Node& node = flows[from]->nodes[at];
            const std::string callee = called(build, node);
            if (callee.empty() && !throws(node)) continue;
            if (!inevitable(*flows[from], at)) continue;
            for (std::size_t to = 0; to < flows.size(); ++to) {
                if (callee.empty() ? started_by(*flows[to], node) : flows[to]->id == callee)
                    links.push_back({from, to, at});
            }
        }
    }
    return links;
}

void run(Build& build) {
    const auto& flows = build.program->flows;
    const std::vector<Link> links = links_of(build);
    graph::Edges edges;
    for (const Link& link : links) edges.emplace_back(link.from, link.to);
    for (const std::vector<std::size_t>& circle : graph::dependency_order(flows.size(), edges).circles) {
        std::string text = flows[circle.front()]->id;
        for (std::size_t i = 0; i < circle.size(); ++i) {
            const std::size_t next = circle[(i + 1) % circle.size()];
            const auto link = std::find_if(links.begin(), links.end(),
                                           [&](const Link& each) { return each.from == circle[i] && each.to == next; });
            if (link != links.end()) text += " –" + flows[link->from]->nodes[link->node].id;
            text += "→ " + flows[next]->id;
        }
        for (const Source& source : build.of("flow")) {
            if (source.id != flows[circle.front()]->id) continue;
            build.error(
                source, "FLOW-082", source.root().range(), source.element,
                format_text({"these flows start each other without end: {0}", "这些流程会无休止地相互启动：{0}"},
                            {text}),
                {"let a condition or a person decide whether it goes on", "请用条件或人工步骤决定是否继续"});
        }
    }
}

}  // namespace

void add_endless_triggers(Checks& registry) {
    registry.add({"endless_triggers",
                  "FLOW-082",
                  {"Flows that start each other without end.", "无休止地相互启动的流程。"},
                  &run});
}

}  // namespace fw::compile
