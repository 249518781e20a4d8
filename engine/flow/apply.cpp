#include <algorithm>

#include "engine/base/check.h"
#include "engine/flow/apply_frames.h"
#include "engine/flow/event.h"

namespace fw::flow {

namespace {

// Lists are in the order of their numbers.
template <class T>
T* by_number(std::vector<T>& list, std::uint32_t number) {
    const auto at = std::lower_bound(list.begin(), list.end(), number,
                                     [](const T& each, std::uint32_t wanted) { return each.number < wanted; });
    return at != list.end() && at->number == number ? &*at : nullptr;
}

template <class T>
T& known(std::vector<T>& list, std::uint32_t number) {
    T* found = by_number(list, number);
    FW_CHECK(found != nullptr);
    return *found;
}

Token& token_of(Instance& instance, std::uint32_t number) { return known(instance.tokens, number); }

Seat& seat_of(Instance& instance, std::uint32_t number) {
    const auto at = std::find_if(instance.seats.begin(), instance.seats.end(),
                                 [&](const Seat& each) { return each.number == number; });
    FW_CHECK(at != instance.seats.end());
    return *at;
}

template <class T>
void erase_number(std::vector<T>& list, std::uint32_t number) {
    T* found = by_number(list, number);
    if (found != nullptr) list.erase(list.begin() + (found - list.data()));
}

void erase_seat(Instance& instance, std::uint32_t number) {
    const Seat& seat = seat_of(instance, number);
    instance.seats.erase(instance.seats.begin() + (&seat - instance.seats.data()));
}

std::pair<std::size_t, std::size_t> seat_range(const Instance& instance, std::uint32_t token) {
    const std::span<const Seat> seats = instance.seats_of(token);
    const auto first = static_cast<std::size_t>(seats.data() - instance.seats.data());
    return {first, first + seats.size()};
}

template <class Predicate>
void erase_seats(Instance& instance, std::uint32_t token, Predicate wanted) {
    const auto [first, last] = seat_range(instance, token);
    const auto begin = instance.seats.begin();
    const auto kept =
        std::remove_if(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last), wanted);
    instance.seats.erase(kept, begin + static_cast<std::ptrdiff_t>(last));
}

void add_token(Instance& instance, std::uint32_t number, NodeIndex node, EdgeIndex edge, std::uint32_t scope) {
    instance.tokens.push_back({number, node, edge, kNone, scope, 0});
    instance.last_token = std::max(instance.last_token, number);
    if (scope != 0) ++known(instance.frames, scope).tokens;
}

void remove_token(Instance& instance, std::uint32_t number) {
    const std::uint32_t scope = token_of(instance, number).scope;
    if (scope != 0) --known(instance.frames, scope).tokens;
    erase_number(instance.tokens, number);
}

// How the flow ends where only what is undone beside it is still to be done.
void note_end(Instance& instance, const Event& event) {
    const auto undoes = [&](const Undo& undo) { return undo.token == event.token; };
    const bool beside =
        event.straight || instance.undos.empty() || std::any_of(instance.undos.begin(), instance.undos.end(), undoes);
    if (!beside && token_of(instance, event.token).scope == 0) instance.ended_by = event.node;
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
    erase_seats(instance, token, [&](const Seat& seat) { return seat.node == node; });
}

void leave_all(Instance& instance, std::uint32_t token) {
    erase_seats(instance, token, [](const Seat&) { return true; });
    token_of(instance, token).resume = kNone;
}

void pass(Instance& instance, const Flow& flow, const Event& event) {
    bool somebody = false;
    for (const Seat& seat : instance.seats_of(event.token)) {
        if (seat.node != event.node || seat.status != SeatStatus::kAgreed) continue;
        remember(instance, flow, seat.node, seat.person);
        somebody = true;
    }
    if (!somebody) remember(instance, flow, event.node, kNobody);
    leave(instance, event.token, event.node);
}

// `from`: where the token stood. A step of a sub-process that is over is gone back to from around it.
void forget_path(Instance& instance, const Flow& flow, NodeIndex node, NodeIndex from = kNone) {
    std::size_t first = instance.passed.size();
    while (first > 0 && instance.passed[first - 1].node != node) --first;
    while (first > 0 && instance.passed[first - 1].node == node) --first;
    BranchIndex around = flow.nodes[node].branch;
    BranchIndex wide = around;
    while (from != kNone && wide != kNone && !flow.inside(flow.nodes[from].branch, wide))
        wide = flow.branches[wide].parent;
    if (from != kNone && wide != kNone) around = wide;
    const auto begin = instance.passed.begin() + static_cast<std::ptrdiff_t>(first);
    instance.passed.erase(
        std::remove_if(begin, instance.passed.end(),
                       [&](const Passed& each) { return flow.inside(flow.nodes[each.node].branch, around); }),
        instance.passed.end());
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
    forget_path(instance, flow, event.node, token_of(instance, event.token).node);
}

// Of the steps that wait for a token to come straight back: the one left last, but for `left`.
NodeIndex parked_at(const Instance& instance, std::uint32_t token, NodeIndex left) {
    NodeIndex node = kNone;
    for (const Seat& seat : instance.seats_of(token)) {
        if (seat.status == SeatStatus::kParked && seat.node != left) node = seat.node;
    }
    return node;
}

bool at_start(const Flow& flow, const Token& token) { return token.node == flow.start && token.scope == 0; }

// A flow that was returned to its start waits there until it is taken elsewhere.
void look_whether_returned(Instance& instance, const Flow& flow) {
    instance.returned = instance.returned && std::any_of(instance.tokens.begin(), instance.tokens.end(),
                                                         [&](const Token& each) { return at_start(flow, each); });
}

// After a resume the token goes back to the step that was parked before this one, if there is any.
void place(Instance& instance, const Flow& flow, const Event& event) {
    Token& token = token_of(instance, event.token);
    const bool left = at_start(flow, token);
    token.node = event.node;
    token.edge = kNone;
    if (left) look_whether_returned(instance, flow);
    if (event.reason == Reason::kReturn && at_start(flow, token)) instance.returned = true;
    if (event.reason == Reason::kJump || event.reason == Reason::kInterrupted) leave_all(instance, event.token);
    if (event.reason != Reason::kResume) return;
    token.resume = parked_at(instance, token.number, event.node);
}

// Nobody is left to come straight back to.
void close_seat(Instance& instance, const Event& event) {
    erase_seat(instance, event.seat);
    Token& token = token_of(instance, event.token);
    if (event.status != SeatStatus::kParked || token.resume != event.node) return;
    const std::span<const Seat> seats = instance.seats_of(event.token);
    const bool still = std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
        return seat.node == event.node && seat.status == SeatStatus::kParked;
    });
    if (!still) token.resume = parked_at(instance, event.token, event.node);
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
    const std::size_t last = seat_range(instance, event.token).second;
    instance.seats.insert(instance.seats.begin() + static_cast<std::ptrdiff_t>(last), seat);
    instance.last_seat = std::max(instance.last_seat, event.seat);
}

// What taking the decision back needs. Where it lets the flow go straight back to another step, it can not.
void keep_last(Instance& instance, const Event& event) {
    const Token& token = token_of(instance, event.token);
    if (event.by == kNobody || token.resume != kNone) {
        instance.last = {};
        return;
    }
    Decision& last = instance.last;
    last.seat = event.seat;
    last.token = event.token;
    last.scope = token.scope;
    last.node = event.node;
    last.person = event.person;
    last.by = event.by;
    last.last_seat = instance.last_seat;
    last.decided = instance.decided;
    last.restoring = false;
    last.seats.clear();
    for (const Seat& seat : instance.seats_of(event.token)) {
        if (seat.node == event.node) last.seats.push_back(seat);
    }
}

// Whether after this event the last decision can no longer be taken back.
bool ends_taking_back(const Event& event) {
    switch (event.kind) {
        case EventKind::kSeatHanded:
        case EventKind::kReturned:
        case EventKind::kResubmitted:
        case EventKind::kFinished:
        case EventKind::kRecordSet:
        case EventKind::kCaught:
        case EventKind::kMessageSent:
        case EventKind::kSignalSent:
        case EventKind::kThrown:
        case EventKind::kUndoing:
            return true;
        case EventKind::kSeatAdded:
            return event.by != kNobody;
        case EventKind::kSeatClosed:
            return event.reason == Reason::kRemoval;
        case EventKind::kPassed:
        case EventKind::kRefused:
            return event.reason == Reason::kTimeout;
        case EventKind::kPlaced:
            return event.reason != Reason::kTakeBack;
        case EventKind::kWaitSet:
            return event.index == static_cast<std::uint32_t>(Wait::Kind::kJob) ||
                   event.index == static_cast<std::uint32_t>(Wait::Kind::kCall);
        default:
            return false;
    }
}

void take_back(Instance& instance, const Flow& flow, const Event& event) {
    instance.decided = instance.last.decided;
    instance.last.restoring = !event.straight;
    if (event.straight) {
        instance.last = {};
        return;
    }
    leave_all(instance, event.token);
    forget_path(instance, flow, event.node);
}

void restore_seat(Instance& instance, const Event& event) {
    add_seat(instance, event);
    seat_of(instance, event.seat).lender = event.other_person;
    std::erase_if(instance.last.seats, [&](const Seat& each) { return each.number == event.seat; });
    if (instance.last.seats.empty()) instance.last = {};
}

void choose(Instance& instance, const Event& event) {
    const auto known = std::find_if(instance.chosen.begin(), instance.chosen.end(),
                                    [&](const Chosen& each) { return each.node == event.node; });
    if (known != instance.chosen.end()) {
        known->people = event.people;
    } else {
        instance.chosen.push_back({event.node, event.people});
    }
}

void urge(Instance& instance, const Event& event) {
    for (Seat& seat : instance.seats) {
        if (seat.status == SeatStatus::kWaiting &&
            std::find(event.people.begin(), event.people.end(), seat.person) != event.people.end())
            seat.urged = event.at;
    }
}

void decide(Instance& instance, const Flow& flow, const Event& event, SeatStatus status) {
    if (flow.take_back) keep_last(instance, event);
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
    instance.suspended = false;
    instance.frames.clear();
    instance.undos.clear();
    instance.gates.clear();
}

void cancel(Instance& instance, const Flow& flow, std::uint32_t token) {
    const bool left = at_start(flow, token_of(instance, token));
    erase_seats(instance, token, [](const Seat&) { return true; });
    std::erase_if(instance.timers, [&](const Timer& timer) { return timer.token == token; });
    std::erase_if(instance.waits, [&](const Wait& wait) { return wait.token == token; });
    remove_token(instance, token);
    if (left) look_whether_returned(instance, flow);
}

void set_variable(Instance& instance, const Event& event) {
    if (event.frame == 0) {
        instance.variables.at(event.index) = event.value;
    } else {
        known(instance.frames, event.frame).values.at(event.index) = event.value;
    }
}

void set_timer(Instance& instance, const Event& event) {
    Timer timer;
    timer.number = event.timer;
    timer.token = event.token;
    timer.node = event.node;
    timer.purpose = static_cast<Timer::Purpose>(event.index);
    timer.due = event.due;
    timer.frame = event.frame;
    timer.left = event.left;
    instance.timers.push_back(timer);
    instance.last_timer = std::max(instance.last_timer, event.timer);
}

void start(Instance& instance, const Flow& flow, const Event& event) {
    instance.status = Status::kRunning;
    instance.initiator = event.person;
    instance.started_at = event.at;
    instance.variables.resize(flow.variables.size());
    if (event.token != 0) add_token(instance, event.token, event.node, kNone, 0);
}

}  // namespace

void apply(Instance& instance, const Flow& flow, const Event& event) {
    if (!instance.incidents.empty()) apply_to_incidents(instance, event);
    if (instance.last.seat != 0 && ends_taking_back(event)) instance.last = {};
    switch (event.kind) {
        case EventKind::kStarted:
            start(instance, flow, event);
            break;
        case EventKind::kVariable:
            set_variable(instance, event);
            break;
        case EventKind::kMoved: {
            Token& token = token_of(instance, event.token);
            token.node = flow.edges[event.edge].to;
            token.edge = event.edge;
            break;
        }
        case EventKind::kForked:
            add_token(instance, event.token, flow.edges[event.edge].to, event.edge,
                      token_of(instance, event.other).scope);
            break;
        case EventKind::kEnded:
            note_end(instance, event);
            remove_token(instance, event.token);
            break;
        case EventKind::kMerged:
            remove_token(instance, event.token);
            break;
        case EventKind::kPlaced:
            place(instance, flow, event);
            break;
        case EventKind::kCancelled:
            cancel(instance, flow, event.token);
            break;
        case EventKind::kSeatAdded:
            add_seat(instance, event);
            break;
        case EventKind::kSeatAsked:
            seat_of(instance, event.seat).status = SeatStatus::kWaiting;
            break;
        case EventKind::kSeatAgreed:
            decide(instance, flow, event, SeatStatus::kAgreed);
            break;
        case EventKind::kSeatRefused:
            decide(instance, flow, event, SeatStatus::kRefused);
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
            close_seat(instance, event);
            break;
        case EventKind::kSeatHanded: {
            Seat& seat = seat_of(instance, event.seat);
            seat.person = event.person;
            seat.origin = event.origin;
            seat.lender = event.reason == Reason::kDelegation ? event.other_person : kNobody;
            seat.urged = 0;
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
            set_timer(instance, event);
            break;
        case EventKind::kTimerFired:
        case EventKind::kTimerGone:
            erase_number(instance.timers, event.timer);
            break;
        case EventKind::kFinished:
            finish(instance, event);
            break;
        case EventKind::kChosen:
            choose(instance, event);
            break;
        case EventKind::kTakenBack:
            take_back(instance, flow, event);
            break;
        case EventKind::kSeatRestored:
            restore_seat(instance, event);
            break;
        case EventKind::kSeatQueued:
            seat_of(instance, event.seat).status = SeatStatus::kQueued;
            break;
        case EventKind::kUrged:
            urge(instance, event);
            break;
        case EventKind::kRecordSet:
        case EventKind::kNotified:
        case EventKind::kReminded:
        case EventKind::kCommented:
        case EventKind::kWithdrawn:
        case EventKind::kTerminated:
        case EventKind::kCaught:
        case EventKind::kThrown:
        case EventKind::kMessageSent:
        case EventKind::kSignalSent:
        case EventKind::kCopied:
        case EventKind::kEdited:
        case EventKind::kIncidentGone:
            break;
        default:
            apply_frames(instance, flow, event);
            break;
    }
}

}  // namespace fw::flow
