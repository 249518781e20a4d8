// Three-way merge of BPMN trees: what a model has changed since it was imported is done to the document it came from,
// and nothing else there is touched.
#pragma once

#include "engine/interchange/xml/document.h"

namespace fw::bpmn {

// `before` and `after` are what the model, as imported and as it is now, writes by itself (write.h). Elements are the
// same where their ids are (shapes and edges of diagrams: the elements they draw), others by name and order. Elements
// taken out of a process leave no reference behind (lanes, associations, shapes).
void merge(xml::Element& kept, const xml::Element& before, const xml::Element& after);

}  // namespace fw::bpmn
