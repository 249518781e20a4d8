// Ids as XML wants them. Only for this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/xml/document.h"

namespace fw::dmn {

struct RenewedId {
    std::string was;
    std::string now;
    Range range;  // of the attribute
};

// An id is an XML name (xs:ID: no digit at its beginning, no blanks); files made by hand often have numbers. Gives
// every other id a name, "1" → "_1", wherever it is meant in the tree, and the same to what other files call so.
std::vector<RenewedId> renew_ids(xml::Element& root);

}  // namespace fw::dmn
