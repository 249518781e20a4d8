// XML trees as JSON in the form of JsonML: ["bpmn:task", {"id": "a"}, child, …]; a text is a string, CDATA
// ["![CDATA[", text], a comment ["!--", text], a processing instruction ["?", text]. Declarations of namespaces are
// attributes ("xmlns:bpmn"), so a tree reads back with the same names and prefixes.
#pragma once

#include "engine/base/diagnostic.h"
#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

// A whole document: its root, or [comment, …, root, …] where something stands around it.
[[nodiscard]] json::Value to_json(const xml::Document& document);

// BPMN-002 where the value is no such tree or could not be written as well-formed XML with namespaces.
[[nodiscard]] Result<xml::Document> from_json(const json::Value& value);

}  // namespace fw::bpmn
