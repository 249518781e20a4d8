// A BPMN document with its indexes: what references lead to, what is drawn where, in which language its expressions
// are. Looks at the tree it was made of, which must outlive it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/diagram/geometry.h"
#include "engine/interchange/bpmn/expression.h"
#include "engine/interchange/bpmn/names.h"
#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

using diagram::Point;

struct Shape {
    Point at;  // its upper left corner
    double width = 0;
    double height = 0;
    bool expanded = true;
    [[nodiscard]] Point centre() const { return {at.x + width / 2, at.y + height / 2}; }
};

class Source {
  public:
    explicit Source(const xml::Document& document);

    [[nodiscard]] const xml::Document& document() const { return document_; }
    [[nodiscard]] const std::vector<const xml::Element*>& processes() const { return processes_; }
    // The technical name of the flow a process becomes; of processes elsewhere too.
    [[nodiscard]] std::string flow_name(std::string_view process) const;
    // What a QName or id refers to, anywhere in the document, or null.
    [[nodiscard]] const xml::Element* find(std::string_view reference) const;
    [[nodiscard]] const Shape* shape(std::string_view element) const;  // null: not drawn
    // The participant (pool) of a process, or null.
    [[nodiscard]] const xml::Element* participant_of(std::string_view process) const;
    // The handler at the other end of an association from a compensation event; empty: none.
    [[nodiscard]] std::string_view handler_of(std::string_view event) const;
    [[nodiscard]] Dialect dialect() const { return dialect_; }

  private:
    void index(const xml::Element& element);
    void draw(const xml::Element& element);

    const xml::Document& document_;
    std::vector<const xml::Element*> processes_;
    std::map<std::string, const xml::Element*, std::less<>> by_id_;
    std::map<std::string, Shape, std::less<>> shapes_;
    std::map<std::string, const xml::Element*, std::less<>> participants_;  // by process
    std::vector<const xml::Element*> associations_;
    std::map<std::string, std::string, std::less<>> flow_names_;
    Dialect dialect_ = Dialect::kUnknown;
};

// "tns:message_1" → "message_1".
[[nodiscard]] std::string_view without_prefix(std::string_view qname);
[[nodiscard]] std::string_view trimmed(std::string_view text);
// xsd:boolean, in any case of letters; `fallback` for anything else.
[[nodiscard]] bool flag(const xml::Element& element, std::string_view attribute, bool fallback);
// The text of the first BPMN child of that name, trimmed; empty if there is none.
[[nodiscard]] std::string child_text(const xml::Element& element, std::string_view local);
// The first BPMN child of that name, or null.
[[nodiscard]] const xml::Element* child(const xml::Element& element, std::string_view local);

}  // namespace fw::bpmn
