#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class OpenSubProcess final : public Command {
  public:
    OpenSubProcess(std::string flow, std::string sub_process, bool open)
        : flow_(std::move(flow)), sub_process_(std::move(sub_process)), open_(open) {}

    [[nodiscard]] Text label() const override {
        return open_ ? Text{"Expand the sub-process", "展开子流程"} : Text{"Collapse the sub-process", "折叠子流程"};
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(flow_);
        const std::string path = document == nullptr ? std::string() : path_of_node(document->root, sub_process_);
        const json::Value* node = path.empty() ? nullptr : find(document->root, path);
        if (node == nullptr || !is_sub_process(node->string_or("type")))
            return Verdict::refused({"Only a sub-process opens and closes.", "只有子流程可以展开或折叠。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        const FlowNode* now = before.node(sub_process_);
        const Document* document = edit.workspace().document(flow_);
        const std::string path = path_of_node(document->root, sub_process_);
        // One without a list has nothing to show yet: an empty one is drawn open.
        if (open_ && edit.value({flow_, path + "/nodes"}) == nullptr)
            edit.set({flow_, path + "/nodes"}, json::Value::array());
        edit.set({flow_, "collapsed"}, closed_ones(before, edit));
        if (!open_ && now != nullptr)
            edit.set({flow_, "diagram/" + sub_process_}, value_of_point(to_grid(now->box.centre())));
        settle(edit, flow_, before);
    }

  private:
    // Written whole: from here on the model says it, not the file it came from.
    [[nodiscard]] json::Value closed_ones(const FlowDiagram& before, const Edit& edit) const {
        json::Value list = json::Value::array();
        const json::Value* written = edit.value({flow_, "collapsed"});
        if (written != nullptr && written->is_array()) {
            for (const json::Value& each : written->items()) {
                if (!each.is_string() || each.as_string() != sub_process_) list.push(each);
            }
        } else {
            for (const FlowNode& node : before.nodes) {
                const json::Value* now = edit.value({flow_, node.path()});
                const bool closed =
                    is_sub_process(node.type) && !node.expanded && now != nullptr && now->find("nodes") != nullptr;
                if (closed && node.id != sub_process_) list.push(json::Value::string(node.id));
            }
        }
        if (!open_) list.push(json::Value::string(sub_process_));
        return list;
    }
    std::string flow_, sub_process_;
    bool open_;
};

}  // namespace

CommandPtr open_sub_process(std::string flow, std::string sub_process, bool open) {
    return std::make_unique<OpenSubProcess>(std::move(flow), std::move(sub_process), open);
}

void add_open_sub_process(CommandKinds& registry);
void add_open_sub_process(CommandKinds& registry) {
    registry.add({"open_sub_process", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      CommandPtr added = add_node(workspace, sample::kFlow, "sub_process", {300, 500});
                      made.push_back(std::move(added));
                      made.push_back(open_sub_process(sample::kFlow, "sub_process", false));
                      made.push_back(open_sub_process(sample::kFlow, "sub_process", true));
                      return made;
                  }});
}

}  // namespace fw::designer
