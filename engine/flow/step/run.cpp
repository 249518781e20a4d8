#include "engine/flow/step/run.h"

#include <algorithm>

namespace fw::flow {

void Run::take_quietly(std::uint32_t token, EdgeIndex edge) {
    Event moved = event(EventKind::kMoved);
    moved.token = token;
    moved.edge = edge;
    emit(std::move(moved));
}

void Run::take(std::uint32_t token, EdgeIndex edge) {
    take_quietly(token, edge);
    schedule(token);
}

void Run::fork(std::uint32_t token, EdgeIndex edge) {
    Event forked = event(EventKind::kForked);
    forked.token = state_.last_token + 1;
    forked.other = token;
    forked.edge = edge;
    const std::uint32_t made = forked.token;
    emit(std::move(forked));
    schedule(made);
}

std::uint32_t Run::make_token(NodeIndex at, std::uint32_t frame, std::uint32_t from) {
    Event made = event(EventKind::kTokenMade);
    made.token = state_.last_token + 1;
    made.node = at;
    made.frame = frame;
    made.other = from;
    const std::uint32_t number = made.token;
    emit(std::move(made));
    return number;
}

void Run::place(std::uint32_t token, NodeIndex at, Reason reason) {
    Event placed = event(EventKind::kPlaced);
    placed.token = token;
    placed.node = at;
    placed.reason = reason;
    emit(std::move(placed));
}

void Run::disarm(std::uint32_t token, Reason reason) {
    std::vector<Event> going;
    for (const Timer& timer : state_.timers) {
        if (timer.token != token) continue;
        Event gone = event(EventKind::kTimerGone);
        gone.timer = timer.number;
        gone.token = token;
        gone.node = timer.node;
        gone.reason = reason;
        going.push_back(std::move(gone));
    }
    for (const Wait& wait : state_.waits) {
        if (wait.token != token) continue;
        Event gone = event(EventKind::kWaitGone);
        gone.wait = wait.number;
        gone.token = token;
        gone.node = wait.node;
        gone.index = static_cast<std::uint32_t>(wait.kind);
        gone.reason = reason;
        going.push_back(std::move(gone));
    }
    for (Event& each : going) emit(std::move(each));
}

void Run::close(std::uint32_t token, Reason reason, NodeIndex only, std::uint32_t except) {
    std::vector<Event> closing;
    for (const Seat& seat : state_.seats_of(token)) {
        if ((only != kNone && seat.node != only) || seat.number == except) continue;
        if (seat.status != SeatStatus::kWaiting && seat.status != SeatStatus::kQueued &&
            seat.status != SeatStatus::kParked && seat.status != SeatStatus::kHeld) {
            continue;
        }
        Event closed = event(EventKind::kSeatClosed);
        closed.seat = seat.number;
        closed.token = token;
        closed.node = seat.node;
        closed.person = seat.person;
        closed.status = seat.status;
        closed.reason = reason;
        closing.push_back(std::move(closed));
    }
    for (Event& each : closing) emit(std::move(each));
    disarm(token, reason);
}

void Run::cancel(std::uint32_t token, Reason reason) {
    cancel_inner(token, reason);
    stop_undoing(*this, token);
    close(token, reason);
    Event cancelled = event(EventKind::kCancelled, *state_.token(token));
    cancelled.reason = reason;
    emit(std::move(cancelled));
}

void Run::cancel_inner(std::uint32_t token, Reason reason) {
    const std::uint32_t inner = state_.token(token)->inner;
    if (inner == 0) return;
    cancel_frame(inner, reason);
    close_frame(inner);
}

void Run::cancel_frame(std::uint32_t frame, Reason reason, std::uint32_t except) {
    std::vector<std::uint32_t> within;
    for (const Token& token : state_.tokens) {
        if (token.scope == frame && token.number != except) within.push_back(token.number);
    }
    for (const std::uint32_t token : within) {
        if (state_.token(token) != nullptr) cancel(token, reason);
    }
}

void Run::disarm_frame(std::uint32_t frame) {
    std::vector<Event> going;
    for (const Timer& timer : state_.timers) {
        if (timer.token != 0 || timer.frame != frame) continue;
        Event gone = event(EventKind::kTimerGone);
        gone.timer = timer.number;
        gone.node = timer.node;
        going.push_back(std::move(gone));
    }
    for (const Wait& wait : state_.waits) {
        if (wait.token != 0 || wait.frame != frame) continue;
        Event gone = event(EventKind::kWaitGone);
        gone.wait = wait.number;
        gone.node = wait.node;
        gone.index = static_cast<std::uint32_t>(wait.kind);
        going.push_back(std::move(gone));
    }
    for (Event& each : going) emit(std::move(each));
}

// With it goes what its event sub-processes wait for, and the kept frames of what was done in it.
void Run::close_frame(std::uint32_t frame) {
    disarm_frame(frame);
    std::vector<std::uint32_t> kept;
    for (const Frame& each : state_.frames) {
        if (each.parent == frame && each.done) kept.push_back(each.number);
    }
    for (const std::uint32_t each : kept) close_frame(each);
    Event closed = event(EventKind::kFrameClosed);
    closed.frame = frame;
    emit(std::move(closed));
    names_of_ = 0;
}

void Run::finish(Status status, NodeIndex at, Reason reason, std::string error) {
    while (!state_.tokens.empty()) cancel(state_.tokens.back().number, reason);
    disarm(0);
    agenda_.clear();
    const std::string* becomes = nullptr;
    switch (status) {
        case Status::kRefused:
            becomes = &flow_.state_refused;
            break;
        case Status::kWithdrawn:
            becomes = &flow_.state_withdrawn;
            break;
        case Status::kTerminated:
            becomes = flow_.state_terminated.empty() ? &flow_.state_withdrawn : &flow_.state_terminated;
            break;
        default:
            becomes = &flow_.state_completed;
            break;
    }
    if (!becomes->empty()) set_record("state", feel::Value::string(*becomes));
    Event finished = event(EventKind::kFinished);
    finished.node = at;
    finished.index = static_cast<std::uint32_t>(status);
    finished.text = std::move(error);
    emit(std::move(finished));
}

bool Run::look() {
    if (!changed_) return false;
    const std::uint32_t frame = *changed_;
    changed_.reset();
    look_at_conditions(*this, frame);
    return true;
}

// Conditions are looked at as soon as a value they may see has changed, new ones and joins that wait for everybody who
// can still come when nothing moves any more.
void Run::work() {
    bool again = false;
    do {
        again = look();
        for (std::size_t next = 0; next < agenda_.size() && !failed(); ++next) {
            const Token* token = state_.token(agenda_[next]);
            if (token == nullptr) continue;
            if (++moves_ > allowed_) {
                fail("FLOW-302",
                     Text("the flow runs in a circle without waiting for anybody",
                          "流程在没有任何人工步骤的情况下无限循环"),
                     &node(token->node));
                return;
            }
            arrive(token->number);
            (void)look();
        }
        agenda_.clear();
        if (failed()) return;
        for (const std::uint32_t wait : std::exchange(new_conditions_, {})) look_at_condition(*this, wait);
        if (look()) again = true;
        const bool calm = agenda_.empty() && new_conditions_.empty() && !flow_.reaches.empty() && state_.running();
        if (calm && pass_joins(*this)) again = true;
    } while ((!agenda_.empty() || !new_conditions_.empty() || again) && !failed());
}

void Run::set_timer(const Token& token, Timer::Purpose purpose, Instant due) {
    Event set = event(EventKind::kTimerSet, token);
    set.index = static_cast<std::uint32_t>(purpose);
    set_timer(std::move(set), due);
}

void Run::set_timer(Event&& set, Instant due) {
    set.timer = state_.last_timer + 1;
    set.due = due;
    emit(std::move(set));
}

std::uint32_t Run::set_wait(const Token& token, Wait::Kind kind, std::string name, feel::Value value, bool straight) {
    Event set = event(EventKind::kWaitSet, token);
    set.wait = state_.last_wait + 1;
    set.frame = token.scope;
    set.index = static_cast<std::uint32_t>(kind);
    set.text = std::move(name);
    set.value = std::move(value);
    set.straight = straight;
    const std::uint32_t number = set.wait;
    emit(std::move(set));
    return number;
}

void Run::wait_no_more(const Wait& wait) {
    Event gone = event(EventKind::kWaitGone);
    gone.wait = wait.number;
    gone.token = wait.token;
    gone.node = wait.node;
    gone.index = static_cast<std::uint32_t>(wait.kind);
    gone.reason = Reason::kDecision;
    emit(std::move(gone));
}

Instant Run::after(const TimerRule& rule) const {
    if (!rule.calendar.empty() && inputs_.calendars != nullptr) {
        if (const auto due = inputs_.calendars->after(rule.calendar, inputs_.now, *rule.after, inputs_.zone))
            return *due;
    }
    return plus(inputs_.now, *rule.after, inputs_.zone);
}

std::optional<Instant> Run::due(const TimerRule& rule, std::uint32_t frame, const Node& at) {
    if (rule.after) return after(rule);
    if (rule.every) {
        const auto first = first_time(*rule.every, inputs_.now, inputs_.zone);
        if (!first) fail("FLOW-305", Text("'every' never comes", "“every”指定的时间永远不会到来"), &at);
        return first;
    }
    const feel::Value value = evaluate(rule.at, frame);
    if (const auto span = span_of(value)) {
        TimerRule relative;
        relative.after = *span;
        relative.calendar = rule.calendar;
        return after(relative);
    }
    const auto moment = instant_of(value, inputs_.zone);
    if (!moment) fail("FLOW-305", Text("'at' gives no date", "“at”没有得到日期"), &at);
    return moment;
}

const Frame* Run::repeat_of(std::uint32_t token) const {
    const Token& here = *state_.token(token);
    if (here.scope == 0) return nullptr;
    const Frame* frame = state_.frame(here.scope);
    return frame->kind == Frame::Kind::kRepeat ? frame : nullptr;
}

void Run::fail(std::string code, Text text, const Node* at) {
    if (failed()) return;
    Diagnostic mistake;
    mistake.code = std::move(code);
    mistake.text = std::move(text);
    if (at != nullptr) mistake.place.element = "flow:" + flow_.id + "/nodes/" + at->id;
    failure_.push_back(std::move(mistake));
}

void Run::fail_with(Diagnostics failure) {
    if (!failed()) failure_ = std::move(failure);
}

}  // namespace fw::flow
