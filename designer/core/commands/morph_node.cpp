#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class MorphNode final : public Command {
  public:
    MorphNode(std::string flow, std::string node, std::string type)
        : flow_(std::move(flow)), node_(std::move(node)), type_(std::move(type)) {}
    [[nodiscard]] Text label() const override { return {"Change type", "更改类型"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const std::string path = path_in(workspace);
        if (path.empty()) return Verdict::refused({"The node is gone.", "该节点已不存在。"});
        const json::Value* edges = workspace.value({flow_, join_path(body_of(path), "edges")});
        if (edges == nullptr || !edges->is_array()) return Verdict::allowed();
        for (const json::Value& edge : edges->items()) {
            if (type_ == "end" && edge.string_or("from") == node_) {
                return Verdict::refused({"An end has nothing behind it; delete its outgoing edges first.",
                                         "结束节点不能有后续连线，请先删除其出线。"});
            }
            if (type_ == "start" && edge.string_or("to") == node_) {
                return Verdict::refused({"A start has nothing before it; delete its incoming edges first.",
                                         "开始节点不能有前置连线，请先删除其入线。"});
            }
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        const std::string path = path_in(edit.workspace());
        const json::Value old = *edit.value({flow_, path});
        json::Value fresh = fresh_node(edit.workspace(), type_, node_);
        const model::ElementType* described = edit.workspace().descriptors().find("node");
        for (const json::Member& member : old.members()) {
            if (member.key == "type") continue;
            const bool known = described != nullptr && described->find(member.key, fresh) != nullptr;
            // A label nobody changed follows the type.
            if (known && !(member.key == "label" && is_given_label(edit.workspace(), old)))
                fresh.set(member.key, member.value);
        }
        // What it held is gone with its list.
        if (const json::Value* inner = old.find("nodes"); inner != nullptr && fresh.find("nodes") == nullptr) {
            for (const json::Value& each : inner->items()) forget_drawing(edit, flow_, each);
        }
        edit.set({flow_, path}, std::move(fresh));
        settle(edit, flow_, before);
    }

  private:
    [[nodiscard]] std::string path_in(const Workspace& workspace) const {
        const Document* document = workspace.document(flow_);
        return document == nullptr ? std::string() : path_of_node(document->root, node_);
    }
    static bool is_given_label(const Workspace& workspace, const json::Value& node) {
        const json::Value fresh = fresh_node(workspace, node.string_or("type"), node.string_or("id"));
        const json::Value* given = fresh.find("label");
        const json::Value* label = node.find("label");
        return given != nullptr && label != nullptr && *given == *label;
    }
    std::string flow_, node_, type_;
};

}  // namespace

CommandPtr morph_node(std::string flow, std::string node, std::string type) {
    return std::make_unique<MorphNode>(std::move(flow), std::move(node), std::move(type));
}

void add_morph_node(CommandKinds& registry);
void add_morph_node(CommandKinds& registry) {
    registry.add({"morph_node", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(morph_node(sample::kFlow, "finance", "user_task"));
                      made.push_back(morph_node(sample::kFlow, "big", "parallel"));
                      return made;
                  }});
}

}  // namespace fw::designer
