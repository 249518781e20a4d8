// What happened in a step. Events say everything that apply() and the runtime need: nobody asks the organisation, the
// record or the clock again when they are replayed. The runtime is a projection of them: tasks from seats, timers,
// record fields, messages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/value.h"
#include "engine/flow/flow.h"
#include "engine/flow/instance.h"

namespace fw::flow {

enum class EventKind : std::uint8_t {
    kStarted,    // token, node, person (initiator)
    kVariable,   // index, value
    kMoved,      // token, edge: left edge.from, stands on edge.to
    kForked,     // token (new), edge, other (token it came from)
    kMerged,     // token (gone), other (token that goes on), node
    kPlaced,     // token, node, reason: put on a node by a return, resume or jump
    kCancelled,  // token (gone) with its seats and timers, node, reason
    kEnded,      // token (gone), node: an end was reached
    kSeatAdded,  // seat, token, node, order, weight, origin, person, status: waiting (a task is made), queued or
                 // agreed; of added ones by, other (seat of who added it), index (Position), text
    kSeatAsked,    // seat, person: a queued or parked one gets its task
    kSeatAgreed,   // seat, person, by, text: task done
    kSeatRefused,  // seat, person, by, text: task done
    kSeatPassed,   // seat, person, reason: by itself; a task that was open is closed
    kSeatClosed,   // seat, person, reason: not asked any more; an open task is closed
    kSeatParked,   // seat, person: task closed until the flow comes straight back
    kSeatHeld,     // seat, person: task closed until those added before him have agreed
    kSeatHanded,  // seat, person (new), by, text, reason: transfer or time-out; task closed for one, made for the other
    kPassed,      // token, node, reason: the step is done, its seats are gone
    kRefused,     // token, node, reason: the step was refused, its seats are gone
    kReturned,    // token, node (target), from, by, text, resume
    kResubmitted,  // token, by, text: next round
    kTimerSet,     // timer, token, node, due, purpose in index
    kTimerFired,   // timer (gone), token, node
    kTimerGone,    // timer (cancelled), token, node
    kRecordSet,    // text (field), value
    kNotified,     // node, people, text (en), text_zh
    kReminded,     // node, people: a time-out reminds the waiting ones
    kUrged,        // by, people, text
    kCommented,    // by, text
    kWithdrawn,    // by, text
    kTerminated,   // by, text
    kFinished,     // node, index: Status
};

enum class Reason : std::uint8_t {
    kNoReason,
    kDecision,     // by what people decided
    kOthers,       // others have decided
    kNobodyFound,  // no approver was found
    kInitiator,    // the approver is the initiator
    kSamePerson,   // has agreed, or will be asked, elsewhere on the path
    kTimeout,
    kReturn,
    kResume,  // straight back after a return
    kJump,
    kRefusal,
    kWithdrawal,
    kTermination,
    kTransfer,
    kDelegation,  // lent: the answer goes back to the lender
    kAnswer,      // the answer to a delegation (index 1: agrees, 2: advises against)
    kRemoval,     // taken out by who added it
};

struct Event {
    EventKind kind = EventKind::kMoved;
    Reason reason = Reason::kNoReason;
    SeatStatus status = SeatStatus::kWaiting;
    Origin origin = Origin::kNode;
    bool straight = false;  // kReturned
    std::uint16_t order = 0, weight = 1;
    std::uint32_t token = 0, other = 0;
    std::uint32_t seat = 0, timer = 0, index = 0;
    NodeIndex node = kNone, from = kNone;
    EdgeIndex edge = kNone;
    Person person = kNobody;        // whom it concerns
    Person by = kNobody;            // who acted
    Person other_person = kNobody;  // kSeatHanded: who had it before
    Instant at = 0, due = 0;
    feel::Value value;
    std::string text, text_zh;
    std::vector<Person> people;

    bool operator==(const Event&) const = default;
};

using Events = std::vector<Event>;

// The one place where an instance changes. `event` must come from a step on this state (FW_CHECK).
void apply(Instance& instance, const Flow& flow, const Event& event);

// One JSON array for the events of a step.
void append_json(std::string& out, const Events& events, const Flow& flow);
[[nodiscard]] Result<Events> read_events(std::string_view json, const Flow& flow);

[[nodiscard]] std::string_view event_name(EventKind kind);  // "seat_agreed"
[[nodiscard]] std::string_view reason_name(Reason reason);  // "same_person"; "" for none

}  // namespace fw::flow
