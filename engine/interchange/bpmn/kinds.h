// Which element of BPMN is which type of node: one table for both directions.
#pragma once

#include <string_view>

#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

enum class Family : std::uint8_t { kEvent, kActivity, kContainer, kGateway };

struct Kind {
    std::string_view element;  // "userTask"
    std::string_view type;     // "user_task"
    Family family;
};

// The kind of a flow node, or null for anything else (sequence flows, data, artifacts, choreographies).
[[nodiscard]] const Kind* kind_of(const xml::Element& element);
// What a node is written as; types that BPMN does not know are written as the task that is nearest to them.
[[nodiscard]] const Kind& kind_of(const json::Value& node);

}  // namespace fw::bpmn
