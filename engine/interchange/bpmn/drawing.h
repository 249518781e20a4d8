// Shapes and edges of the diagrams in a file. Where they go their labels go along.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/flow/diagram/diagram.h"
#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

[[nodiscard]] diagram::Box box_of(const Shape& shape);
// Whether something still stands where it was drawn: flows hold whole pixels.
[[nodiscard]] bool stands_in(const diagram::Box& box, const Shape& shape);
[[nodiscard]] diagram::Route way_of(const xml::Element& edge);  // of a BPMNEdge
// The label of a shape that stood at `was` until now.
void move_label(xml::Element& shape, const std::optional<diagram::Box>& was);
[[nodiscard]] std::optional<diagram::Box> bounds_of(const xml::Element& shape);  // nothing: no BPMNShape with bounds
void set_bounds(xml::Element& shape, const diagram::Box& box);
void set_way(xml::Element& edge, const diagram::Route& way);

// Where the lines of a document run, and what becomes of those between nodes that have been moved since.
class Ways {
  public:
    using Names = std::function<std::string(std::string_view node)>;  // its id in the file

    explicit Ways(const Source& source);
    [[nodiscard]] const diagram::Route* of(std::string_view element) const;  // null: not drawn
    // For a diagram of a flow of the document, read without ways: nodes that were not moved stand exactly in their
    // shapes, edges between them run as drawn; those at moved nodes bend with them, or are routed like new ones.
    void give(diagram::FlowDiagram& diagram, const Names& name) const;

  private:
    void index(const xml::Element& element);
    [[nodiscard]] const diagram::Route* way_of_edge(const diagram::FlowEdge& edge, const Names& name) const;

    const Source& source_;
    std::map<std::string, diagram::Route, std::less<>> ways_;
};

}  // namespace fw::bpmn
