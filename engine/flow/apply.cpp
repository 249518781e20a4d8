#include <algorithm>

#include "engine/base/check.h"
#include "engine/flow/event.h"

namespace fw::flow {

namespace {

template <class T>
T* by_number(std::vector<T>& list, std::uint32_t number) {
    for (T& each : list) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

Token& token_of(Instance& instance, std::uint32_t number) {
    Token* token = by_number(instance.tokens, number);
    FW_CHECK(token != nullptr);
    return *token;
}

Seat& seat_of(Instance& instance, std::uint32_t number) {
    Seat* seat = by_number(instance.seats, number);
    FW_CHECK(seat != nullptr);
    return *seat;
}

template <class T>
void erase_number(std::vector<T>& list, std::uint32_t number) {
    for (auto at = list.begin(); at != list.end(); ++at) {
        if (at->number == number) {
            list.erase(at);
            return;
        }
    }
}

void add_token(Instance& instance, std::uint32_t number, NodeIndex node, EdgeIndex edge) {
    instance.tokens.push_back({number, node, edge, kNone, 0});
    instance.last_token = std::max(instance.last_token, number);
}

// Loops pass the same steps again and again: the last time counts, and the list stays short.
constexpr std::size_t kRecent = 16;

void forget_doubles(std::vector<Passed>& passed) {
    std::vector<Passed> kept;
    for (auto each = passed.rbegin(); each != passed.rend(); ++each) {
        if (std::find(kept.begin(), kept.end(), *each) == kept.end()) kept.push_back(*each);
    }
    passed.assign(kept.rbegin(), kept.rend());
}

void remember(Instance& instance, const Flow& flow, NodeIndex node, Person person) {
    std::vector<Passed>& passed = instance.passed;
    const Passed made{node, person};
    const std::size_t from = passed.size() > kRecent ? passed.size() - kRecent : 0;
    const auto old = std::find(passed.begin() + static_cast<std::ptrdiff_t>(from), passed.end(), made);
    if (old != passed.end()) passed.erase(old);
    passed.push_back(made);
    if (passed.size() > 4 * flow.nodes.size() + 256) forget_doubles(passed);
}

void leave(Instance& instance, std::uint32_t token, NodeIndex node) {
    std::erase_if(instance.seats, [&](const Seat& seat) { return seat.token == token && seat.node == node; });
}

void leave_all(Instance& instance, std::uint32_t token) {
    std::erase_if(instance.seats, [&](const Seat& seat) { return seat.token == token; });
    token_of(instance, token).resume = kNone;
}

void pass(Instance& instance, const Flow& flow, const Event& event) {
    bool somebody = false;
    for (const Seat& seat : instance.seats) {
        if (seat.token != event.token || seat.node != event.node || seat.status != SeatStatus::kAgreed) continue;
        remember(instance, flow, seat.node, seat.person);
        somebody = true;
    }
    if (!somebody) remember(instance, flow, event.node, kNobody);
    leave(instance, event.token, event.node);
}

// The path behind the target no longer counts, except in branches beside it.
void go_back(Instance& instance, const Flow& flow, const Event& event) {
    instance.decided = true;
    instance.returned = event.node == flow.start;
    token_of(instance, event.token).resume = event.straight ? event.from : kNone;
    if (event.node != flow.start) ++instance.round;
    if (event.straight) return;
    leave_all(instance, event.token);
    if (event.node == flow.start) {
        instance.passed.clear();
        return;
    }
    std::size_t first = instance.passed.size();
    while (first > 0 && instance.passed[first - 1].node != event.node) --first;
    while (first > 0 && instance.passed[first - 1].node == event.node) --first;
    const BranchIndex around = flow.nodes[event.node].branch;
    const auto begin = instance.passed.begin() + static_cast<std::ptrdiff_t>(first);
    instance.passed.erase(
        std::remove_if(begin, instance.passed.end(),
                       [&](const Passed& each) { return flow.inside(flow.nodes[each.node].branch, around); }),
        instance.passed.end());
}

// After a resume the token goes back to the step that was parked before this one, if there is any.
void place(Instance& instance, const Event& event) {
    Token& token = token_of(instance, event.token);
    token.node = event.node;
    token.edge = kNone;
    if (event.reason == Reason::kJump) leave_all(instance, event.token);
    if (event.reason != Reason::kResume) return;
    token.resume = kNone;
    for (const Seat& seat : instance.seats) {
        if (seat.token == token.number && seat.status == SeatStatus::kParked && seat.node != event.node) {
            token.resume = seat.node;
        }
    }
}

void add_seat(Instance& instance, const Event& event) {
    Seat seat;
    seat.number = event.seat;
    seat.token = event.token;
    seat.node = event.node;
    seat.order = event.order;
    seat.weight = event.weight;
    seat.status = event.status;
    seat.origin = event.origin;
    seat.person = event.person;
    seat.adder = event.other;
    seat.position = static_cast<Position>(event.index);
    instance.seats.push_back(seat);
    instance.last_seat = std::max(instance.last_seat, event.seat);
}

void decide(Instance& instance, const Event& event, SeatStatus status) {
    Seat& seat = seat_of(instance, event.seat);
    seat.status = status;
    if (seat.person == kNobody) seat.person = event.by;
    instance.decided = true;
}

void finish(Instance& instance, const Event& event) {
    instance.status = static_cast<Status>(event.index);
    instance.ended_at = event.at;
    instance.ended_by = event.node;
    instance.returned = false;
}

void start(Instance& instance, const Flow& flow, const Event& event) {
    instance.status = Status::kRunning;
    instance.initiator = event.person;
    instance.started_at = event.at;
    instance.variables.resize(flow.variables.size());
    add_token(instance, event.token, event.node, kNone);
}

}  // namespace

void apply(Instance& instance, const Flow& flow, const Event& event) {
    switch (event.kind) {
        case EventKind::kStarted:
            start(instance, flow, event);
            break;
        case EventKind::kVariable:
            instance.variables.at(event.index) = event.value;
            break;
        case EventKind::kMoved: {
            Token& token = token_of(instance, event.token);
            token.node = flow.edges[event.edge].to;
            token.edge = event.edge;
            break;
        }
        case EventKind::kForked:
            add_token(instance, event.token, flow.edges[event.edge].to, event.edge);
            break;
        case EventKind::kMerged:
        case EventKind::kEnded:
            erase_number(instance.tokens, event.token);
            break;
        case EventKind::kPlaced:
            place(instance, event);
            break;
        case EventKind::kCancelled:
            std::erase_if(instance.seats, [&](const Seat& seat) { return seat.token == event.token; });
            std::erase_if(instance.timers, [&](const Timer& timer) { return timer.token == event.token; });
            erase_number(instance.tokens, event.token);
            break;
        case EventKind::kSeatAdded:
            add_seat(instance, event);
            break;
        case EventKind::kSeatAsked:
            seat_of(instance, event.seat).status = SeatStatus::kWaiting;
            break;
        case EventKind::kSeatAgreed:
            decide(instance, event, SeatStatus::kAgreed);
            break;
        case EventKind::kSeatRefused:
            decide(instance, event, SeatStatus::kRefused);
            break;
        case EventKind::kSeatPassed:
            seat_of(instance, event.seat).status = event.status;
            break;
        case EventKind::kSeatHeld:
            seat_of(instance, event.seat).status = SeatStatus::kHeld;
            break;
        case EventKind::kSeatParked:
            seat_of(instance, event.seat).status = SeatStatus::kParked;
            break;
        case EventKind::kSeatClosed:
            erase_number(instance.seats, event.seat);
            break;
        case EventKind::kSeatHanded: {
            Seat& seat = seat_of(instance, event.seat);
            seat.person = event.person;
            seat.origin = event.origin;
            seat.lender = event.reason == Reason::kDelegation ? event.other_person : kNobody;
            break;
        }
        case EventKind::kPassed:
            pass(instance, flow, event);
            break;
        case EventKind::kRefused:
            leave_all(instance, event.token);
            break;
        case EventKind::kReturned:
            go_back(instance, flow, event);
            break;
        case EventKind::kResubmitted:
            instance.returned = false;
            instance.decided = false;
            ++instance.round;
            break;
        case EventKind::kTimerSet:
            instance.timers.push_back(
                {event.timer, event.token, event.node, static_cast<Timer::Purpose>(event.index), event.due});
            instance.last_timer = std::max(instance.last_timer, event.timer);
            break;
        case EventKind::kTimerFired:
        case EventKind::kTimerGone:
            erase_number(instance.timers, event.timer);
            break;
        case EventKind::kFinished:
            finish(instance, event);
            break;
        case EventKind::kRecordSet:
        case EventKind::kNotified:
        case EventKind::kReminded:
        case EventKind::kUrged:
        case EventKind::kCommented:
        case EventKind::kWithdrawn:
        case EventKind::kTerminated:
            break;
    }
}

}  // namespace fw::flow
