// What stands around the nodes of a document is brought to where it belongs after nodes were moved or added.
#pragma once

#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

// `root`: the document with its nodes and sequence flows merged already; `was`: as it was before; `written`: what the
// flows write by themselves. Artefacts, pools, lanes and lines are drawn as scenery.h says; a node that now stands in
// another lane belongs to that one.
void redraw(xml::Element& root, const Source& was, const xml::Element& written);

}  // namespace fw::bpmn
