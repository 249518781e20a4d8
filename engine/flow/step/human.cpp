#include "engine/flow/step/human.h"

#include <algorithm>
#include <span>

namespace fw::flow {

namespace {

const Human& human_of(const Run& run, NodeIndex node) { return *run.node(node).human; }

bool open(SeatStatus status) {
    return status == SeatStatus::kWaiting || status == SeatStatus::kQueued || status == SeatStatus::kParked ||
           status == SeatStatus::kHeld;
}

// The last step passed before this one: in its own branch or in an enclosing or finished one, not in one beside it.
bool agreed_just_before(const Run& run, NodeIndex node, Person person) {
    const Flow& flow = run.flow();
    const std::vector<Passed>& passed = run.state().passed;
    const BranchIndex here = run.node(node).branch;
    NodeIndex last = kNone;
    for (auto each = passed.rbegin(); each != passed.rend(); ++each) {
        if (!flow.nodes[each->node].kind->approves) continue;
        const BranchIndex there = flow.nodes[each->node].branch;
        if (!flow.inside(here, there) && !flow.inside(there, here)) continue;
        if (last != kNone && each->node != last) return false;
        last = each->node;
        if (each->person == person) return true;
    }
    return false;
}

bool agrees_by_itself(Run& run, NodeIndex node, Person person) {
    if (person == kNobody || !run.node(node).kind->approves) return false;
    const std::vector<Passed>& passed = run.state().passed;
    switch (run.flow().same_person) {
        case SamePerson::kOff:
            return false;
        case SamePerson::kAdjacent:
            return agreed_just_before(run, node, person);
        case SamePerson::kFirst:
            return std::any_of(passed.begin(), passed.end(),
                               [&](const Passed& p) { return p.person == person && run.node(p.node).kind->approves; });
        case SamePerson::kLast: {
            const std::vector<Predicted> later = predict_from(run, {run.node(node).next});
            return std::any_of(later.begin(), later.end(), [&](const Predicted& p) {
                return p.node != node && run.node(p.node).human != nullptr && run.node(p.node).kind->approves &&
                       std::find(p.people.begin(), p.people.end(), person) != p.people.end();
            });
        }
    }
    return false;
}

void set_timeout(Run& run, std::uint32_t token) {
    const Token& here = *run.state().token(token);
    const Human& human = human_of(run, here.node);
    if (human.on_timeout != Human::OnTimeout::kNothing) {
        run.set_timer(here, Timer::Purpose::kTimeout, run.after(human.timeout));
    }
}

void pass_step(Run& run, std::uint32_t token, Reason reason) {
    const NodeIndex node = run.state().token(token)->node;
    run.close(token, reason == Reason::kDecision ? Reason::kOthers : reason, node);
    Event passed = run.event(EventKind::kPassed, *run.state().token(token));
    passed.reason = reason;
    run.emit(std::move(passed));
    run.complete(token);
}

}  // namespace

void refuse_step(Run& run, std::uint32_t token, Reason reason) {
    const NodeIndex node = run.state().token(token)->node;
    run.close(token, reason == Reason::kDecision ? Reason::kOthers : reason);
    Event refused = run.event(EventKind::kRefused, *run.state().token(token));
    refused.reason = reason;
    run.emit(std::move(refused));
    if (run.node(node).refused != kNone) {
        run.leave_by(token, run.node(node).refused);
    } else {
        run.finish(Status::kRefused, node, Reason::kRefusal);
    }
}

namespace {

// What the seats of a step say together. Seats that were added count apart: each must agree, if the one who added it
// did (where others have decided in his place, nobody waits for those he wanted to hear). In a vote, those added beside
// him vote with the others.
struct Count {
    std::uint32_t agreed = 0, refused = 0, open = 0, total = 0;
    std::uint32_t waiting = 0;
    std::uint32_t added_open = 0, added_refused = 0;
    bool substitutes = true;
};

void count_added(const Instance& state, const Seat& seat, Count& sum) {
    const Seat* adder = state.seat(seat.adder);
    if (seat.status == SeatStatus::kRefused) ++sum.added_refused;
    if (open(seat.status) && adder != nullptr && adder->status == SeatStatus::kAgreed) ++sum.added_open;
}

Count count(const Instance& state, std::uint32_t token, NodeIndex node, bool votes) {
    Count sum;
    for (const Seat& seat : state.seats_of(token)) {
        if (seat.node != node) continue;
        if (seat.status == SeatStatus::kWaiting || seat.status == SeatStatus::kParked) ++sum.waiting;
        if (seat.adder != 0 && !(votes && seat.position == Position::kBeside)) {
            count_added(state, seat, sum);
            continue;
        }
        if (seat.origin != Origin::kSubstitute) sum.substitutes = false;
        if (seat.status == SeatStatus::kAbsent) continue;
        sum.total += seat.weight;
        if (seat.status == SeatStatus::kAgreed) sum.agreed += seat.weight;
        if (seat.status == SeatStatus::kRefused) sum.refused += seat.weight;
        if (open(seat.status)) sum.open += seat.weight;
    }
    return sum;
}

enum class Verdict : std::uint8_t { kWait, kPass, kRefuse };

Verdict verdict(const Human& human, const Count& sum) {
    if (sum.total == 0) return Verdict::kPass;
    switch (sum.substitutes ? Human::How::kAny : human.how) {
        case Human::How::kAny:
            if (sum.refused > 0) return Verdict::kRefuse;
            return sum.agreed > 0 ? Verdict::kPass : Verdict::kWait;
        case Human::How::kAll:
            if (sum.refused > 0 && (human.refuse_at_once || sum.open == 0)) return Verdict::kRefuse;
            return sum.open == 0 ? Verdict::kPass : Verdict::kWait;
        case Human::How::kInTurn:
            if (sum.refused > 0) return Verdict::kRefuse;
            return sum.open == 0 ? Verdict::kPass : Verdict::kWait;
        case Human::How::kVote: {
            const double needed = human.share * sum.total;
            if (sum.agreed > needed) return Verdict::kPass;
            return sum.agreed + sum.open > needed ? Verdict::kWait : Verdict::kRefuse;
        }
    }
    return Verdict::kWait;
}

Event ask(const Run& run, const Seat& seat) {
    Event asked = run.event(EventKind::kSeatAsked);
    asked.seat = seat.number;
    asked.token = seat.token;
    asked.node = seat.node;
    asked.person = seat.person;
    asked.weight = seat.weight;
    asked.origin = seat.origin;
    return asked;
}

// The next seats in turn get their tasks.
void ask_next(Run& run, std::uint32_t token, NodeIndex node) {
    const auto next = [&](const Seat& seat) {
        return seat.node == node && seat.adder == 0 && seat.status == SeatStatus::kQueued;
    };
    std::uint16_t order = 0xFFFF;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (next(seat)) order = std::min(order, seat.order);
    }
    std::vector<Event> asked;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (next(seat) && seat.order == order) asked.push_back(ask(run, seat));
    }
    if (asked.empty()) return;
    for (Event& each : asked) run.emit(std::move(each));
    clear_timeouts(run, token);
    set_timeout(run, token);
}

bool waits_for_added(const Instance& state, const Seat& adder) {
    const std::span<const Seat> seats = state.seats_of(adder.token);
    return std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
        return seat.adder == adder.number && seat.position == Position::kBefore && open(seat.status);
    });
}

// Those added after somebody who has agreed now, and those whose added ones have all agreed.
void ask_added(Run& run, std::uint32_t token, NodeIndex node) {
    const Instance& state = run.state();
    std::vector<Event> asked;
    for (const Seat& seat : state.seats_of(token)) {
        if (seat.node != node) continue;
        const Seat* adder = seat.adder == 0 ? nullptr : state.seat(seat.adder);
        const bool after =
            seat.status == SeatStatus::kQueued && adder != nullptr && adder->status == SeatStatus::kAgreed;
        const bool heard = seat.status == SeatStatus::kHeld && !waits_for_added(state, seat);
        if (after || heard) asked.push_back(ask(run, seat));
    }
    for (Event& each : asked) run.emit(std::move(each));
}

// Whether a seat counts although its step is settled: it was added by somebody who has agreed, or who counts himself.
bool still_heard(const Instance& state, const Seat& seat) {
    const Seat* adder = seat.adder == 0 ? nullptr : state.seat(seat.adder);
    if (adder == nullptr) return false;
    return adder->status == SeatStatus::kAgreed || (open(adder->status) && still_heard(state, *adder));
}

// The others at a step that is settled but for those who were added.
void close_others(Run& run, std::uint32_t token, NodeIndex node) {
    std::vector<Event> closed;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (seat.node != node || !open(seat.status)) continue;
        if (still_heard(run.state(), seat)) continue;
        Event gone = run.event(EventKind::kSeatClosed);
        gone.seat = seat.number;
        gone.token = token;
        gone.node = node;
        gone.person = seat.person;
        gone.status = seat.status;
        gone.reason = Reason::kOthers;
        closed.push_back(std::move(gone));
    }
    for (Event& each : closed) run.emit(std::move(each));
}

void add_seat(Run& run, std::uint32_t token, NodeIndex node, const Candidates& found, std::size_t i) {
    Event added = run.event(EventKind::kSeatAdded);
    added.seat = run.state().last_seat + 1;
    added.token = token;
    added.node = node;
    added.person = found.people[i];
    added.order = found.in_turn ? static_cast<std::uint16_t>(i) : std::uint16_t{0};
    if (i < found.weights.size() && found.origin == Origin::kNode) added.weight = found.weights[i];
    added.origin = found.origin;
    added.status = added.order == 0 ? SeatStatus::kWaiting : SeatStatus::kQueued;
    if (agrees_by_itself(run, node, added.person)) {
        added.status = SeatStatus::kAgreed;
        added.reason = Reason::kSamePerson;
    }
    run.emit(std::move(added));
}

// The seats of a step whose decision was taken back, as they were.
void restore_seats(Run& run, std::uint32_t token) {
    const std::vector<Seat> seats = run.state().last.seats;
    for (const Seat& seat : seats) {
        Event restored = run.event(EventKind::kSeatRestored);
        restored.seat = seat.number;
        restored.other = seat.adder;
        restored.token = token;
        restored.node = seat.node;
        restored.order = seat.order;
        restored.weight = seat.weight;
        restored.status = seat.status;
        restored.origin = seat.origin;
        restored.person = seat.person;
        restored.other_person = seat.lender;
        restored.index = static_cast<std::uint32_t>(seat.position);
        restored.reason = Reason::kTakeBack;
        run.emit(std::move(restored));
    }
    set_timeout(run, token);
}

}  // namespace

void open_seats(Run& run, std::uint32_t token) {
    const NodeIndex node = run.state().token(token)->node;
    const Decision& last = run.state().last;
    if (last.restoring && last.token == token && last.node == node) return restore_seats(run, token);
    const Candidates found = candidates(run, node, run.frame_of(token));
    if (found.people.empty()) {
        if (found.empty == Human::Empty::kRefuse) {
            refuse_step(run, token, found.reason);
        } else {
            pass_step(run, token, found.reason);
        }
        return;
    }
    for (std::size_t i = 0; i < found.people.size(); ++i) add_seat(run, token, node, found, i);
    settle(run, token, node);
    const Token* still = run.state().token(token);
    if (still == nullptr || still->node != node) return;
    const std::vector<Timer>& timers = run.state().timers;
    const bool set = std::any_of(timers.begin(), timers.end(), [&](const Timer& timer) {
        return timer.token == token && timer.purpose == Timer::Purpose::kTimeout;
    });
    if (!set) set_timeout(run, token);
}

void settle(Run& run, std::uint32_t token, NodeIndex node) {
    const Human& human = human_of(run, node);
    ask_added(run, token, node);
    const Count sum = count(run.state(), token, node, human.how == Human::How::kVote);
    const Reason reason = sum.total == 0 ? Reason::kInitiator : Reason::kDecision;
    const Verdict said = sum.added_refused > 0 ? Verdict::kRefuse : verdict(human, sum);
    if (said == Verdict::kRefuse) return refuse_step(run, token, reason);
    if (said == Verdict::kPass && sum.added_open == 0) return pass_step(run, token, reason);
    if (said == Verdict::kPass) return close_others(run, token, node);
    if (sum.waiting == 0) ask_next(run, token, node);
}

void clear_timeouts(Run& run, std::uint32_t token) {
    std::vector<Event> gone;
    for (const Timer& timer : run.state().timers) {
        if (timer.token != token || timer.purpose != Timer::Purpose::kTimeout) continue;
        Event cancelled = run.event(EventKind::kTimerGone);
        cancelled.timer = timer.number;
        cancelled.token = token;
        cancelled.node = timer.node;
        gone.push_back(std::move(cancelled));
    }
    for (Event& each : gone) run.emit(std::move(each));
}

void resume(Run& run, std::uint32_t token) {
    const NodeIndex back = run.state().token(token)->resume;
    run.place(token, back, Reason::kResume);
    run.begin_again(token);
    std::vector<Event> asked;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (seat.node != back || seat.status != SeatStatus::kParked) continue;
        Event again = ask(run, seat);
        again.reason = Reason::kResume;
        asked.push_back(std::move(again));
    }
    for (Event& each : asked) run.emit(std::move(each));
    set_timeout(run, token);
}

void time_out(Run& run, const Timer& timer) {
    const std::uint32_t token = timer.token;
    const Human& human = human_of(run, timer.node);
    std::vector<Seat> waiting;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (seat.node == timer.node && seat.status == SeatStatus::kWaiting) waiting.push_back(seat);
    }
    if (human.on_timeout == Human::OnTimeout::kPass) return pass_step(run, token, Reason::kTimeout);
    if (human.on_timeout == Human::OnTimeout::kRefuse) return refuse_step(run, token, Reason::kTimeout);
    Event reminded = run.event(EventKind::kReminded);
    reminded.token = token;
    reminded.node = timer.node;
    for (const Seat& seat : waiting) {
        // A lent task is still the lender's to answer for: it goes to his manager.
        const Person whose = seat.lender != kNobody ? seat.lender : seat.person;
        const bool up = human.on_timeout == Human::OnTimeout::kManager;
        Person manager = up ? run.directory().manager_of(whose, 1) : kNobody;
        if (manager == run.state().initiator && human.if_initiator != Human::IfInitiator::kSelf)
            manager = run.directory().manager_of(whose, 2);  // nobody decides on his own matter
        if (manager == seat.person) manager = kNobody;
        if (manager == kNobody) {
            reminded.people.push_back(seat.person);
            continue;
        }
        const std::span<const Seat> seats = run.state().seats_of(token);
        const bool asked = std::any_of(seats.begin(), seats.end(), [&](const Seat& each) {
            return each.node == seat.node && each.person == manager && each.status == SeatStatus::kWaiting;
        });
        if (asked) {  // once is enough
            Event closed = run.event(EventKind::kSeatClosed);
            closed.seat = seat.number;
            closed.token = token;
            closed.node = seat.node;
            closed.person = seat.person;
            closed.reason = Reason::kSamePerson;
            run.emit(std::move(closed));
            continue;
        }
        Event handed = run.event(EventKind::kSeatHanded);
        handed.seat = seat.number;
        handed.token = token;
        handed.node = seat.node;
        handed.person = manager;
        handed.other_person = seat.person;
        handed.origin = Origin::kTimeout;
        handed.reason = Reason::kTimeout;
        run.emit(std::move(handed));
    }
    if (!reminded.people.empty()) run.emit(std::move(reminded));
    set_timeout(run, token);
}

}  // namespace fw::flow
