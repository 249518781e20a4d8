#include "engine/flow/migrate.h"

#include <algorithm>

#include "engine/feel/shape.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

class Mover {
  public:
    Mover(const Flow& from, Instance& state, const Flow& to, const Migration& how)
        : from_(from), state_(state), to_(to), how_(how), nodes_(from.nodes.size(), kNone) {}

    Diagnostics move() {
        map_nodes();
        for (const Token& token : state_.tokens) check(token);
        if (!problems_.empty()) return std::move(problems_);
        move_tokens();
        move_frames();
        move_waits();
        move_timers();
        move_rest();
        move_variables();
        return std::move(problems_);
    }

    // What the old version waited for and the new one does not know.
    [[nodiscard]] const std::vector<Wait>& dropped_waits() const { return dropped_waits_; }
    [[nodiscard]] const std::vector<Timer>& dropped_timers() const { return dropped_timers_; }
    [[nodiscard]] bool is_new(NodeIndex node) const {
        return std::find(nodes_.begin(), nodes_.end(), node) == nodes_.end();
    }
    [[nodiscard]] const std::vector<Slot>& new_variables() const { return new_variables_; }

  private:
    void problem(std::string code, Text text, const std::string& node) {
        Diagnostic made;
        made.code = std::move(code);
        made.place.element = "flow:" + to_.id + "/nodes/" + node;
        made.text = std::move(text);
        problems_.push_back(std::move(made));
    }

    void map_nodes() {
        for (std::size_t i = 0; i < from_.nodes.size(); ++i) {
            const auto same = to_.nodes_by_id.find(from_.nodes[i].id);
            if (same != to_.nodes_by_id.end()) nodes_[i] = same->second;
        }
        for (const auto& [old, target] : how_.nodes) {
            const auto known = from_.nodes_by_id.find(old);
            const auto wanted = to_.nodes_by_id.find(target);
            if (known != from_.nodes_by_id.end() && wanted != to_.nodes_by_id.end()) {
                nodes_[known->second] = wanted->second;
                continue;
            }
            const std::string& missing = known == from_.nodes_by_id.end() ? old : target;
            problem("FLOW-260", format_text({"there is no step '{0}'", "没有步骤“{0}”"}, {missing}), missing);
        }
        if (from_.start != kNone) nodes_[from_.start] = to_.start;
    }

    static bool alike(const Node& a, const Node& b) {
        const bool human = a.human != nullptr && b.human != nullptr && a.kind->approves == b.kind->approves;
        return (a.kind == b.kind || human) && undoes_beside(a) == undoes_beside(b) &&
               (a.repeat != nullptr) == (b.repeat != nullptr) &&
               (a.repeat == nullptr || a.repeat->kind == b.repeat->kind);
    }

    // The sub-process around, in the new version.
    [[nodiscard]] bool same_around(NodeIndex old, NodeIndex target) const {
        const NodeIndex around = from_.bodies[from_.nodes[old].body].owner;
        const NodeIndex wanted = to_.bodies[to_.nodes[target].body].owner;
        return around == kNone ? wanted == kNone : nodes_[around] == wanted;
    }

    // The parallel gateways between whose ways it stands.
    static std::vector<NodeIndex> forks(const Flow& flow, NodeIndex node) {
        std::vector<NodeIndex> found;
        for (BranchIndex at = flow.nodes[node].branch; at != kNone && at < flow.branches.size();
             at = flow.branches[at].parent) {
            if (flow.branches[at].fork != kNone) found.push_back(flow.branches[at].fork);
        }
        return found;
    }

    [[nodiscard]] bool same_ways(NodeIndex old, NodeIndex target) const {
        if (from_.nodes[old].branch == kNone || to_.nodes[target].branch == kNone) return true;
        std::vector<NodeIndex> before = forks(from_, old);
        for (NodeIndex& fork : before) fork = nodes_[fork];
        return before == forks(to_, target);
    }

    [[nodiscard]] EdgeIndex edge(EdgeIndex old) const {
        if (old == kNone) return kNone;
        const Edge& was = from_.edges[old];
        if (const auto same = to_.edges_by_id.find(was.id); same != to_.edges_by_id.end()) return same->second;
        for (std::size_t i = 0; i < to_.edges.size(); ++i) {
            if (to_.edges[i].from == nodes_[was.from] && to_.edges[i].to == nodes_[was.to])
                return static_cast<EdgeIndex>(i);
        }
        return kNone;
    }

    void check(const Token& token) {
        const Node& old = from_.nodes[token.node];
        const NodeIndex target = nodes_[token.node];
        if (target == kNone) {
            return problem("FLOW-261",
                           format_text({"step '{0}' is not in the new version: say which step takes its place",
                                        "新版本中没有步骤“{0}”：请指定由哪个步骤代替"},
                                       {old.id}),
                           old.id);
        }
        const std::string& id = to_.nodes[target].id;
        if (!alike(old, to_.nodes[target])) {
            return problem(
                "FLOW-262",
                format_text({"step '{0}' does other work than '{1}' did", "步骤“{0}”与“{1}”的类型不同"}, {id, old.id}),
                id);
        }
        if (!same_around(token.node, target)) {
            return problem(
                "FLOW-263",
                format_text({"step '{0}' stands in another sub-process", "步骤“{0}”位于另一个子流程中"}, {id}), id);
        }
        const bool waits = old.kind->joins;
        const EdgeIndex way = edge(token.edge);
        const bool other_way = waits && token.edge != kNone && (way == kNone || to_.edges[way].to != target);
        if (!same_ways(token.node, target) || other_way) {
            problem("FLOW-264",
                    format_text({"step '{0}' stands between other parallel ways: a join would wait for ever",
                                 "步骤“{0}”位于不同的并行路径中：汇聚节点将永远等待"},
                                {id}),
                    id);
        }
    }

    void move_tokens() {
        for (Token& token : state_.tokens) {
            token.node = nodes_[token.node];
            const EdgeIndex way = edge(token.edge);
            token.edge = way != kNone && to_.edges[way].to == token.node ? way : kNone;
            if (token.resume != kNone) token.resume = nodes_[token.resume];
        }
        for (Seat& seat : state_.seats) {
            if (nodes_[seat.node] == kNone) lost(seat.node);
            seat.node = nodes_[seat.node];
        }
    }

    void lost(NodeIndex old) {
        const std::string& id = from_.nodes[old].id;
        problem("FLOW-261",
                format_text({"step '{0}' is not in the new version: say which step takes its place",
                             "新版本中没有步骤“{0}”：请指定由哪个步骤代替"},
                            {id}),
                id);
    }

    void move_frames() {
        for (Frame& frame : state_.frames) {
            const NodeIndex target = nodes_[frame.node];
            if (target == kNone) {
                lost(frame.node);
                continue;
            }
            if (frame.kind == Frame::Kind::kActivity) {
                const std::vector<Variable>& old = from_.nodes[frame.node].locals;
                const std::vector<Variable>& wanted = to_.nodes[target].locals;
                std::vector<feel::Value> values(wanted.size());
                for (std::size_t i = 0; i < wanted.size(); ++i) {
                    const auto was = std::find_if(old.begin(), old.end(),
                                                  [&](const Variable& each) { return each.id == wanted[i].id; });
                    const auto at = static_cast<std::size_t>(was - old.begin());
                    if (was == old.end() || at >= frame.values.size()) continue;
                    bool fits = true;
                    values[i] = feel::conform(frame.values[at], wanted[i].type, fits);
                }
                frame.values = std::move(values);
            }
            frame.node = target;
        }
    }

    // Whether what waits at `old` for the token, or for the frame where there is none, still does in the new version.
    [[nodiscard]] bool still(NodeIndex old, std::uint32_t token) const {
        const NodeIndex target = nodes_[old];
        if (target == kNone) return false;
        const Node& was = from_.nodes[old];
        const Node& is = to_.nodes[target];
        if (was.event != nullptr && (is.event == nullptr || is.event->trigger != was.event->trigger)) return false;
        if (!was.kind->boundary) return token == 0 ? is.kind->starts : true;
        const Token* at = state_.token(token);
        return is.kind->boundary && at != nullptr && is.attached_to == at->node;
    }

    void move_waits() {
        std::erase_if(state_.waits, [&](Wait& wait) {
            if (!still(wait.node, wait.token)) {
                dropped_waits_.push_back(wait);
                return true;
            }
            wait.node = nodes_[wait.node];
            return false;
        });
    }

    void move_timers() {
        std::erase_if(state_.timers, [&](Timer& timer) {
            if (!still(timer.node, timer.token)) {
                dropped_timers_.push_back(timer);
                return true;
            }
            timer.node = nodes_[timer.node];
            return false;
        });
    }

    void move_rest() {
        for (Undo& undo : state_.undos) {
            if (nodes_[undo.node] == kNone) lost(undo.node);
            undo.node = nodes_[undo.node];
        }
        std::erase_if(state_.gates, [&](Gate& gate) {
            if (nodes_[gate.node] == kNone) return true;
            gate.node = nodes_[gate.node];
            for (EdgeIndex& each : gate.passed) each = edge(each);
            std::erase(gate.passed, kNone);
            return false;
        });
        std::erase_if(state_.chosen, [&](Chosen& chosen) {
            chosen.node = nodes_[chosen.node];
            return chosen.node == kNone;
        });
        if (state_.ended_by != kNone) state_.ended_by = nodes_[state_.ended_by];
        state_.last = {};  // a decision before it is not taken back
        std::erase_if(state_.passed, [&](Passed& passed) {
            passed.node = nodes_[passed.node];
            return passed.node == kNone;
        });
        std::erase_if(state_.chosen, [&](Chosen& chosen) {
            chosen.node = nodes_[chosen.node];
            return chosen.node == kNone || to_.nodes[chosen.node].human == nullptr ||
                   to_.nodes[chosen.node].human->chosen == nullptr;
        });
        state_.last = {};  // what was decided in the earlier version is not taken back in this one
        std::erase_if(state_.incidents, [&](Incident& incident) {
            incident.node = nodes_[incident.node];
            const bool gone = incident.node == kNone || (incident.wait != 0 && state_.wait(incident.wait) == nullptr) ||
                              (incident.timer != 0 && state_.timer(incident.timer) == nullptr);
            return gone;
        });
    }

    void move_variables() {
        std::vector<feel::Value> values(to_.variables.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Variable& wanted = to_.variables[i];
            const auto was = std::find_if(from_.variables.begin(), from_.variables.end(),
                                          [&](const Variable& each) { return each.id == wanted.id; });
            if (was == from_.variables.end()) {
                if (wanted.initial) new_variables_.push_back(static_cast<Slot>(i));
                continue;
            }
            bool fits = true;
            values[i] = feel::conform(state_.variables[static_cast<std::size_t>(was - from_.variables.begin())],
                                      wanted.type, fits);
            if (fits) continue;
            Diagnostic made;
            made.code = "FLOW-265";
            made.place.element = "flow:" + to_.id + "/variables/" + wanted.id;
            made.text = format_text({"the value of variable '{0}' is no {1}", "变量“{0}”的值不是 {1}"},
                                    {wanted.id, wanted.type.to_string()});
            problems_.push_back(std::move(made));
        }
        state_.variables = std::move(values);
    }

    const Flow& from_;
    Instance& state_;
    const Flow& to_;
    const Migration& how_;
    std::vector<NodeIndex> nodes_;  // of the old version: in the new one
    std::vector<Wait> dropped_waits_;
    std::vector<Timer> dropped_timers_;
    std::vector<Slot> new_variables_;
    Diagnostics problems_;
};

// Boundary events and event sub-processes that the old version did not have.
void arm_new(Run& run, const Mover& mover) {
    const std::vector<Token> tokens = run.state().tokens;
    for (const Token& token : tokens) {
        if (run.repeat_of(token.number) != nullptr) continue;
        for (const NodeIndex boundary : run.node(token.node).boundaries) {
            if (mover.is_new(boundary)) arm_event(run, token.number, token.scope, boundary);
        }
    }
    const auto scope = [&](std::uint32_t frame, BodyIndex body) {
        for (const NodeIndex each : run.flow().bodies[body].event_sub_processes) {
            if (!mover.is_new(each)) continue;
            for (const NodeIndex start : run.flow().bodies[run.node(each).inner].starts)
                arm_event(run, 0, frame, start);
        }
    };
    scope(0, 0);
    const std::vector<Frame> frames = run.state().frames;
    for (const Frame& frame : frames) {
        if (frame.kind == Frame::Kind::kActivity && !frame.done && run.node(frame.node).inner != kNone)
            scope(frame.number, run.node(frame.node).inner);
    }
}

}  // namespace

Result<Events> migrate(const Flow& from, Instance& instance, const Flow& to, const Migration& how,
                       const StepInputs& inputs) {
    if (!instance.running()) return fail("FLOW-201", Text("this flow has ended", "该流程已结束"));
    Mover mover(from, instance, to, how);
    if (Diagnostics problems = mover.move(); !problems.empty()) return tl::unexpected(std::move(problems));
    Run run(to, instance, inputs);
    Event moved = run.event(EventKind::kMigrated);
    moved.by = how.by;
    moved.value = how.before;
    append_json(moved.text, instance, to);
    run.emit(std::move(moved));
    if (!how.text.empty()) {
        Event said = run.event(EventKind::kCommented);
        said.by = how.by;
        said.text = how.text;
        run.emit(std::move(said));
    }
    for (const Wait& wait : mover.dropped_waits()) {
        Event gone = run.event(EventKind::kWaitGone);
        gone.wait = wait.number;
        gone.index = static_cast<std::uint32_t>(wait.kind);
        run.emit(std::move(gone));
    }
    for (const Timer& timer : mover.dropped_timers()) {
        Event gone = run.event(EventKind::kTimerGone);
        gone.timer = timer.number;
        run.emit(std::move(gone));
    }
    for (const Slot each : mover.new_variables()) {
        const Slot slot = static_cast<Slot>(Scope::kFirstVariable) + each;
        run.set_slot(slot, run.evaluate(to.variables[each].initial, 0), 0);
    }
    arm_new(run, mover);
    if (!run.failed() && !instance.suspended) {
        run.changed(0);
        run.work();
    }
    if (run.failed()) return tl::unexpected(run.take_failure());
    return run.take_events();
}

Diagnostics lost_values(const Flow& from, const Instance& instance, const Flow& to) {
    Diagnostics lost;
    for (std::size_t i = 0; i < from.variables.size() && i < instance.variables.size(); ++i) {
        const std::string& id = from.variables[i].id;
        const bool kept =
            std::any_of(to.variables.begin(), to.variables.end(), [&](const Variable& each) { return each.id == id; });
        if (kept || instance.variables[i].is_null()) continue;
        Diagnostic made;
        made.code = "FLOW-269";
        made.severity = Severity::kWarning;
        made.place.element = "flow:" + from.id + "/variables/" + id;
        made.text = format_text(
            {"the new version has no variable '{0}': its value is lost", "新版本没有变量“{0}”，其值将丢失"}, {id});
        lost.push_back(std::move(made));
    }
    return lost;
}

}  // namespace fw::flow
