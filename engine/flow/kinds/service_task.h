// What a service task says about itself.
#pragma once

#include <string>
#include <vector>

#include "engine/flow/parts.h"

namespace fw::flow {

struct Service : NodeDetail {
    std::string action;  // empty: nothing to do
    std::vector<Assignment> arguments;
    std::uint32_t retries = 3;
    Span time_limit{0, 60};
    Span retry_after{0, 10};
};

}  // namespace fw::flow
