// One step while it is made: the state, what has happened so far and the tokens that still have to act. Node kinds talk
// to it. Every change goes through emit(), which applies the event at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/budget.h"
#include "engine/flow/step.h"

namespace fw::flow {

// What flows nobody meant to be endless are stopped at: moves of one step, beside those that begun instances allow.
inline constexpr std::uint32_t kMaxMoves = 10'000;
inline constexpr std::uint32_t kMovesOfInstance = 100;
inline constexpr std::int64_t kMaxInstances = 100'000;  // of one repeated activity

class Run {
  public:
    Run(const Flow& flow, Instance& state, const StepInputs& inputs)
        : flow_(flow), state_(state), inputs_(inputs), budget_(now()) {}

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
    void take(std::uint32_t token, EdgeIndex edge);          // along an edge; its node acts later in this step
    void take_quietly(std::uint32_t token, EdgeIndex edge);  // its node does not act by itself
    void fork(std::uint32_t token, EdgeIndex edge);          // a new token along another edge
    // What the token did at its node is done: values are mapped out, the next instance begins, or it leaves.
    // `payload`: what an event or answer brought.
    void complete(std::uint32_t token, const feel::Value& payload = {});
    void leave(std::uint32_t token);                     // along all ways out that hold
    void leave_by(std::uint32_t token, EdgeIndex edge);  // breaks off what is left of its activity
    void end_path(std::uint32_t token);                  // the token is gone
    void frame_emptied(std::uint32_t frame);             // completes a sub-process in which nothing is left
    std::uint32_t make_token(NodeIndex node, std::uint32_t frame, std::uint32_t from);
    void place(std::uint32_t token, NodeIndex node, Reason reason);  // without an edge; does not act by itself
    void schedule(std::uint32_t token) { agenda_.push_back(token); }
    void cancel(std::uint32_t token, Reason reason);  // with what is open there and within
    void cancel_inner(std::uint32_t token, Reason reason);
    void cancel_frame(std::uint32_t frame, Reason reason, std::uint32_t except = 0);  // its tokens
    void close_frame(std::uint32_t frame);
    void disarm_frame(std::uint32_t frame);  // what its event sub-processes wait for
    void close(std::uint32_t token, Reason reason, NodeIndex only = kNone,
               std::uint32_t except = 0);                                 // open seats (at one node), timers and waits
    void disarm(std::uint32_t token, Reason reason = Reason::kNoReason);  // timers and waits
    void finish(Status status, NodeIndex node, Reason reason, std::string error = {});  // cancels what is left
    void instance_cancelled(std::uint32_t token);  // one of a repeated activity: the others go on
    // Computes the inputs of the step that stands there once more: what they read has changed.
    void read_inputs_again(std::uint32_t token);
    void open_frame(std::uint32_t token, std::uint32_t index, const feel::Value& item);
    void begin_again(std::uint32_t token);  // what its activity waits for and keeps, after a return that comes back
    void enter_body(std::uint32_t token, NodeIndex start = kNone);  // of the sub-process it stands at
    void work();                                                    // until nothing moves by itself

    void set_timer(const Token& token, Timer::Purpose purpose, Instant due);
    void set_timer(Event&& set, Instant due);
    // When a timer is due; fails the step where 'at' gives nothing.
    [[nodiscard]] std::optional<Instant> due(const TimerRule& rule, std::uint32_t frame, const Node& at);
    [[nodiscard]] Instant after(const TimerRule& rule) const;  // now + its `after`
    std::uint32_t set_wait(const Token& token, Wait::Kind kind, std::string name, feel::Value value,
                           bool straight = false);
    void wait_no_more(const Wait& wait);  // it has come, or is over

    // Values, as seen from a frame (0: the flow). A failed evaluation is null; all of a step have one budget, and the
    // step fails where it is used up.
    [[nodiscard]] std::uint32_t frame_of(std::uint32_t token) const;  // whose values it sees
    [[nodiscard]] feel::Value evaluate(const model::Expr& expression, std::uint32_t frame);
    // The same with a value at one slot more.
    [[nodiscard]] feel::Value evaluate(const model::Expr& expression, std::uint32_t frame, Slot slot,
                                       const feel::Value& value);
    [[nodiscard]] const std::vector<feel::Value>& names(std::uint32_t frame);
    [[nodiscard]] std::string text(const model::Template& text, Language language, std::uint32_t frame);
    // `node`: whose people the initiator may have chosen.
    [[nodiscard]] std::vector<Person> people(const std::vector<Who>& who, std::uint32_t frame, NodeIndex node = kNone,
                                             std::vector<std::uint16_t>* weights = nullptr);
    void set_record(std::string_view field, feel::Value value);
    void set_slot(Slot slot, feel::Value value, std::uint32_t frame);  // where it is seen from the frame
    void assign(const Assignment& to, feel::Value value, std::uint32_t frame);
    [[nodiscard]] feel::Value payload_of(const std::vector<Assignment>& payload, std::uint32_t frame);
    // The variable of this name nearest to the frame.
    struct Place {
        Slot slot = kNone;
        const Variable* variable = nullptr;
    };
    [[nodiscard]] Place variable(std::string_view name, std::uint32_t frame) const;
    // What is mapped into a node, by name.
    [[nodiscard]] feel::Value local_values(std::uint32_t frame, const Node& node) const;
    [[nodiscard]] feel::DateTime now() const;                             // in the company's zone
    [[nodiscard]] feel::Value visible_values(std::uint32_t frame) const;  // a context of all variables

    // Whether a parent of the token is a repeated activity of which it is one instance.
    [[nodiscard]] const Frame* repeat_of(std::uint32_t token) const;

    // What cannot be done waits for an administrator, instead of failing the step.
    void incident(const Incident& what);
    void incident(std::uint32_t token, const Diagnostic& why);  // of the work of its node
    // What of a result does not fit where the node of the token puts it; nothing where all does.
    [[nodiscard]] std::optional<Diagnostic> misfit(std::uint32_t token, const feel::Value& result);

    // Failing ends the step; the first failure counts.
    void fail(std::string code, Text text, const Node* at = nullptr);
    void fail_with(Diagnostics failure);
    [[nodiscard]] bool failed() const { return !failure_.empty(); }
    [[nodiscard]] Diagnostics take_failure() { return std::move(failure_); }
    [[nodiscard]] Events take_events() { return std::move(events_); }
    void reserve(std::size_t count) { events_.reserve(count); }
    // Conditions see values of this frame (0: of the flow or the record) that have changed.
    void changed(std::uint32_t frame) { changed_ = changed_ && *changed_ != frame ? 0 : frame; }
    void look_at(std::uint32_t wait) { new_conditions_.push_back(wait); }  // once nothing moves any more
    void forget_names() { names_of_ = 0; }
    void keep_counters(std::uint32_t frame, std::uint32_t repeat);  // what counts the runs, in a frame that is kept
    void more_moves(std::uint32_t instances) { allowed_ += instances * kMovesOfInstance; }

  private:
    void arrive(std::uint32_t token);
    bool look();  // at conditions, where they may see something new; whether it did
    void fill(const Node& here, std::uint32_t from, std::uint32_t frame);  // initial values and inputs
    void map_out(std::uint32_t token, const feel::Value& payload, bool only_look = false);
    feel::Value brought(const Node& here, const std::string& name, const feel::Value& value, const feel::Type& type);
    void leave_frame(std::uint32_t token);
    void keep_or_close(std::uint32_t token, std::uint32_t frame);  // of an event sub-process that is done
    void keep_frame(std::uint32_t frame, std::uint32_t around);    // so that it can be undone
    void undoable(NodeIndex activity, std::uint32_t around, std::uint32_t kept);
    void take_ways(std::uint32_t token, const std::vector<EdgeIndex>& ways);
    void build_names();
    [[nodiscard]] feel::Value changed_record();
    void look_at_budget();
    void append_locals(const Frame& frame, std::vector<feel::Value>& names) const;

    const Flow& flow_;
    Instance& state_;
    const StepInputs& inputs_;
    feel::Budget budget_;
    Events events_;
    std::vector<std::uint32_t> agenda_;
    std::uint32_t moves_ = 0, allowed_ = kMaxMoves;
    std::optional<std::uint32_t> changed_;       // as in changed()
    std::vector<std::uint32_t> new_conditions_;  // waits
    std::vector<feel::Value> names_;
    std::vector<feel::Value> frame_names_;                             // of …
    std::uint32_t names_of_ = 0;                                       // … this frame; 0: out of date
    std::vector<std::pair<std::string, feel::Value>> record_changes_;  // made in this step
    bool record_stale_ = false;                                        // names_ does not show them yet
    Diagnostics failure_;
};

// --- parts of the run
// Values of kRepeatNames for one instance (step/values.cpp).
[[nodiscard]] std::array<feel::Value, 4> counters_of(const Frame& instance, const Frame& repeat);

void begin_repeat(Run& run, std::uint32_t token);                        // step/repeat.cpp
void instance_done(Run& run, std::uint32_t token, std::uint32_t frame);  // frame: of the instance; 0: none

void arm(Run& run, std::uint32_t token);  // step/events.cpp
void arm_event_sub_processes(Run& run, std::uint32_t frame, BodyIndex body);
void arm_event(Run& run, std::uint32_t token, std::uint32_t frame, NodeIndex node);  // what `node` waits for
void caught(Run& run, const Wait& wait, const feel::Value& payload);
void timer_fired(Run& run, const Timer& timer);
void look_at_conditions(Run& run, std::uint32_t frame);  // those that see its values
void look_at_condition(Run& run, std::uint32_t wait);
// A message or signal, if it is one. A signal is heard at once by all that wait for it in this instance; one that
// interrupts the scope around takes the token with it: false, and it is noted that the event was thrown.
bool send(Run& run, std::uint32_t token, const EventDefinition& event);
// What the thrown event led to has broken off the path it stands on.
void note_broken_off(Run& run, NodeIndex thrower, const EventDefinition& event);
// Whether somebody catches it: a boundary event of the activity a token stands at (0: thrown by an event), then each
// scope from `frame` outwards.
bool throw_error(Run& run, std::uint32_t activity, std::uint32_t frame, const std::string& code,
                 const std::string& message);
bool throw_escalation(Run& run, std::uint32_t activity, std::uint32_t frame, const std::string& code);

// Whether the handler of a repeated activity sees the local values of the run that it undoes: they are kept as they
// were when it completed.
[[nodiscard]] bool handler_sees_locals(const Flow& flow, const Node& activity);
void compensate(Run& run, std::uint32_t token, const EventDefinition& event);  // step/undo.cpp; `event` is thrown
void handler_done(Run& run, std::uint32_t token, NodeIndex node, std::uint32_t frame);
void cancel_transaction(Run& run, std::uint32_t token);
void stop_undoing(Run& run, std::uint32_t token);  // a token that has things undone goes away: they can be undone again

void fire_timer(Run& run, std::uint32_t timer);  // step/step.cpp
void operate(Run& run, const Command& command);  // step/operations.cpp: kSuspend … kSkip
void edited(Run& run, const Command& command);

bool pass_joins(Run& run);  // step/joins.cpp: inclusive and complex gateways that can go on; whether any did

// What a command says that could not be done; where is left open.
[[nodiscard]] Incident incident_of(const Command& command);

}  // namespace fw::flow
