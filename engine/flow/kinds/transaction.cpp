#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_transaction(NodeKinds& registry);

namespace {

void enter(Run& run, std::uint32_t token) { run.enter_body(token); }

}  // namespace

void add_transaction(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "transaction";
    kind.description.label = Text("Transaction", "事务");
    kind.description.help =
        Text("A sub-process that is undone as a whole: at a cancel end everything done in it is compensated.",
             "可整体撤销的子流程：到达取消结束事件时，其中已完成的活动全部补偿。");
    kind.description.icon = "currency_exchange";
    kind.description.properties = activity_properties(container_properties({}));
    kind.activity = true;
    kind.container = true;
    kind.transaction = true;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
