// The workflow graph of each body of a flow: the flow itself, sub-processes, event sub-processes. A container is one
// node in the graph around it: bodies are proved one by one, because a sub-process takes one token, keeps all its own
// inside, and gives one back (or is broken off by a boundary event, with all its tokens).
//
//   activity               each token by itself; leaves along all ways, along those whose condition holds, or the
//   default boundary event         interrupting: instead of the ways out; not interrupting: beside them, or not at all.
//   That
//                          it may happen again is a second run of the same way, which a sound way allows; an end that
//                          such a way leads to counts for it by itself
//   condition "false"      the way is not there
//   approval               a refusal is a choice; without a way for it, it ends the flow and leaves no token
//   error and cancel ends  end their body, like terminate ends
//   link                   an edge from throw to catch
//   complex gateway        with a condition: inclusive join, the late tokens are taken out; without: parallel
//   compensation           handlers have no edges and are left out
//   several starts         of the flow: alternatives; nodes without an edge in, where there is no start: all at once
#pragma once

#include <vector>

#include "engine/flow/flow.h"
#include "engine/flow/soundness/graph.h"

namespace fw::flow {

struct ScopeGraph {
    BodyIndex body = 0;
    soundness::Graph graph;  // tags: NodeIndex (also of the made-up halves of a node) and EdgeIndex, or kNone
};

[[nodiscard]] ScopeGraph scope_graph(const Flow& flow, BodyIndex body);

}  // namespace fw::flow
