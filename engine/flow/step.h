// The engine's door: a command and the present state give events. Pure: no clock, no I/O, no randomness.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/event.h"
#include "engine/flow/flow.h"
#include "engine/flow/instance.h"
#include "engine/flow/who.h"

namespace fw::flow {

enum class CommandKind : std::uint8_t {
    kStart,      // by, variables, text; node: the start that was triggered (kNone: the one without event), payload
    kApprove,    // seat, by, text
    kRefuse,     // seat, by, text
    kComplete,   // seat, by, text, variables: a user task is done
    kReturn,     // seat, by, node (flow.start: to the initiator), straight, text
    kResubmit,   // by, variables, text
    kTransfer,   // seat, by, person, text
    kDelegate,   // seat, by, person, text: he answers, and it comes back
    kAdd,        // seat, by, people, position, text
    kRemove,     // seat, by, person: whom he added and who has not acted
    kWithdraw,   // by, text
    kTerminate,  // by, text (administrator)
    kJump,       // token, node, by, text (administrator)
    kComment,    // by, text
    kUrge,       // by, text: reminds everyone who is asked now
    kTimer,      // timer
    kMessage,    // wait, payload: a message it waits for
    kSignal,     // wait, payload
    kAnswer,     // wait, payload: the result of a job or of a called flow
    kFail,       // wait, text: the error code that a job or called flow ended with
    kEscalate,   // wait, text: a called flow escalates
    kLook,       // variables: set from outside; conditions are looked at again (also after a change of the record)
    kEnable,     // token (of an ad-hoc sub-process), node: begins one of its activities
    kTakeBack,   // seat (that decided last), by, text, opened: undoes the decision
    kCopy,       // by, people, text: lets them read along
    // Operations; `by` with `administrator`.
    kSuspend,   // by, text
    kContinue,  // by, text
    kEdit,      // by, text, variables: sets them; conditions are looked at again
    kBreak,     // wait or timer, text (code), payload {"en", "zh"}: its work has failed for good: an incident
    kRetry,     // incident, by, text
    kSkip,      // incident, by, text, payload: goes on as if that were the result
    // Of a called flow again.
    kCallRefused,  // wait: it ended as refused
    kCallEnded,    // wait, text (code), payload {"en", "zh"}: somebody ended it before it was done: an incident
};

struct Command {
    CommandKind kind = CommandKind::kStart;
    bool administrator = false;  // `by` may act for others
    bool straight = false;       // kReturn: resubmission comes straight back here instead of walking the way again
    std::uint32_t seat = 0, timer = 0, token = 0, wait = 0, incident = 0;
    NodeIndex node = kNone;
    Person by = kNobody;
    Person person = kNobody;
    Position position = Position::kBeside;
    std::vector<Person> people;
    std::string text;                   // comment or reason
    Reason reason = Reason::kNoReason;  // kTerminate: why nobody asked for it
    std::vector<std::pair<std::string, feel::Value>> variables;
    std::vector<Chosen> choices;        // kStart, kResubmit: whom the initiator names
    bool preview = false;               // kStart, kResubmit: only to see the way; nobody need be named yet
    std::vector<std::uint32_t> opened;  // kTakeBack: seats whose tasks have been looked at
    // Files, people mentioned, a signature: {"files", "mentions", "signature"}; kept with the event as it is. Only
    // whether there is a signature is asked for.
    feel::Value extras;
    feel::Value payload;  // a context: what an event or answer brings
};

// What the end of a called flow is to the one that called it and waits: its variables as the answer, a refusal, an
// error, or, where somebody ended it before it was done, an incident (FLOW-307): nothing has been agreed to then.
[[nodiscard]] Command answer_to_caller(const Flow& called, const Event& finished, std::uint32_t wait,
                                       feel::Value variables);

// The record that the flow runs on, asked for only where something reads it.
class RecordSource {
  public:
    virtual ~RecordSource() = default;
    [[nodiscard]] virtual const feel::Value& record() = 0;  // a context, or null for flows without a record
    // The record as it will be with these fields set, and what is computed from them. Nothing: the source computes
    // nothing, the fields are simply replaced.
    [[nodiscard]] virtual std::optional<feel::Value> with(
        const std::vector<std::pair<std::string, feel::Value>>& /*changes*/) {
        return std::nullopt;
    }
};

// Working time (calendar.h); pure, part of the program.
class Calendars {
  public:
    virtual ~Calendars() = default;
    // The moment that much working time after `from`; nothing where the calendar is unknown or never works.
    [[nodiscard]] virtual std::optional<Instant> after(std::string_view calendar, Instant from, const Span& span,
                                                       feel::Zone zone) const = 0;
};

// Decisions that business rule tasks ask; pure, part of the program.
class Decisions {
  public:
    virtual ~Decisions() = default;
    [[nodiscard]] virtual Result<feel::Value> decide(std::string_view decision, const feel::Value& inputs,
                                                     const feel::DateTime& now) const = 0;
};

struct StepInputs {
    Instant now = 0;
    feel::Zone zone;            // of the company: for today(), dates and months
    std::int64_t instance = 0;  // its id, as FEEL sees it
    const Directory& directory;
    RecordSource& record;
    const Calendars* calendars = nullptr;  // null: all time is working time
    const Decisions* decisions = nullptr;  // null: business rule tasks fail with FLOW-313
};

// The events of the command. Fails with FLOW-2xx when the command is not allowed (wrong person, already decided, a
// return that would strand a join …) and FLOW-3xx when the flow cannot go on (no condition holds, an endless
// loop); then nothing has happened. Replaying the events with apply() gives the next state.
[[nodiscard]] Result<Events> step(const Flow& flow, const Instance& instance, const Command& command,
                                  const StepInputs& inputs);

// The same on the state itself, without a copy: applies the events. After a failure `instance` must not be used.
[[nodiscard]] Result<Events> run(const Flow& flow, Instance& instance, const Command& command,
                                 const StepInputs& inputs);

// Where the person of a waiting seat may return to: the start (the initiator) and the steps passed before. `reason`
// says why a target is refused; empty: allowed. `straight`: whether it may come straight back.
struct ReturnTarget {
    NodeIndex node = kNone;
    bool straight = false;
    Text reason;
    std::vector<Person> people;  // who decided there
};
[[nodiscard]] std::vector<ReturnTarget> return_targets(const Flow& flow, const Instance& instance, std::uint32_t seat);
// The others who are asked now and would not be any more if that seat returned to `target` (walking the way again).
[[nodiscard]] std::vector<Seat> seats_left_by_return(const Flow& flow, const Instance& instance, std::uint32_t seat,
                                                     NodeIndex target);

// What the person of `command` may do at its seat now: approve and refuse, or complete; return, transfer, delegate,
// add. Nothing else at that seat is taken from him, whatever it carries.
[[nodiscard]] std::vector<CommandKind> offers(const Flow& flow, const Instance& instance, const Command& command,
                                              const Directory& directory, Instant now);

// Whether urging would reach anybody now.
[[nodiscard]] bool may_be_urged(const Flow& flow, const Instance& instance, Instant now, feel::Zone zone);

// The steps ahead of a start (or resubmission) for which the initiator names people: who may be named (empty: anybody)
// and who is now.
struct Wish {
    NodeIndex node = kNone;
    std::uint32_t min = 1, max = 0;
    std::vector<Person> from, chosen;
    bool anybody = false;
};
[[nodiscard]] std::vector<Wish> wishes(const Flow& flow, const Instance& instance, const StepInputs& inputs);

// Why this person may not take back the decision of a seat now; empty: he may.
[[nodiscard]] Text why_not_take_back(const Flow& flow, const Instance& instance, const Command& command);

// What lies ahead if everybody agrees and the record stays as it is: human steps with the people that would be asked,
// and ends, in order.
struct Predicted {
    NodeIndex node = kNone;
    std::vector<Person> people;
};
[[nodiscard]] std::vector<Predicted> predict(const Flow& flow, const Instance& instance, const StepInputs& inputs);

}  // namespace fw::flow
