// Gateways that wait for what can still come: inclusive (BPMN 13.4.3) and complex (13.4.5).
#include <algorithm>

#include "engine/flow/kinds/complex.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

// The tokens at one gateway in one scope, and whether anything can still come by a way that has none.
class Join {
  public:
    Join(Run& run, const Reach& reach, std::uint32_t scope)
        : run_(run), reach_(reach), scope_(scope), node_(run.node(reach.gateway)), here_(reach.words) {
        first_.resize(node_.in.size(), 0);
        for (const Token& token : run.state().tokens) {
            if (token.scope != scope || token.node != reach.gateway) continue;
            if (token.edge == kNone) placed_ = token.number;
            for (std::size_t way = 0; way < node_.in.size(); ++way) {
                if (node_.in[way] == token.edge && first_[way] == 0) first_[way] = token.number;
            }
        }
        for (std::size_t way = 0; way < first_.size(); ++way) {
            if (first_[way] != 0) here_[way / 64] |= std::uint64_t{1} << way % 64;
        }
    }

    [[nodiscard]] std::uint32_t arrived() const {
        return static_cast<std::uint32_t>(std::count_if(first_.begin(), first_.end(), [](auto t) { return t != 0; }));
    }
    // Of the ways that have not passed.
    [[nodiscard]] std::size_t late(const std::vector<EdgeIndex>& passed) const {
        std::size_t count = 0;
        for (std::size_t way = 0; way < first_.size(); ++way) count += first_[way] != 0 && !has(passed, way) ? 1 : 0;
        return count;
    }
    [[nodiscard]] std::uint32_t placed() const { return placed_; }

    // Also counts the ways that have passed already as being here. Who would come by a way that has a token already
    // is not waited for; what an event has begun beside an activity does not count, the activity still comes itself.
    [[nodiscard]] bool somebody_can_come(const std::vector<EdgeIndex>& passed = {}) const {
        std::vector<std::uint64_t> full = here_;
        for (std::size_t way = 0; way < node_.in.size(); ++way) {
            if (has(passed, way)) full[way / 64] |= std::uint64_t{1} << way % 64;
        }
        for (const Token& token : run_.state().tokens) {
            if (token.scope != scope_ || token.node == reach_.gateway) continue;
            const std::size_t at = run_.node(token.node).place * reach_.words;
            bool empty = false, also_full = false;
            for (std::size_t i = 0; i < reach_.words; ++i) {
                empty = empty || (reach_.bits[at + i] & ~full[i]) != 0;
                also_full = also_full || (reach_.moves[at + i] & here_[i]) != 0;
            }
            if (empty && !also_full) return true;
        }
        return false;
    }

    // One token of each way becomes one, which leaves.
    void pass(bool remember) {
        std::uint32_t keep = 0;
        for (std::size_t way = 0; way < first_.size(); ++way) {
            if (first_[way] == 0) continue;
            if (remember) note(EventKind::kGatePassed, node_.in[way]);
            if (keep == 0) {
                keep = first_[way];
                continue;
            }
            merge(first_[way], keep);
        }
        run_.leave(keep);
    }

    // What came late is taken away; who came again by a way that has passed waits for the next time.
    void reset(const std::vector<EdgeIndex>& passed) {
        for (std::size_t way = 0; way < first_.size(); ++way) {
            if (first_[way] == 0 || has(passed, way)) continue;
            Event ended = run_.event(EventKind::kCancelled, *run_.state().token(first_[way]));
            ended.reason = Reason::kEnough;
            run_.emit(std::move(ended));
        }
        note(EventKind::kGateReset, kNone);
        run_.frame_emptied(scope_);
    }

  private:
    [[nodiscard]] bool has(const std::vector<EdgeIndex>& passed, std::size_t way) const {
        return std::find(passed.begin(), passed.end(), node_.in[way]) != passed.end();
    }
    void note(EventKind kind, EdgeIndex edge) {
        Event made = run_.event(kind);
        made.frame = scope_;
        made.node = reach_.gateway;
        made.edge = edge;
        run_.emit(std::move(made));
    }
    void merge(std::uint32_t token, std::uint32_t into) {
        Event merged = run_.event(EventKind::kMerged);
        merged.token = token;
        merged.other = into;
        merged.node = reach_.gateway;
        run_.emit(std::move(merged));
    }

    Run& run_;
    const Reach& reach_;
    std::uint32_t scope_;
    const Node& node_;
    std::vector<std::uint64_t> here_;
    std::vector<std::uint32_t> first_;  // by way in; 0: none
    std::uint32_t placed_ = 0;
};

const Gate* gate_of(const Run& run, std::uint32_t scope, NodeIndex node) {
    for (const Gate& gate : run.state().gates) {
        if (gate.frame == scope && gate.node == node) return &gate;
    }
    return nullptr;
}

bool activates(Run& run, const Node& node, std::uint32_t scope, std::uint32_t arrived) {
    const auto& complex = static_cast<const Complex&>(*node.detail);
    if (!complex.activate) return arrived == node.in.size();
    const auto count = feel::Value::number(static_cast<std::int64_t>(arrived));
    return run.evaluate(complex.activate, scope, node.first_local, count).is_true();
}

bool pass_complex(Run& run, Join& join, const Node& node, std::uint32_t scope, NodeIndex index) {
    if (const Gate* gate = gate_of(run, scope, index)) {
        const std::vector<EdgeIndex> passed = gate->passed;
        if (passed.size() + join.late(passed) < node.in.size() && join.somebody_can_come(passed)) return false;
        join.reset(passed);
        return true;
    }
    if (join.arrived() == 0 || !activates(run, node, scope, join.arrived())) return false;
    join.pass(join.arrived() < node.in.size());
    return true;
}

}  // namespace

bool pass_joins(Run& run) {
    std::vector<std::pair<std::uint32_t, NodeIndex>> waiting;
    const auto add = [&](std::uint32_t scope, NodeIndex node) {
        const std::pair<std::uint32_t, NodeIndex> at(scope, node);
        if (std::find(waiting.begin(), waiting.end(), at) == waiting.end()) waiting.push_back(at);
    };
    for (const Gate& gate : run.state().gates) add(gate.frame, gate.node);
    for (const Token& token : run.state().tokens) {
        const Node& node = run.node(token.node);
        const bool waits = node.kind->routing == Routing::kInclusive || node.kind->routing == Routing::kComplex;
        if (waits && node.in.size() > 1 && token.edge != kNone) add(token.scope, token.node);
    }
    for (const auto& [scope, index] : waiting) {
        Join join(run, *run.flow().reach(index), scope);
        const Node& node = run.node(index);
        if (node.kind->routing == Routing::kComplex) {
            if (pass_complex(run, join, node, scope, index)) return true;
        } else if (join.arrived() > 0 && !join.somebody_can_come()) {
            join.pass(false);
            return true;
        }
        if (run.failed()) return false;
    }
    return false;
}

}  // namespace fw::flow
