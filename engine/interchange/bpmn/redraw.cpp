#include "engine/interchange/bpmn/redraw.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/scenery.h"
#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using diagram::Box;
using Boxes = std::map<std::string, Box, std::less<>>;

void read_drawn(const xml::Element& element, Boxes& boxes, Standing& into) {
    const std::string of(element.value_or("bpmnElement"));
    if (const auto box = bounds_of(element)) boxes.emplace(of, *box);
    if (element.name.is(kBpmnDi, "BPMNEdge")) into.ways.emplace(of, way_of(element));
    for (const xml::Element* each : element.elements()) read_drawn(*each, boxes, into);
}

void read_nodes(const xml::Element& scope, const std::string& process, bool apart, const Boxes& boxes,
                const Source& was, Standing& into) {
    for (const xml::Element* each : scope.elements()) {
        if (kind_of(*each) == nullptr) continue;
        const std::string id(each->value_or("id"));
        const auto box = boxes.find(id);
        if (box != boxes.end()) into.nodes.push_back({id, process, box->second, apart});
        const Shape* shape = was.shape(id);
        read_nodes(*each, process, apart || (shape != nullptr && !shape->expanded), boxes, was, into);
    }
}

void draw(xml::Element& element, const Scenery& scenery) {
    const std::string_view of = without_prefix(element.value_or("bpmnElement"));
    if (element.name.is(kBpmnDi, "BPMNShape")) {
        if (const auto box = scenery.boxes().find(of); box != scenery.boxes().end()) set_bounds(element, box->second);
    }
    if (element.name.is(kBpmnDi, "BPMNEdge")) {
        if (const auto way = scenery.lines().find(of); way != scenery.lines().end()) set_way(element, way->second);
    }
    for (xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) draw(node.element[0], scenery);
    }
}

// Nodes of one process that were moved or are new, and the lanes around them.
struct Lanes {
    const Source& was;
    const Scenery& scenery;
    const Boxes& moved;

    [[nodiscard]] std::optional<Box> box(const xml::Element& lane) const {
        const Shape* shape = was.shape(lane.value_or("id"));
        if (shape == nullptr) return std::nullopt;
        return scenery.box(lane.value_or("id"), *shape);
    }

    static bool lists(const xml::Element& lane, std::string_view node) {
        const auto refs = lane.elements(kModel, "flowNodeRef");
        return std::any_of(refs.begin(), refs.end(),
                           [&](const xml::Element* ref) { return without_prefix(ref->text()) == node; });
    }

    static void unlist(xml::Element& element, std::string_view node) {
        std::erase_if(element.children, [&](const xml::Node& child) {
            return child.kind == xml::NodeKind::kElement && is(child.element[0], "flowNodeRef") &&
                   without_prefix(child.element[0].text()) == node;
        });
        for (xml::Node& child : element.children) {
            if (child.kind == xml::NodeKind::kElement) unlist(child.element[0], node);
        }
    }

    // Nodes in no lane's ground stay where they are listed.
    void sort(xml::Element& set, std::string_view node, const Box& stands) const {
        std::vector<xml::Element*> lanes;
        for (xml::Node& child : set.children) {
            if (child.kind == xml::NodeKind::kElement && is(child.element[0], "lane"))
                lanes.push_back(&child.element[0]);
        }
        const auto around = std::find_if(lanes.begin(), lanes.end(), [&](const xml::Element* lane) {
            const std::optional<Box> ground = box(*lane);
            return ground && ground->contains(stands.centre());
        });
        if (around == lanes.end()) return;
        for (xml::Element* lane : lanes) {
            if (lane != *around) unlist(*lane, node);
        }
        bool leaf = true;
        for (xml::Node& child : (*around)->children) {
            if (child.kind != xml::NodeKind::kElement || !is(child.element[0], "childLaneSet")) continue;
            leaf = false;
            sort(child.element[0], node, stands);
        }
        const bool listing = leaf || !(*around)->elements(kModel, "flowNodeRef").empty();
        if (!listing || lists(**around, node)) return;
        xml::Element ref = xml::Element::make(kModel, "flowNodeRef", (*around)->name.prefix);
        ref.add_text(node);
        insert_in_order(**around, std::move(ref));
    }

    void run(xml::Element& process) const {
        std::vector<std::string> nodes;
        for (const xml::Element* each : process.elements()) {
            if (kind_of(*each) != nullptr && moved.contains(each->value_or("id")))
                nodes.emplace_back(each->value_or("id"));
        }
        for (xml::Node& child : process.children) {
            if (child.kind != xml::NodeKind::kElement || !is(child.element[0], "laneSet")) continue;
            for (const std::string& node : nodes) sort(child.element[0], node, moved.find(node)->second);
        }
    }
};

}  // namespace

void redraw(xml::Element& root, const Source& was, const xml::Element& written) {
    Standing now;
    Boxes boxes;
    read_drawn(written, boxes, now);
    for (const xml::Element* process : written.elements(kModel, "process"))
        read_nodes(*process, std::string(process->value_or("id")), false, boxes, was, now);
    Boxes moved;
    for (const Standing::Node& node : now.nodes) {
        const Shape* shape = was.shape(node.element);
        const bool there = shape == nullptr ? was.find(node.element) != nullptr : stands_in(node.box, *shape);
        if (!there) moved.emplace(node.element, node.box);
    }
    if (moved.empty()) return;
    const Ways ways(was);
    const Scenery scenery(was, ways, std::move(now));
    for (xml::Node& node : root.children) {
        if (node.kind != xml::NodeKind::kElement) continue;
        if (node.element[0].name.is(kBpmnDi, "BPMNDiagram")) draw(node.element[0], scenery);
        if (is(node.element[0], "process")) Lanes{was, scenery, moved}.run(node.element[0]);
    }
}

}  // namespace fw::bpmn
