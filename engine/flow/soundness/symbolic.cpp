#include "engine/flow/soundness/symbolic.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/flow/soundness/bits.h"
#include "engine/flow/soundness/components.h"

namespace fw::soundness {

namespace {

class Execution {
  public:
    explicit Execution(const Graph& graph) : graph_(graph), order_(in_order(graph)) {
        outcome_.assign(graph.edges.size(), kNothing);
        position_.assign(graph.nodes.size(), 0);
        for (std::uint32_t i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
        outcome_edge_.push_back(kNothing);
        for (const NodeId node : order_) {
            if (!chooses(node)) continue;
            for (const EdgeId edge : graph.nodes[node].out) {
                outcome_[edge] = static_cast<std::uint32_t>(outcome_edge_.size());
                outcome_edge_.push_back(edge);
            }
        }
        label_.assign(graph.edges.size(), Bits(outcome_edge_.size()));
        beside_.assign(graph.edges.size(), Bits(graph.edges.size()));
        before_.assign(graph.nodes.size(), Bits(outcome_edge_.size()));
        exact_.assign(graph.edges.size(), true);
        ended_ = Bits(outcome_edge_.size());
    }

    std::vector<Suspicion> run() {
        for (const NodeId node : order_) act(node);
        for (const NodeId node : order_) {
            if (graph_.nodes[node].join == Logic::kAll && graph_.nodes[node].in.size() > 1) check_join(node);
        }
        return std::move(found_);
    }

  private:
    [[nodiscard]] bool chooses(NodeId node) const {
        return graph_.nodes[node].out.size() > 1 && graph_.nodes[node].split != Logic::kAll;
    }

    void act(NodeId node) {
        const Node& here = graph_.nodes[node];
        Bits label(outcome_edge_.size());
        Bits beside(graph_.edges.size());
        if (node == graph_.start) {
            label.set(0);
        } else {
            gather(node, label, beside);
        }
        const bool exact = surely_acts(node);
        if (here.terminates && exact) ended_ |= label;
        const bool splits = chooses(node);
        if (splits) before_[node] = label;
        for (const EdgeId edge : here.out) {
            if (splits) {
                label_[edge].set(outcome_[edge]);
            } else {
                label_[edge] = label;
            }
            exact_[edge] = exact;
            beside_[edge] = beside;
            if (here.split != Logic::kOne) {
                for (const EdgeId other : here.out) {
                    if (other != edge) beside_[edge].set(other);
                }
            }
            beside.each([&](std::size_t other) { beside_[other].set(edge); });
        }
    }

    void gather(NodeId node, Bits& label, Bits& beside) {
        const Node& here = graph_.nodes[node];
        if (here.in.size() == 1 || here.join == Logic::kAll) {
            label = label_[here.in.front()];
            beside = beside_[here.in.front()];
            for (const EdgeId edge : here.in) beside &= beside_[edge];
            return;
        }
        for (const EdgeId edge : here.in) {
            label |= label_[edge];
            beside |= beside_[edge];
        }
        for (const EdgeId edge : here.in) beside.reset(edge);
        if (here.join == Logic::kSome) {
            beside -= leading_to(node);
        } else if (!here.silent) {
            check_merge(node);
        }
    }

    // Whether the node acts in each run in which its label says so; behind a join that may wait for ever it may not.
    [[nodiscard]] bool surely_acts(NodeId node) const {
        const Node& here = graph_.nodes[node];
        const bool known = std::all_of(here.in.begin(), here.in.end(), [&](EdgeId edge) { return exact_[edge]; });
        return known && (here.join != Logic::kAll || here.in.size() < 2 || same_labels(here.in));
    }
    [[nodiscard]] bool same_labels(const std::vector<EdgeId>& edges) const {
        const Bits& first = label_[edges.front()];
        return first.any() && std::all_of(edges.begin(), edges.end(), [&](EdgeId edge) {
                   return label_[edge] == first || closure(label_[edge]) == closure(first);
               });
    }

    [[nodiscard]] Bits leading_to(NodeId node) const {
        Bits edges(graph_.edges.size());
        std::vector<NodeId> queue{node};
        for (std::size_t next = 0; next < queue.size(); ++next) {
            for (const EdgeId edge : graph_.nodes[queue[next]].in) {
                if (edges.test(edge)) continue;
                edges.set(edge);
                if (graph_.edges[edge].from != kNothing) queue.push_back(graph_.edges[edge].from);
            }
        }
        return edges;
    }

    void check_merge(NodeId node) {
        const std::vector<EdgeId>& in = graph_.nodes[node].in;
        for (std::size_t i = 0; i < in.size(); ++i) {
            for (std::size_t k = i + 1; k < in.size(); ++k) {
                if (!beside_[in[i]].test(in[k])) continue;
                Suspicion made;
                made.kind = graph_.ends(node) ? Kind::kImproperCompletion : Kind::kLackOfSynchronisation;
                made.node = graph_.nodes[node].tag;
                for (const EdgeId edge : graph_.nodes[node].out) made.hold.push_back(graph_.edges[edge].tag);
                lead_to_both(in[i], in[k], made.lead);
                found_.push_back(std::move(made));
                return;
            }
        }
    }

    // The largest set of outcomes that means the same.
    [[nodiscard]] Bits closure(Bits label) const {
        for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
            if (!chooses(*at)) continue;
            const std::vector<EdgeId>& out = graph_.nodes[*at].out;
            if (std::all_of(out.begin(), out.end(), [&](EdgeId edge) { return label.test(outcome_[edge]); }))
                label |= before_[*at];
        }
        for (const NodeId node : order_) {
            if (!chooses(node) || !before_[node].within(label)) continue;
            for (const EdgeId edge : graph_.nodes[node].out) label.set(outcome_[edge]);
        }
        return label;
    }

    void check_join(NodeId node) {
        const std::vector<EdgeId>& in = graph_.nodes[node].in;
        if (same_labels(in)) return;
        std::vector<Bits> closed;
        for (const EdgeId edge : in) {
            Bits label = label_[edge];
            label |= ended_;
            closed.push_back(closure(std::move(label)));
        }
        for (std::size_t i = 0; i < in.size(); ++i) {
            for (std::size_t k = 0; k < in.size(); ++k) {
                if (!closed[i].within(closed[k])) return suspect_deadlock(node, closed[i], closed[k]);
            }
        }
        // Whatever waits here is taken away by a terminate end; but does the join ever act?
        Suspicion made;
        made.kind = Kind::kDeadNode;
        made.node = graph_.nodes[node].tag;
        lead_to_both(in[0], in[1], made.lead);
        found_.push_back(std::move(made));
    }

    void suspect_deadlock(NodeId node, const Bits& comes, const Bits& missing) {
        Suspicion made;
        made.kind = Kind::kDeadlock;
        made.node = graph_.nodes[node].tag;
        missing.each([&](std::size_t outcome) {
            if (outcome != 0) made.lead.avoid.push_back(graph_.edges[outcome_edge_[outcome]].tag);
        });
        Bits open = comes;
        open -= missing;
        lead_past(open, missing, made.lead);
        found_.push_back(std::move(made));
    }

    // Choices that take one of `wanted` and none of `shunned`; both are closed.
    void lead_past(Bits wanted, const Bits& shunned, Lead& lead) const {
        while (true) {
            std::optional<std::size_t> first;
            wanted.each([&](std::size_t outcome) {
                if (!first) first = outcome;
            });
            if (!first || *first == 0) return;
            const EdgeId edge = outcome_edge_[*first];
            lead.choose.push_back(graph_.edges[edge].tag);
            wanted = before_[graph_.edges[edge].from];
            wanted -= shunned;
        }
    }

    // Choices after which both edges hold a token: the later one is traced back, step by step.
    void lead_to_both(EdgeId one, EdgeId other, Lead& lead) const {
        std::vector<std::pair<EdgeId, EdgeId>> pending{{one, other}};
        while (!pending.empty()) {
            auto [a, b] = pending.back();
            pending.pop_back();
            if (b != kNothing && graph_.edges[b].from == kNothing) b = kNothing;
            if (graph_.edges[a].from == kNothing) {
                if (b != kNothing) pending.emplace_back(b, kNothing);
                continue;
            }
            if (b != kNothing && position_[graph_.edges[b].from] > position_[graph_.edges[a].from]) std::swap(a, b);
            const NodeId node = graph_.edges[a].from;
            const Node& here = graph_.nodes[node];
            const bool both = b != kNothing && graph_.edges[b].from == node;
            if (chooses(node)) lead.choose.push_back(graph_.edges[a].tag);
            if (chooses(node) && both) lead.choose.push_back(graph_.edges[b].tag);
            if (node == graph_.start) continue;
            const EdgeId rest = both ? kNothing : b;
            EdgeId next = here.in.front();
            for (const EdgeId edge : here.in) {
                if (rest != kNothing && beside_[edge].test(rest)) next = edge;
            }
            pending.emplace_back(next, rest);
        }
    }

    const Graph& graph_;
    std::vector<NodeId> order_;
    std::vector<std::uint32_t> position_;  // by node: in order_
    std::vector<std::uint32_t> outcome_;   // by edge: its number, kNothing where nothing was chosen
    std::vector<EdgeId> outcome_edge_;     // by number; 0 is the start
    std::vector<Bits> label_, beside_;     // by edge: outcomes; the edges that can hold a token at the same time
    std::vector<Bits> before_;             // by choosing node: the label of its token
    std::vector<bool> exact_;              // by edge: it gets a token in each run in which its label says so
    Bits ended_;                           // labels of terminate ends
    std::vector<Suspicion> found_;
};

}  // namespace

std::vector<Suspicion> execute(const Graph& graph) { return Execution(graph).run(); }

}  // namespace fw::soundness
