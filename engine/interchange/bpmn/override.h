// What BPMN has no word for is written into an extension element of the thing it belongs to:
//   <formwork:properties>{"type": "approval", "who": {"manager_level": 1}}</formwork:properties>
// Its members replace those that were read from BPMN; null takes one away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

void apply_override(const xml::Element& element, json::Value& into);

// The id that the override of a node says, or "".
[[nodiscard]] std::string overridden_id(const xml::Element& element);

// Writes the override of an element anew; takes it out where there are no members.
void set_override(xml::Element& element, const json::Value& members);

// Adds to a document what its processes do not say of these flows, so that reading it gives exactly them. What it has
// to override already is decided afresh.
void complete(xml::Document& document, const std::vector<json::Value>& flows);

// The members of `wanted` that differ from `read`, null for those only `read` has; null if there are none. Lists of
// nodes and edges (in "nodes", "edges") are compared elsewhere, each for itself.
[[nodiscard]] json::Value override_of(const json::Value& wanted, const json::Value& read);

// The id a sequence flow is written with between two BPMN ids, unless the edge says another ("bpmn").
[[nodiscard]] std::string written_id(const json::Value& edge, std::string_view from, std::string_view to);

}  // namespace fw::bpmn
