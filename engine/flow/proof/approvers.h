// Whether every employee who starts a flow finds an approver at every approval (FEATURES H2). Asks the same code that
// asks at run time, with the organisation as it is: leavers are nobody's approver, managers who have left are stepped
// over, rules for initiators and for empty steps are kept.
#pragma once

#include <string>
#include <vector>

#include "engine/flow/flow.h"

namespace fw::flow {

struct ApproverHole {
    enum class Why : std::uint8_t {
        kEmpty,          // nobody at all: the step passes or refuses by itself, or even the administrators are missing
        kNoStart,        // nobody, and for that case the flow says that it may not be started
        kHimself,        // only the initiator, and the flow does not say that he may
        kNamedHimself,   // nobody but the one named for that case, who is the initiator
        kUndecided,      // only the initiator, who is passed over, as at every other approval: nobody decides
        kSkipped,        // only the initiator, who is passed over; others decide elsewhere
        kAdministrator,  // nobody but the administrators
        kNamed,          // nobody but the one named for that case
    };
    NodeIndex node = kNone;
    Person initiator = kNobody;
    Why why = Why::kEmpty;
};

struct ApproverReport {
    std::vector<ApproverHole> holes;   // by node, then in the order of `people`
    std::vector<NodeIndex> by_record;  // approvals that only the record decides: fields, expressions
};

// `people`: those who may start the flow; inactive ones are left out. Nodes times people questions.
[[nodiscard]] ApproverReport find_approver_holes(const Flow& flow, const Directory& directory,
                                                 const std::vector<Person>& people);

// "'finance' finds no approver for Wang Wei and 3 others: the step would pass by itself", one for each node and reason.
// Warnings; notes where somebody else decides after all.
[[nodiscard]] Diagnostics approver_diagnostics(const Flow& flow, const Directory& directory,
                                               const ApproverReport& report);

}  // namespace fw::flow
