#include <cmath>
#include <optional>

#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

// Ids of all flow nodes within, so that references forward have their names.
void name_nodes(Reading& r, const xml::Element& scope) {
    for (const xml::Element* each : scope.elements()) {
        const Kind* kind = kind_of(*each);
        if (kind == nullptr) continue;
        if (const xml::Attribute* id = each->find("id")) {
            const std::string own = overridden_id(*each);
            own.empty() ? void(r.nodes.of(id->value)) : r.nodes.assign(id->value, own);
        }
        if (kind->family == Family::kContainer) name_nodes(r, *each);
    }
}

void position(Reading& r, std::string_view id, std::string_view node, json::Value& diagram) {
    const Shape* shape = r.source.shape(id);
    if (shape == nullptr) return;
    json::Value point = json::Value::array();
    point.push(json::Value::number(std::llround(shape->centre().x)));
    point.push(json::Value::number(std::llround(shape->centre().y)));
    diagram.set(node, std::move(point));
}

// The node of a reference, if it stands in this scope.
const xml::Element* node_in(Reading& r, const xml::Element& scope, std::string_view reference) {
    const xml::Element* found = r.source.find(reference);
    if (found == nullptr || kind_of(*found) == nullptr) return nullptr;
    for (const xml::Element* each : scope.elements()) {
        if (each == found) return found;
    }
    return nullptr;
}

void note_loose(Reading& r, const xml::Element& element, std::string_view end) {
    const std::string id(element.value_or("id")), there(element.value_or(end)), name(end);
    const Text text{"The sequence flow '{0}' is kept, but not followed: its {1} '{2}' is no node of this level",
                    "顺序流“{0}”予以保留，但不会执行：其 {1}“{2}”不是本层级的节点"};
    r.note("BPMN-105", element, format_text(text, {id, name, there}));
}

std::optional<json::Value> read_edge(Reading& r, const xml::Element& scope, const xml::Element& element) {
    const xml::Element* from = node_in(r, scope, element.value_or("sourceRef"));
    const xml::Element* to = node_in(r, scope, element.value_or("targetRef"));
    if (from == nullptr || to == nullptr) {
        note_loose(r, element, from == nullptr ? "sourceRef" : "targetRef");
        return std::nullopt;
    }
    json::Value edge = json::Value::object();
    const std::string id(element.value_or("id"));
    const std::string& source = r.nodes.of(from->value_or("id"));
    const std::string& target = r.nodes.of(to->value_or("id"));
    if (!r.edges.insert(source + "-" + target).second) {
        std::string own = technical_name(id.empty() ? source + "_" + target : id);
        while (!r.edges.insert(own).second) own += "_2";
        edge.set("id", json::Value::string(own));
    }
    edge.set("from", json::Value::string(source));
    edge.set("to", json::Value::string(target));
    set_text(edge, "label", label_of(element));
    const bool otherwise = !id.empty() && without_prefix(from->value_or("default")) == id;
    if (otherwise) {
        edge.set("default", json::Value::boolean(true));
    } else {
        set_text(edge, "when", r.child_expression(element, "conditionExpression"));
    }
    if (const std::string note = child_text(element, "documentation"); !note.empty()) set_text(edge, "note", note);
    if (!id.empty() && id != written_id(edge, from->value_or("id"), to->value_or("id"))) {
        edge.set("bpmn", json::Value::string(id));
    }
    apply_override(element, edge);
    return edge;
}

void read_edges(Reading& r, const xml::Element& scope, json::Value& into) {
    json::Value edges = json::Value::array();
    for (const xml::Element* each : scope.elements(kModel, "sequenceFlow")) {
        if (std::optional<json::Value> edge = read_edge(r, scope, *each)) edges.push(std::move(*edge));
    }
    into.set("edges", std::move(edges));
}

void read_gateway(Reading& r, const xml::Element& element, const Kind& kind, json::Value& into) {
    if (kind.type == "complex") {
        r.inner_names.push_back({{"arrived", "arrived"}, {"activationCount", "arrived"}});
        set_text(into, "activate", r.child_expression(element, "activationCondition"));
    }
    if (kind.type == "event_based" && element.value_or("eventGatewayType") == "Parallel") {
        into.set("events", json::Value::string("all"));
    }
}

void read_ad_hoc(Reading& r, const xml::Element& element, json::Value& into) {
    set_text(into, "complete_when", r.child_expression(element, "completionCondition"));
    if (!flag(element, "cancelRemainingInstances", true)) into.set("cancel_remaining", json::Value::boolean(false));
    if (element.value_or("ordering") == "Sequential") into.set("ordering", json::Value::string("sequential"));
}

json::Value variables_of(Reading& r) {
    json::Value out = json::Value::array();
    for (const std::string& name : r.used) {
        json::Value variable = json::Value::object();
        const std::string id = r.variables.of(name);
        variable.set("id", json::Value::string(id));
        variable.set("type", json::Value::string("any"));
        if (id != name) variable.set("bpmn", json::Value::string(name));
        out.push(std::move(variable));
    }
    return out;
}

}  // namespace

json::Value read_node(Reading& r, const xml::Element& element, json::Value& diagram) {
    const Kind* kind = kind_of(element);
    if (kind == nullptr) return json::Value::null();
    const xml::Attribute* id = element.find("id");
    if (id == nullptr) {
        r.note("BPMN-105", element,
               {"This node has no id, so nothing can lead to it; it is kept, but not executed",
                "该节点没有 id，无法被引用；予以保留，但不会执行"});
        return json::Value::null();
    }
    json::Value node = json::Value::object();
    const std::string& name = r.nodes.of(id->value);
    node.set("id", json::Value::string(name));
    node.set("type", json::Value::string(kind->type));
    set_text(node, "label", label_of(element));
    const std::size_t level = r.inner_names.size();
    if (kind->family == Family::kEvent) read_event(r, element, node);
    if (kind->family == Family::kGateway) read_gateway(r, element, *kind, node);
    if (kind->family == Family::kActivity || kind->family == Family::kContainer) {
        read_repeat(r, element, node);
        read_activity(r, element, node);
    }
    if (kind->type == "ad_hoc") read_ad_hoc(r, element, node);
    if (kind->family == Family::kContainer) read_body(r, element, node, diagram);
    r.inner_names.resize(level);
    set_text(node, "note", child_text(element, "documentation"));
    if (name != id->value) node.set("bpmn", json::Value::string(id->value));
    position(r, id->value, name, diagram);
    apply_override(element, node);
    return node;
}

void read_body(Reading& r, const xml::Element& scope, json::Value& into, json::Value& diagram) {
    json::Value nodes = json::Value::array();
    for (const xml::Element* each : scope.elements()) {
        json::Value node = read_node(r, *each, diagram);
        if (!node.is_null()) nodes.push(std::move(node));
    }
    into.set("nodes", std::move(nodes));
    read_edges(r, scope, into);
}

json::Value read_process(const Source& source, const xml::Element& process, Diagnostics& notes) {
    Reading r(source, process, notes);
    const std::string id(process.value_or("id"));
    name_nodes(r, process);
    json::Value flow = json::Value::object();
    flow.set("kind", json::Value::string("flow"));
    flow.set("id", json::Value::string(source.flow_name(id)));
    std::string label = label_of(process);
    const xml::Element* participant = source.participant_of(id);
    if (label.empty() && participant != nullptr) label = label_of(*participant);
    set_text(flow, "label", label);
    json::Value body = json::Value::object();
    json::Value diagram = json::Value::object();
    read_body(r, process, body, diagram);
    if (!r.used.empty()) flow.set("variables", variables_of(r));
    flow.set("nodes", *body.find("nodes"));
    flow.set("edges", *body.find("edges"));
    set_text(flow, "note", child_text(process, "documentation"));
    if (!diagram.members().empty()) flow.set("diagram", std::move(diagram));
    apply_override(process, flow);
    json::Value kept = json::Value::object();
    kept.set("process", json::Value::string(id));
    flow.set("bpmn", std::move(kept));
    return flow;
}

}  // namespace fw::bpmn
