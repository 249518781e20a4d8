// The document that flows came from, in the property `bpmn` of the first of them:
//   {"process": "Process_1", "document": ["bpmn:definitions", {…}, …]}        (json_tree.h)
// The others of the same document say whose it is: {"process": "Process_2", "with": "process_1"}.
// Where the flows alone would write the same document again, it is not kept.
#pragma once

#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

// The processes of a document as flows, without anything kept.
[[nodiscard]] std::vector<json::Value> read_flows(const xml::Document& document, Diagnostics& notes);

// The id of the process that a flow is written as.
[[nodiscard]] std::string process_of(const json::Value& flow);

void keep(const xml::Document& document, std::vector<json::Value>& flows);

// The one of the flows that holds the document; null: none does. BPMN-003 if several do.
[[nodiscard]] Result<const json::Value*> keeper(const std::vector<json::Value>& flows);

}  // namespace fw::bpmn
