#include <algorithm>
#include <set>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class MoveInto final : public Command {
  public:
    MoveInto(std::string flow, std::vector<std::string> paths, std::vector<std::string> nodes, Point by,
             std::string body)
        : flow_(std::move(flow)), paths_(std::move(paths)), nodes_(std::move(nodes)), by_(by), body_(std::move(body)) {}

    [[nodiscard]] Text label() const override {
        return body_.empty() ? Text{"Move out of the sub-process", "移出子流程"}
                             : Text{"Move into the sub-process", "移入子流程"};
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        if (paths_.empty() || workspace.value({flow_, body_}) == nullptr)
            return Verdict::refused({"The nodes are gone.", "这些节点已不存在。"});
        for (const std::string& path : paths_) {
            if (path_inside(body_, path)) {
                return Verdict::refused({"A sub-process cannot be put into itself.", "子流程不能放入其自身。"});
            }
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        shift_nodes(edit, flow_, before, nodes_, by_);
        std::set<std::string> bodies;
        for (const std::string& path : paths_) bodies.insert(body_of(path));
        bodies.erase(body_);
        for (const std::string& from : bodies) transfer(edit, from);
        settle(edit, flow_, before);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        std::vector<Address> all;
        for (const std::string& path : paths_) all.push_back({flow_, join_path(body_, "nodes/" + last_step(path))});
        return all;
    }

  private:
    void transfer(Edit& edit, const std::string& from) const {
        std::set<std::string> moved;
        for (const std::string& path : paths_) {
            if (body_of(path) == from) moved.insert(last_step(path));
        }
        const Address nodes{flow_, join_path(from, "nodes")};
        for (const json::Value& node : edit.value(nodes)->items()) {
            if (moved.contains(std::string(node.string_or("attached_to"))))
                moved.insert(std::string(node.string_or("id")));
        }
        cut_edges(edit, flow_, from, moved);
        const Address edges{flow_, join_path(from, "edges")};
        take(edit, edges, "edges", [&](const json::Value& edge) {
            return moved.contains(std::string(edge.string_or("from"))) &&
                   moved.contains(std::string(edge.string_or("to")));
        });
        take(edit, nodes, "nodes",
             [&](const json::Value& node) { return moved.contains(std::string(node.string_or("id"))); });
    }
    template <class Which>
    void take(Edit& edit, const Address& list, const char* into, const Which& which) const {
        const json::Value* now = edit.value(list);
        if (now == nullptr || !now->is_array()) return;
        std::vector<json::Value> taken;
        for (std::size_t i = now->items().size(); i-- > 0;) {
            const json::Value& all = *edit.value(list);
            if (!which(all.items()[i])) continue;
            taken.push_back(all.items()[i]);
            edit.erase({flow_, join_path(list.path, element_key(all, i))});
        }
        for (auto it = taken.rbegin(); it != taken.rend(); ++it)
            edit.insert({flow_, join_path(body_, into)}, static_cast<std::size_t>(-1), *it);
    }
    std::string flow_;
    std::vector<std::string> paths_, nodes_;
    Point by_;
    std::string body_;
};

}  // namespace

CommandPtr move_into(const Workspace& workspace, std::string flow, std::vector<std::string> nodes, Point by,
                     std::string sub_process) {
    const Document* document = workspace.document(flow);
    std::vector<std::string> paths;
    std::string body;
    if (document != nullptr) {
        body = path_of_node(document->root, sub_process);
        for (const std::string& id : nodes) {
            const std::string path = path_of_node(document->root, id);
            // What stands in another one of them goes with it.
            const bool inside = std::any_of(nodes.begin(), nodes.end(), [&](const std::string& other) {
                return other != id && path_inside(path, path_of_node(document->root, other));
            });
            if (!path.empty() && !inside) paths.push_back(path);
        }
    }
    return std::make_unique<MoveInto>(std::move(flow), std::move(paths), std::move(nodes), by, std::move(body));
}

void add_move_into(CommandKinds& registry);
void add_move_into(CommandKinds& registry) {
    registry.add({"move_into", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(move_into(workspace, sample::kFlow, {"big"}, {10, 20}, {}));
                      return made;
                  }});
}

}  // namespace fw::designer
