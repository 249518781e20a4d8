#include <algorithm>

#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

constexpr double kStep = 170;

class AppendNode final : public Command {
  public:
    AppendNode(std::string flow, std::string from, json::Value node)
        : flow_(std::move(flow)), from_(std::move(from)), node_(std::move(node)) {}

    [[nodiscard]] Text label() const override { return {"Append node", "追加节点"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const json::Value* from = workspace.value({flow_, "nodes/" + from_});
        if (from == nullptr) return Verdict::refused({"The node is gone.", "该节点已不存在。"});
        if (from->string_or("type") == "end")
            return Verdict::refused({"Nothing follows an end.", "结束节点之后不能再有节点。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const std::string id(node_.string_or("id"));
        const Point centre = free_place(edit);
        edit.insert({flow_, "nodes"}, static_cast<std::size_t>(-1), node_);
        edit.set({flow_, "diagram/" + id}, value_of_point(centre));
        json::Value edge = json::Value::object();
        edge.set("from", json::Value::string(from_));
        edge.set("to", json::Value::string(id));
        edit.insert({flow_, "edges"}, static_cast<std::size_t>(-1), std::move(edge));
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, "nodes/" + std::string(node_.string_or("id"))}};
    }

  private:
    // Right of `from`; where that is taken below it, then above it, and so on outwards.
    [[nodiscard]] Point free_place(const Edit& edit) const {
        const FlowDiagram diagram = drawn_flow(edit.workspace(), flow_);
        const Point start = diagram.node(from_)->box.centre();
        for (int row = 0; row < 40; ++row) {
            const double dy = (row % 2 == 1 ? (row + 1) / 2 : -row / 2) * 110.0;
            const Point centre = to_grid(Point{start.x + kStep, start.y + dy});
            const Box box = node_box(node_.string_or("type"), centre).grown(20);
            const bool taken = std::any_of(diagram.nodes.begin(), diagram.nodes.end(),
                                           [&](const FlowNode& n) { return n.box.intersects(box); });
            if (!taken) return centre;
        }
        return to_grid(Point{start.x + kStep, start.y});
    }
    std::string flow_, from_;
    json::Value node_;
};

}  // namespace

CommandPtr append_node(const Workspace& workspace, std::string flow, std::string from, std::string type) {
    const std::string id = free_id(workspace.value({flow, "nodes"}), type);
    return std::make_unique<AppendNode>(std::move(flow), std::move(from), fresh_node(workspace, type, id));
}

void add_append_node(CommandKinds& registry);
void add_append_node(CommandKinds& registry) {
    registry.add({"append_node", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(append_node(workspace, sample::kFlow, "manager", "approval"));
                      made.push_back(append_node(workspace, sample::kFlow, "big", "end"));
                      return made;
                  }});
}

}  // namespace fw::designer
