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
    kStarted,      // token, node, person (initiator)
    kVariable,     // index, value; of a frame: frame, node
    kMoved,        // token, edge: left edge.from, stands on edge.to
    kForked,       // token (new), edge, other (token it came from)
    kMerged,       // token (gone), other (token that goes on), node
    kPlaced,       // token, node, reason: put on a node by a return, resume or jump
    kCancelled,    // token (gone) with its seats and timers, node, reason
    kEnded,        // token (gone), node: an end was reached; straight: nothing ends, what it had undone is undone
    kSeatAdded,    // seat, token, node, order, weight, origin, person, status: waiting (a task is made), queued or
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
    kTimerSet,     // timer, token, frame, node, due, left, purpose in index
    kTimerFired,   // timer (gone), token, node
    kTimerGone,    // timer (cancelled), token, node
    kRecordSet,    // text (field), value
    kNotified,     // node, people, text (en), text_zh
    kReminded,     // node, people: a time-out reminds the waiting ones
    kUrged,        // by, people, text
    kCommented,    // by, text
    kWithdrawn,    // by, text
    kTerminated,   // by, text
    kFinished,     // node, index: Status, text: the error that nobody caught
    // What BPMN's other elements do. `frame` is the frame it happens in unless it says otherwise.
    kTokenMade,      // token (new), node, frame, other (the token it comes from): stands on node
    kFrameOpened,    // frame (new), other (the one around it), token, node, order (Frame::Kind), index: how many or
                     // which, value: the items
    kFrameClosed,    // frame (gone)
    kFrameKept,      // frame (done, can be undone), other: the one around it now
    kInstanceBegun,  // token (new), node, frame (repeat), other (token of the activity), index
    kInstanceDone,   // token (gone), node, frame (repeat), index, value (collected)
    kWaitSet,        // wait, token, frame, node, index (Wait::Kind), text (name), value: key, arguments of a job or
                     // call; straight: call of the newest version
    kWaitGone,       // wait, token, node, index (Wait::Kind), reason: not waited for any more
    kLooked,         // wait, straight: a condition's truth has changed
    kCaught,         // wait or timer, token, node: what was waited for has happened; value: what it brought
    kThrown,         // frame, order (Trigger), text (code); reason kNobodyFound: nobody has caught it
    kMessageSent,    // token, node, text (name), value: {key, content, keep (seconds)}
    kSignalSent,     // token, node, text (name), value
    kLinked,         // token, from, node: goes on at the caught link
    kUndoable,       // index (new Undo), frame, node, other (kept frame)
    kUndoing,        // index, other (token that has it undone), timer: its turn, highest first
    kUndoBegun,      // index, token (of the handler)
    kUndone,         // index (gone)
    kGatePassed,     // frame, node, edge: a complex gateway has gone on with this way
    kGateReset,      // frame, node: all ways have arrived, it begins anew
    kCopied,         // node, people, text, text_zh; by: a person did it, not a step
    // What administrators do, and what they are asked for.
    kSuspended,     // by, text
    kContinued,     // by, text
    kEdited,        // by, text: variables are changed from outside (kVariable follows)
    kIncident,      // index (new incident), token, node, wait, timer, text (code), value: {"en", "zh"}
    kIncidentGone,  // index, token, node, wait, by, text; straight: it is tried again
    kMigrated,      // by, text: the snapshot in another version of the flow; value: {"deployment", "version"} of before
    // What else people do.
    kChosen,        // node, people: named by the initiator
    kTakenBack,     // token, node, seat, person, by, text; straight: the step is still open, its seats change back
    kSeatRestored,  // as kSeatAdded, other_person: its lender; a task is made where it waits
    kSeatQueued,    // seat, person: not asked yet again; its task is closed
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
    kDelegation,   // lent: the answer goes back to the lender
    kAnswer,       // the answer to a delegation (index 1: agrees, 2: advises against)
    kRemoval,      // taken out by who added it
    kInterrupted,  // by an event
    kEnough,       // the others of a repeated activity are not needed any more
    kTakeBack,     // a decision was taken back
    kRecordMoved,  // a person took the record to another state
    kRecordDeleted,
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
    std::uint32_t frame = 0, wait = 0;
    NodeIndex node = kNone, from = kNone;
    EdgeIndex edge = kNone;
    Person person = kNobody;        // whom it concerns
    Person by = kNobody;            // who acted
    Person other_person = kNobody;  // kSeatHanded: who had it before
    Instant at = 0, due = 0;
    std::int64_t left = 0;  // kTimerSet: how often it comes again
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

// The node that an event finishes: a task done, an event triggered, a gateway passed, an end reached, each instance of
// a repeated activity; kNone for what finishes nothing. What is cancelled is not finished.
[[nodiscard]] NodeIndex finished_node(const Flow& flow, const Event& event);

[[nodiscard]] std::string_view event_name(EventKind kind);  // "seat_agreed"
[[nodiscard]] std::string_view reason_name(Reason reason);  // "same_person"; "" for none

}  // namespace fw::flow
