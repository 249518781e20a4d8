// What a complex gateway says about itself.
#pragma once

#include "engine/flow/parts.h"

namespace fw::flow {

struct Complex : NodeDetail {
    model::Expr activate;  // empty: when a token has come by each way in
};

}  // namespace fw::flow
