// Where new nodes may be put; asked while the mouse still moves.
#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "engine/flow/kind.h"

namespace fw::designer {

Verdict may_place(const Workspace& workspace, const std::string& flow, std::string_view type, Point at) {
    const FlowDiagram diagram = drawn_flow(workspace, flow);
    const FlowNode* over = diagram.node_at(at);
    if (over == nullptr) return Verdict::allowed();
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    if (kind != nullptr && kind->boundary) return Verdict::allowed();
    if (over->expanded || !is_sub_process(over->type)) return Verdict::allowed();
    const json::Value* inner = over->written == nullptr ? nullptr : over->written->find("nodes");
    if (inner == nullptr || !inner->is_array() || inner->items().empty()) return Verdict::allowed();
    return Verdict::refused({"This sub-process is collapsed: open it first (+), then put the node into it.",
                             "该子流程处于折叠状态：请先展开（+），再将节点放入其中。"});
}

}  // namespace fw::designer
