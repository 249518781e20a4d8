#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_inclusive(NodeKinds& registry);

namespace {

// With several ways in it waits: Run::work() lets it go on when nobody can come any more.
void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    if (run.node(here.node).in.size() < 2 || here.edge == kNone) run.leave(token);
}

}  // namespace

void add_inclusive(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "inclusive";
    kind.description.label = Text("Inclusive gateway", "包容网关");
    kind.description.help = Text("Takes every way whose condition holds; waits for every token that can still arrive.",
                                 "走所有条件成立的路径；汇合时等待所有仍可能到达的令牌。");
    kind.description.icon = "radio_button_checked";
    kind.description.properties = {};
    kind.gateway = true;
    kind.enter = &enter;
    kind.routing = Routing::kInclusive;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
