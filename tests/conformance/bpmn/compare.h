// What one XML document has that another has not: elements, attributes, texts, comments, processing instructions and
// prefixes, both ways. The order of children and layout do not count; numbers of diagrams may differ by 0.5.
#pragma once

#include <string>
#include <vector>

#include "engine/interchange/xml/document.h"

namespace fw::test {

// One line each, empty if `exported` says the same as `source`: "/definitions/process/task#a: attribute name is lost".
[[nodiscard]] std::vector<std::string> differences(const xml::Document& source, const xml::Document& exported);

}  // namespace fw::test
