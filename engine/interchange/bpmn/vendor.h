// Extensions of vendors that have a meaning in a flow: attributes and extension elements, by their namespaces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

// An attribute of the Camunda 7 family (camunda:, activiti:, flowable:, operaton:); empty if missing.
[[nodiscard]] std::string_view camunda(const xml::Element& element, std::string_view attribute);
// An extension element of that local name in Camunda 7's, Camunda 8's or SpiffWorkflow's namespaces, or null.
[[nodiscard]] const xml::Element* extension(const xml::Element& element, std::string_view local);
[[nodiscard]] std::vector<const xml::Element*> extensions(const xml::Element& element, std::string_view local);
// Whether elements and attributes of this namespace are understood, at least in part.
[[nodiscard]] bool understood(std::string_view uri);

}  // namespace fw::bpmn
