#include "engine/flow/read.h"

namespace fw::flow {

void add_task(NodeKinds& registry);

void add_task(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "task";
    kind.description.label = Text("Task without a type", "未指定类型的任务");
    kind.description.help = Text("Says what is done; the flow goes on at once.", "仅说明要做的工作，流程直接继续。");
    kind.description.icon = "crop_landscape";
    kind.description.properties = activity_properties({});
    kind.activity = true;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
