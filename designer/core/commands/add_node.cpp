#include <algorithm>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"
#include "engine/flow/kind.h"

namespace fw::designer {

namespace {

class AddNode final : public Command {
  public:
    AddNode(std::string flow, std::string body, json::Value node, Point centre, std::string edge)
        : flow_(std::move(flow)),
          body_(std::move(body)),
          node_(std::move(node)),
          centre_(centre),
          edge_(std::move(edge)) {}

    [[nodiscard]] Text label() const override { return {"Add node", "添加节点"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(flow_);
        if (document == nullptr || !document->readable() || find(document->root, body_) == nullptr)
            return Verdict::refused({"The flow cannot be changed.", "该流程无法修改。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        const std::string id(node_.string_or("id"));
        edit.insert({flow_, join_path(body_, "nodes")}, static_cast<std::size_t>(-1), node_);
        place_new(edit, flow_, node_, centre_);
        if (!edge_.empty()) split(edit, id);
        settle(edit, flow_, before);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, join_path(body_, "nodes/" + std::string(node_.string_or("id")))}};
    }

  private:
    // The edge keeps its condition and now ends at the new node; a fresh edge leads on.
    void split(Edit& edit, const std::string& id) const {
        const json::Value* edge = edit.value({flow_, edge_});
        if (edge == nullptr) return;
        const std::string to(edge->string_or("to"));
        edit.set({flow_, edge_ + "/to"}, json::Value::string(id));
        json::Value onward = json::Value::object();
        onward.set("from", json::Value::string(id));
        onward.set("to", json::Value::string(to));
        edit.insert({flow_, join_path(body_, "edges")}, static_cast<std::size_t>(-1), std::move(onward));
    }
    std::string flow_, body_;
    json::Value node_;
    Point centre_;
    std::string edge_;
};

const json::Value* root_of(const Workspace& workspace, const std::string& flow) {
    const Document* document = workspace.document(flow);
    return document == nullptr ? nullptr : &document->root;
}

}  // namespace

CommandPtr add_node(const Workspace& workspace, std::string flow, std::string type, Point centre, std::string on_edge) {
    const json::Value* root = root_of(workspace, flow);
    json::Value node = new_node(workspace, root, type);
    const FlowDiagram diagram = drawn_flow(workspace, flow);
    const FlowNode* over = diagram.node_at(centre);
    const flow::NodeKind* kind = flow::node_kinds().find(type);
    std::string body;
    if (kind != nullptr && kind->boundary && over != nullptr) {
        // Put on an activity it stands on its border; an edge cannot lead into it.
        const flow::NodeKind* host = flow::node_kinds().find(over->type);
        if (host != nullptr && (host->activity || host->container) && !host->by_event) {
            node.set("attached_to", json::Value::string(over->id));
            centre = {std::clamp(centre.x, over->box.x + 20, over->box.right() - 20), over->box.bottom()};
        }
        body = body_of(over->path());
        on_edge.clear();
    } else if (!on_edge.empty()) {
        body = body_of(on_edge);
    } else if (const FlowNode* open = sub_process_at(diagram, centre)) {
        body = open->path();
    }
    // One that is still empty opens.
    if (over != nullptr && !over->expanded && is_sub_process(over->type) && on_edge.empty() &&
        !(kind != nullptr && kind->boundary)) {
        body = over->path();
    }
    if (kind != nullptr && kind->boundary) on_edge.clear();
    return std::make_unique<AddNode>(std::move(flow), std::move(body), std::move(node), centre, std::move(on_edge));
}

CommandPtr add_inside(const Workspace& workspace, std::string flow, std::string_view sub_process, std::string type) {
    const FlowDiagram diagram = drawn_flow(workspace, flow);
    const FlowNode* open = diagram.node(sub_process);
    const json::Value* root = root_of(workspace, flow);
    json::Value node = new_node(workspace, root, type);
    Point centre = open == nullptr ? Point{} : open->box.centre();
    // Behind the last one that stands in it.
    const FlowNode* last = nullptr;
    for (const FlowNode& each : diagram.nodes) {
        if (each.parent == sub_process && each.attached_to.empty() &&
            (last == nullptr || each.box.right() > last->box.right())) {
            last = &each;
        }
    }
    if (last != nullptr) centre = {last->box.right() + 50 + new_size(type).width / 2, last->box.centre().y};
    std::string body = open == nullptr ? std::string() : open->path();
    return std::make_unique<AddNode>(std::move(flow), std::move(body), std::move(node), centre, std::string());
}

void add_add_node(CommandKinds& registry);
void add_add_node(CommandKinds& registry) {
    registry.add({"add_node", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(add_node(workspace, sample::kFlow, "approval", {303, 251}));
                      made.push_back(add_node(workspace, sample::kFlow, "notify", {300, 250}, "edges/big-effective"));
                      made.push_back(add_node(workspace, sample::kFlow, "boundary", {180, 230}));
                      made.push_back(add_node(workspace, sample::kFlow, "event_sub_process", {300, 400}));
                      return made;
                  }});
}

}  // namespace fw::designer
