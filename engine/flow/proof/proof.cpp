#include "engine/flow/proof/proof.h"

#include <algorithm>

#include "engine/flow/proof/explain.h"
#include "engine/flow/proof/scope_graph.h"

namespace fw::flow {

namespace {

using soundness::Finding;
using soundness::Verdict;

class Translator {
  public:
    Translator(const Flow& flow, const ScopeGraph& scope) : flow_(flow), graph_(scope.graph), body_(scope.body) {}

    FlowFinding translate(const Finding& finding) {
        FlowFinding made;
        made.kind = finding.kind;
        made.body = body_;
        made.node = reached_elsewhere(finding, finding.node) ? kNone : tag(finding.node);
        for (const soundness::NodeId other : finding.others) {
            if (reached_elsewhere(finding, other)) continue;
            const NodeIndex node = tag(other);
            if (made.node == kNone) {
                made.node = node;
            } else if (node != kNone && node != made.node &&
                       std::find(made.others.begin(), made.others.end(), node) == made.others.end()) {
                made.others.push_back(node);
            }
        }
        for (const soundness::Step& step : finding.path) add(step, made.path);
        for (const soundness::EdgeId edge : finding.marking) {
            const EdgeIndex real = real_edge(edge);
            if (real != kNone) made.tokens.push_back(real);
        }
        return made;
    }

  private:
    [[nodiscard]] NodeIndex tag(soundness::NodeId node) const {
        return node == soundness::kNothing ? kNone : graph_.nodes[node].tag;
    }

    // An end stands in the graph once for each way beside that leads to it: it is dead if all of them are.
    [[nodiscard]] bool reached_elsewhere(const Finding& finding, soundness::NodeId node) const {
        const NodeIndex end = tag(node);
        if (finding.kind != soundness::Kind::kDeadNode || end == kNone || !flow_.nodes[end].kind->ends) return false;
        for (soundness::NodeId other = 0; other < graph_.nodes.size(); ++other) {
            if (graph_.nodes[other].tag != end || other == finding.node) continue;
            const auto& others = finding.others;
            if (std::find(others.begin(), others.end(), other) == others.end()) return true;
        }
        return false;
    }

    // The edge of the flow itself, or the one that the token on a made-up edge came by.
    [[nodiscard]] EdgeIndex real_edge(soundness::EdgeId edge) const {
        for (std::size_t i = 0; i < graph_.edges.size() && edge != soundness::kNothing; ++i) {
            if (graph_.edges[edge].tag != soundness::kNothing) return graph_.edges[edge].tag;
            const soundness::NodeId to = graph_.edges[edge].to;
            if (graph_.nodes[to].out.size() != 1) return kNone;
            edge = graph_.nodes[to].out.front();
        }
        return kNone;
    }

    // The made-up halves of a node are one step with it where they follow at once.
    void add(const soundness::Step& step, std::vector<ProofStep>& path) {
        const NodeIndex node = tag(step.node);
        if (node == kNone) return;
        const bool half = graph_.nodes[step.node].silent;
        ProofStep* into = nullptr;
        if (half) {
            for (auto at = path.rbegin(); at != path.rend() && into == nullptr; ++at) {
                if (at->node == node) into = &*at;
            }
        }
        if (into == nullptr) {
            path.push_back({node, {}, {}});
            into = &path.back();
        }
        for (const soundness::EdgeId edge : step.put) {
            if (graph_.edges[edge].tag != soundness::kNothing) into->out.push_back(graph_.edges[edge].tag);
            const NodeIndex to = tag(graph_.edges[edge].to);
            if (to != kNone && flow_.nodes[to].attached_to == node) into->boundaries.push_back(to);
        }
    }

    const Flow& flow_;
    const soundness::Graph& graph_;
    BodyIndex body_;
};

}  // namespace

FlowProof prove_flow(const Flow& flow, const soundness::Limits& limits) {
    FlowProof made;
    soundness::Limits own = limits;
    own.multiple_tokens = flow.multiple_tokens;
    const Outcomes outcomes = find_outcomes(flow);
    for (BodyIndex body = 0; body < flow.bodies.size(); ++body) {
        if (flow.bodies[body].nodes.empty()) continue;
        const ScopeGraph scope = scope_graph(flow, body, outcomes);
        const Verdict verdict = soundness::prove(scope.graph, own);
        for (const Finding& finding : verdict.findings) {
            FlowFinding told = Translator(flow, scope).translate(finding);
            if (told.node == kNone) continue;
            explain(flow, outcomes, told);
            made.findings.push_back(std::move(told));
        }
        // Sound as long as enough ways arrive: when all of them always do, they do.
        const NodeIndex some = needs_some(flow, body);
        if (some != kNone && verdict.answer == Verdict::Answer::kSound && made.answer == Verdict::Answer::kSound) {
            const ScopeGraph strict = scope_graph(flow, body, outcomes, ComplexJoins::kAll);
            if (soundness::prove(strict.graph, own).answer != Verdict::Answer::kSound) {
                made.answer = Verdict::Answer::kNotDecided;
                made.undecided = too_few_text(flow, some);
            }
        }
        const NodeIndex past = reached_past_complex(flow, body);
        if (past != kNone && made.answer == Verdict::Answer::kSound) {
            made.answer = Verdict::Answer::kNotDecided;
            made.undecided = late_text(flow, past);
        }
        if (verdict.answer == Verdict::Answer::kNotDecided && made.answer == Verdict::Answer::kSound) {
            made.answer = Verdict::Answer::kNotDecided;
            made.undecided = undecided_text(verdict);
        }
    }
    if (!made.findings.empty()) made.answer = Verdict::Answer::kUnsound;
    std::stable_sort(made.findings.begin(), made.findings.end(),
                     [](const FlowFinding& a, const FlowFinding& b) { return a.kind < b.kind; });
    return made;
}

std::string source_id(const Node& node) { return std::string(node.properties.string_or("bpmn", node.id)); }

std::string verdict_line(const Flow& flow, const FlowProof& proof, Language language) {
    if (proof.answer == Verdict::Answer::kSound) return "sound";
    if (proof.answer == Verdict::Answer::kNotDecided) {
        return "not decided: " + std::string(proof.undecided.in(language));
    }
    std::string line = "unsound: ";
    for (std::size_t i = 0; i < proof.findings.size(); ++i) {
        const FlowFinding& each = proof.findings[i];
        line += i == 0 ? "" : "; ";
        line += soundness::kind_name(each.kind);
        line += " at '" + source_id(flow.nodes[each.node]) + "'";
        if (each.kind == soundness::Kind::kDeadNode) {
            for (const NodeIndex other : each.others) line += ", '" + source_id(flow.nodes[other]) + "'";
        }
    }
    return line;
}

}  // namespace fw::flow
