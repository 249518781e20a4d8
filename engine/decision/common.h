// What every part of a decision model has.
#pragma once

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/decision/foreign.h"

namespace fw::decision {

struct Common {
    std::string id;
    std::string label;
    std::string description;
    Place place;      // of its start; `element` is its path: "decision:sales.discount/decisions/rate"
    Foreign foreign;  // attributes and elements we keep and do not read
};

}  // namespace fw::decision
