// What people do at a step that waits for them: decide, hand over, ask others, take back; and beside it: comment, urge,
// copy (APPROVALS.md). Each either emits events or fails the run with a sentence.
#pragma once

#include "engine/flow/step/run.h"

namespace fw::flow {

// Whether he may act on a seat of this person: it is himself, an administrator, or a stand-in in the time of absence.
[[nodiscard]] bool acts_for(const Directory& directory, Instant now, const Command& command, Person person);
// Why he may not act on the seat of a command; no code: he may.
struct Refusal {
    const char* code = nullptr;
    Text text;
};
[[nodiscard]] Refusal refusal_at_seat(const Flow& flow, const Instance& state, const Command& command,
                                      const Directory& directory, Instant now);
// Whether the step offers it to those it asks.
[[nodiscard]] bool is_offered(const Node& node, CommandKind kind);
// The waiting seat of a command, if this person may act on it; null: the step has failed.
[[nodiscard]] const Seat* my_seat(Run& run, const Command& command);
// The same, and it was not lent to him.
[[nodiscard]] const Seat* own_seat(Run& run, const Command& command);
[[nodiscard]] Event seat_event(const Run& run, EventKind kind, const Seat& seat, const Command& command);
void set_variables(Run& run, const Command& command, std::uint32_t frame = 0);
// Fails where the step does not offer it.
[[nodiscard]] bool offered(Run& run, const Seat& seat, CommandKind kind);

// Fails where the step wants words and there are none.
[[nodiscard]] bool says_why(Run& run, const Command& command, const Seat& seat);

void decide(Run& run, const Command& command, EventKind kind);
void hand_on(Run& run, const Command& command);
void add_people(Run& run, const Command& command);
void remove_person(Run& run, const Command& command);
void comment(Run& run, const Command& command);
void urge(Run& run, const Command& command);
void copy(Run& run, const Command& command);
void take_back(Run& run, const Command& command);  // take_back.cpp

// What the initiator has to say before the flow leaves its start: whom he names, and that nobody is missing.
void choose_people(Run& run, const Command& command);  // choices.cpp
[[nodiscard]] bool may_leave_start(Run& run, const Command& command);

}  // namespace fw::flow
