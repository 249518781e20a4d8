#include "engine/flow/step/run.h"

namespace fw::flow {

void add_exclusive(NodeKinds& registry);

namespace {

// The first edge whose condition holds, else the default one, else the one without a condition.
EdgeIndex way_from(Run& run, NodeIndex index, std::uint32_t frame) {
    const Node& node = run.node(index);
    if (node.out.size() == 1 && !run.flow().edges[node.out[0]].when) return node.out[0];
    EdgeIndex plain = kNone;
    for (const EdgeIndex edge : node.out) {
        if (edge == node.otherwise) continue;
        const model::Expr& when = run.flow().edges[edge].when;
        if (!when) {
            if (plain == kNone) plain = edge;
        } else if (run.evaluate(when, frame).is_true()) {
            return edge;
        }
    }
    return node.otherwise != kNone ? node.otherwise : plain;
}

EdgeIndex way(Run& run, NodeIndex index) { return way_from(run, index, 0); }

void enter(Run& run, std::uint32_t token) {
    const NodeIndex node = run.state().token(token)->node;
    if (run.node(node).out.empty()) return run.end_path(token);
    const EdgeIndex edge = way_from(run, node, run.state().token(token)->scope);
    if (edge != kNone) return run.take(token, edge);
    const Node& here = run.node(node);
    run.fail(
        "FLOW-301",
        Text("no condition holds behind '" + std::string(here.label.in(Language::kEn)) + "', and it has no default",
             "“" + std::string(here.label.in(Language::kZh)) + "”之后的条件均不满足，且没有默认路径"),
        &here);
}

}  // namespace

void add_exclusive(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "exclusive";
    kind.description.label = Text("Exclusive gateway", "排他网关");
    kind.description.help = Text("Takes the first way whose condition holds, else the default.",
                                 "选择第一个条件成立的路径，否则走默认路径。");
    kind.description.icon = "call_split";
    kind.gateway = true;
    kind.routing = Routing::kExclusive;
    kind.enter = &enter;
    kind.ahead = &way;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
