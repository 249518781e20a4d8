#include "engine/flow/read.h"

namespace fw::flow {

void add_inclusive(NodeKinds& registry);

void add_inclusive(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "inclusive";
    kind.description.label = Text("Inclusive gateway", "包容网关");
    kind.description.help = Text("Takes every way whose condition holds; waits for every token that can still arrive.",
                                 "走所有条件成立的路径；汇合时等待所有仍可能到达的令牌。");
    kind.description.icon = "radio_button_checked";
    kind.description.properties = {};
    kind.gateway = true;
    kind.routing = Routing::kInclusive;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
