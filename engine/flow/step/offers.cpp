// What somebody may do at a seat, asked without doing it: the buttons people are shown are the commands that will be
// taken.
#include <algorithm>

#include "engine/flow/step/people.h"
#include "engine/flow/step/returns.h"

namespace fw::flow {

bool acts_for(const Directory& directory, Instant now, const Command& command, Person person) {
    if (command.administrator || person == command.by) return true;
    if (person == kNobody || command.by == kNobody) return false;
    std::vector<Person> others;
    directory.stand_ins(person, now, others);
    return std::find(others.begin(), others.end(), command.by) != others.end();
}

Refusal refusal_at_seat(const Flow& flow, const Instance& state, const Command& command, const Directory& directory,
                        Instant now) {
    const Seat* seat = state.seat(command.seat);
    if (seat != nullptr && seat->status == SeatStatus::kHeld)
        return {"FLOW-202", {"this task waits for those who are asked first", "该任务正在等待先行审批的人员"}};
    if (seat == nullptr || seat->status != SeatStatus::kWaiting)
        return {"FLOW-202", {"this task is no longer open", "该任务已不再待办"}};
    if (!acts_for(directory, now, command, seat->person))
        return {"FLOW-203", {"this task is somebody else's", "这是他人的任务"}};
    const Node& node = flow.nodes[seat->node];
    const bool for_another = command.by != seat->person && !command.administrator;
    if (for_another && command.by == state.initiator && node.kind->approves &&
        node.human->if_initiator != Human::IfInitiator::kSelf) {
        return {"FLOW-277",
                {"you began this flow: as a stand-in you may not decide on it at this step",
                 "该流程由您发起：此步骤不允许您以代理人身份审批"}};
    }
    return {};
}

bool is_offered(const Node& node, CommandKind kind) {
    const Human& human = *node.human;
    switch (kind) {
        case CommandKind::kReturn:
            return human.may_return;
        case CommandKind::kTransfer:
            return human.may_transfer;
        case CommandKind::kDelegate:
            return human.may_delegate;
        case CommandKind::kAdd:
            return human.may_add && node.kind->approves;
        default:
            return true;
    }
}

std::vector<CommandKind> offers(const Flow& flow, const Instance& state, const Command& command,
                                const Directory& directory, Instant now) {
    std::vector<CommandKind> out;
    if (!state.running() || state.suspended) return out;
    if (refusal_at_seat(flow, state, command, directory, now).code != nullptr) return out;
    const Seat& seat = *state.seat(command.seat);
    const Node& node = flow.nodes[seat.node];
    if (node.kind->approves) {
        out = {CommandKind::kApprove, CommandKind::kRefuse};
    } else {
        out = {CommandKind::kComplete};
    }
    if (seat.lender != kNobody) return out;
    if (is_offered(node, CommandKind::kReturn) && !undoes(state, *state.token(seat.token))) {
        const std::vector<ReturnTarget> targets = return_targets(flow, state, seat.number);
        if (std::any_of(targets.begin(), targets.end(), [](const ReturnTarget& each) { return each.reason.empty(); }))
            out.push_back(CommandKind::kReturn);
    }
    for (const CommandKind kind : {CommandKind::kTransfer, CommandKind::kDelegate, CommandKind::kAdd}) {
        if (is_offered(node, kind)) out.push_back(kind);
    }
    return out;
}

}  // namespace fw::flow
