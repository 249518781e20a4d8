#include <algorithm>
#include <map>
#include <set>

#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class PasteNodes final : public Command {
  public:
    PasteNodes(std::string flow, json::Value nodes, json::Value edges, json::Value places)
        : flow_(std::move(flow)), nodes_(std::move(nodes)), edges_(std::move(edges)), places_(std::move(places)) {}
    [[nodiscard]] Text label() const override { return {"Paste", "粘贴"}; }
    [[nodiscard]] Verdict may(const Workspace&) const override {
        return nodes_.items().empty() ? Verdict::refused({"There are no nodes to paste.", "没有可粘贴的节点。"})
                                      : Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        for (const json::Value& node : nodes_.items())
            edit.insert({flow_, "nodes"}, static_cast<std::size_t>(-1), node);
        for (const json::Value& edge : edges_.items())
            edit.insert({flow_, "edges"}, static_cast<std::size_t>(-1), edge);
        for (const json::Member& place : places_.members()) edit.set({flow_, "diagram/" + place.key}, place.value);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        std::vector<Address> all;
        for (const json::Value& node : nodes_.items())
            all.push_back({flow_, "nodes/" + std::string(node.string_or("id"))});
        return all;
    }

  private:
    std::string flow_;
    json::Value nodes_, edges_, places_;
};

Point place_in(const json::Value& copied, const std::string& id) {
    const json::Value* places = copied.find("diagram");
    const json::Value* place = places == nullptr ? nullptr : places->find(id);
    if (place == nullptr || !place->is_array() || place->items().size() != 2) return {};
    return {static_cast<double>(place->items()[0].as_int64().value_or(0)),
            static_cast<double>(place->items()[1].as_int64().value_or(0))};
}

}  // namespace

json::Value copy_nodes(const Workspace& workspace, const std::string& flow, const std::vector<std::string>& paths) {
    json::Value copied = json::Value::object();
    const Document* document = workspace.document(flow);
    if (document == nullptr) return copied;
    const FlowDiagram diagram = drawn_flow(workspace, flow);
    copied.set("formwork", json::Value::string("nodes"));
    json::Value nodes = json::Value::array();
    json::Value edges = json::Value::array();
    json::Value places = json::Value::object();
    std::set<std::string> ids;
    for (const std::string& path : paths) {
        const json::Value* node = path.starts_with("nodes/") ? find(document->root, path) : nullptr;
        if (node == nullptr) continue;
        const std::string id(node->string_or("id"));
        ids.insert(id);
        nodes.push(*node);
        places.set(id, value_of_point(diagram.node(id)->box.centre()));
    }
    if (const json::Value* all = document->root.find("edges"); all != nullptr && all->is_array()) {
        for (const json::Value& edge : all->items()) {
            if (ids.contains(std::string(edge.string_or("from"))) && ids.contains(std::string(edge.string_or("to"))))
                edges.push(edge);
        }
    }
    copied.set("nodes", std::move(nodes));
    copied.set("edges", std::move(edges));
    copied.set("diagram", std::move(places));
    return copied;
}

CommandPtr paste_nodes(const Workspace& workspace, std::string flow, json::Value copied, Point centre) {
    json::Value taken = json::Value::array();
    if (const json::Value* own = workspace.value({flow, "nodes"}); own != nullptr && own->is_array()) taken = *own;
    json::Value nodes = json::Value::array();
    json::Value edges = json::Value::array();
    json::Value places = json::Value::object();
    std::map<std::string, std::string> renamed;
    Box all;
    const json::Value* from = copied.find("nodes");
    if (from != nullptr && from->is_array()) {
        for (const json::Value& original : from->items()) {
            json::Value node = original;
            const std::string old(node.string_or("id"));
            if (!is_technical_name(old)) continue;
            const std::string id = free_id(&taken, old);
            node.set("id", json::Value::string(id));
            node.erase("was");
            const Box box = node_box(node.string_or("type"), place_in(copied, old));
            all = renamed.empty() ? box : united(all, box);
            renamed.emplace(old, id);
            taken.push(node);
            nodes.push(std::move(node));
        }
    }
    const Point shift{centre.x - all.centre().x, centre.y - all.centre().y};
    for (const auto& [old, id] : renamed) {
        const Point p = place_in(copied, old);
        places.set(id, value_of_point(to_grid(Point{p.x + shift.x, p.y + shift.y})));
    }
    const json::Value* lines = copied.find("edges");
    if (lines != nullptr && lines->is_array()) {
        for (const json::Value& original : lines->items()) {
            const auto a = renamed.find(std::string(original.string_or("from")));
            const auto b = renamed.find(std::string(original.string_or("to")));
            if (a == renamed.end() || b == renamed.end()) continue;
            json::Value edge = original;
            edge.erase("id");
            edge.set("from", json::Value::string(a->second));
            edge.set("to", json::Value::string(b->second));
            edges.push(std::move(edge));
        }
    }
    return std::make_unique<PasteNodes>(std::move(flow), std::move(nodes), std::move(edges), std::move(places));
}

void add_paste_nodes(CommandKinds& registry);
void add_paste_nodes(CommandKinds& registry) {
    registry.add({"paste_nodes", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      const json::Value copied = copy_nodes(workspace, sample::kFlow, {"nodes/big", "nodes/finance"});
                      made.push_back(paste_nodes(workspace, sample::kFlow, copied, {500, 400}));
                      return made;
                  }});
}

}  // namespace fw::designer
