// BPMN 2.0.2 files to flows and back (docs/bpmn.md).
//
//   file ──import_bpmn──▶ flows (JSON models, one for each process) + notes on what is kept but cannot run
//   flows ──export_bpmn──▶ file
//
// Nothing is lost: what has no place in a flow stays in its property `bpmn`, as a tree of the whole document. An export
// does to that document what has changed in the flows since (merge.h) and leaves everything else as it was.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"

namespace fw::bpmn {

struct Import {
    // Models of kind "flow", in the order of the document; at least one. A document whose processes are elsewhere or
    // that has none (a choreography) gives a flow without nodes that keeps it.
    std::vector<json::Value> flows;
    Diagnostics notes;  // BPMN-1xx: kept, but not executed; with line and column
};

// Fails with XML-0xx (not well-formed …) or BPMN-001 (no BPMN document). `file` names it in diagnostics.
[[nodiscard]] Result<Import> import_bpmn(std::string_view bytes, std::string_view file = {});

// Declares in the called flows among these what their call activities pass to them or read of their results. An import
// does so for the flows of its file.
void declare_called(const std::vector<json::Value*>& flows);

// One document for all flows of the list. Flows that were imported go back into their document, others are drawn anew.
// Fails with BPMN-002 (a kept document is damaged), BPMN-003 (flows of several documents), BPMN-004 (no
// flow).
[[nodiscard]] Result<std::string> export_bpmn(const std::vector<json::Value>& flows);

}  // namespace fw::bpmn
