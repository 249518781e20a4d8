#include <functional>

#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"
#include "engine/interchange/xml/namespaces.h"

namespace fw::bpmn {

namespace {

void each_node(const json::Value& body, const std::function<void(const json::Value&)>& visit) {
    const json::Value* nodes = body.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return;
    for (const json::Value& node : nodes->items()) {
        visit(node);
        each_node(node, visit);
    }
}

bool without_process(const json::Value& flow) {
    const json::Value* kept = flow.find("bpmn");
    const json::Value* nodes = flow.find("nodes");
    return kept != nullptr && kept->find("process") == nullptr && nodes != nullptr && nodes->is_array() &&
           nodes->items().empty();
}

void give_ids(Writing& w, const json::Value& flow) {
    w.nodes.clear();
    each_node(flow, [&](const json::Value& node) {
        const std::string_view id = node.string_or("id");
        const std::string_view own = node.string_or("bpmn", id);
        w.nodes.emplace(id, w.ids.count(own) == 0
                                ? w.fresh_id(own)
                                : w.fresh_id(std::string(flow.string_or("id")) + "." + std::string(own)));
    });
}

xml::Element write_process(Writing& w, const json::Value& flow) {
    xml::Element out = model_element("process");
    out.set("id", w.processes.find(flow.string_or("id"))->second);
    const json::Value* label = flow.find("label");
    if (label != nullptr) {
        const std::string_view name =
            label->is_string() ? std::string_view(label->as_string()) : label->string_or("en", label->string_or("zh"));
        if (!name.empty()) out.set("name", name);
    }
    out.set("isExecutable", "true");
    if (const std::string_view note = flow.string_or("note"); !note.empty()) {
        out.add(model_element("documentation")).add_text(note);
    }
    write_body(w, flow, out);
    return out;
}

void write_roots(Writing& w, xml::Element& into) {
    for (const auto& [kind, names] : w.roots) {
        for (const auto& [name, id] : names) {
            xml::Element root = model_element(kind);
            root.set("id", id).set("name", name);
            if (kind == "error" || kind == "escalation") root.set(kind + "Code", name);
            into.add(std::move(root));
        }
    }
}

xml::Element definitions() {
    xml::Element out = model_element("definitions");
    out.namespaces = {{"bpmn", std::string(kModel)},
                      {"bpmndi", std::string(kBpmnDi)},
                      {"dc", std::string(kDc)},
                      {"di", std::string(kDi)},
                      {"xsi", std::string(xml::kInstanceNamespace)},
                      {"formwork", std::string(kFormwork)}};
    out.set("id", "definitions").set("targetNamespace", "https://formwork.dev/flows");
    out.set("expressionLanguage", kFeelLanguage).set("exporter", "Formwork");
    return out;
}

}  // namespace

std::string Writing::fresh_id(std::string_view wished) {
    std::string id(wished);
    for (int i = 2; !ids.insert(id).second; ++i) id = std::string(wished) + "_" + std::to_string(i);
    return id;
}

std::string Writing::root(const std::string& kind, std::string_view name) {
    auto& known = roots[kind];
    const auto found = known.find(name);
    if (found != known.end()) return found->second;
    return known.emplace(std::string(name), fresh_id(kind + "_" + technical_name(name))).first->second;
}

xml::Document write_flows(const std::vector<json::Value>& flows, const Style& style) {
    Writing w{style};
    xml::Document out;
    out.root = definitions();
    w.ids.insert("definitions");
    for (const json::Value& flow : flows) {
        if (!without_process(flow)) w.processes.emplace(flow.string_or("id"), w.fresh_id(process_of(flow)));
    }
    std::vector<xml::Element> diagrams;
    for (const json::Value& flow : flows) {
        if (without_process(flow)) continue;
        give_ids(w, flow);
        out.root.add(write_process(w, flow));
        diagrams.push_back(draw(w, flow, w.processes.find(flow.string_or("id"))->second));
    }
    write_roots(w, out.root);
    for (xml::Element& each : diagrams) out.root.add(std::move(each));
    to_schema_order(out.root);
    return out;
}

}  // namespace fw::bpmn
