// A flow as it is drawn: by us, or where it came from a BPMN file as somebody has drawn it there. Nodes that were moved
// since stand where they stand now, and what belongs to them goes with them (scenery.h).
#pragma once

#include <string>
#include <vector>

#include "engine/flow/diagram/diagram.h"
#include "engine/json/value.h"

namespace fw::bpmn {

// What is drawn around nodes and runs nowhere.
struct Artifact {
    // The last three are steps of other pools, which messages come from or go to.
    enum class Kind : std::uint8_t { kPool, kLane, kGroup, kNote, kData, kStore, kTask, kEvent, kGateway };
    Kind kind = Kind::kNote;
    std::string text;
    diagram::Box box;
    bool horizontal = true;  // pools and lanes: their name stands at the left
    bool open = false;       // kTask: a sub-process with what it holds, its name at the top
};

struct Line {
    enum class Kind : std::uint8_t { kAssociation, kMessage, kFlow };  // kFlow: between steps of other pools
    Kind kind = Kind::kAssociation;
    std::string text;
    diagram::Route route;
    bool arrow = false;
};

struct Picture {
    diagram::FlowDiagram diagram;
    std::vector<Artifact> artifacts;  // pools before their lanes, both before everything else
    std::vector<Line> lines;
    [[nodiscard]] diagram::Box bounds() const;
};

// `flow` must outlive the picture. `document`: what the flow was imported from (keep.h), or null.
[[nodiscard]] Picture picture_of(const json::Value& flow, const json::Value* document);

}  // namespace fw::bpmn
