#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/flow/structure/structure.h"

namespace fw::flow {

namespace {

bool throws(const Node& node, Trigger trigger) {
    return node.event != nullptr && node.kind->throws && node.event->trigger == trigger;
}

bool link_catch(const Node& node) {
    return node.event != nullptr && node.kind->catches && !node.kind->throws && node.event->trigger == Trigger::kLink;
}

void link_edges(Flow& flow, Node& node) {
    std::size_t ways = 0;
    for (const EdgeIndex edge : node.out) {
        if (flow.edges[edge].on_refused && node.kind->may_refuse) {
            node.refused = edge;
            continue;
        }
        ++ways;
        if (flow.edges[edge].otherwise) node.otherwise = edge;
        if (!node.kind->gateway && node.next == kNone) node.next = edge;
    }
    const bool only = ways == 1 && node.next != kNone && !flow.edges[node.next].when;
    node.bare = node.boundaries.empty() && node.repeat == nullptr && node.payload == 0 && node.inner == kNone;
    node.plain = only && node.boundaries.empty() && node.handler == kNone && !node.for_compensation &&
                 node.repeat == nullptr && node.locals.empty() && node.out_mapping.empty() && node.inner == kNone;
}

// Where a body begins. Handlers, boundary events, event sub-processes and caught links are entered in other ways.
void link_body(Flow& flow, Body& body) {
    std::vector<NodeIndex> loose;
    for (const NodeIndex index : body.nodes) {
        Node& node = flow.nodes[index];
        if (node.kind->by_event) {
            body.event_sub_processes.push_back(index);
        } else if (node.kind->starts) {
            body.starts.push_back(index);
            if (node.event->trigger == Trigger::kNothing) body.entries.push_back(index);
        } else if (node.in.empty() && !node.kind->boundary && !node.for_compensation && !link_catch(node)) {
            loose.push_back(index);
        }
    }
    if (body.starts.empty()) body.entries = std::move(loose);
    if (!body.entries.empty()) {
        body.start = body.entries.front();
    } else if (!body.starts.empty()) {
        body.start = body.starts.front();
    }
}

void link_event(Reading& r, Node& node) {
    if (node.event == nullptr || node.event->name.empty()) return;
    const bool link = throws(node, Trigger::kLink);
    const bool undo = throws(node, Trigger::kCompensation);
    if (!link && !undo) return;
    NodeIndex target = kNone;
    std::vector<std::string> known;
    for (NodeIndex i = 0; i < r.flow.nodes.size(); ++i) {
        const Node& other = r.flow.nodes[i];
        if (link && link_catch(other) && other.body == node.body) {
            known.push_back(other.event->name);
            if (other.event->name == node.event->name) target = i;
        }
        if (undo && other.kind->activity) {
            known.push_back(other.id);
            if (other.id == node.event->name) target = i;
        }
    }
    if (target == kNone) {
        r.mistake("FLOW-060",
                  link ? Text("no link '" + node.event->name + "' is caught on this level",
                              "本层没有捕获名为“" + node.event->name + "”的链接")
                       : Text("there is no activity '" + node.event->name + "' to undo",
                              "没有可补偿的活动“" + node.event->name + "”"),
                  node.properties.range(), r.element + "/nodes/" + node.id, did_you_mean(node.event->name, known));
        return;
    }
    auto event = std::make_unique<EventDefinition>(*node.event);
    event->target = target;
    node.event = std::move(event);
}

// Walks back from each way into the gateway and notes every node on the way.
std::vector<std::uint64_t> walk_back(const Flow& flow, const Reach& reach, const std::vector<std::uint32_t>& place,
                                     bool beside) {
    const NodeIndex gateway = reach.gateway;
    const Node& node = flow.nodes[gateway];
    const Body& body = flow.bodies[node.body];
    std::vector<std::uint64_t> bits(body.nodes.size() * reach.words);
    for (std::size_t way = 0; way < node.in.size(); ++way) {
        std::vector<NodeIndex> queue{flow.edges[node.in[way]].from};
        const auto add = [&](NodeIndex before) {
            if (before == gateway) return;
            std::uint64_t& word = bits[place[before] * reach.words + way / 64];
            const std::uint64_t bit = std::uint64_t{1} << way % 64;
            if ((word & bit) == 0) queue.push_back(before);
            word |= bit;
        };
        const NodeIndex first = queue.front();
        queue.clear();
        add(first);
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const Node& at = flow.nodes[queue[next]];
            for (const EdgeIndex edge : at.in) add(flow.edges[edge].from);
            const bool leaves = at.event == nullptr || at.event->interrupting;
            if (at.attached_to != kNone && (beside || leaves)) add(at.attached_to);
            if (!link_catch(at)) continue;
            for (const NodeIndex other : body.nodes) {
                if (throws(flow.nodes[other], Trigger::kLink) && flow.nodes[other].event->target == queue[next])
                    add(other);
            }
        }
    }
    for (const NodeIndex each : body.nodes) {
        if (!undoes_beside(flow.nodes[each])) continue;
        for (std::size_t i = 0; i < reach.words; ++i) bits[place[each] * reach.words + i] = 0;
    }
    return bits;
}

Reach reach_of(const Flow& flow, NodeIndex gateway, const std::vector<std::uint32_t>& place) {
    Reach reach;
    reach.gateway = gateway;
    reach.words = (flow.nodes[gateway].in.size() + 63) / 64;
    reach.bits = walk_back(flow, reach, place, true);
    reach.moves = walk_back(flow, reach, place, false);
    return reach;
}

void link_reaches(Flow& flow) {
    std::vector<std::uint32_t> place(flow.nodes.size());
    for (const Body& body : flow.bodies) {
        for (std::size_t i = 0; i < body.nodes.size(); ++i) place[body.nodes[i]] = static_cast<std::uint32_t>(i);
    }
    for (NodeIndex i = 0; i < flow.nodes.size(); ++i) {
        flow.nodes[i].place = place[i];
        const Routing routing = flow.nodes[i].kind->routing;
        if (routing != Routing::kInclusive && routing != Routing::kComplex) continue;
        if (flow.nodes[i].in.size() > 1) flow.reaches.push_back(reach_of(flow, i, place));
    }
}

}  // namespace

void link(Reading& r) {
    Flow& flow = r.flow;
    for (Node& node : flow.nodes) link_edges(flow, node);
    for (Body& body : flow.bodies) link_body(flow, body);
    for (Node& node : flow.nodes) link_event(r, node);
    flow.start = flow.bodies.front().start;
    link_reaches(flow);
}

}  // namespace fw::flow
