#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/json_tree.h"
#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/merge.h"
#include "engine/interchange/bpmn/override.h"
#include "engine/interchange/bpmn/redraw.h"
#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"
#include "engine/interchange/xml/write.h"

namespace fw::bpmn {

namespace {

std::string text_of(const xml::Document& document) {
    return xml::write(document.root, document.before, document.after);
}

bool same_flows(std::vector<json::Value> read, std::vector<json::Value> flows) {
    for (std::vector<json::Value>* list : {&read, &flows}) {
        for (json::Value& flow : *list) flow.erase("bpmn");
    }
    return read == flows;
}

std::string written(const std::vector<json::Value>& flows) {
    xml::Document document = write_flows(flows);
    complete(document, flows);
    return text_of(document);
}

// Whether a flow has the shape that is written from: anything else is refused, never guessed at.
class ShapeCheck {
  public:
    Diagnostics out;

    void flow(const json::Value& value) {
        const json::Value* kept = value.find("bpmn");
        if (value.string_or("kind") != "flow" || value.string_or("id").empty()) return mistake(value);
        if (kept != nullptr && !kept->is_object()) return mistake(*kept);
        body(value);
    }

  private:
    void body(const json::Value& value) {
        const json::Value* nodes = value.find("nodes");
        const json::Value* edges = value.find("edges");
        if (nodes != nullptr && !nodes->is_array()) return mistake(*nodes);
        if (edges != nullptr && !edges->is_array()) return mistake(*edges);
        if (nodes != nullptr) {
            for (const json::Value& node : nodes->items()) {
                if (node.string_or("id").empty() || node.string_or("type").empty()) return mistake(node);
                body(node);
            }
        }
        if (edges == nullptr) return;
        for (const json::Value& edge : edges->items()) {
            if (edge.string_or("from").empty() || edge.string_or("to").empty()) return mistake(edge);
        }
    }

    void mistake(const json::Value& at) {
        Diagnostic made;
        made.code = "BPMN-004";
        made.text = {"This is no flow that can be written as BPMN", "此处不是可写为 BPMN 的流程"};
        made.hint = {"check it with 'formwork check'", "请用“formwork check”检查"};
        made.place.range = at.range();
        out.push_back(std::move(made));
    }
};

// The flows in the order of their document, those that were left out as they are there, new ones last.
std::vector<json::Value> in_order(const std::vector<json::Value>& before, const std::vector<json::Value>& flows) {
    std::vector<json::Value> out = before;
    std::vector<bool> taken(before.size(), false);  // ids may stand twice in a wrong document
    for (const json::Value& flow : flows) {
        std::size_t at = 0;
        while (at < before.size() && (taken[at] || process_of(before[at]) != process_of(flow))) ++at;
        if (at == before.size()) {
            out.push_back(flow);
        } else {
            taken[at] = true;
            out[at] = flow;
        }
    }
    return out;
}

// What changed in the flows since they were read from the document is done to it.
void take_up(xml::Document& document, const std::vector<json::Value>& given) {
    Diagnostics unused;
    const std::vector<json::Value> before = read_flows(document, unused);
    const std::vector<json::Value> flows = in_order(before, given);
    if (same_flows(before, flows)) return;
    const Source source(document);
    Style style;
    style.prefix = document.root.name.prefix;
    style.kept = &source;
    const xml::Document was = write_flows(before, style);
    const xml::Document now = write_flows(flows, style);
    xml::Element root = document.root;
    merge(root, was.root, now.root);
    redraw(root, source, now.root);
    document.root = std::move(root);
    complete(document, flows);
}

}  // namespace

std::string process_of(const json::Value& flow) {
    const json::Value* kept = flow.find("bpmn");
    const bool imported = kept != nullptr && kept->find("process") != nullptr;
    return std::string(imported ? kept->string_or("process") : flow.string_or("id"));
}

void keep(const xml::Document& document, std::vector<json::Value>& flows) {
    std::vector<json::Value> alone = flows;
    for (json::Value& flow : alone) flow.erase("bpmn");
    xml::Document sorted = document;
    to_schema_order(sorted.root);
    if (written(alone) == text_of(sorted)) {
        flows = std::move(alone);
        return;
    }
    const std::string first(flows.front().string_or("id"));
    for (std::size_t i = 0; i < flows.size(); ++i) {
        json::Value& kept = *flows[i].find("bpmn");
        if (i == 0) {
            kept.set("document", to_json(sorted));
        } else {
            kept.set("with", json::Value::string(first));
        }
    }
}

Result<const json::Value*> keeper(const std::vector<json::Value>& flows) {
    const json::Value* found = nullptr;
    for (const json::Value& flow : flows) {
        const json::Value* kept = flow.find("bpmn");
        if (kept == nullptr || kept->find("document") == nullptr) continue;
        if (found != nullptr) {
            return fail("BPMN-003", {"These flows come from several BPMN documents", "这些流程来自多个 BPMN 文档"}, {},
                        {"export the flows of each document by themselves", "请分别导出每个文档的流程"});
        }
        found = kept->find("document");
    }
    return found;
}

Result<std::string> export_bpmn(const std::vector<json::Value>& flows) {
    ShapeCheck shape;
    for (const json::Value& flow : flows) shape.flow(flow);
    if (!shape.out.empty()) return tl::unexpected(std::move(shape.out));
    const Result<const json::Value*> kept = keeper(flows);
    if (!kept) return tl::unexpected(kept.error());
    if (*kept == nullptr) return written(flows);
    Result<xml::Document> document = from_json(**kept);
    if (!document) return tl::unexpected(std::move(document.error()));
    take_up(*document, flows);
    to_schema_order(document->root);
    return text_of(*document);
}

}  // namespace fw::bpmn
