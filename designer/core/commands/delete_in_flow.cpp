#include <algorithm>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class DeleteInFlow final : public Command {
  public:
    DeleteInFlow(std::string flow, std::vector<std::string> paths) : flow_(std::move(flow)), paths_(std::move(paths)) {}
    [[nodiscard]] Text label() const override {
        return paths_.size() == 1
                   ? Text{"Delete", "删除"}
                   : format_text({"Delete {0} elements", "删除 {0} 个元素"}, {std::to_string(paths_.size())});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const bool any = std::any_of(paths_.begin(), paths_.end(), [&](const std::string& path) {
            return workspace.value({flow_, path}) != nullptr;
        });
        return any ? Verdict::allowed() : Verdict::refused({"Select what to delete first.", "请先选择要删除的元素。"});
    }
    void apply(Edit& edit) const override {
        const bool nodes = std::any_of(paths_.begin(), paths_.end(),
                                       [](const std::string& path) { return last_step(parent_path(path)) == "nodes"; });
        if (nodes) keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        // Named edges first: their names change once others of the same ends are gone.
        std::vector<std::string> edges;
        for (const std::string& path : paths_) {
            if (last_step(parent_path(path)) == "edges") edges.push_back(path);
        }
        std::sort(edges.rbegin(), edges.rend());
        for (const std::string& path : edges) edit.erase({flow_, path});
        for (const std::string& path : paths_) {
            if (last_step(parent_path(path)) != "nodes") continue;
            const std::string id = last_step(path);
            const std::string body = body_of(path);
            for (const std::string& event : events_on(edit, body, id)) delete_node(edit, body, event);
            delete_node(edit, body, id);
        }
        if (nodes) settle(edit, flow_, before);
    }

  private:
    // A boundary event is nothing without the activity whose border it stands on.
    std::vector<std::string> events_on(Edit& edit, const std::string& body, const std::string& activity) const {
        std::vector<std::string> found;
        const json::Value* nodes = edit.value({flow_, join_path(body, "nodes")});
        if (nodes == nullptr || !nodes->is_array()) return found;
        for (const json::Value& node : nodes->items()) {
            if (node.string_or("attached_to") == activity) found.emplace_back(node.string_or("id"));
        }
        return found;
    }
    void delete_node(Edit& edit, const std::string& body, const std::string& id) const {
        const Address node{flow_, join_path(body, "nodes/" + id)};
        const json::Value* written = edit.value(node);
        if (written == nullptr) return;  // gone with its activity
        const json::Value gone = *written;
        cut_edges(edit, flow_, body, {id});
        // A loop at the node itself.
        const Address edges{flow_, join_path(body, "edges")};
        const json::Value* list = edit.value(edges);
        for (std::size_t i = list == nullptr || !list->is_array() ? 0 : list->items().size(); i-- > 0;) {
            const json::Value& now = *edit.value(edges);
            if (now.items()[i].string_or("from") == id) edit.erase({flow_, join_path(edges.path, element_key(now, i))});
        }
        edit.erase(node);
        forget_drawing(edit, flow_, gone);
    }
    std::string flow_;
    std::vector<std::string> paths_;
};

}  // namespace

CommandPtr delete_in_flow(std::string flow, std::vector<std::string> paths) {
    return std::make_unique<DeleteInFlow>(std::move(flow), std::move(paths));
}

void add_delete_in_flow(CommandKinds& registry);
void add_delete_in_flow(CommandKinds& registry) {
    registry.add({"delete_in_flow", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(delete_in_flow(sample::kFlow, {"nodes/finance"}));
                      made.push_back(delete_in_flow(sample::kFlow, {"nodes/big", "edges/join-effective", "nodes/end"}));
                      return made;
                  }});
}

}  // namespace fw::designer
