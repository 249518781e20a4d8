#include "engine/interchange/bpmn/source.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

double number(const xml::Element& element, std::string_view attribute) {
    const std::string text(element.value_or(attribute));
    const double value = std::strtod(text.c_str(), nullptr);
    return std::isfinite(value) && std::fabs(value) < 1e7 ? value : 0;
}

}  // namespace

std::string_view without_prefix(std::string_view qname) {
    qname = trimmed(qname);
    const std::size_t colon = qname.find(':');
    return colon == std::string_view::npos ? qname : qname.substr(colon + 1);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool flag(const xml::Element& element, std::string_view attribute, bool fallback) {
    const std::string_view value = trimmed(element.value_or(attribute));
    const auto is = [&](std::string_view word) {
        return std::equal(value.begin(), value.end(), word.begin(), word.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        });
    };
    if (is("true") || value == "1") return true;
    if (is("false") || value == "0") return false;
    return fallback;
}

const xml::Element* child(const xml::Element& element, std::string_view local) { return element.child(kModel, local); }

std::string child_text(const xml::Element& element, std::string_view local) {
    const xml::Element* found = child(element, local);
    return found == nullptr ? std::string() : std::string(trimmed(found->text()));
}

Source::Source(const xml::Document& document) : document_(document) {
    dialect_ = dialect_of(document.root.value_or("expressionLanguage"));
    index(document.root);
    Names names;
    for (const xml::Element* process : processes_) {
        const std::string id(process->value_or("id"));
        flow_names_.emplace(id, names.of(id));
    }
}

void Source::index(const xml::Element& element) {
    if (element.name.uri == kModel) {
        if (const xml::Attribute* id = element.find("id")) by_id_.emplace(id->value, &element);
        if (element.name.local == "process") processes_.push_back(&element);
        if (element.name.local == "association") associations_.push_back(&element);
        if (element.name.local == "participant") {
            participants_.emplace(std::string(without_prefix(element.value_or("processRef"))), &element);
        }
    }
    if (element.name.is(kBpmnDi, "BPMNShape")) draw(element);
    for (const xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) index(node.element[0]);
    }
}

void Source::draw(const xml::Element& element) {
    const xml::Element* bounds = element.child(kDc, "Bounds");
    if (bounds == nullptr) return;
    Shape shape;
    shape.at = {number(*bounds, "x"), number(*bounds, "y")};
    shape.width = number(*bounds, "width");
    shape.height = number(*bounds, "height");
    shape.expanded = flag(element, "isExpanded", true);
    shapes_.emplace(std::string(without_prefix(element.value_or("bpmnElement"))), shape);
}

std::string Source::flow_name(std::string_view process) const {
    const auto found = flow_names_.find(without_prefix(process));
    return found == flow_names_.end() ? technical_name(without_prefix(process)) : found->second;
}

const xml::Element* Source::find(std::string_view reference) const {
    reference = trimmed(reference);
    if (const auto exact = by_id_.find(reference); exact != by_id_.end()) return exact->second;
    const auto local = by_id_.find(without_prefix(reference));
    return local == by_id_.end() ? nullptr : local->second;
}

const Shape* Source::shape(std::string_view element) const {
    const auto found = shapes_.find(element);
    return found == shapes_.end() ? nullptr : &found->second;
}

const xml::Element* Source::participant_of(std::string_view process) const {
    const auto found = participants_.find(process);
    return found == participants_.end() || process.empty() ? nullptr : found->second;
}

std::string_view Source::handler_of(std::string_view event) const {
    for (const xml::Element* each : associations_) {
        const std::string_view from = without_prefix(each->value_or("sourceRef"));
        const std::string_view to = without_prefix(each->value_or("targetRef"));
        if (from == event) return to;
        if (to == event) return from;  // drawn the other way round
    }
    return {};
}

}  // namespace fw::bpmn
