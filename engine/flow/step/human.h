// Steps that people do: who is asked, when the step is done, what a time-out does (APPROVALS.md).
#pragma once

#include <vector>

#include "engine/flow/step/run.h"

namespace fw::flow {

// Who would be asked at a node now, after the rules for initiators and empty steps.
struct Candidates {
    std::vector<Person> people;          // kNobody: any administrator
    std::vector<std::uint16_t> weights;  // of each; missing: 1
    bool in_turn = false;
    Origin origin = Origin::kNode;
    Human::Empty empty = Human::Empty::kAdministrator;  // where `people` is empty: kPass or kRefuse …
    Reason reason = Reason::kNoReason;                  // … and why
};
[[nodiscard]] Candidates candidates(Run& run, NodeIndex node, std::uint32_t frame = 0);

void open_seats(Run& run, std::uint32_t token);              // a token has arrived
void settle(Run& run, std::uint32_t token, NodeIndex node);  // a seat has changed: done, refused, or the next is asked
void resume(Run& run, std::uint32_t token);                  // straight back to the parked step
void refuse_step(Run& run, std::uint32_t token, Reason reason);  // the way of refusals, or the end of the flow
void clear_timeouts(Run& run, std::uint32_t token);
void time_out(Run& run, const Timer& timer);

// The people at later steps of the same path; for "the same person again: keep the last".
[[nodiscard]] std::vector<Predicted> predict_from(Run& run, const std::vector<EdgeIndex>& edges);

}  // namespace fw::flow
