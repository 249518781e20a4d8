// Reads XML 1.0 with namespaces, strictly and safely: a document type declaration is refused, so there are no entities
// to expand and nothing is ever fetched; every limit ends in a diagnostic with line and column.
//   XML-001 not well-formed   XML-002 encoding   XML-003 nested too deep   XML-004 too large
//   XML-005 document type declaration   XML-006 unknown entity   XML-007 unknown namespace prefix   XML-008 attribute
//   given twice
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/interchange/xml/document.h"

namespace fw::xml {

struct Limits {
    std::size_t bytes = 32U << 20U;  // longest text
    std::size_t depth = 256;         // deepest nesting of elements
    std::size_t elements = 500'000;  // most elements
    std::size_t attributes = 2'000'000;
    std::size_t attributes_of_one = 1000;  // of one element
};

// `bytes` is UTF-8 or UTF-16, or declares US-ASCII, ISO-8859-1 or windows-1252. `file` names it in diagnostics.
[[nodiscard]] Result<Document> read(std::string_view bytes, std::string_view file = {}, const Limits& limits = {});

}  // namespace fw::xml
