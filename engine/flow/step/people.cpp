#include "engine/flow/step/people.h"

#include <algorithm>

#include "engine/feel/shape.h"
#include "engine/flow/step/human.h"

namespace fw::flow {

namespace {

bool unsettled(SeatStatus status) {
    return status == SeatStatus::kWaiting || status == SeatStatus::kQueued || status == SeatStatus::kHeld ||
           status == SeatStatus::kParked;
}

// A borrowed task goes back to its lender with the answer; he decides.
void answer(Run& run, const Command& command, const Seat& seat) {
    Event back = seat_event(run, EventKind::kSeatHanded, seat, command);
    back.other_person = seat.person;
    back.person = seat.lender;
    back.origin = seat.origin;
    back.reason = Reason::kAnswer;
    back.index = command.kind == CommandKind::kRefuse ? 2 : 1;
    run.emit(std::move(back));
}

// The comment and the signature that the step wants.
bool complete(Run& run, const Command& command, const Seat& seat) {
    const Node& node = run.node(seat.node);
    const Human& human = *node.human;
    if (!says_why(run, command, seat)) return false;
    if (!human.sign || seat.lender != kNobody) return true;
    const feel::Value* signature = command.extras.is_context() ? command.extras.find("signature") : nullptr;
    if (signature != nullptr && !signature->is_null()) return true;
    run.fail("FLOW-282", Text("a signature is needed at this step", "此步骤必须签名"), &node);
    return false;
}

bool may_be_asked(Run& run, const Seat& seat, Person person) {
    if (person == kNobody || !run.directory().active(person)) {
        run.fail("FLOW-213", Text("the task can only be given to an active person", "任务只能交给在职人员"));
        return false;
    }
    const Node& node = run.node(seat.node);
    if (person == run.state().initiator && node.kind->approves &&
        node.human->if_initiator != Human::IfInitiator::kSelf) {
        run.fail("FLOW-284", Text("the initiator may not decide at this step", "此步骤不允许由发起人本人审批"), &node);
        return false;
    }
    for (const Seat& other : run.state().seats) {
        if (other.token != seat.token || other.node != seat.node || other.person != person) continue;
        run.fail("FLOW-214", Text("this person is asked at this step already", "该人员已是本步骤的处理人"));
        return false;
    }
    return true;
}

void add_person(Run& run, const Command& command, const Seat& seat, Person person) {
    Event added = run.event(EventKind::kSeatAdded);
    added.seat = run.state().last_seat + 1;
    added.other = seat.number;
    added.token = seat.token;
    added.node = seat.node;
    added.order = seat.order;
    added.origin = Origin::kAdded;
    added.person = person;
    added.by = command.by;
    added.text = command.text;
    added.value = command.extras;
    added.index = static_cast<std::uint32_t>(command.position);
    added.status = command.position == Position::kAfter ? SeatStatus::kQueued : SeatStatus::kWaiting;
    run.emit(std::move(added));
}

// Somebody else of the step has decided or still will.
bool others_left(const Run& run, const Seat& gone) {
    const std::span<const Seat> seats = run.state().seats_of(gone.token);
    return std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
        return seat.node == gone.node && seat.number != gone.number && seat.status != SeatStatus::kAbsent;
    });
}

}  // namespace

const Seat* my_seat(Run& run, const Command& command) {
    Refusal why = refusal_at_seat(run.flow(), run.state(), command, run.directory(), run.inputs().now);
    if (why.code == nullptr) return run.state().seat(command.seat);
    run.fail(why.code, std::move(why.text));
    return nullptr;
}

const Seat* own_seat(Run& run, const Command& command) {
    const Seat* seat = my_seat(run, command);
    if (seat == nullptr || seat->lender == kNobody) return seat;
    run.fail("FLOW-224", Text("this task was lent to you: answer it, and it goes back",
                              "该任务是委派给您的：请直接答复，随后会交回委派人"));
    return nullptr;
}

Event seat_event(const Run& run, EventKind kind, const Seat& seat, const Command& command) {
    Event made = run.event(kind);
    made.seat = seat.number;
    made.token = seat.token;
    made.node = seat.node;
    made.person = seat.person;
    made.by = command.by;
    made.text = command.text;
    made.value = command.extras;
    return made;
}

void set_variables(Run& run, const Command& command, std::uint32_t frame) {
    for (const auto& [variable, value] : command.variables) {
        const Run::Place found = run.variable(variable, frame);
        if (found.variable == nullptr) {
            run.fail("FLOW-209", Text("the flow has no variable '" + variable + "'", "流程没有变量“" + variable + "”"));
            return;
        }
        bool fits = true;
        feel::Value fitted = feel::conform(value, found.variable->type, fits);
        if (!fits) {
            const std::string type = found.variable->type.to_string();
            run.fail("FLOW-210", Text("variable '" + variable + "' must be a " + type,
                                      "变量“" + variable + "”的类型必须是 " + type));
            return;
        }
        run.set_slot(found.slot, std::move(fitted), frame);
    }
}

bool says_why(Run& run, const Command& command, const Seat& seat) {
    const Node& node = run.node(seat.node);
    const bool against = command.kind == CommandKind::kRefuse || command.kind == CommandKind::kReturn;
    const Human::Comment rule = node.human->comment;
    const bool needed = rule == Human::Comment::kAlways || (rule == Human::Comment::kUnlessAgreed && against);
    if (!needed || command.text.find_first_not_of(" \t\r\n") != std::string::npos) return true;
    run.fail("FLOW-283", Text("a comment is needed: say why", "请填写意见"), &node);
    return false;
}

bool offered(Run& run, const Seat& seat, CommandKind kind) {
    const Node& node = run.node(seat.node);
    const bool may = is_offered(node, kind);
    if (!may) run.fail("FLOW-281", Text("this step does not allow it", "此步骤不允许该操作"), &node);
    return may;
}

void decide(Run& run, const Command& command, EventKind kind) {
    const Seat* seat = my_seat(run, command);
    if (seat == nullptr) return;
    const bool approves = run.node(seat->node).kind->approves;
    if (approves == (command.kind == CommandKind::kComplete)) {
        return run.fail(
            "FLOW-207",
            approves ? Text("an approval is approved or refused, not completed", "审批任务只能同意或拒绝，不能“完成”")
                     : Text("a task is completed, not approved or refused", "办理任务只能“完成”，不能同意或拒绝"));
    }
    if (!complete(run, command, *seat)) return;
    if (seat->lender != kNobody) return answer(run, command, *seat);
    const std::uint32_t token = seat->token;
    const NodeIndex node = seat->node;
    set_variables(run, command, run.frame_of(token));
    run.emit(seat_event(run, kind, *run.state().seat(command.seat), command));
    settle(run, token, node);
}

void hand_on(Run& run, const Command& command) {
    const Seat* seat = own_seat(run, command);
    if (seat == nullptr || !offered(run, *seat, command.kind) || !may_be_asked(run, *seat, command.person)) return;
    const bool lent = command.kind == CommandKind::kDelegate;
    Event handed = seat_event(run, EventKind::kSeatHanded, *seat, command);
    handed.other_person = seat->person;
    handed.person = command.person;
    handed.origin = lent ? seat->origin : Origin::kTransfer;
    handed.reason = lent ? Reason::kDelegation : Reason::kTransfer;
    run.emit(std::move(handed));
}

void add_people(Run& run, const Command& command) {
    const Seat* found = own_seat(run, command);
    if (found == nullptr) return;
    const Seat seat = *found;
    if (!run.node(seat.node).kind->approves || command.people.empty() || command.position == Position::kOwn) {
        return run.fail("FLOW-225", Text("an approver adds at least one person before, after or beside himself",
                                         "审批人加签时须指定至少一人，并选择前加签、后加签或并加签"));
    }
    if (!offered(run, seat, command.kind)) return;
    for (const Person person : command.people) {
        if (!may_be_asked(run, seat, person)) return;
        add_person(run, command, seat, person);
    }
    if (command.position != Position::kBefore) return;
    Event held = run.event(EventKind::kSeatHeld);
    held.seat = seat.number;
    held.token = seat.token;
    held.node = seat.node;
    held.person = seat.person;
    run.emit(std::move(held));
}

// He who added somebody takes him out again; administrators anybody who has not acted, but never the last one.
void remove_person(Run& run, const Command& command) {
    const Seat* mine = run.state().seat(command.seat);
    if (mine == nullptr) return run.fail("FLOW-202", Text("this task is no longer open", "该任务已不再待办"));
    if (!acts_for(run.directory(), run.inputs().now, command, mine->person)) {
        return run.fail("FLOW-203", Text("this task is somebody else's", "这是他人的任务"));
    }
    for (const Seat& each : run.state().seats_of(mine->token)) {
        if (each.node != mine->node || each.person != command.person || !unsettled(each.status)) continue;
        if (each.adder != mine->number && !command.administrator) continue;
        if (each.status == SeatStatus::kParked) continue;
        if (!others_left(run, each)) {
            return run.fail("FLOW-278",
                            Text("the last approver of a step cannot be taken out", "不能减去步骤的最后一位审批人"),
                            &run.node(each.node));
        }
        const Seat seat = each;
        Event gone = seat_event(run, EventKind::kSeatClosed, seat, command);
        gone.status = seat.status;
        gone.reason = Reason::kRemoval;
        run.emit(std::move(gone));
        return settle(run, seat.token, seat.node);
    }
    run.fail("FLOW-226", Text("only somebody you added and who has not acted yet can be taken out",
                              "只能减去由您加签且尚未处理的人员"));
}

void comment(Run& run, const Command& command) {
    Event made = run.event(EventKind::kCommented);
    made.by = command.by;
    made.text = command.text;
    made.value = command.extras;
    if (const Seat* seat = run.state().seat(command.seat); seat != nullptr) made.node = seat->node;
    run.emit(std::move(made));
}

bool may_be_urged(const Flow& flow, const Instance& instance, Instant now, feel::Zone zone) {
    return std::any_of(instance.seats.begin(), instance.seats.end(), [&](const Seat& seat) {
        return seat.status == SeatStatus::kWaiting && seat.person != kNobody &&
               (seat.urged == 0 || plus(seat.urged, flow.urge_every, zone) <= now);
    });
}

// Those who were urged lately are left in peace.
void urge(Run& run, const Command& command) {
    if (command.by != run.state().initiator && !command.administrator) {
        return run.fail("FLOW-212", Text("only the initiator may do this", "只有发起人可以执行此操作"));
    }
    Event made = run.event(EventKind::kUrged);
    made.by = command.by;
    made.text = command.text;
    made.value = command.extras;
    bool asked = false;
    for (const Seat& seat : run.state().seats) {
        if (seat.status != SeatStatus::kWaiting || seat.person == kNobody) continue;
        asked = true;
        const bool lately =
            seat.urged != 0 && plus(seat.urged, run.flow().urge_every, run.inputs().zone) > run.inputs().now;
        if (!lately && std::find(made.people.begin(), made.people.end(), seat.person) == made.people.end())
            made.people.push_back(seat.person);
    }
    if (!asked) return run.fail("FLOW-280", Text("nobody is asked at the moment", "当前没有待处理人"));
    if (made.people.empty()) {
        return run.fail("FLOW-279", Text("everybody who is asked has been urged a short while ago: try again later",
                                         "刚刚已经催办过，请稍后再试"));
    }
    run.emit(std::move(made));
}

void copy(Run& run, const Command& command) {
    Event made = run.event(EventKind::kCopied);
    made.by = command.by;
    made.text = made.text_zh = command.text;
    for (const Person person : command.people) {
        if (person == kNobody || !run.directory().active(person)) {
            return run.fail("FLOW-213", Text("only an active person can read along", "只能抄送给在职人员"));
        }
        if (std::find(made.people.begin(), made.people.end(), person) == made.people.end())
            made.people.push_back(person);
    }
    if (made.people.empty()) return run.fail("FLOW-213", Text("say who shall read along", "请指定抄送人"));
    run.emit(std::move(made));
}

}  // namespace fw::flow
