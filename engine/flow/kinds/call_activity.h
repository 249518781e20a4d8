// What a call activity says about itself.
#pragma once

#include <string>

#include "engine/flow/parts.h"

namespace fw::flow {

struct Call : NodeDetail {
    std::string flow;    // qualified
    bool latest = true;  // otherwise: of the deployment the caller began under
};

}  // namespace fw::flow
