// One step while it is made: the state, what has happened so far and the tokens that still have to act. Node kinds talk
// to it. Every change goes through emit(), which applies the event at once.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/flow/step.h"

namespace fw::flow {

// What parallel forks nobody meant to be endless are stopped at.
inline constexpr std::uint32_t kMaxMoves = 10'000;

class Run {
  public:
    Run(const Flow& flow, Instance& state, const StepInputs& inputs) : flow_(flow), state_(state), inputs_(inputs) {}

    [[nodiscard]] const Flow& flow() const { return flow_; }
    [[nodiscard]] const Instance& state() const { return state_; }
    [[nodiscard]] const StepInputs& inputs() const { return inputs_; }
    [[nodiscard]] const Directory& directory() const { return inputs_.directory; }
    [[nodiscard]] const Node& node(NodeIndex index) const { return flow_.nodes[index]; }
    [[nodiscard]] const Node& node_of(std::uint32_t token) const { return flow_.nodes[state_.token(token)->node]; }

    // Events. `event` makes one with its time; `emit` applies and keeps it.
    [[nodiscard]] Event event(EventKind kind) const {
        Event made;
        made.kind = kind;
        made.at = inputs_.now;
        return made;
    }
    [[nodiscard]] Event event(EventKind kind, const Token& token) const {
        Event made = event(kind);
        made.token = token.number;
        made.node = token.node;
        return made;
    }
    void emit(Event&& made) {
        apply(state_, flow_, made);
        events_.push_back(std::move(made));
    }

    // Tokens.
    void take(std::uint32_t token, EdgeIndex edge);                  // along an edge; its node acts later in this step
    void fork(std::uint32_t token, EdgeIndex edge);                  // a new token along another edge
    void go_on(std::uint32_t token);                                 // along the one way on
    void place(std::uint32_t token, NodeIndex node, Reason reason);  // without an edge; does not act by itself
    void schedule(std::uint32_t token) { agenda_.push_back(token); }
    void cancel(std::uint32_t token, Reason reason);  // with what is open there
    void close(std::uint32_t token, Reason reason, NodeIndex only = kNone,
               std::uint32_t except = 0);                       // open seats (at one node) and timers
    void finish(Status status, NodeIndex node, Reason reason);  // cancels what is left, sets the record's state
    void work();                                                // until nothing moves by itself

    void set_timer(const Token& token, Timer::Purpose purpose, Instant due);
    [[nodiscard]] Instant after(const Span& span) const;  // now + span, months on the company's calendar

    // Values. A failed evaluation is null.
    [[nodiscard]] feel::Value evaluate(const model::Expr& expression);
    [[nodiscard]] const std::vector<feel::Value>& names();
    [[nodiscard]] std::string text(const model::Template& text, Language language);
    [[nodiscard]] std::vector<Person> people(const std::vector<Who>& who);
    void set_record(std::string_view field, feel::Value value);
    void set_variable(std::size_t index, feel::Value value);

    // Failing ends the step; the first failure counts.
    void fail(std::string code, Text text, const Node* at = nullptr);
    [[nodiscard]] bool failed() const { return !failure_.empty(); }
    [[nodiscard]] Diagnostics take_failure() { return std::move(failure_); }
    [[nodiscard]] Events take_events() { return std::move(events_); }
    void reserve(std::size_t count) { events_.reserve(count); }

  private:
    void build_names();
    [[nodiscard]] feel::Value changed_record();

    const Flow& flow_;
    Instance& state_;
    const StepInputs& inputs_;
    Events events_;
    std::vector<std::uint32_t> agenda_;
    std::uint32_t moves_ = 0;
    std::vector<feel::Value> names_;
    std::vector<std::pair<std::string, feel::Value>> record_changes_;  // made in this step
    bool record_stale_ = false;                                        // names_ does not show them yet
    Diagnostics failure_;
};

}  // namespace fw::flow
