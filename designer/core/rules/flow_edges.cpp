// Which edges may be drawn; asked while the mouse still moves.
#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "engine/flow/kind.h"

namespace fw::designer {

Verdict may_connect(const Workspace& workspace, const std::string& flow, std::string_view from, std::string_view to,
                    std::string_view instead_of) {
    const Document* document = workspace.document(flow);
    if (document == nullptr) return Verdict::refused({"The flow is gone.", "该流程已不存在。"});
    const std::string from_path = path_of_node(document->root, from);
    const std::string to_path = path_of_node(document->root, to);
    const auto type_of = [&](const std::string& path) {
        const json::Value* node = path.empty() ? nullptr : find(document->root, path);
        return node == nullptr ? std::string() : std::string(node->string_or("type"));
    };
    const std::string from_type = type_of(from_path);
    const std::string to_type = type_of(to_path);
    if (from_type.empty() || to_type.empty())
        return Verdict::refused({"An edge needs a node at both ends.", "连线两端都必须有节点。"});
    if (from_type == "end") return Verdict::refused({"Nothing follows an end.", "结束节点之后不能再有节点。"});
    const flow::NodeKind* from_kind = flow::node_kinds().find(from_type);
    const flow::NodeKind* to_kind = flow::node_kinds().find(to_type);
    if (to_kind != nullptr && to_kind->boundary) {
        return Verdict::refused({"Nothing leads into an event on the border: it happens to its activity.",
                                 "不能连接到边界事件：它由所附加的活动触发。"});
    }
    if ((to_kind != nullptr && to_kind->by_event) || (from_kind != nullptr && from_kind->by_event)) {
        return Verdict::refused({"An event sub-process is started by its event, not by an edge.",
                                 "事件子流程由其事件启动，不能用连线连接。"});
    }
    if (to_type == "start") return Verdict::refused({"Nothing leads into a start.", "不能连接到开始节点。"});
    const std::string body = body_of(from_path);
    if (body != body_of(to_path)) {
        return Verdict::refused({"An edge does not cross the border of a sub-process: connect the sub-process itself.",
                                 "连线不能跨越子流程的边界：请连接子流程本身。"});
    }
    if (from == to) return Verdict::refused({"A node cannot follow itself directly.", "节点不能直接连接自身。"});
    const std::string list = join_path(body, "edges");
    if (const json::Value* edges = find(document->root, list); edges != nullptr && edges->is_array()) {
        for (std::size_t i = 0; i < edges->items().size(); ++i) {
            const json::Value& edge = edges->items()[i];
            if (edge.string_or("from") == from && edge.string_or("to") == to &&
                join_path(list, element_key(*edges, i)) != instead_of) {
                return Verdict::refused({"These two are connected already.", "这两个节点已经相连。"});
            }
        }
    }
    return Verdict::allowed();
}

}  // namespace fw::designer
