#include "engine/interchange/bpmn/vendor.h"

#include <algorithm>

#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

bool camunda_family(std::string_view uri) {
    return std::find(kCamundaFamily.begin(), kCamundaFamily.end(), uri) != kCamundaFamily.end();
}

}  // namespace

bool understood(std::string_view uri) {
    return camunda_family(uri) || uri == kZeebe || uri == kFormwork ||
           uri.starts_with("http://spiffworkflow.org/bpmn/");
}

std::string_view camunda(const xml::Element& element, std::string_view attribute) {
    for (const xml::Attribute& each : element.attributes) {
        if (each.name.local == attribute && camunda_family(each.name.uri)) return each.value;
    }
    return {};
}

std::vector<const xml::Element*> extensions(const xml::Element& element, std::string_view local) {
    std::vector<const xml::Element*> out;
    for (const xml::Element* holder : element.elements(kModel, "extensionElements")) {
        for (const xml::Element* each : holder->elements()) {
            if (each->name.local == local && understood(each->name.uri)) out.push_back(each);
        }
    }
    return out;
}

const xml::Element* extension(const xml::Element& element, std::string_view local) {
    const std::vector<const xml::Element*> all = extensions(element, local);
    return all.empty() ? nullptr : all.front();
}

}  // namespace fw::bpmn
