// What a business rule task asks.
#pragma once

#include <string>

#include "engine/flow/flow.h"

namespace fw::flow {

struct Rule : NodeDetail {
    std::string decision;  // qualified; empty: nothing to do
};

}  // namespace fw::flow
