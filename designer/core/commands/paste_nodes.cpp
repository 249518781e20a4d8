#include <algorithm>
#include <map>
#include <set>

#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class PasteNodes final : public Command {
  public:
    PasteNodes(std::string flow, std::string body, json::Value nodes, json::Value edges, json::Value places)
        : flow_(std::move(flow)),
          body_(std::move(body)),
          nodes_(std::move(nodes)),
          edges_(std::move(edges)),
          places_(std::move(places)) {}
    [[nodiscard]] Text label() const override { return {"Paste", "粘贴"}; }
    [[nodiscard]] Verdict may(const Workspace&) const override {
        return nodes_.items().empty() ? Verdict::refused({"There are no nodes to paste.", "没有可粘贴的节点。"})
                                      : Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        for (const json::Value& node : nodes_.items())
            edit.insert({flow_, join_path(body_, "nodes")}, static_cast<std::size_t>(-1), node);
        for (const json::Value& edge : edges_.items())
            edit.insert({flow_, join_path(body_, "edges")}, static_cast<std::size_t>(-1), edge);
        for (const json::Member& place : places_.members()) edit.set({flow_, "diagram/" + place.key}, place.value);
        settle(edit, flow_, before);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        std::vector<Address> all;
        for (const json::Value& node : nodes_.items())
            all.push_back({flow_, join_path(body_, "nodes/" + std::string(node.string_or("id")))});
        return all;
    }

  private:
    std::string flow_, body_;
    json::Value nodes_, edges_, places_;
};

std::optional<Point> place_in(const json::Value& copied, const std::string& id) {
    const json::Value* places = copied.find("diagram");
    const json::Value* place = places == nullptr ? nullptr : places->find(id);
    if (place == nullptr || !place->is_array() || place->items().size() != 2) return std::nullopt;
    return Point{static_cast<double>(place->items()[0].as_int64().value_or(0)),
                 static_cast<double>(place->items()[1].as_int64().value_or(0))};
}

// Gives every node a free id, those within sub-processes as well.
struct Renaming {
    const json::Value* flow;
    std::map<std::string, std::string, std::less<>> names{};  // old → new
    std::set<std::string> given{};

    void choose(const json::Value& node) {
        for (const std::string& old : ids_in(node)) {
            std::string id = free_node_id(flow, old);
            for (int n = 2; given.contains(id); ++n) id = free_node_id(flow, old + "_" + std::to_string(n));
            given.insert(id);
            names.emplace(old, std::move(id));
        }
    }
    void apply(json::Value& element, bool edge) const {
        for (const char* key : edge ? kEnds : kNode) {
            const auto found = names.find(element.string_or(key));
            if (found != names.end()) element.set(key, json::Value::string(found->second));
        }
        element.erase(edge ? "id" : "was");
        for (const char* list : {"nodes", "edges"}) {
            json::Value* inner = edge ? nullptr : element.find(list);
            if (inner == nullptr || !inner->is_array()) continue;
            for (json::Value& each : inner->items()) apply(each, list[0] == 'e');
        }
    }

    static constexpr const char* kEnds[] = {"from", "to", "to"};
    static constexpr const char* kNode[] = {"id", "attached_to", "handler"};
};

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
    std::set<std::string> bodies, ids;
    for (const std::string& path : paths) {
        const bool is_node = last_step(parent_path(path)) == "nodes";
        const json::Value* node = is_node ? find(document->root, path) : nullptr;
        const bool inside = std::any_of(paths.begin(), paths.end(), [&](const std::string& other) {
            return other != path && path_inside(path, other);
        });
        if (node == nullptr || inside) continue;
        nodes.push(*node);
        bodies.insert(body_of(path));
        ids.insert(std::string(node->string_or("id")));
        for (const std::string& id : ids_in(*node)) {
            const json::Value* place = find(document->root, "diagram/" + id);
            if (const FlowNode* drawn = diagram.node(id)) {
                places.set(id, value_of_point(drawn->box.centre()));
            } else if (place != nullptr) {
                places.set(id, *place);
            }
        }
    }
    for (const std::string& body : bodies) {
        const json::Value* all = find(document->root, join_path(body, "edges"));
        if (all == nullptr || !all->is_array()) continue;
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

CommandPtr paste_nodes(const Workspace& workspace, std::string flow, json::Value copied, Point centre,
                       std::string_view sub_process) {
    const Document* document = workspace.document(flow);
    Renaming renaming{document == nullptr ? nullptr : &document->root};
    json::Value nodes = json::Value::array();
    json::Value edges = json::Value::array();
    json::Value places = json::Value::object();
    Box all;
    if (const json::Value* from = copied.find("nodes"); from != nullptr && from->is_array()) {
        for (const json::Value& original : from->items()) {
            const std::string old(original.string_or("id"));
            if (!is_technical_name(old)) continue;
            renaming.choose(original);
            const Box box = node_box(original.string_or("type"), place_in(copied, old).value_or(Point{}));
            all = nodes.items().empty() ? box : united(all, box);
            nodes.push(original);
        }
    }
    for (json::Value& node : nodes.items()) renaming.apply(node, false);
    const Point shift = to_grid(Point{centre.x - all.centre().x, centre.y - all.centre().y});
    for (const auto& [old, id] : renaming.names) {
        if (const auto p = place_in(copied, old)) places.set(id, value_of_point({p->x + shift.x, p->y + shift.y}));
    }
    if (const json::Value* lines = copied.find("edges"); lines != nullptr && lines->is_array()) {
        for (const json::Value& original : lines->items()) {
            if (!renaming.names.contains(original.string_or("from")) ||
                !renaming.names.contains(original.string_or("to"))) {
                continue;
            }
            json::Value edge = original;
            renaming.apply(edge, true);
            edges.push(std::move(edge));
        }
    }
    std::string body = document == nullptr ? std::string() : path_of_node(document->root, sub_process);
    return std::make_unique<PasteNodes>(std::move(flow), std::move(body), std::move(nodes), std::move(edges),
                                        std::move(places));
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
