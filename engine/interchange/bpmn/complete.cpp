#include <functional>
#include <map>

#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using Elements = std::map<std::string, xml::Element*, std::less<>>;
using Values = std::map<std::string, const json::Value*, std::less<>>;

// Elements by id; sequence flows without one as written_id calls them.
void index(xml::Element& element, Elements& into) {
    if (element.name.uri == kModel) {
        std::string id(element.value_or("id"));
        if (id.empty() && is(element, "sequenceFlow")) {
            id = std::string(element.value_or("sourceRef")) + "-" + std::string(element.value_or("targetRef"));
        }
        if (!id.empty()) into.emplace(std::move(id), &element);
    }
    for (xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) index(node.element[0], into);
    }
}

const std::vector<json::Value>& list(const json::Value& of, std::string_view key) {
    static const std::vector<json::Value> kEmpty;
    const json::Value* found = of.find(key);
    return found != nullptr && found->is_array() ? found->items() : kEmpty;
}

// Every body of a flow: itself and its sub-processes.
void each_body(const json::Value& body, const std::function<void(const json::Value&)>& visit) {
    visit(body);
    for (const json::Value& node : list(body, "nodes")) each_body(node, visit);
}

// Takes out everything overridden but ids, by which nodes are known.
void strip(xml::Element& element) {
    const std::string id = overridden_id(element);
    json::Value left = json::Value::object();
    if (!id.empty() && element.name.local != "process") left.set("id", json::Value::string(id));
    if (element.name.uri == kModel && child(element, "extensionElements") != nullptr) set_override(element, left);
    for (xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) strip(node.element[0]);
    }
}

class Completion {
  public:
    Completion(xml::Element& root, const json::Value& read) : read_(read) {
        index(root, elements_);
        each_body(read, [&](const json::Value& body) {
            for (const json::Value& node : list(body, "nodes")) nodes_.emplace(node.string_or("id"), &node);
        });
        each_body(read, [&](const json::Value& body) {
            for (const json::Value& edge : list(body, "edges")) edges_.emplace(edge_id(edge), &edge);
        });
    }

    void flow(json::Value wanted, const std::string& process) {
        each_body(wanted, [&](const json::Value& body) {
            for (const json::Value& node : list(body, "nodes")) one(node);
            for (const json::Value& edge : list(body, "edges")) {
                const auto found = edges_.find(edge_id(edge));
                if (found != edges_.end()) add(found->first, override_of(edge, *found->second));
            }
        });
        json::Value read = read_;
        for (json::Value* each : {&wanted, &read}) each->erase("bpmn");
        add(process, override_of(wanted, read));
    }

  private:
    std::string bpmn_id(std::string_view node) const {
        const auto found = nodes_.find(node);
        return std::string(found == nodes_.end() ? node : found->second->string_or("bpmn", node));
    }

    std::string edge_id(const json::Value& edge) const {
        return written_id(edge, bpmn_id(edge.string_or("from")), bpmn_id(edge.string_or("to")));
    }

    void one(const json::Value& node) {
        const auto found = nodes_.find(node.string_or("id"));
        if (found == nodes_.end()) return;
        const std::string id = bpmn_id(found->first);
        json::Value members = override_of(node, *found->second);
        const auto element = elements_.find(id);
        if (element != elements_.end() && !overridden_id(*element->second).empty()) {
            if (members.is_null()) members = json::Value::object();
            members.members().insert(members.members().begin(), {"id", *node.find("id"), {}});
        }
        add(id, members);
    }

    void add(const std::string& id, const json::Value& members) {
        const auto element = elements_.find(id);
        if (element != elements_.end() && members.is_object()) set_override(*element->second, members);
    }

    const json::Value& read_;
    Elements elements_;
    Values nodes_, edges_;
};

}  // namespace

void complete(xml::Document& document, const std::vector<json::Value>& flows) {
    strip(document.root);
    Diagnostics unused;
    for (const json::Value& read : read_flows(document, unused)) {
        const json::Value* kept = read.find("bpmn");
        const std::string process(kept == nullptr ? "" : kept->string_or("process"));
        for (const json::Value& wanted : flows) {
            if (process_of(wanted) == process && !process.empty())
                Completion(document.root, read).flow(wanted, process);
        }
    }
}

}  // namespace fw::bpmn
