#include <algorithm>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

constexpr double kStep = 170;

class AppendNode final : public Command {
  public:
    AppendNode(std::string flow, std::string body, std::string from, json::Value node)
        : flow_(std::move(flow)), body_(std::move(body)), from_(std::move(from)), node_(std::move(node)) {}

    [[nodiscard]] Text label() const override { return {"Append node", "追加节点"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const json::Value* from = workspace.value({flow_, join_path(body_, "nodes/" + from_)});
        if (from == nullptr) return Verdict::refused({"The node is gone.", "该节点已不存在。"});
        if (from->string_or("type") == "end")
            return Verdict::refused({"Nothing follows an end.", "结束节点之后不能再有节点。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        const std::string id(node_.string_or("id"));
        const Point centre = free_place(before);
        edit.insert({flow_, join_path(body_, "nodes")}, static_cast<std::size_t>(-1), node_);
        place_new(edit, flow_, node_, centre);
        json::Value edge = json::Value::object();
        edge.set("from", json::Value::string(from_));
        edge.set("to", json::Value::string(id));
        edit.insert({flow_, join_path(body_, "edges")}, static_cast<std::size_t>(-1), std::move(edge));
        settle(edit, flow_, before);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, join_path(body_, "nodes/" + std::string(node_.string_or("id")))}};
    }

  private:
    // Right of `from`; where that is taken below it, then above it, and so on outwards.
    [[nodiscard]] Point free_place(const FlowDiagram& diagram) const {
        const FlowNode& from = *diagram.node(from_);
        const double width = new_size(node_.string_or("type")).width;
        const double step = std::max(kStep, to_grid((from.box.width + width) / 2 + 50));
        const Point start = from.box.centre();
        for (int row = 0; row < 40; ++row) {
            const double dy = (row % 2 == 1 ? (row + 1) / 2 : -row / 2) * 110.0;
            const Point centre = to_grid(Point{start.x + step, start.y + dy});
            const Box box = box_of(centre).grown(20);
            const bool taken = std::any_of(diagram.nodes.begin(), diagram.nodes.end(), [&](const FlowNode& n) {
                return n.parent == from.parent && n.box.intersects(box);
            });
            if (!taken) return centre;
        }
        return to_grid(Point{start.x + step, start.y});
    }
    [[nodiscard]] Box box_of(Point centre) const {
        const Size size = new_size(node_.string_or("type"));
        return {centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height};
    }
    std::string flow_, body_, from_;
    json::Value node_;
};

}  // namespace

CommandPtr append_node(const Workspace& workspace, std::string flow, std::string from, std::string type) {
    const Document* document = workspace.document(flow);
    const json::Value* root = document == nullptr ? nullptr : &document->root;
    std::string body = root == nullptr ? std::string() : body_of(path_of_node(*root, from));
    json::Value node = new_node(workspace, root, type);
    return std::make_unique<AppendNode>(std::move(flow), std::move(body), std::move(from), std::move(node));
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
