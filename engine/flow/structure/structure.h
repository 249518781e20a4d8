// Links the nodes of a flow, finds its parallel blocks and reports what can never work.
#pragma once

#include "engine/flow/read.h"

namespace fw::flow {

// Fills what follows from the edges: next, otherwise, refused, plain, starts and entries of bodies, targets of links
// and compensations, reaches.
void link(Reading& r);

// Fills the branches and adds FLOW-030 … FLOW-051. Where `whole` is false (edges or nodes are missing because of
// earlier mistakes) only what cannot be a consequence of them is reported; without `gate` only what cannot be run.
void check_structure(Flow& flow, const ReadEnv& env, bool whole, bool gate, Diagnostics& out);

}  // namespace fw::flow
