// The names of BPMN 2.0.2 files: namespaces of the OMG, and those of vendors whose extensions are understood.
#pragma once

#include <array>
#include <string_view>

#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

inline constexpr std::string_view kModel = "http://www.omg.org/spec/BPMN/20100524/MODEL";
inline constexpr std::string_view kBpmnDi = "http://www.omg.org/spec/BPMN/20100524/DI";
inline constexpr std::string_view kDc = "http://www.omg.org/spec/DD/20100524/DC";
inline constexpr std::string_view kDi = "http://www.omg.org/spec/DD/20100524/DI";
inline constexpr std::string_view kFormwork = "https://formwork.dev/schema/bpmn/1.0";
inline constexpr std::string_view kZeebe = "http://camunda.org/schema/zeebe/1.0";
inline constexpr std::string_view kFeelLanguage = "https://www.omg.org/spec/DMN/20230324/FEEL/";

// The Camunda 7 family: the same extensions under several names.
inline constexpr std::array<std::string_view, 4> kCamundaFamily = {
    "http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn", "http://flowable.org/bpmn",
    "http://operaton.org/schema/1.0/bpmn"};

// A BPMN element of that local name.
[[nodiscard]] inline bool is(const xml::Element& element, std::string_view local) {
    return element.name.is(kModel, local);
}

}  // namespace fw::bpmn
