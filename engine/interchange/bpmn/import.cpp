#include <algorithm>

#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/json_tree.h"
#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/xml/read.h"

namespace fw::bpmn {

namespace {

constexpr std::size_t kDeepest = 150;  // elements in each other

std::string last_segment(std::string_view file) {
    const std::size_t slash = file.find_last_of("/\\");
    if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
    return std::string(file.substr(0, file.find('.')));
}

// A document without processes becomes a flow without nodes, so that it has a place.
json::Value empty_flow(const Source& source, std::string_view file) {
    const xml::Element& root = source.document().root;
    std::string name(root.value_or("name"));
    if (name.empty()) name = last_segment(file);
    if (name.empty()) name = root.value_or("id", "document");
    json::Value flow = json::Value::object();
    flow.set("kind", json::Value::string("flow"));
    flow.set("id", json::Value::string(technical_name(name)));
    flow.set("label", json::Value::string(name));
    flow.set("nodes", json::Value::array());
    flow.set("edges", json::Value::array());
    flow.set("bpmn", json::Value::object());
    return flow;
}

}  // namespace

std::vector<json::Value> read_flows(const xml::Document& document, Diagnostics& notes) {
    const Source source(document);
    std::vector<json::Value> out;
    for (const xml::Element* process : source.processes()) out.push_back(read_process(source, *process, notes));
    if (out.empty()) out.push_back(empty_flow(source, document.file));
    std::vector<json::Value*> flows;
    for (json::Value& flow : out) flows.push_back(&flow);
    declare_called(flows);
    return out;
}

namespace {

constexpr std::string_view kResult = "result.";

// Of a technical name.
std::size_t name_length(std::string_view text, std::size_t begin) {
    const std::string_view rest = text.substr(begin);
    const std::size_t end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_");
    return end == std::string_view::npos ? rest.size() : end;
}

void declare(json::Value& flow, std::string_view name) {
    json::Value variables = flow.find("variables") == nullptr ? json::Value::array() : *flow.find("variables");
    for (const json::Value& each : variables.items()) {
        if (each.string_or("id") == name) return;
    }
    if (is_reserved(name)) return;
    json::Value variable = json::Value::object();
    variable.set("id", json::Value::string(name));
    variable.set("type", json::Value::string("any"));
    variables.push(std::move(variable));
    flow.set("variables", std::move(variables));
}

void declare_for(const json::Value& body, const std::vector<json::Value*>& flows) {
    const json::Value* nodes = body.find("nodes");
    if (nodes == nullptr) return;
    for (const json::Value& node : nodes->items()) {
        declare_for(node, flows);
        if (node.string_or("type") != "call_activity") continue;
        const auto called = std::find_if(flows.begin(), flows.end(), [&](const json::Value* each) {
            return each->string_or("id") == node.string_or("flow");
        });
        if (called == flows.end()) continue;
        if (const json::Value* in = node.find("in")) {
            for (const json::Member& member : in->members()) declare(**called, member.key);
        }
        if (const json::Value* out = node.find("out")) {
            for (const json::Member& member : out->members()) {
                const std::string& from = member.value.as_string();
                for (std::size_t at = from.find(kResult); at != std::string::npos; at = from.find(kResult, at + 1)) {
                    const std::size_t begin = at + kResult.size();
                    declare(**called, std::string_view(from).substr(begin, name_length(from, begin)));
                }
            }
        }
    }
}

}  // namespace

void declare_called(const std::vector<json::Value*>& flows) {
    for (const json::Value* flow : flows) declare_for(*flow, flows);
}

Result<Import> import_bpmn(std::string_view bytes, std::string_view file) {
    Result<xml::Document> document = xml::read(bytes, file, {.depth = kDeepest});
    if (!document) return tl::unexpected(std::move(document.error()));
    const xml::Name& root = document->root.name;
    const bool draft =
        root.local == "definitions" && root.uri != kModel && root.uri.find("/BPMN/") != std::string::npos;
    if (!draft && !is(document->root, "definitions")) {
        return fail("BPMN-001",
                    {"This is no BPMN 2.0 document: its root is not 'definitions' of BPMN's namespace",
                     "这不是 BPMN 2.0 文档：根元素不是 BPMN 命名空间的“definitions”"},
                    document->place(document->root.range));
    }
    Import out;
    if (draft) {
        out.notes.push_back(
            {"BPMN-101",
             Severity::kWarning,
             document->place(document->root.range),
             {"Drafts of BPMN 2.0 are kept, but not executed", "BPMN 2.0 的草案版本予以保留，但不会执行"},
             {"save the model as BPMN 2.0", "请将模型另存为 BPMN 2.0"}});
    }
    out.flows = read_flows(*document, out.notes);
    note_rest(Source(*document), out.notes);
    keep(*document, out.flows);
    return out;
}

}  // namespace fw::bpmn
