#include <algorithm>

#include "designer/core/flow_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/sample.h"
#include "engine/flow/kind.h"

namespace fw::designer {

namespace {

class AddNode final : public Command {
  public:
    AddNode(std::string flow, json::Value node, Point centre, std::string edge)
        : flow_(std::move(flow)), node_(std::move(node)), centre_(centre), edge_(std::move(edge)) {}

    [[nodiscard]] Text label() const override { return {"Add node", "添加节点"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(flow_);
        if (document == nullptr || !document->readable())
            return Verdict::refused({"The flow cannot be changed.", "该流程无法修改。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const std::string id(node_.string_or("id"));
        edit.insert({flow_, "nodes"}, static_cast<std::size_t>(-1), node_);
        edit.set({flow_, "diagram/" + id}, value_of_point(to_grid(centre_)));
        if (!edge_.empty()) split(edit, id);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, "nodes/" + std::string(node_.string_or("id"))}};
    }

  private:
    // The edge keeps its condition and now ends at the new node; a fresh edge leads on.
    void split(Edit& edit, const std::string& id) const {
        const json::Value* edge = edit.value({flow_, "edges/" + edge_});
        if (edge == nullptr) return;
        const std::string to(edge->string_or("to"));
        edit.set({flow_, "edges/" + edge_ + "/to"}, json::Value::string(id));
        json::Value onward = json::Value::object();
        onward.set("from", json::Value::string(id));
        onward.set("to", json::Value::string(to));
        edit.insert({flow_, "edges"}, static_cast<std::size_t>(-1), std::move(onward));
    }
    std::string flow_;
    json::Value node_;
    Point centre_;
    std::string edge_;
};

}  // namespace

CommandPtr add_node(const Workspace& workspace, std::string flow, std::string type, Point centre, std::string on_edge) {
    const std::string id = free_id(workspace.value({flow, "nodes"}), type);
    json::Value node = fresh_node(workspace, type, id);
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    if (kind != nullptr && kind->boundary) {
        // Put on an activity it stands on its border; an edge cannot lead into it.
        on_edge.clear();
        const FlowDiagram diagram = drawn_flow(workspace, flow);
        if (const FlowNode* host = diagram.node_at(centre); host != nullptr && host->parent.empty()) {
            node.set("attached_to", json::Value::string(host->id));
            centre = {std::clamp(centre.x, host->box.x + 20, host->box.right() - 20), host->box.bottom()};
        }
    }
    return std::make_unique<AddNode>(std::move(flow), std::move(node), centre, std::move(on_edge));
}

void add_add_node(CommandKinds& registry);
void add_add_node(CommandKinds& registry) {
    registry.add({"add_node", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(add_node(workspace, sample::kFlow, "approval", {303, 251}));
                      made.push_back(add_node(workspace, sample::kFlow, "notify", {300, 250}, "big-effective"));
                      made.push_back(add_node(workspace, sample::kFlow, "boundary", {180, 230}));
                      made.push_back(add_node(workspace, sample::kFlow, "event_sub_process", {300, 400}));
                      return made;
                  }});
}

}  // namespace fw::designer
