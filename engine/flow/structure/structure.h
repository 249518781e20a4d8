// Links the nodes of a flow, finds its parallel blocks and reports what can never work.
#pragma once

#include "engine/flow/flow.h"

namespace fw::flow {

// Fills Node::next, otherwise, refused and Flow::start from the edges.
void link(Flow& flow);

// Fills the branches and adds FLOW-030 … FLOW-049. Where `whole` is false (edges or nodes are missing because of
// earlier mistakes) only what cannot be a consequence of them is reported.
void check_structure(Flow& flow, const ReadEnv& env, bool whole, Diagnostics& out);

}  // namespace fw::flow
