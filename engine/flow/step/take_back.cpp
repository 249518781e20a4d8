// Taking back a decision (拿回): the state of the step before it, while nobody has gone on with what it led to.
#include <algorithm>

#include "engine/flow/step/human.h"
#include "engine/flow/step/people.h"
#include "engine/flow/step/returns.h"

namespace fw::flow {

namespace {

const Seat* before(const Decision& last, std::uint32_t number) {
    const auto found =
        std::find_if(last.seats.begin(), last.seats.end(), [&](const Seat& seat) { return seat.number == number; });
    return found == last.seats.end() ? nullptr : &*found;
}

// Asked because of the decision, and not before it.
bool asked_by_it(const Decision& last, const Seat& seat) {
    if (seat.status != SeatStatus::kWaiting) return false;
    const Seat* was = before(last, seat.number);
    return was == nullptr ? seat.number > last.last_seat
                          : was->status != SeatStatus::kWaiting && seat.number != last.seat;
}

Text gone_on() {
    return {"only the last decision can be taken back, and only until the flow has gone on with it",
            "只能拿回最后一次处理，且流程尚未继续"};
}

void change_back(Run& run, const Seat& was) {
    const Seat* now = run.state().seat(was.number);
    if (now == nullptr || now->status == was.status) return;
    const EventKind kind = was.status == SeatStatus::kQueued ? EventKind::kSeatQueued
                           : was.status == SeatStatus::kHeld ? EventKind::kSeatHeld
                                                             : EventKind::kSeatAsked;
    Event made = run.event(kind);
    made.seat = was.number;
    made.token = was.token;
    made.node = was.node;
    made.person = was.person;
    made.weight = was.weight;
    made.origin = was.origin;
    made.reason = Reason::kTakeBack;
    run.emit(std::move(made));
}

// Seats that were closed by it come back; those that are there change.
void restore(Run& run, const Decision& last) {
    for (const Seat& was : last.seats) {
        if (run.state().seat(was.number) != nullptr) {
            change_back(run, was);
            continue;
        }
        Event restored = run.event(EventKind::kSeatRestored);
        restored.seat = was.number;
        restored.other = was.adder;
        restored.token = was.token;
        restored.node = was.node;
        restored.order = was.order;
        restored.weight = was.weight;
        restored.status = was.status;
        restored.origin = was.origin;
        restored.person = was.person;
        restored.other_person = was.lender;
        restored.index = static_cast<std::uint32_t>(was.position);
        restored.reason = Reason::kTakeBack;
        run.emit(std::move(restored));
    }
}

}  // namespace

Text why_not_take_back(const Flow& flow, const Instance& state, const Command& command) {
    const Decision& last = state.last;
    if (!flow.take_back) return {"this flow does not allow a decision to be taken back", "该流程不允许拿回"};
    if (!state.running() || last.seat == 0 || last.seat != command.seat) return gone_on();
    const Token* token = state.token(last.token);
    if (token == nullptr || token->scope != last.scope || undoes(state, *token)) return gone_on();
    if (state.seat(last.seat) == nullptr) {
        if (Text reason = why_not(flow, state, *token, last.node); !reason.empty()) return gone_on();
    }
    for (const Seat& seat : state.seats) {
        const bool opened =
            std::find(command.opened.begin(), command.opened.end(), seat.number) != command.opened.end();
        if (opened && asked_by_it(last, seat))
            return {"the next one has opened the task already", "下一处理人已打开该任务"};
    }
    return {};
}

void take_back(Run& run, const Command& command) {
    const Decision last = run.state().last;
    Text reason = why_not_take_back(run.flow(), run.state(), command);
    if (!reason.empty()) {
        const bool opened = run.flow().take_back && last.seat != 0 && reason.en != gone_on().en;
        return run.fail(!run.flow().take_back ? "FLOW-274" : opened ? "FLOW-276" : "FLOW-275", std::move(reason));
    }
    if (command.by != last.by && command.by != last.person && !command.administrator) {
        return run.fail("FLOW-203", Text("this task is somebody else's", "这是他人的任务"));
    }
    const bool open = run.state().seat(last.seat) != nullptr;
    if (!open) clear_region(run, last.token, last.node, Reason::kTakeBack);
    Event back = run.event(EventKind::kTakenBack);
    back.seat = last.seat;
    back.token = last.token;
    back.node = last.node;
    back.person = last.person;
    back.by = command.by;
    back.text = command.text;
    back.value = command.extras;
    back.straight = open;
    run.emit(std::move(back));
    if (open) return restore(run, last);
    run.place(last.token, last.node, Reason::kTakeBack);
    run.schedule(last.token);
}

}  // namespace fw::flow
