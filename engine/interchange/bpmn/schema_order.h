// The order of children that the XML schema of BPMN 2.0 demands (Semantic.xsd, BPMNDI.xsd). Many tools write another;
// what Formwork writes is valid.
#pragma once

#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

// Puts the children of every BPMN and diagram element into the order of the schema. What may stand anywhere keeps its
// place, comments stay before what they stood before, foreign elements behind what they stood behind.
void to_schema_order(xml::Element& root);

// Inserts a child where the schema wants it: behind everything that may stand before it.
xml::Element& insert_in_order(xml::Element& parent, xml::Element child);

}  // namespace fw::bpmn
