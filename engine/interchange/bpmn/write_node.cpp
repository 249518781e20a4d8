#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"
#include "engine/interchange/xml/namespaces.h"

namespace fw::bpmn {

namespace {

const std::vector<json::Value>& list(const json::Value& of, std::string_view key) {
    static const std::vector<json::Value> kEmpty;
    const json::Value* found = of.find(key);
    return found != nullptr && found->is_array() ? found->items() : kEmpty;
}

bool is_true(const json::Value& of, std::string_view key) {
    const json::Value* found = of.find(key);
    return found != nullptr && found->is_boolean() && found->as_boolean();
}

std::string edge_id(const Writing& w, const json::Value& edge) {
    return written_id(edge, w.node(edge.string_or("from")), w.node(edge.string_or("to")));
}

// A text in one language or in two; English first.
std::string_view label(const json::Value& of) {
    const json::Value* found = of.find("label");
    if (found == nullptr) return {};
    if (found->is_string()) return found->as_string();
    return found->string_or("en", found->string_or("zh"));
}

void name_and_note(const json::Value& of, xml::Element& into) {
    if (const std::string_view text = label(of); !text.empty()) into.set("name", text);
    if (const std::string_view note = of.string_or("note"); !note.empty()) {
        into.add(model_element("documentation")).add_text(note);
    }
}

// An id that would be read back as another one.
void name_override(const json::Value& node, xml::Element& into) {
    json::Value own = json::Value::object();
    own.set("id", *node.find("id"));
    set_override(into, own);
}

void ways(const Writing& w, const json::Value& node, const json::Value& body, xml::Element& into) {
    const std::string_view id = node.string_or("id");
    for (const auto& [key, local] :
         {std::pair<std::string_view, std::string_view>{"to", "incoming"}, {"from", "outgoing"}}) {
        for (const json::Value& edge : list(body, "edges")) {
            if (edge.string_or(key) != id) continue;
            into.add(model_element(local)).add_text(edge_id(w, edge));
            if (key == "from" && is_true(edge, "default")) into.set("default", edge_id(w, edge));
        }
    }
}

void gateway(const Writing& w, const json::Value& node, xml::Element& into) {
    if (const std::string_view when = node.string_or("activate"); !when.empty()) {
        into.add(w.formal("activationCondition", when, true));
    }
    if (node.string_or("events") == "all") into.set("eventGatewayType", "Parallel");
}

void ad_hoc(const Writing& w, const json::Value& node, xml::Element& into) {
    const json::Value* cancel = node.find("cancel_remaining");
    if (cancel != nullptr && cancel->is_boolean() && !cancel->as_boolean()) {
        into.set("cancelRemainingInstances", "false");
    }
    if (node.string_or("ordering") == "sequential") into.set("ordering", "Sequential");
    if (const std::string_view when = node.string_or("complete_when"); !when.empty()) {
        into.add(w.formal("completionCondition", when, true));
    }
}

xml::Element sequence_flow(const Writing& w, const json::Value& edge) {
    xml::Element out = model_element("sequenceFlow");
    out.set("id", edge_id(w, edge));
    name_and_note(edge, out);
    out.set("sourceRef", w.node(edge.string_or("from")));
    out.set("targetRef", w.node(edge.string_or("to")));
    if (const std::string_view when = edge.string_or("when"); !when.empty()) {
        out.add(w.formal("conditionExpression", when, true));
    }
    return out;
}

// A compensation event and what undoes its activity.
void associations(const Writing& w, const json::Value& body, xml::Element& into) {
    for (const json::Value& node : list(body, "nodes")) {
        const std::string_view handler = node.string_or("handler");
        if (handler.empty()) continue;
        const std::string from = w.node(node.string_or("id"));
        xml::Element out = model_element("association");
        out.set("id", from + "-" + w.node(handler));
        out.set("associationDirection", "One").set("sourceRef", from).set("targetRef", w.node(handler));
        into.add(std::move(out));
    }
}

}  // namespace

xml::Element model_element(std::string_view local) { return xml::Element::make(kModel, local, "bpmn"); }

std::string Writing::node(std::string_view id) const {
    const auto found = nodes.find(id);
    return found == nodes.end() ? std::string(id) : found->second;
}

xml::Element Writing::formal(std::string_view local, std::string_view text, bool feel) const {
    xml::Element out = model_element(local);
    const std::string type = style.prefix.empty() ? "tFormalExpression" : style.prefix + ":tFormalExpression";
    out.attributes.push_back({{std::string(xml::kInstanceNamespace), "type", "xsi"}, type, {}});
    if (feel) out.set("language", kFeelLanguage);
    out.add_text(text);
    return out;
}

xml::Element write_node(Writing& w, const json::Value& node, const json::Value& body) {
    const Kind& kind = kind_of(node);
    xml::Element out = model_element(kind.element);
    out.set("id", w.node(node.string_or("id")));
    name_and_note(node, out);
    if (technical_name(w.node(node.string_or("id"))) != node.string_or("id")) name_override(node, out);
    ways(w, node, body, out);
    if (kind.family == Family::kEvent) write_event(w, node, out);
    if (kind.family == Family::kGateway) gateway(w, node, out);
    if (kind.family == Family::kActivity || kind.family == Family::kContainer) write_activity(w, node, out);
    if (kind.type == "event_sub_process") out.set("triggeredByEvent", "true");
    if (kind.family == Family::kContainer) write_body(w, node, out);
    if (kind.type == "ad_hoc") ad_hoc(w, node, out);
    return out;
}

void write_body(Writing& w, const json::Value& body, xml::Element& into) {
    for (const json::Value& node : list(body, "nodes")) into.add(write_node(w, node, body));
    for (const json::Value& edge : list(body, "edges")) into.add(sequence_flow(w, edge));
    associations(w, body, into);
}

}  // namespace fw::bpmn
