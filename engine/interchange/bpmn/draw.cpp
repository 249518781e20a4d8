// The diagram of a flow as it is drawn everywhere (engine/flow/diagram). In a document that exists already nodes keep
// the sizes and edges the ways they have there, as long as they were not moved (drawing.h).
#include "engine/flow/diagram/diagram.h"
#include "engine/interchange/bpmn/drawing.h"
#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/layout.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"

namespace fw::bpmn {

namespace {

class Drawing {
  public:
    Drawing(Writing& w, const json::Value& flow) : w_(w) {
        diagram::Options options;
        options.expand = true;
        options.route = w.style.kept == nullptr;
        options.drawn = [&](std::string_view node) -> std::optional<diagram::Drawn> {
            const Shape* kept = w_.style.kept == nullptr ? nullptr : w_.style.kept->shape(w_.node(node));
            if (kept == nullptr) return std::nullopt;
            return diagram::Drawn{
                {kept->width, kept->height}, true, diagram::Point{kept->centre().x, kept->centre().y}, !kept->expanded};
        };
        diagram_ = diagram::read_flow(flow, options);
        if (w.style.kept != nullptr)
            Ways(*w.style.kept).give(diagram_, [&](std::string_view node) { return w_.node(node); });
        for (const diagram::FlowNode& node : diagram_.nodes) nodes_.emplace(node.id, &node);
    }

    void run(xml::Element& plane) {
        for (const diagram::FlowNode& node : diagram_.nodes) shape(node, plane);
        for (const diagram::FlowEdge& edge : diagram_.edges) draw_edge(edge, plane);
    }

  private:
    void shape(const diagram::FlowNode& node, xml::Element& plane) {
        const std::string id = w_.node(node.id);
        xml::Element out = xml::Element::make(kBpmnDi, "BPMNShape", "bpmndi");
        out.set("id", w_.fresh_id(id + "_di")).set("bpmnElement", id);
        if (kind_of(*node.written).type == "exclusive") out.set("isMarkerVisible", "true");
        if (kind_of(*node.written).family == Family::kContainer) out.set("isExpanded", "true");
        xml::Element& bounds = out.add(xml::Element::make(kDc, "Bounds", "dc"));
        bounds.set("x", diagram_number(node.box.x)).set("y", diagram_number(node.box.y));
        bounds.set("width", diagram_number(node.box.width)).set("height", diagram_number(node.box.height));
        plane.add(std::move(out));
    }

    void draw_edge(const diagram::FlowEdge& edge, xml::Element& plane) {
        const auto from = nodes_.find(edge.from);
        const auto to = nodes_.find(edge.to);
        if (from == nodes_.end() || to == nodes_.end()) return;
        const std::string id = written_id(*edge.written, w_.node(edge.from), w_.node(edge.to));
        xml::Element out = xml::Element::make(kBpmnDi, "BPMNEdge", "bpmndi");
        out.set("id", w_.fresh_id(id + "_di")).set("bpmnElement", id);
        const bool routed = edge.route.size() >= 2;
        const diagram::Route plain =
            routed ? diagram::Route{} : diagram::plain_route(from->second->box, to->second->box);
        for (const diagram::Point& point : routed ? edge.route : plain) {
            xml::Element waypoint = xml::Element::make(kDi, "waypoint", "di");
            waypoint.set("x", diagram_number(point.x)).set("y", diagram_number(point.y));
            out.add(std::move(waypoint));
        }
        plane.add(std::move(out));
    }

    Writing& w_;
    diagram::FlowDiagram diagram_;
    std::map<std::string, const diagram::FlowNode*, std::less<>> nodes_;
};

}  // namespace

xml::Element draw(Writing& w, const json::Value& flow, const std::string& process) {
    xml::Element diagram = xml::Element::make(kBpmnDi, "BPMNDiagram", "bpmndi");
    diagram.set("id", w.fresh_id(process + "_diagram"));
    xml::Element plane = xml::Element::make(kBpmnDi, "BPMNPlane", "bpmndi");
    plane.set("id", w.fresh_id(process + "_plane")).set("bpmnElement", process);
    Drawing(w, flow).run(plane);
    diagram.add(std::move(plane));
    return diagram;
}

}  // namespace fw::bpmn
