#include "engine/interchange/bpmn/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "engine/interchange/bpmn/drawing.h"
#include "engine/interchange/bpmn/json_tree.h"
#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/scenery.h"
#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using diagram::Box;
using diagram::Route;

using BpmnIds = std::map<std::string, std::string, std::less<>>;  // node → its id in the file

void name_nodes(const json::Value& body, BpmnIds& ids) {
    const json::Value* nodes = body.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return;
    for (const json::Value& node : nodes->items()) {
        const std::string id(node.string_or("id"));
        ids.emplace(id, node.string_or("bpmn", id));
        name_nodes(node, ids);
    }
}

// What the model says of it (a list, even an empty one) is newer than what the file says.
class Closed {
  public:
    explicit Closed(const json::Value& flow) {
        const json::Value* list = flow.find("collapsed");
        said_ = list != nullptr && list->is_array();
        if (!said_) return;
        for (const json::Value& each : list->items()) {
            if (each.is_string()) nodes_.insert(each.as_string());
        }
    }
    [[nodiscard]] bool open(std::string_view node, bool otherwise) const {
        return said_ ? !nodes_.contains(node) : otherwise;
    }

  private:
    bool said_ = false;
    std::set<std::string, std::less<>> nodes_;
};

void name_types(const json::Value& body, std::map<std::string, std::string, std::less<>>& types) {
    const json::Value* nodes = body.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return;
    for (const json::Value& node : nodes->items()) {
        types.emplace(node.string_or("id"), node.string_or("type"));
        name_types(node, types);
    }
}

class Drawn {
  public:
    Drawn(const json::Value& flow, const xml::Document& document) : flow_(flow), source_(document) {
        name_nodes(flow, ids_);
        name_types(flow, types_);
        index(document.root);
    }

    Picture run() {
        diagram::Options options;
        options.expand = true;
        options.associations = true;
        options.drawn = [&](std::string_view node) -> std::optional<diagram::Drawn> {
            const Shape* shape = shape_of(node);
            if (shape == nullptr || shape->width <= 0 || shape->height <= 0) {
                if (closed_.open(node, true)) return std::nullopt;
                return diagram::Drawn{diagram::node_size("sub_process"), false};
            }
            const bool open = closed_.open(node, shape->expanded);
            if (shape->expanded && !open && holds_nodes(node))
                return diagram::Drawn{diagram::node_size("sub_process"), false};
            return diagram::Drawn{{shape->width, shape->height},
                                  open,
                                  diagram::Point{shape->centre().x, shape->centre().y},
                                  !open && planes_.contains(bpmn_id(node))};
        };
        options.route = false;
        picture_.diagram = diagram::read_flow(flow_, options);
        const auto name = [&](std::string_view node) { return bpmn_id(node); };
        ways_.give(picture_.diagram, name);
        Standing now;
        for (const diagram::FlowNode& node : picture_.diagram.nodes) {
            const std::string id = bpmn_id(node.id);
            drawn_.insert(id);
            if (node.expanded) open_.insert(id);
            now.nodes.push_back({id, process(), node.box, false});
        }
        for (const diagram::FlowEdge& edge : picture_.diagram.edges) {
            if (edge.written != nullptr)
                now.ways.emplace(written_id(*edge.written, bpmn_id(edge.from), bpmn_id(edge.to)), edge.route);
        }
        scenery_.emplace(source_, ways_, std::move(now));
        artifacts();
        return std::move(picture_);
    }

  private:
    [[nodiscard]] std::string bpmn_id(std::string_view node) const {
        const auto found = ids_.find(node);
        return found == ids_.end() ? std::string(node) : found->second;
    }
    [[nodiscard]] bool holds_nodes(std::string_view node) const {
        const auto type = types_.find(node);
        return type != types_.end() && diagram::holds_nodes(type->second);
    }
    [[nodiscard]] const Shape* shape_of(std::string_view node) const { return source_.shape(bpmn_id(node)); }

    [[nodiscard]] std::string process() const {
        const json::Value* kept = flow_.find("bpmn");
        return std::string(kept == nullptr ? flow_.string_or("id") : kept->string_or("process"));
    }

    void index(const xml::Element& element) {
        if (element.name.is(kBpmnDi, "BPMNShape") && !flag(element, "isHorizontal", true))
            upright_.insert(std::string(without_prefix(element.value_or("bpmnElement"))));
        if (element.name.is(kBpmnDi, "BPMNPlane"))
            planes_.insert(std::string(without_prefix(element.value_or("bpmnElement"))));
        for (const xml::Element* each : element.elements()) index(*each);
    }

    void add(Artifact::Kind kind, const xml::Element& element, std::string text) {
        const std::string id(element.value_or("id"));
        const Shape* shape = source_.shape(id);
        if (shape == nullptr || !drawn_.insert(id).second) return;
        picture_.artifacts.push_back({kind, std::move(text), scenery_->box(id, *shape), !upright_.contains(id)});
    }

    void artifacts() {
        const std::string process = this->process();
        const xml::Element& root = source_.document().root;
        for (const xml::Element* each : root.elements()) {
            if (!is(*each, "collaboration")) continue;
            for (const xml::Element* pool : each->elements(kModel, "participant")) {
                const std::string_view of = without_prefix(pool->value_or("processRef"));
                // Those of other processes are drawn where they exchange messages with this one.
                if (of == process || of.empty() || source_.find(of) == nullptr)
                    add(Artifact::Kind::kPool, *pool, std::string(pool->value_or("name")));
            }
        }
        const xml::Element* own = source_.find(process);
        if (own != nullptr && is(*own, "process")) walk(*own);
        for (const xml::Element* other : partners(process)) {
            const xml::Element* pool = source_.participant_of(other->value_or("id"));
            add(Artifact::Kind::kPool, *pool, std::string(pool->value_or("name")));
            steps(*other);
            walk(*other);
        }
        for (const xml::Element* each : root.elements()) {
            if (is(*each, "collaboration")) around(*each);
        }
        std::stable_sort(picture_.artifacts.begin(), picture_.artifacts.end(),
                         [](const Artifact& a, const Artifact& b) { return a.kind < b.kind; });
    }

    static void own_ids(const xml::Element& scope, std::set<std::string_view>& ids) {
        ids.insert(scope.value_or("id"));
        for (const xml::Element* each : scope.elements()) own_ids(*each, ids);
    }

    // The other processes of the file that exchange messages with what is drawn, in pools of their own.
    std::vector<const xml::Element*> partners(std::string_view process) const {
        std::vector<std::pair<std::string_view, std::string_view>> messages;
        for (const xml::Element* each : source_.document().root.elements()) {
            if (!is(*each, "collaboration")) continue;
            for (const xml::Element* flow : each->elements(kModel, "messageFlow"))
                messages.emplace_back(without_prefix(flow->value_or("sourceRef")),
                                      without_prefix(flow->value_or("targetRef")));
        }
        std::vector<const xml::Element*> found;
        for (const xml::Element* other : source_.processes()) {
            const xml::Element* pool = source_.participant_of(other->value_or("id"));
            if (messages.empty() || other->value_or("id") == process || pool == nullptr) continue;
            if (source_.shape(pool->value_or("id")) == nullptr) continue;
            std::set<std::string_view> ids{pool->value_or("id")};
            own_ids(*other, ids);
            const bool talks = std::any_of(messages.begin(), messages.end(), [&](const auto& ends) {
                return (ids.contains(ends.first) && drawn_.contains(ends.second)) ||
                       (ids.contains(ends.second) && drawn_.contains(ends.first));
            });
            if (talks) found.push_back(other);
        }
        return found;
    }

    // Steps of another process and the ways between them.
    void steps(const xml::Element& scope) {
        for (const xml::Element* each : scope.elements()) {
            const std::string_view type = each->name.local;
            const std::string id(each->value_or("id"));
            if (is(*each, "sequenceFlow")) {
                if (const Route* way = ways_.of(id); way != nullptr)
                    picture_.lines.push_back({Line::Kind::kFlow, std::string(each->value_or("name")), *way, true});
                continue;
            }
            const bool event = type.ends_with("Event");
            const bool gateway = type.ends_with("Gateway");
            const bool group = type == "subProcess" || type == "adHocSubProcess" || type == "transaction";
            const bool task = group || type == "task" || type.ends_with("Task") || type == "callActivity";
            if (!event && !gateway && !task) continue;
            add(event     ? Artifact::Kind::kEvent
                : gateway ? Artifact::Kind::kGateway
                          : Artifact::Kind::kTask,
                *each, std::string(each->value_or("name")));
            const Shape* shape = source_.shape(id);
            if (!group || shape == nullptr || !shape->expanded) continue;
            if (open_.insert(id).second && !picture_.artifacts.empty()) picture_.artifacts.back().open = true;
            steps(*each);
        }
    }

    // What is closed keeps its artefacts to itself.
    void walk(const xml::Element& scope) {
        for (const xml::Element* each : scope.elements()) {
            if (is(*each, "laneSet")) lanes(*each);
        }
        around(scope);
        for (const xml::Element* each : scope.elements()) {
            const std::string_view id = each->value_or("id");
            if (!drawn_.contains(id) || is(*each, "sequenceFlow")) continue;
            const Kind* kind = kind_of(*each);
            if (kind != nullptr && kind->family == Family::kContainer && !open_.contains(id)) continue;
            walk(*each);
        }
    }

    void lanes(const xml::Element& set) {
        for (const xml::Element* lane : set.elements(kModel, "lane")) {
            add(Artifact::Kind::kLane, *lane, std::string(lane->value_or("name")));
            for (const xml::Element* inner : lane->elements(kModel, "childLaneSet")) lanes(*inner);
        }
    }

    // Notes, groups and data of a scope, and the lines between them and the nodes.
    void around(const xml::Element& scope) {
        for (const xml::Element* each : scope.elements()) {
            if (is(*each, "textAnnotation")) add(Artifact::Kind::kNote, *each, child_text(*each, "text"));
            if (is(*each, "group")) add(Artifact::Kind::kGroup, *each, group_name(*each));
            if (is(*each, "dataStoreReference"))
                add(Artifact::Kind::kStore, *each, std::string(each->value_or("name")));
            if (is(*each, "dataObjectReference") || is(*each, "dataObject") || is(*each, "dataInput") ||
                is(*each, "dataOutput")) {
                add(Artifact::Kind::kData, *each, std::string(each->value_or("name")));
            }
        }
        lines(scope);
    }

    std::string group_name(const xml::Element& group) const {
        const xml::Element* value = source_.find(group.value_or("categoryValueRef"));
        return value == nullptr ? std::string() : std::string(value->value_or("value"));
    }

    void lines(const xml::Element& scope) {
        for (const xml::Element* each : scope.elements()) {
            const bool message = is(*each, "messageFlow");
            const bool data = is(*each, "dataInputAssociation") || is(*each, "dataOutputAssociation");
            if (is(*each, "ioSpecification")) around(*each);
            if (!message && !data && !is(*each, "association")) continue;
            const Route* way = scenery_->way(each->value_or("id"));
            if (way == nullptr) continue;
            const auto seen = [&](std::string_view end) { return drawn_.contains(without_prefix(end)); };
            if (message && !(seen(each->value_or("sourceRef")) && seen(each->value_or("targetRef")))) continue;
            Line line{message ? Line::Kind::kMessage : Line::Kind::kAssociation, std::string(each->value_or("name")),
                      *way, message || data};
            if (!message && !data) {
                const std::string_view direction = each->value_or("associationDirection");
                line.arrow = direction == "One" || direction == "Both";
                const xml::Element* from = source_.find(each->value_or("sourceRef"));
                if (from != nullptr && is(*from, "boundaryEvent")) continue;  // drawn to its handler already
            }
            picture_.lines.push_back(std::move(line));
        }
    }

    const json::Value& flow_;
    Source source_;
    Closed closed_{flow_};
    BpmnIds ids_;
    std::map<std::string, std::string, std::less<>> types_;  // node → its type
    Ways ways_{source_};
    std::optional<Scenery> scenery_;
    std::set<std::string, std::less<>> upright_, planes_;  // pools that stand upright; what has a plane of its own
    std::set<std::string, std::less<>> drawn_, open_;      // ids in the file; open_: those with their content
    Picture picture_;
};

}  // namespace

diagram::Box Picture::bounds() const {
    Box all = diagram.bounds();
    bool empty = diagram.nodes.empty();
    const auto take = [&](const Box& box) {
        all = empty ? box : diagram::united(all, box);
        empty = false;
    };
    for (const Artifact& each : artifacts) take(each.box);
    for (const Line& line : lines) {
        for (const diagram::Point& p : line.route) take({p.x, p.y, 0, 0});
    }
    return all;
}

Picture picture_of(const json::Value& flow, const json::Value* document) {
    if (document != nullptr) {
        if (const Result<xml::Document> read = from_json(*document)) return Drawn(flow, *read).run();
    }
    diagram::Options options;
    options.expand = true;
    options.associations = true;
    const Closed closed(flow);
    options.drawn = [&](std::string_view node) -> std::optional<diagram::Drawn> {
        if (closed.open(node, true)) return std::nullopt;
        return diagram::Drawn{diagram::node_size("sub_process"), false};
    };
    return {diagram::read_flow(flow, options), {}, {}};
}

}  // namespace fw::bpmn
