#include "designer/core/flow_diagram.h"

#include <cmath>
#include <string>

#include "designer/core/workspace.h"

namespace fw::designer {

namespace {

// What a flow was imported from stands in it, or in another one of the same file.
const json::Value* bpmn_document(const Workspace& workspace, const json::Value& root) {
    const json::Value* kept = root.find("bpmn");
    if (kept == nullptr || !kept->is_object()) return nullptr;
    const std::string_view with = kept->string_or("with");
    if (with.empty()) return kept->find("document");
    for (const auto& [path, document] : workspace.documents()) {
        if (!document.readable() || document.root.string_or("kind") != "flow") continue;
        const json::Value* there = document.root.find("bpmn");
        if (document.root.string_or("id") == with && there != nullptr && there->is_object())
            return there->find("document");
    }
    return nullptr;
}

}  // namespace

bpmn::Picture drawn_picture(const Workspace& workspace, std::string_view flow) {
    const Document* document = workspace.document(flow);
    if (document == nullptr || !document->readable()) return {};
    return bpmn::picture_of(document->root, bpmn_document(workspace, document->root));
}

FlowDiagram drawn_flow(const Workspace& workspace, std::string_view flow) {
    return drawn_picture(workspace, flow).diagram;
}

FlowDiagram tidied_flow(const Workspace& workspace, std::string_view flow, json::Value& without_places) {
    const Document* document = workspace.document(flow);
    if (document == nullptr || !document->readable()) return {};
    without_places = document->root;
    without_places.erase("diagram");
    return bpmn::picture_of(without_places, bpmn_document(workspace, document->root)).diagram;
}

json::Value value_of_text(const Text& text) {
    json::Value value = json::Value::object();
    if (!text.en.empty()) value.set("en", json::Value::string(text.en));
    if (!text.zh.empty()) value.set("zh", json::Value::string(text.zh));
    return value;
}

json::Value value_of_point(Point point) {
    json::Value value = json::Value::array();
    value.push(json::Value::number(std::llround(point.x)));
    value.push(json::Value::number(std::llround(point.y)));
    return value;
}

}  // namespace fw::designer
