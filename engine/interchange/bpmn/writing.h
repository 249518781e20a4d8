// What the parts of the exporter share while flows are written as a BPMN document.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

// How the document that is written into says things already.
struct Style {
    std::string prefix = "bpmn";   // of BPMN's namespace, for xsi:type
    const Source* kept = nullptr;  // sizes of what is drawn there; may be null
};

// Flows as a document of their own, diagrams included: all that BPMN has words for (override.h adds the rest).
[[nodiscard]] xml::Document write_flows(const std::vector<json::Value>& flows, const Style& style = {});

// --- the parts
struct Writing {
    const Style& style;
    std::set<std::string, std::less<>> ids{};  // given in this document
    // "Message" → name → id; what events and tasks refer to, written once behind the processes.
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> roots{};
    std::map<std::string, std::string, std::less<>> processes{};  // flow id → process id
    // Of the flow being written:
    std::map<std::string, std::string, std::less<>> nodes{};  // node id → BPMN id

    [[nodiscard]] std::string fresh_id(std::string_view wished);
    // The id of the message, signal, error or escalation of that name.
    [[nodiscard]] std::string root(const std::string& kind, std::string_view name);
    [[nodiscard]] std::string node(std::string_view id) const;  // as it is where there is no such node
    // <local xsi:type="bpmn:tFormalExpression" language="…FEEL/">text</local>; no language for plain literals.
    [[nodiscard]] xml::Element formal(std::string_view local, std::string_view text, bool feel) const;
};

[[nodiscard]] xml::Element model_element(std::string_view local);
// One node with what is inside it.
[[nodiscard]] xml::Element write_node(Writing& w, const json::Value& node, const json::Value& body);
void write_event(Writing& w, const json::Value& node, xml::Element& into);
void write_activity(Writing& w, const json::Value& node, xml::Element& into);
// Nodes, edges and associations of a flow or sub-process.
void write_body(Writing& w, const json::Value& body, xml::Element& into);
// The diagram of a flow.
[[nodiscard]] xml::Element draw(Writing& w, const json::Value& flow, const std::string& process);

}  // namespace fw::bpmn
