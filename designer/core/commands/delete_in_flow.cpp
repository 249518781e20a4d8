#include <algorithm>

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
            const std::string body = parent_path(parent_path(path));  // empty: the flow itself
            for (const std::string& event : events_on(edit, body, id)) delete_node(edit, body, event);
            delete_node(edit, body, id);
        }
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
        const Address edges{flow_, join_path(body, "edges")};
        if (edit.value(node) == nullptr) return;  // gone with its activity
        keep_places(edit, flow_);
        std::vector<json::Value> in, out;
        if (const json::Value* list = edit.value(edges); list != nullptr && list->is_array()) {
            for (std::size_t i = list->items().size(); i-- > 0;) {
                const json::Value edge = edit.value(edges)->items()[i];
                const bool leaves = edge.string_or("from") == id;
                const bool enters = edge.string_or("to") == id;
                if (!leaves && !enters) continue;
                edit.erase({flow_, join_path(edges.path, element_key(*edit.value(edges), i))});
                if (leaves && !enters) out.push_back(edge);
                if (enters && !leaves) in.push_back(edge);
            }
        }
        edit.erase(node);
        edit.erase({flow_, "diagram/" + id});
        if (in.size() != 1 || out.size() != 1) return;
        const std::string from(in[0].string_or("from"));
        const std::string to(out[0].string_or("to"));
        if (body.empty() && !may_connect(edit.workspace(), flow_, from, to)) return;
        json::Value joined = in[0];  // keeps the condition that led here
        joined.set("to", json::Value::string(to));
        edit.insert(edges, static_cast<std::size_t>(-1), std::move(joined));
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
