#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class MoveNodes final : public Command {
  public:
    MoveNodes(std::string flow, std::vector<std::string> nodes, Point by, bool nudge)
        : flow_(std::move(flow)), nodes_(std::move(nodes)), by_(by), nudge_(nudge) {}
    [[nodiscard]] Text label() const override {
        return nodes_.size() == 1 ? Text{"Move", "移动"}
                                  : format_text({"Move {0} nodes", "移动 {0} 个节点"}, {std::to_string(nodes_.size())});
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        // Events on the border go with their activity, and what a sub-process holds goes with it.
        shift_nodes(edit, flow_, before, nodes_, by_);
        keep_on_borders(edit);
        settle(edit, flow_, before);
    }
    [[nodiscard]] std::string merge_key() const override {
        std::string key;
        if (!nudge_) return key;
        key = "nudge:" + flow_;
        for (const std::string& id : nodes_) key += ":" + id;
        return key;
    }

  private:
    // Events that were moved without their activity stay on its border.
    void keep_on_borders(Edit& edit) const {
        const FlowDiagram now = drawn_flow(edit.workspace(), flow_);
        for (const std::string& id : nodes_) {
            const FlowNode* event = now.node(id);
            const FlowNode* host =
                event == nullptr || event->attached_to.empty() ? nullptr : now.node(event->attached_to);
            if (host == nullptr || stands_in(now, *host, nodes_)) continue;
            const Point is = event->box.centre(), onto = on_border(host->box, is);
            if (onto != is) shift_nodes(edit, flow_, now, {id}, {onto.x - is.x, onto.y - is.y});
        }
    }
    std::string flow_;
    std::vector<std::string> nodes_;
    Point by_;
    bool nudge_;
};

}  // namespace

CommandPtr move_nodes(std::string flow, std::vector<std::string> nodes, Point by, bool nudge) {
    return std::make_unique<MoveNodes>(std::move(flow), std::move(nodes), by, nudge);
}

void add_move_nodes(CommandKinds& registry);
void add_move_nodes(CommandKinds& registry) {
    registry.add({"move_nodes", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(move_nodes(sample::kFlow, {"manager", "big"}, {30, -40}));
                      made.push_back(move_nodes(sample::kFlow, {"end"}, {10, 0}, true));
                      return made;
                  }});
}

}  // namespace fw::designer
