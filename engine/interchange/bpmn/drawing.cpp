#include "engine/interchange/bpmn/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/interchange/bpmn/layout.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using diagram::Box;
using diagram::Point;
using diagram::Route;

double number(const xml::Element& element, std::string_view attribute) {
    const double value = std::strtod(std::string(element.value_or(attribute)).c_str(), nullptr);
    return std::isfinite(value) && std::fabs(value) < 1e7 ? value : 0;
}

xml::Element* child_of(xml::Element& parent, std::string_view uri, std::string_view local) {
    for (xml::Node& node : parent.children) {
        if (node.kind == xml::NodeKind::kElement && node.element[0].name.is(uri, local)) return &node.element[0];
    }
    return nullptr;
}

void shift_label(xml::Element& drawn, double dx, double dy) {
    xml::Element* label = child_of(drawn, kBpmnDi, "BPMNLabel");
    xml::Element* bounds = label == nullptr ? nullptr : child_of(*label, kDc, "Bounds");
    if (bounds == nullptr || (dx == 0 && dy == 0)) return;
    bounds->set("x", diagram_number(number(*bounds, "x") + dx));
    bounds->set("y", diagram_number(number(*bounds, "y") + dy));
}

// Half way along a line.
Point middle(const Route& way) {
    double whole = 0;
    for (std::size_t i = 1; i < way.size(); ++i) whole += std::hypot(way[i].x - way[i - 1].x, way[i].y - way[i - 1].y);
    double left = whole / 2;
    for (std::size_t i = 1; i < way.size(); ++i) {
        const double piece = std::hypot(way[i].x - way[i - 1].x, way[i].y - way[i - 1].y);
        if (piece >= left && piece > 0) {
            const double t = left / piece;
            return {way[i - 1].x + (way[i].x - way[i - 1].x) * t, way[i - 1].y + (way[i].y - way[i - 1].y) * t};
        }
        left -= piece;
    }
    return way.empty() ? Point{} : way.front();
}

}  // namespace

Box box_of(const Shape& shape) { return {shape.at.x, shape.at.y, shape.width, shape.height}; }

bool stands_in(const Box& box, const Shape& shape) {
    const Box was = box_of(shape);
    return std::fabs(was.centre().x - box.centre().x) <= 1 && std::fabs(was.centre().y - box.centre().y) <= 1 &&
           std::fabs(was.width - box.width) <= 1 && std::fabs(was.height - box.height) <= 1;
}

Route way_of(const xml::Element& edge) {
    Route route;
    for (const xml::Element* point : edge.elements(kDi, "waypoint"))
        route.push_back({number(*point, "x"), number(*point, "y")});
    return route;
}

std::optional<Box> bounds_of(const xml::Element& shape) {
    const xml::Element* bounds = shape.name.is(kBpmnDi, "BPMNShape") ? shape.child(kDc, "Bounds") : nullptr;
    if (bounds == nullptr) return std::nullopt;
    return Box{number(*bounds, "x"), number(*bounds, "y"), number(*bounds, "width"), number(*bounds, "height")};
}

void move_label(xml::Element& shape, const std::optional<Box>& was) {
    const std::optional<Box> now = bounds_of(shape);
    if (was && now) shift_label(shape, now->x - was->x, now->y - was->y);
}

void set_bounds(xml::Element& shape, const Box& box) {
    xml::Element* bounds = child_of(shape, kDc, "Bounds");
    if (bounds == nullptr) return;
    const std::optional<Box> was = bounds_of(shape);
    bounds->set("x", diagram_number(box.x)).set("y", diagram_number(box.y));
    bounds->set("width", diagram_number(box.width)).set("height", diagram_number(box.height));
    move_label(shape, was);
}

void set_way(xml::Element& edge, const Route& way) {
    const auto is_point = [](const xml::Node& node) {
        return node.kind == xml::NodeKind::kElement && node.element[0].name.is(kDi, "waypoint");
    };
    const Route was = way_of(edge);
    std::string prefix = "di";
    for (const xml::Node& node : edge.children) {
        if (is_point(node)) prefix = node.element[0].name.prefix;
    }
    const auto first = std::find_if(edge.children.begin(), edge.children.end(), is_point);
    auto at = first - edge.children.begin();
    std::erase_if(edge.children, is_point);
    for (const Point& point : way) {
        xml::Element waypoint = xml::Element::make(kDi, "waypoint", prefix);
        waypoint.set("x", diagram_number(point.x)).set("y", diagram_number(point.y));
        edge.children.insert(edge.children.begin() + at++, xml::Node::of(std::move(waypoint)));
    }
    if (was.size() < 2 || way.size() < 2) return;
    const Point before = middle(was), after = middle(way);
    shift_label(edge, after.x - before.x, after.y - before.y);
}

Ways::Ways(const Source& source) : source_(source) { index(source.document().root); }

void Ways::index(const xml::Element& element) {
    if (element.name.is(kBpmnDi, "BPMNEdge")) {
        Route route = way_of(element);
        if (route.size() >= 2)
            ways_.emplace(std::string(without_prefix(element.value_or("bpmnElement"))), std::move(route));
    }
    for (const xml::Element* each : element.elements()) index(*each);
}

const Route* Ways::of(std::string_view element) const {
    const auto found = ways_.find(element);
    return found == ways_.end() ? nullptr : &found->second;
}

// Null also where it joined others when it was drawn.
const Route* Ways::way_of_edge(const diagram::FlowEdge& edge, const Names& name) const {
    if (edge.association || edge.written == nullptr) return nullptr;
    const std::string from = name(edge.from), to = name(edge.to);
    const std::string id = written_id(*edge.written, from, to);
    if (const xml::Element* drawn = source_.find(id); drawn != nullptr) {
        if (without_prefix(drawn->value_or("sourceRef")) != from || without_prefix(drawn->value_or("targetRef")) != to)
            return nullptr;
    }
    return of(id);
}

void Ways::give(diagram::FlowDiagram& diagram, const Names& name) const {
    struct Place {
        const diagram::FlowNode* node;
        const Shape* shape;
        bool moved;
    };
    std::map<std::string, Place, std::less<>> places;
    for (diagram::FlowNode& node : diagram.nodes) {
        const Shape* shape = source_.shape(name(node.id));
        const bool there = shape != nullptr && stands_in(node.box, *shape);
        if (there) node.box = box_of(*shape);
        places.emplace(node.id, Place{&node, shape, !there});
    }
    const auto covers = [&](const Route& way, const diagram::FlowEdge& edge) {
        return std::any_of(diagram.nodes.begin(), diagram.nodes.end(), [&](const diagram::FlowNode& node) {
            if (node.parent != edge.parent || node.id == edge.from || node.id == edge.to) return false;
            for (std::size_t i = 1; i < way.size(); ++i) {
                if (diagram::segment_crosses(way[i - 1], way[i], node.box)) return true;
            }
            return false;
        });
    };
    for (diagram::FlowEdge& edge : diagram.edges) {
        edge.route.clear();
        const Route* way = way_of_edge(edge, name);
        const auto from = places.find(edge.from), to = places.find(edge.to);
        if (way == nullptr || from == places.end() || to == places.end()) continue;
        const Place& a = from->second;
        const Place& b = to->second;
        if (!a.moved && !b.moved) edge.route = *way;
        if (a.shape == nullptr || b.shape == nullptr || (!a.moved && !b.moved)) continue;
        const auto bent = diagram::bend_route(*way, {box_of(*a.shape), box_of(*b.shape)}, {a.node->box, b.node->box});
        if (bent && !covers(*bent, edge)) edge.route = *bent;
    }
    diagram::route_rest(diagram);
}

}  // namespace fw::bpmn
