// Writes XML: UTF-8, elements on their own lines with 2 spaces, text as it stands. The same tree always gives the same
// bytes, and read(write(tree)) is the same tree.
#pragma once

#include <span>
#include <string>

#include "engine/interchange/xml/document.h"

namespace fw::xml {

// Names get the prefix their namespace has at that place; where it has none, it is declared there with the name's own
// prefix, if that is free. Declare on the root what the whole file needs.
[[nodiscard]] std::string write(const Element& root, std::span<const Node> before = {},
                                std::span<const Node> after = {});

}  // namespace fw::xml
