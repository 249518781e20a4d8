#include "tests/conformance/bpmn/prepare.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "engine/feel/shape.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/names.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/xml/namespaces.h"
#include "engine/interchange/xml/read.h"
#include "engine/interchange/xml/write.h"
#include "tests/support/flow/loose_env.h"

namespace fw::test {

namespace {

using Names = std::set<std::string, std::less<>>;

void append(Diagnostics& to, const Diagnostics& more) { to.insert(to.end(), more.begin(), more.end()); }

// "conditions": {"flow3": "${a == 1}"} in place of what stands there.
void replace_conditions(xml::Element& element, const json::Value& conditions) {
    const json::Value* wanted = conditions.find(element.value_or("id"));
    if (element.name.is(bpmn::kModel, "sequenceFlow") && wanted != nullptr) {
        std::erase_if(element.children, [](const xml::Node& node) {
            return node.kind == xml::NodeKind::kElement && node.element[0].name.local == "conditionExpression";
        });
        std::string text = wanted->is_string() ? wanted->as_string() : "";
        if (wanted->is_boolean()) text = wanted->as_boolean() ? "${true}" : "${false}";
        if (!text.empty()) {
            element.add(xml::Element::make(bpmn::kModel, "conditionExpression", element.name.prefix)).add_text(text);
        }
    }
    for (xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) replace_conditions(node.element[0], conditions);
    }
}

Result<std::vector<json::Value>> read_file(const std::filesystem::path& path, const json::Value& test) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (const json::Value* conditions = test.find("conditions")) {
        Result<xml::Document> document = xml::read(bytes, path.filename().string());
        if (!document) return tl::unexpected(std::move(document.error()));
        replace_conditions(document->root, *conditions);
        bytes = xml::write(document->root);
    }
    Result<bpmn::Import> made = bpmn::import_bpmn(bytes, path.filename().string());
    if (!made) return tl::unexpected(std::move(made.error()));
    return std::move(made->flows);
}

void each_node(json::Value& body, const std::function<void(json::Value&)>& visit) {
    json::Value* nodes = body.find("nodes");
    if (nodes == nullptr) return;
    for (json::Value& node : nodes->items()) {
        visit(node);
        each_node(node, visit);
    }
}

std::string_view written_id(const json::Value& of) { return of.string_or("bpmn", of.string_or("id")); }

// A node that people complete, whatever it was.
void make_worker(json::Value& node) {
    if (node.string_or("type") == "user_task" || node.string_or("type") == "manual_task") return;
    node.set("type", json::Value::string("user_task"));
    json::Value who = json::Value::object();
    who.set("initiator", json::Value::boolean(true));
    node.set("who", std::move(who));
    for (const char* key : {"set", "action", "arguments", "decision", "message", "key", "flow", "out"}) node.erase(key);
}

// Names that the case writes and the flow may not mention.
void add_names(const json::Value* written, Names& into) {
    if (written == nullptr) return;
    if (written->is_array()) {
        for (const json::Value& each : written->items()) add_names(&each, into);
    }
    if (!written->is_object()) return;
    for (const json::Member& member : written->members()) into.insert(member.key);
}

Names names_of(const json::Value& test) {
    Names out;
    add_names(test.find("vars"), out);
    if (const json::Value* steps = test.find("steps")) {
        for (const json::Value& step : steps->items()) add_names(step.find("set"), out);
    }
    if (const json::Value* effects = test.find("effects"); effects != nullptr && effects->is_object()) {
        for (const json::Member& member : effects->members()) add_names(&member.value, out);
    }
    return out;
}

void declare(json::Value& flow, const Names& names) {
    json::Value variables = flow.find("variables") == nullptr ? json::Value::array() : *flow.find("variables");
    for (const std::string& name : names) {
        const bool known = std::any_of(variables.items().begin(), variables.items().end(),
                                       [&](const json::Value& each) { return written_id(each) == name; });
        if (known) continue;
        std::string id = bpmn::technical_name(name);  // called flows have it by the same name
        if (bpmn::is_reserved(id)) id = "case_" + id;
        while (std::any_of(variables.items().begin(), variables.items().end(),
                           [&](const json::Value& each) { return each.string_or("id") == id; })) {
            id += "_2";
        }
        json::Value variable = json::Value::object();
        variable.set("id", json::Value::string(id));
        variable.set("type", json::Value::string("any"));
        variable.set("bpmn", json::Value::string(name));
        variables.push(std::move(variable));
    }
    if (!variables.items().empty()) flow.set("variables", std::move(variables));
}

void adapt(json::Value& flow, const json::Value& test, const Names& names) {
    Names workers;
    if (const json::Value* listed = test.find("workers")) {
        for (const json::Value& each : listed->items()) workers.insert(each.as_string());
    }
    const json::Value* effects = test.find("effects");
    each_node(flow, [&](json::Value& node) {
        const std::string id(written_id(node));
        if (workers.count(id) > 0) make_worker(node);
        if (effects == nullptr || effects->find(id) == nullptr || workers.count(id) > 0) return;
        node.set("type", json::Value::string("service_task"));
        node.set("action", json::Value::string(id));
        for (const char* key : {"set", "arguments", "decision", "message", "key", "flow", "out"}) node.erase(key);
    });
    declare(flow, names);
}

}  // namespace

Prepared prepare(const json::Value& test, const std::filesystem::path& folder) {
    Prepared out;
    std::vector<std::string> files{std::string(test.string_or("bpmn"))};
    if (const json::Value* more = test.find("more")) {
        for (const json::Value& each : more->items()) files.push_back(each.as_string());
    }
    const Names names = names_of(test);
    std::vector<std::pair<std::string, std::vector<json::Value>>> read;
    for (const std::string& file : files) {
        Result<std::vector<json::Value>> flows = read_file(folder / file, test);
        if (!flows) {
            append(out.problems, flows.error());
            continue;
        }
        read.emplace_back(file, std::move(*flows));
    }
    std::vector<json::Value*> all;
    for (auto& [file, flows] : read) {
        for (json::Value& each : flows) all.push_back(&each);
    }
    bpmn::declare_called(all);
    for (auto& [file, flows] : read) {
        for (json::Value& json : flows) {
            const json::Value* kept = json.find("bpmn");
            const std::string process(kept != nullptr && kept->find("process") != nullptr ? kept->string_or("process")
                                                                                          : json.string_or("id"));
            json.erase("bpmn");
            adapt(json, test, names);
            model::Document document;
            document.path = file;
            document.kind = "flow";
            document.id = json.string_or("id");
            document.root = json;
            Result<flow::Flow> flow = flow::read_flow(document, LooseEnv(), nullptr, {.gate = false});
            const bool wanted = process == test.string_or("process");
            if (!flow) {
                if (wanted) append(out.problems, flow.error());
                continue;
            }
            out.flows.push_back(std::make_unique<const flow::Flow>(std::move(*flow)));
            if (wanted && out.start == nullptr) out.start = out.flows.back().get();
        }
    }
    return out;
}

std::string bpmn_id(const flow::Flow& flow, flow::NodeIndex node) {
    return std::string(written_id(flow.nodes[node].properties));
}

std::vector<std::pair<std::string, feel::Value>> variables(const flow::Flow& flow, const json::Value* written) {
    std::vector<std::pair<std::string, feel::Value>> out;
    const json::Value* declared = flow.properties.find("variables");
    if (written == nullptr || declared == nullptr) return out;
    for (const json::Member& member : written->members()) {
        for (const json::Value& each : declared->items()) {
            if (written_id(each) != member.key) continue;
            out.emplace_back(each.string_or("id"), feel::from_json(member.value));
        }
    }
    return out;
}

}  // namespace fw::test
