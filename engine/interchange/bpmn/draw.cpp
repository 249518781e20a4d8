#include <algorithm>
#include <cmath>

#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/layout.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"

namespace fw::bpmn {

namespace {

constexpr double kPadding = 30;  // around the content of a sub-process

struct Size {
    double width, height;
};

Size usual_size(Family family) {
    switch (family) {
        case Family::kEvent:
            return {36, 36};
        case Family::kGateway:
            return {50, 50};
        default:
            return {100, 80};
    }
}

class Drawing {
  public:
    Drawing(Writing& w, const json::Value& flow) : w_(w), places_(places_of(flow)) { measure(flow); }

    void body(const json::Value& of, xml::Element& plane) {
        const json::Value* nodes = of.find("nodes");
        const json::Value* edges = of.find("edges");
        if (nodes != nullptr && nodes->is_array()) {
            for (const json::Value& node : nodes->items()) {
                shape(node, plane);
                if (node.find("nodes") != nullptr) body(node, plane);
            }
        }
        if (edges == nullptr || !edges->is_array()) return;
        for (const json::Value& each : edges->items()) edge(each, plane);
    }

  private:
    // Sizes from the inside out: a sub-process is as large as what is in it, around its centre.
    void measure(const json::Value& of) {
        const json::Value* nodes = of.find("nodes");
        if (nodes == nullptr || !nodes->is_array()) return;
        for (const json::Value& node : nodes->items()) {
            measure(node);
            const std::string id(node.string_or("id"));
            const Point centre = places_.count(id) > 0 ? places_.at(id) : Point{};
            const Shape* kept = w_.style.kept == nullptr ? nullptr : w_.style.kept->shape(w_.node(id));
            Size size = usual_size(kind_of(node).family);
            if (kept != nullptr) {
                size = {kept->width, kept->height};
            } else if (node.find("nodes") != nullptr) {
                size = around(node, centre, size);
            }
            shapes_[id] = {{centre.x - size.width / 2, centre.y - size.height / 2}, size.width, size.height, true};
        }
    }

    Size around(const json::Value& node, Point centre, Size size) const {
        for (const json::Value& inner : node.find("nodes")->items()) {
            const auto found = shapes_.find(inner.string_or("id"));
            if (found == shapes_.end()) continue;
            const Shape& shape = found->second;
            const double x = std::max(std::fabs(shape.at.x - centre.x), std::fabs(shape.at.x + shape.width - centre.x));
            const double y =
                std::max(std::fabs(shape.at.y - centre.y), std::fabs(shape.at.y + shape.height - centre.y));
            size.width = std::max(size.width, 2 * (x + kPadding));
            size.height = std::max(size.height, 2 * (y + kPadding));
        }
        return size;
    }

    void shape(const json::Value& node, xml::Element& plane) {
        const Shape& at = shapes_.at(std::string(node.string_or("id")));
        const std::string id = w_.node(node.string_or("id"));
        xml::Element out = xml::Element::make(kBpmnDi, "BPMNShape", "bpmndi");
        out.set("id", w_.fresh_id(id + "_di")).set("bpmnElement", id);
        if (kind_of(node).type == "exclusive") out.set("isMarkerVisible", "true");
        if (kind_of(node).family == Family::kContainer) out.set("isExpanded", "true");
        xml::Element& bounds = out.add(xml::Element::make(kDc, "Bounds", "dc"));
        bounds.set("x", diagram_number(at.at.x)).set("y", diagram_number(at.at.y));
        bounds.set("width", diagram_number(at.width)).set("height", diagram_number(at.height));
        plane.add(std::move(out));
    }

    void edge(const json::Value& of, xml::Element& plane) {
        const auto from = shapes_.find(of.string_or("from"));
        const auto to = shapes_.find(of.string_or("to"));
        if (from == shapes_.end() || to == shapes_.end()) return;
        const std::string id = written_id(of, w_.node(of.string_or("from")), w_.node(of.string_or("to")));
        xml::Element out = xml::Element::make(kBpmnDi, "BPMNEdge", "bpmndi");
        out.set("id", w_.fresh_id(id + "_di")).set("bpmnElement", id);
        for (const Point& point : route(from->second, to->second)) {
            xml::Element waypoint = xml::Element::make(kDi, "waypoint", "di");
            waypoint.set("x", diagram_number(point.x)).set("y", diagram_number(point.y));
            out.add(std::move(waypoint));
        }
        plane.add(std::move(out));
    }

    // Right angles: to the right where there is room, else below both.
    static std::vector<Point> route(const Shape& from, const Shape& to) {
        const Point a = from.centre(), b = to.centre();
        const double right = from.at.x + from.width;
        if (right + 10 <= to.at.x) {
            if (std::fabs(a.y - b.y) < 1) return {{right, a.y}, {to.at.x, b.y}};
            const double middle = (right + to.at.x) / 2;
            return {{right, a.y}, {middle, a.y}, {middle, b.y}, {to.at.x, b.y}};
        }
        const double bottom = from.at.y + from.height;
        if (bottom + 10 <= to.at.y) {
            if (std::fabs(a.x - b.x) < 1) return {{a.x, bottom}, {b.x, to.at.y}};
            const double middle = (bottom + to.at.y) / 2;
            return {{a.x, bottom}, {a.x, middle}, {b.x, middle}, {b.x, to.at.y}};
        }
        const double below = std::max(bottom, to.at.y + to.height) + 30;
        return {{a.x, bottom}, {a.x, below}, {b.x, below}, {b.x, to.at.y + to.height}};
    }

    Writing& w_;
    Places places_;
    std::map<std::string, Shape, std::less<>> shapes_;
};

}  // namespace

xml::Element draw(Writing& w, const json::Value& flow, const std::string& process) {
    xml::Element diagram = xml::Element::make(kBpmnDi, "BPMNDiagram", "bpmndi");
    diagram.set("id", w.fresh_id(process + "_diagram"));
    xml::Element plane = xml::Element::make(kBpmnDi, "BPMNPlane", "bpmndi");
    plane.set("id", w.fresh_id(process + "_plane")).set("bpmnElement", process);
    Drawing(w, flow).body(flow, plane);
    diagram.add(std::move(plane));
    return diagram;
}

}  // namespace fw::bpmn
