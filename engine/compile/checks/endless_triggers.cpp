// Flows that start each other without end (FEATURES H4): by calls, messages and signals, and by what they change of
// records. A circle is refused where each flow of it comes to the next one whatever is
// chosen, without waiting for a person or for time. Where conditions decide, something on the circle must change what
// they read – the measure that brings it to an end; else it is warned of.
#include <algorithm>
#include <optional>
#include <set>

#include "engine/compile/check.h"
#include "engine/compile/triggers/graph.h"
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

// What a flow sets, by name, and whether answers may set anything.
struct Changes {
    std::set<std::string> names;
    bool anything = false;
};

void add_keys(const flow::Node& node, const char* property, std::set<std::string>& names) {
    const json::Value* object = node.properties.find(property);
    if (object == nullptr || !object->is_object()) return;
    for (const json::Member& member : object->members()) names.insert(std::string(member.key));
}

Changes changes_of(const flow::Flow& flow) {
    Changes made;
    for (const flow::Node& node : flow.nodes) {
        for (const char* property : {"set", "in", "out", "payload"}) add_keys(node, property, made.names);
        if (node.repeat != nullptr && node.repeat->into) made.names.insert(node.repeat->into->name);
        const std::string& kind = node.kind->id;
        const bool answers = kind == "service_task" || kind == "business_rule_task" || kind == "receive_task";
        if (node.human != nullptr || (answers && node.out_mapping.empty())) made.anything = true;
    }
    if (!flow.state_running.empty() || !flow.state_completed.empty()) made.names.insert("record.state");
    return made;
}

std::string name_of(const std::vector<std::string>& path) {
    return path.size() > 1 && path[0] == "record" ? path[0] + "." + path[1] : path[0];
}

// What decides on the way to the node: names that conditions read. Nothing where something else decides, or a person
// or time comes first on every way.
std::optional<std::set<std::string>> guards_of(const flow::Flow& flow, NodeIndex target) {
    if (flow.nodes[target].body != 0) return std::nullopt;
    std::vector<bool> seen(flow.nodes.size(), false);
    std::vector<NodeIndex> queue = flow.bodies.front().starts;
    if (queue.empty() && flow.start != flow::kNone) queue.push_back(flow.start);
    for (const NodeIndex start : queue) seen[start] = true;
    std::set<std::string> names;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const flow::Node& node = flow.nodes[queue[next]];
        if (queue[next] == target || waits(node)) continue;
        if (!node.boundaries.empty()) return std::nullopt;
        for (const flow::EdgeIndex edge : node.out) {
            const flow::Edge& way = flow.edges[edge];
            if (way.when && !way.when.code) return std::nullopt;
            if (way.when) {
                for (const std::vector<std::string>& path : way.when.code.reads()) names.insert(name_of(path));
            }
            if (!seen[way.to]) queue.push_back(way.to);
            seen[way.to] = true;
        }
    }
    if (!seen[target] || names.empty()) return std::nullopt;
    return names;
}

struct Link {
    std::size_t from = 0, to = 0;
    NodeIndex node = 0;
    bool certain = false;
    std::set<std::string> guards;
};

// Whether the flow comes to the node for sure; else what decides it. Nothing where a person or time comes first.
std::optional<Link> link_from(const flow::Flow& flow, std::size_t from, NodeIndex node) {
    Link link{from, 0, node, node == flow::kNone || inevitable(flow, node), {}};
    if (link.certain) return link;
    auto guards = guards_of(flow, node);
    if (!guards) return std::nullopt;
    link.guards = std::move(*guards);
    return link;
}

// By calls, messages and signals.
void add_starts(const Build& build, std::vector<Link>& links) {
    const auto& flows = build.program->flows;
    for (std::size_t from = 0; from < flows.size(); ++from) {
        for (NodeIndex at = 0; at < flows[from]->nodes.size(); ++at) {
            const flow::Node& node = flows[from]->nodes[at];
            const std::string callee = called(build, node);
            if (callee.empty() && !throws(node)) continue;
            std::optional<Link> link = link_from(*flows[from], from, at);
            if (!link) continue;
            for (link->to = 0; link->to < flows.size(); ++link->to) {
                const flow::Flow& to = *flows[link->to];
                if (!callee.empty() ? to.id == callee : started_by(to, node)) links.push_back(*link);
            }
        }
    }
}

// By what they change of records.
void add_changes(const Build& build, std::vector<Link>& links) {
    const auto& flows = build.program->flows;
    const bool triggered = std::any_of(flows.begin(), flows.end(), [](const auto& flow) {
        return !flow->entity.empty() && (flow->start_on != flow::StartOn::kAction || !flow->event_starts().empty());
    });
    if (!triggered) return;
    const Dependence dependence(*build.program);
    const TriggerGraph graph = trigger_graph(build, dependence);
    const std::size_t before = graph.nodes.size() - flows.size();
    for (const TriggerEdge* edge : endless_edges(graph, dependence)) {
        if (edge->change == nullptr || edge->from < before || edge->to < before) continue;
        std::optional<Link> link = link_from(*flows[edge->from - before], edge->from - before, edge->change->node);
        if (!link) continue;
        link->to = edge->to - before;
        links.push_back(std::move(*link));
    }
}

class Circles {
  public:
    Circles(Build& build, const std::vector<Link>& links) : build_(build), links_(links) {}

    void look(bool certain) {
        graph::Edges edges;
        for (const Link& link : links_) {
            if (link.certain || !certain) edges.emplace_back(link.from, link.to);
        }
        for (const auto& circle : graph::dependency_order(build_.program->flows.size(), edges).circles)
            tell(circle, certain);
    }

  private:
    [[nodiscard]] const Link* link(std::size_t from, std::size_t to, bool certain) const {
        const auto found = std::find_if(links_.begin(), links_.end(), [&](const Link& each) {
            return each.from == from && each.to == to && (each.certain || !certain);
        });
        return found == links_.end() ? nullptr : &*found;
    }

    void tell(const std::vector<std::size_t>& circle, bool certain) {
        const auto& flows = build_.program->flows;
        std::string text = flows[circle.front()]->id;
        std::set<std::string> guards;
        Changes changes;
        for (std::size_t i = 0; i < circle.size(); ++i) {
            const std::size_t next = circle[(i + 1) % circle.size()];
            if (const Link* way = link(circle[i], next, certain)) {
                text += " –" + (way->node == flow::kNone ? "record_state" : flows[way->from]->nodes[way->node].id);
                guards.insert(way->guards.begin(), way->guards.end());
            }
            text += "→ " + flows[next]->id;
            const Changes more = changes_of(*flows[circle[i]]);
            changes.names.insert(more.names.begin(), more.names.end());
            changes.anything = changes.anything || more.anything;
        }
        for (const Source& source : build_.of("flow")) {
            if (source.id != flows[circle.front()]->id) continue;
            certain ? refuse(source, text) : warn(source, text, guards, changes);
        }
    }

    void refuse(const Source& source, const std::string& text) {
        build_.error(
            source, "FLOW-082", source.root().range(), source.element,
            format_text({"these flows start each other without end: {0}", "这些流程会无休止地相互启动：{0}"}, {text}),
            {"let a condition or a person decide whether it goes on", "请用条件或人工步骤决定是否继续"});
    }

    void warn(const Source& source, const std::string& text, const std::set<std::string>& guards,
              const Changes& changes) {
        const auto changed = [&](const std::string& name) { return changes.names.count(name) > 0; };
        if (guards.empty() || changes.anything || std::any_of(guards.begin(), guards.end(), changed)) return;
        std::string names;
        for (const std::string& name : guards) names += (names.empty() ? "" : ", ") + name;
        build_.warn(source, "FLOW-082", source.root().range(), source.element,
                    format_text({"these flows may start each other without end: {0}; nothing on the way changes what "
                                 "their conditions read: {1}",
                                 "这些流程可能无休止地相互启动：{0}；途中没有任何步骤会改变其条件所读取的内容：{1}"},
                                {text, names}),
                    {"change on the way what a condition reads, such as a state or a counter",
                     "请在途中改变条件所读取的内容，例如状态或计数器"});
    }

    Build& build_;
    const std::vector<Link>& links_;
};

void run(Build& build) {
    std::vector<Link> links;
    add_starts(build, links);
    add_changes(build, links);
    Circles circles(build, links);
    circles.look(true);
    const bool guarded = std::any_of(links.begin(), links.end(), [](const Link& each) { return !each.certain; });
    if (guarded) circles.look(false);
}

}  // namespace

void add_endless_triggers(Checks& registry) {
    registry.add({"endless_triggers",
                  "FLOW-082",
                  {"Flows that start each other without end.", "无休止地相互启动的流程。"},
                  &run});
}

}  // namespace fw::compile
