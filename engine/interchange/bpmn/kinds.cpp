#include "engine/interchange/bpmn/kinds.h"

#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

// The first line of a type is what it is written as, the first of an element what it is read as.
constexpr Kind kKinds[] = {
    {"startEvent", "start", Family::kEvent},
    {"endEvent", "end", Family::kEvent},
    {"intermediateCatchEvent", "catch", Family::kEvent},
    {"intermediateCatchEvent", "timer", Family::kEvent},
    {"intermediateThrowEvent", "throw", Family::kEvent},
    {"implicitThrowEvent", "throw", Family::kEvent},
    {"boundaryEvent", "boundary", Family::kEvent},
    {"task", "task", Family::kActivity},
    {"userTask", "user_task", Family::kActivity},
    {"userTask", "approval", Family::kActivity},
    {"manualTask", "manual_task", Family::kActivity},
    {"serviceTask", "service_task", Family::kActivity},
    {"scriptTask", "script", Family::kActivity},
    {"businessRuleTask", "business_rule_task", Family::kActivity},
    {"sendTask", "send_task", Family::kActivity},
    {"sendTask", "notify", Family::kActivity},
    {"sendTask", "cc", Family::kActivity},
    {"receiveTask", "receive_task", Family::kActivity},
    {"callActivity", "call_activity", Family::kActivity},
    {"subProcess", "sub_process", Family::kContainer},
    {"subProcess", "event_sub_process", Family::kContainer},
    {"transaction", "transaction", Family::kContainer},
    {"adHocSubProcess", "ad_hoc", Family::kContainer},
    {"exclusiveGateway", "exclusive", Family::kGateway},
    {"parallelGateway", "parallel", Family::kGateway},
    {"inclusiveGateway", "inclusive", Family::kGateway},
    {"complexGateway", "complex", Family::kGateway},
    {"eventBasedGateway", "event_based", Family::kGateway},
};

constexpr const Kind& kTask = kKinds[7];

}  // namespace

const Kind* kind_of(const xml::Element& element) {
    if (element.name.uri != kModel) return nullptr;
    for (const Kind& each : kKinds) {
        if (each.element != element.name.local) continue;
        const bool by_event = each.type == "sub_process" && flag(element, "triggeredByEvent", false);
        return by_event ? &each + 1 : &each;
    }
    return nullptr;
}

const Kind& kind_of(const json::Value& node) {
    for (const Kind& each : kKinds) {
        if (each.type == node.string_or("type")) return each;
    }
    return kTask;
}

}  // namespace fw::bpmn
