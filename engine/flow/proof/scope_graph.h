// The workflow graph of each body of a flow: the flow itself, sub-processes, event sub-processes. A container is one
// node in the graph around it: bodies are proved one by one, because a sub-process takes one token, keeps all its own
// inside, and gives one back (or is broken off by a boundary event, with all its tokens).
//
//   activity               each token by itself; leaves along all ways, along those whose condition holds, or the
//                          default; a sub-process that ends by an error alone along none
//   boundary event         interrupting: instead of the ways out; not interrupting: beside them, or not at all. That
//                          it may happen again is a second run of the same way, which a sound way allows; an end that
//                          such a way leads to counts for it by itself. Not there where nobody throws what it catches.
//                          Of an activity in a loop it begins a way apart, if nothing on that way leads back: one run
//                          of it, from the start, stands for all
//   condition "false"      the way is not there
//   approval               a refusal is a choice; without a way for it, it ends the flow and leaves no token
//   error and cancel ends  end their body, like terminate ends
//   link                   an edge from throw to catch
//   complex gateway        goes on at once: inclusive join, the late tokens are taken out; waits for all: parallel; for
//                          some: as the first; what holds as the second as well holds for it (needs_some)
//   compensation           handlers have no edges and are left out
//   several starts         of the flow: alternatives; nodes without an edge in, where there is no start: all at once
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/flow.h"
#include "engine/flow/proof/outcomes.h"
#include "engine/flow/soundness/graph.h"

namespace fw::flow {

struct ScopeGraph {
    // A way that begins at the start, and not where its events are.
    struct Apart {
        std::vector<NodeIndex> events;  // boundary events; one of them begins a run of it
        soundness::NodeId begin = soundness::kNothing;
    };
    BodyIndex body = 0;
    soundness::Graph graph;  // tags: NodeIndex (also of the made-up halves of a node) and EdgeIndex, or kNone
    std::vector<Apart> apart;
};

enum class ComplexJoins : std::uint8_t { kSome, kAll };
// What events without interruption begin: apart where that may be, or always beside their activity.
enum class Beside : std::uint8_t { kApart, kAttached };

// `outcomes`: of the bodies within it and of all events.
[[nodiscard]] ScopeGraph scope_graph(const Flow& flow, BodyIndex body, const Outcomes& outcomes,
                                     ComplexJoins joins = ComplexJoins::kSome, Beside beside = Beside::kApart);

// An inclusive join behind a complex gateway that goes on early, which what comes late there can also reach past it:
// the join does not know that the gateway takes late tokens away. kNone: there is none in this body.
[[nodiscard]] NodeIndex reached_past_complex(const Flow& flow, BodyIndex body);

// A complex gateway that needs more than one way, and not all; kNone: there is none in this body.
[[nodiscard]] NodeIndex needs_some(const Flow& flow, BodyIndex body);

}  // namespace fw::flow
