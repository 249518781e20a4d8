#include "engine/flow/step/run.h"

namespace fw::flow {

void add_parallel(NodeKinds& registry);

namespace {

// Whether a token waits on each edge in; `others` are those that merge into this one.
bool complete(const Run& run, const Token& mine, std::vector<std::uint32_t>& others) {
    const Node& node = run.node(mine.node);
    std::size_t here = 0;
    for (const Token& token : run.state().tokens) {
        here += token.node == mine.node && token.scope == mine.scope ? 1U : 0U;
    }
    if (here < node.in.size()) return false;
    for (const EdgeIndex edge : node.in) {
        if (edge == mine.edge) continue;
        const auto& tokens = run.state().tokens;
        std::size_t i = 0;
        while (i < tokens.size() &&
               (tokens[i].node != mine.node || tokens[i].edge != edge || tokens[i].scope != mine.scope)) {
            ++i;
        }
        if (i == tokens.size()) return false;
        others.push_back(tokens[i].number);
    }
    return true;
}

bool join(Run& run, std::uint32_t token) {
    const Token mine = *run.state().token(token);
    if (run.node(mine.node).in.size() < 2 || mine.edge == kNone) return true;  // kNone: put here by a jump
    std::vector<std::uint32_t> others;
    if (!complete(run, mine, others)) return false;
    for (const std::uint32_t other : others) {
        Event merged = run.event(EventKind::kMerged);
        merged.token = other;
        merged.other = token;
        merged.node = mine.node;
        run.emit(std::move(merged));
    }
    return true;
}

void enter(Run& run, std::uint32_t token) {
    if (!join(run, token)) return;
    const std::vector<EdgeIndex>& out = run.node_of(token).out;
    if (out.empty()) return run.end_path(token);
    run.take(token, out.front());
    for (std::size_t i = 1; i < out.size(); ++i) run.fork(token, out[i]);
}

}  // namespace

void add_parallel(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "parallel";
    kind.description.label = Text("Parallel gateway", "并行网关");
    kind.description.help =
        Text("Waits for all ways in, then takes all ways out.", "等待所有进入路径到达后，同时走所有离开路径。");
    kind.description.icon = "add_circle";
    kind.gateway = true;
    kind.routing = Routing::kParallel;
    kind.joins = true;
    kind.forks = true;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
