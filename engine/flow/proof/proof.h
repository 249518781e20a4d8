// The proof that a flow always ends, that no step of it is dead and that no token is left behind (docs/proof.md).
#pragma once

#include <string>
#include <vector>

#include "engine/flow/flow.h"
#include "engine/flow/soundness/verdict.h"

namespace fw::flow {

// One node of the flow acts. What goes on inside a sub-process is one step here.
struct ProofStep {
    NodeIndex node = kNone;
    std::vector<EdgeIndex> out;         // the edges that got a token
    std::vector<NodeIndex> boundaries;  // the boundary events that happened on it
    bool operator==(const ProofStep&) const = default;
};

struct FlowFinding {
    soundness::Kind kind = soundness::Kind::kDeadlock;
    BodyIndex body = 0;
    NodeIndex node = kNone;
    std::vector<NodeIndex> others;  // livelock: what goes round with it; dead nodes: those dead as well
    std::vector<ProofStep> path;    // from the start of the body to where it has gone wrong; none to dead nodes
    std::vector<EdgeIndex> tokens;  // edges with tokens then; twice where two lie
    std::vector<NodeIndex> at;      // nodes that have acted and have not yet chosen a way: a token each
    Text text;                      // why, in one sentence
    Text hint;                      // what to do
};

struct FlowProof {
    soundness::Verdict::Answer answer = soundness::Verdict::Answer::kSound;
    std::vector<FlowFinding> findings;
    Text undecided;  // why no answer was found
};

// Every body, inner ones too. Where the flow says "multiple_tokens": "intended", several tokens at a merge or an end
// are no finding.
[[nodiscard]] FlowProof prove_flow(const Flow& flow, const soundness::Limits& limits = {});

// The node's id in the file it was read from: that of BPMN XML where it came from there.
[[nodiscard]] std::string source_id(const Node& node);

// "sound", "unsound: deadlock at 'join'; dead node at 'end'", "not decided: …".
[[nodiscard]] std::string verdict_line(const Flow& flow, const FlowProof& proof, Language language = Language::kEn);

// "start → split → a → join", shortened in the middle where it is long.
[[nodiscard]] std::string path_text(const Flow& flow, const FlowFinding& finding, std::size_t longest = 40);

// The kind in the language's words: "deadlock", "死锁".
[[nodiscard]] Text kind_text(soundness::Kind kind);

// FLOW-039 … FLOW-043, at the node, with the path in the hint. What mostly is a consequence (dead nodes behind a
// deadlock, ends behind a lack of synchronisation) is left out where there is its cause.
[[nodiscard]] Diagnostics proof_diagnostics(const Flow& flow, const ReadEnv& env, const FlowProof& proof);

}  // namespace fw::flow
