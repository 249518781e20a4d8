#include "engine/flow/proof/proof.h"

#include <algorithm>
#include <optional>

#include "engine/flow/proof/explain.h"
#include "engine/flow/proof/scope_graph.h"
#include "engine/flow/soundness/explore.h"
#include "engine/flow/soundness/simulate.h"

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
        add_run(finding.path, finding.marking, made);
        return made;
    }

    // What is played, and the tokens that are there then.
    void add_run(const std::vector<soundness::Step>& path, const std::vector<soundness::EdgeId>& marking,
                 FlowFinding& into) const {
        for (const soundness::Step& step : path) add(step, into.path);
        for (const soundness::EdgeId edge : marking) {
            const EdgeIndex real = real_edge(edge);
            const NodeIndex undecided = real == kNone ? tag(graph_.edges[edge].to) : kNone;
            if (real != kNone) into.tokens.push_back(real);
            if (undecided != kNone) into.at.push_back(undecided);
        }
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
    void add(const soundness::Step& step, std::vector<ProofStep>& path) const {
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

// What is reached in the graph from a node.
std::vector<bool> behind(const soundness::Graph& graph, soundness::NodeId begin) {
    std::vector<bool> seen(graph.nodes.size(), false);
    std::vector<soundness::NodeId> queue{begin};
    seen[begin] = true;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        for (const soundness::EdgeId edge : graph.nodes[queue[next]].out) {
            const soundness::NodeId to = graph.edges[edge].to;
            if (seen[to]) continue;
            seen[to] = true;
            queue.push_back(to);
        }
    }
    return seen;
}

// A shortest run to where a node acts first, or any such run in a large graph; nothing if none is found.
std::optional<Finding> run_to(const soundness::Graph& graph, soundness::NodeId node, const soundness::Limits& limits) {
    const soundness::Game game(graph);
    soundness::Limits few = limits;
    few.states = std::min<std::uint32_t>(limits.states, 2'000);
    const soundness::States looked = soundness::explore(game, few);
    for (std::uint32_t state = 1; state < looked.states.size(); ++state) {
        if (looked.states[state].move.node != node) continue;
        Finding made;
        made.path = soundness::path_to(game, looked, state);
        made.marking = game.tokens(looked.markings[state]);
        return made;
    }
    soundness::Suspicion there;
    there.kind = soundness::Kind::kDeadNode;
    there.node = node;
    std::uint64_t work = limits.work;
    auto found = soundness::find_run(game, there, work);
    if (!found || found->kind != soundness::Kind::kDeadNode) return std::nullopt;
    return found;
}

// What goes wrong on a way apart is told from the start: how its event comes to happen, and then the way alone.
class Apart {
  public:
    Apart(const Flow& flow, BodyIndex body, const Outcomes& outcomes, const soundness::Limits& limits)
        : flow_(flow),
          attached_(scope_graph(flow, body, outcomes, ComplexJoins::kSome, Beside::kAttached)),
          limits_(limits) {}

    void tell(const ScopeGraph& scope, const ScopeGraph::Apart& way, const Finding& finding, FlowFinding& told) const {
        const auto begins = std::find_if(finding.path.begin(), finding.path.end(), [&](const soundness::Step& step) {
            const NodeIndex node = scope.graph.nodes[step.node].tag;
            return std::find(way.events.begin(), way.events.end(), node) != way.events.end();
        });
        if (begins == finding.path.end()) return;
        const NodeIndex begun = scope.graph.nodes[begins->node].tag;
        const auto& nodes = attached_.graph.nodes;
        const auto event = std::find_if(nodes.begin(), nodes.end(),
                                        [&](const soundness::Node& each) { return each.tag == begun && !each.silent; });
        auto first = run_to(attached_.graph, static_cast<soundness::NodeId>(event - nodes.begin()), limits_);
        if (!first) return;
        const std::vector<bool> mine = behind(scope.graph, way.begin);
        Finding then = finding;
        std::erase_if(then.path, [&](const soundness::Step& step) { return !mine[step.node]; });
        std::erase_if(then.marking, [&](soundness::EdgeId edge) { return !mine[scope.graph.edges[edge].from]; });
        for (const soundness::EdgeId edge : first->path.back().put) {  // by then it has gone on
            first->marking.erase(std::find(first->marking.begin(), first->marking.end(), edge));
        }
        first->path.pop_back();
        told.path.clear();
        told.tokens.clear();
        told.at.clear();
        Translator(flow_, attached_).add_run(first->path, first->marking, told);
        Translator(flow_, scope).add_run(then.path, then.marking, told);
    }

  private:
    const Flow& flow_;
    const ScopeGraph attached_;
    const soundness::Limits& limits_;
};

bool told_already(const FlowProof& proof, const FlowFinding& finding) {
    return std::any_of(proof.findings.begin(), proof.findings.end(), [&](const FlowFinding& each) {
        return each.kind == finding.kind && each.node == finding.node && each.body == finding.body;
    });
}

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
            if (told.node == kNone || told_already(made, told)) continue;
            for (const ScopeGraph::Apart& way : scope.apart) {
                if (!finding.path.empty() && behind(scope.graph, way.begin)[finding.node])
                    Apart(flow, body, outcomes, own).tell(scope, way, finding, told);
            }
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
