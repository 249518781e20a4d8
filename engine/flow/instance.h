// One running flow as plain values: everything the next step needs and nothing else. Its size depends on what is open
// now, not on what has happened. Changed by apply() (event.h) alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/flow.h"

namespace fw::flow {

using Instant = std::int64_t;  // microseconds since 1970-01-01T00:00:00Z

enum class Status : std::uint8_t { kNew, kRunning, kCompleted, kRefused, kWithdrawn, kTerminated };

struct Token {
    std::uint32_t number = 0;
    NodeIndex node = 0;
    EdgeIndex edge = kNone;    // by which it came; kNone: it was placed
    NodeIndex resume = kNone;  // after this node it goes straight back to that one
    std::uint32_t scope = 0;   // the sub-process it runs in; 0: the flow
    bool operator==(const Token&) const = default;
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
    bool operator==(const Seat&) const = default;
};

struct Timer {
    enum class Purpose : std::uint8_t { kNode, kTimeout };
    std::uint32_t number = 0;  // unique in the instance
    std::uint32_t token = 0;
    NodeIndex node = 0;
    Purpose purpose = Purpose::kNode;
    Instant due = 0;
    bool operator==(const Timer&) const = default;
};

// Who has agreed where, in order, on the path that counts now: targets of a return, and "the same person again".
struct Passed {
    NodeIndex node = 0;
    Person person = kNobody;
    bool operator==(const Passed&) const = default;
};

struct Instance {
    Status status = Status::kNew;
    bool returned = false;  // the token stands at the start until the initiator submits again
    bool decided = false;   // somebody has decided in this round
    std::uint32_t round = 1;
    std::uint32_t last_token = 0, last_seat = 0, last_timer = 0;
    NodeIndex ended_by = kNone;
    Person initiator = kNobody;
    Instant started_at = 0, ended_at = 0;
    std::vector<Token> tokens;
    std::vector<Seat> seats;  // of the nodes where tokens stand
    std::vector<Timer> timers;
    std::vector<Passed> passed;
    std::vector<feel::Value> variables;  // by index in Flow::variables

    [[nodiscard]] const Token* token(std::uint32_t number) const;
    [[nodiscard]] const Seat* seat(std::uint32_t number) const;
    [[nodiscard]] const Timer* timer(std::uint32_t number) const;
    [[nodiscard]] bool running() const { return status == Status::kRunning; }
    bool operator==(const Instance&) const = default;
};

// The snapshot: JSON with the ids of nodes, so that it can be read and moved to another version.
void append_json(std::string& out, const Instance& instance, const Flow& flow);
[[nodiscard]] Result<Instance> read_instance(std::string_view json, const Flow& flow);

[[nodiscard]] std::string_view status_name(
    Status status);  // "running", "completed", "refused", "withdrawn", "terminated"

}  // namespace fw::flow
