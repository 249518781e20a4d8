#include "engine/flow/flow.h"

namespace fw::flow {

void add_start(NodeKinds& registry);

void add_start(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "start";
    kind.description.label = Text("Start", "开始");
    kind.description.help =
        Text("Where the flow begins; a flow returned to its initiator waits here until it is submitted again.",
             "流程的起点；退回给发起人的流程在此等待重新提交。");
    kind.description.icon = "play_circle";
    kind.starts = true;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
