// What is wrong with a workflow graph, and the proof's door.
//
//   deadlock                 a token waits at a join for ever
//   lack of synchronisation  two tokens come to lie on one edge: what is behind happens more than once
//   livelock                 tokens go round for ever, no end can be reached any more
//   improper completion      one end is reached more than once in an instance
//   dead node                no run ever comes to a node
//
// The theory, with references, is in docs/proof.md.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/flow/soundness/graph.h"

namespace fw::soundness {

enum class Kind : std::uint8_t { kDeadlock, kLackOfSynchronisation, kLivelock, kImproperCompletion, kDeadNode };

[[nodiscard]] std::string_view kind_name(Kind kind);  // "lack of synchronisation"

// One node acts: it takes a token from each edge of `taken` and puts one on each of `put`. The first step of a path is
// the start's. A terminate end takes only its own token here; the others go with it.
struct Step {
    NodeId node = kNothing;
    std::vector<EdgeId> taken, put;
    bool operator==(const Step&) const = default;
};

struct Finding {
    Kind kind = Kind::kDeadlock;
    NodeId node = kNothing;      // deadlock: the join; lack of …: what puts the second token; else the node itself
    std::vector<NodeId> others;  // livelock: what goes round; lack of …: where the ways part; dead: those dead with it
    std::vector<Step> path;      // from the start to the faulty marking; empty for dead nodes
    std::vector<EdgeId> marking;  // the edges with tokens after it, in order; twice where two lie
};

struct Verdict {
    enum class Answer : std::uint8_t { kSound, kUnsound, kNotDecided };
    Answer answer = Answer::kSound;
    std::vector<Finding> findings;  // by kind, then in the order of the graph; empty unless unsound
    // How it was decided, for measurements: what was left after the reductions, loops opened, states looked at.
    std::uint32_t left = 0, loops = 0, states = 0;
};

// Work in units of about ten nanoseconds, so that the answer is the same on every machine.
struct Limits {
    std::uint64_t work = 6'000'000;
    std::uint32_t states = 30'000;
    // Where several tokens may pass a merge: only what is no consequence of that is a mistake.
    bool multiple_tokens = false;
};

[[nodiscard]] Verdict prove(const Graph& graph, const Limits& limits = {});

}  // namespace fw::soundness
