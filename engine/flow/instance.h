// One running flow as plain values: everything the next step needs and nothing else. Its size depends on what is open
// now, not on what has happened. Changed by apply() (event.h) alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/flow.h"

namespace fw::flow {

enum class Status : std::uint8_t { kNew, kRunning, kCompleted, kRefused, kWithdrawn, kTerminated };

struct Token {
    std::uint32_t number = 0;
    NodeIndex node = 0;
    EdgeIndex edge = kNone;    // by which it came; kNone: it was placed
    NodeIndex resume = kNone;  // after this node it goes straight back to that one
    std::uint32_t scope = 0;   // the frame it runs in; 0: the flow
    std::uint32_t inner = 0;   // the frame it has opened at its node; 0: none
    bool operator==(const Token&) const = default;
};

// What an activity keeps while a token is at it: local values, and the content of a sub-process. A repeated activity
// has a frame that counts, and in it one for each instance that runs.
struct Frame {
    enum class Kind : std::uint8_t { kActivity, kRepeat };
    std::uint32_t number = 0;
    std::uint32_t parent = 0;  // the frame around it; 0: the flow
    std::uint32_t token = 0;   // that opened it; 0: done
    NodeIndex node = 0;
    Kind kind = Kind::kActivity;
    bool done = false;                                 // completed, and kept because it can be undone
    std::uint32_t tokens = 0;                          // in it now
    std::uint32_t total = 0, begun = 0, finished = 0;  // kRepeat: instances; kActivity: begun is which instance it is
    feel::Value items;                                 // kRepeat, one after the other: the list
    std::vector<feel::Value> values;                   // Node::locals; kRepeat: what was collected
    bool operator==(const Frame&) const = default;
};

// What a token, or an event sub-process of a frame, waits for.
struct Wait {
    enum class Kind : std::uint8_t { kMessage, kSignal, kCondition, kJob, kCall };
    std::uint32_t number = 0;  // unique in the instance
    std::uint32_t token = 0;   // 0: an event sub-process of `frame`
    std::uint32_t frame = 0;
    NodeIndex node = 0;  // that catches it
    Kind kind = Kind::kMessage;
    bool held = false;  // kCondition: was true when last looked at
    std::string name;   // of the message or signal, the action, the called flow
    feel::Value key;    // kMessage: null waits for any
    bool operator==(const Wait&) const = default;
};

// A completed activity that can be undone (BPMN 10.7).
struct Undo {
    std::uint32_t number = 0;  // in the order they were completed
    std::uint32_t frame = 0;
    NodeIndex node = 0;
    std::uint32_t inner = 0;  // kept frame of a sub-process
    std::uint32_t by = 0;     // the token that has it undone; 0: none yet
    std::uint32_t turn = 0;   // highest first
    std::uint32_t token = 0;  // of the handler that runs
    bool operator==(const Undo&) const = default;
};

// A complex gateway that has gone on before all ways had arrived, and the ways that had.
struct Gate {
    std::uint32_t frame = 0;
    NodeIndex node = 0;
    std::vector<EdgeIndex> passed;
    bool operator==(const Gate&) const = default;
};

enum class SeatStatus : std::uint8_t {
    kQueued,   // in turn, not yet asked
    kWaiting,  // asked: has a task
    kParked,   // its node was left by a return that comes straight back
    kAgreed,
    kRefused,  // has spoken against; the others still decide
    kAbsent,   // passed by itself (same person, initiator)
    kHeld,     // waits for those he has asked first
};

// Where a person was added by one who was asked: heard before him, after him, or beside him.
enum class Position : std::uint8_t { kOwn, kBefore, kAfter, kBeside };

// Why a person sits here.
enum class Origin : std::uint8_t { kNode, kSubstitute, kTransfer, kAdded, kTimeout };

struct Seat {
    std::uint32_t number = 0;  // unique in the instance; tasks are known by it
    std::uint32_t token = 0;
    NodeIndex node = 0;
    std::uint16_t order = 0;  // seats of one order are asked together, the next after they agreed
    std::uint16_t weight = 1;
    SeatStatus status = SeatStatus::kWaiting;
    Origin origin = Origin::kNode;
    Person person = kNobody;  // kNobody: any administrator
    Person lender = kNobody;  // delegated: who gets it back
    std::uint32_t adder = 0;  // seat that added this one
    Position position = Position::kOwn;
    Instant urged = 0;  // when he was urged last
    bool operator==(const Seat&) const = default;
};

struct Timer {
    enum class Purpose : std::uint8_t { kNode, kTimeout };
    std::uint32_t number = 0;  // unique in the instance
    std::uint32_t token = 0;
    NodeIndex node = 0;
    Purpose purpose = Purpose::kNode;
    Instant due = 0;
    std::uint32_t frame = 0;  // of an event sub-process that waits (token 0)
    std::int64_t left = 0;    // how often it comes again after this; -1: without end
    bool operator==(const Timer&) const = default;
};

// Who has agreed where, in order, on the path that counts now: targets of a return, and "the same person again".
struct Passed {
    NodeIndex node = 0;
    Person person = kNobody;
    bool operator==(const Passed&) const = default;
};

// Something that could not be done in the background: its token waits until an administrator decides.
struct Incident {
    std::uint32_t number = 0;
    std::uint32_t token = 0;  // 0: of an event sub-process that waits
    NodeIndex node = 0;
    std::uint32_t wait = 0;   // the job or answer that failed …
    std::uint32_t timer = 0;  // … or the timer; neither: the work of the node itself
    std::string code;
    std::string text, text_zh;
    bool operator==(const Incident&) const = default;
};

// Whom the initiator has named for a step.
struct Chosen {
    NodeIndex node = 0;
    std::vector<Person> people;
    bool operator==(const Chosen&) const = default;
};

// The last decision of a person, while it can be taken back: until anybody acts again, or the flow does something that
// cannot be undone.
struct Decision {
    std::uint32_t seat = 0;  // 0: none
    std::uint32_t token = 0, scope = 0;
    NodeIndex node = 0;
    Person person = kNobody, by = kNobody;
    std::uint32_t last_seat = 0;  // seats with a higher number were added because of it
    bool decided = false;         // Instance::decided before it
    bool restoring = false;       // taken back: the step begins again with `seats`
    std::vector<Seat> seats;      // of the step, as they were before
    bool operator==(const Decision&) const = default;
};

struct Instance {
    Status status = Status::kNew;
    bool suspended = false;  // nobody acts on it until it is resumed
    bool returned = false;   // the token stands at the start until the initiator submits again
    bool decided = false;    // somebody has decided in this round
    std::uint32_t round = 1;
    std::uint32_t last_token = 0, last_seat = 0, last_timer = 0, last_frame = 0, last_wait = 0, last_undo = 0;
    std::uint32_t last_incident = 0;
    NodeIndex ended_by = kNone;  // while it runs: the last end of the flow itself, if something is being undone
    Person initiator = kNobody;
    Instant started_at = 0, ended_at = 0;
    std::vector<Token> tokens;  // by number, as the lists below
    std::vector<Seat> seats;    // of the nodes where tokens stand; by token, then by number
    std::vector<Timer> timers;
    std::vector<Frame> frames;
    std::vector<Wait> waits;
    std::vector<Undo> undos;
    std::vector<Gate> gates;
    std::vector<Incident> incidents;
    std::vector<Passed> passed;
    std::vector<Chosen> chosen;
    Decision last;
    std::vector<feel::Value> variables;  // by index in Flow::variables

    [[nodiscard]] const Token* token(std::uint32_t number) const;
    [[nodiscard]] const Seat* seat(std::uint32_t number) const;
    [[nodiscard]] const Timer* timer(std::uint32_t number) const;
    [[nodiscard]] const Frame* frame(std::uint32_t number) const;
    [[nodiscard]] const Wait* wait(std::uint32_t number) const;
    [[nodiscard]] const Incident* incident(std::uint32_t number) const;
    [[nodiscard]] std::span<const Seat> seats_of(std::uint32_t token) const;
    [[nodiscard]] bool running() const { return status == Status::kRunning; }
    bool operator==(const Instance&) const = default;
};

// The snapshot: JSON with the ids of nodes, so that it can be read and moved to another version.
void append_json(std::string& out, const Instance& instance, const Flow& flow);
[[nodiscard]] Result<Instance> read_instance(std::string_view json, const Flow& flow);

[[nodiscard]] std::string_view status_name(
    Status status);  // "running", "completed", "refused", "withdrawn", "terminated"

}  // namespace fw::flow
