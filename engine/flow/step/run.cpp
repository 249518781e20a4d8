#include "engine/flow/step/run.h"

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/feel.h"
#include "engine/feel/shape.h"

namespace fw::flow {

namespace {

constexpr std::int64_t kMicros = 1'000'000;

feel::DateTime local_time(Instant at, feel::Zone zone) {
    const std::int64_t seconds = feel::floor_div(at, kMicros);
    const auto nanos = static_cast<std::int32_t>(feel::floor_mod(at, kMicros) * 1000);
    return feel::at_utc(seconds, nanos, zone.is_none() ? feel::Zone::utc() : zone);
}

feel::Value with_entry(const feel::Value& context, std::string_view key, feel::Value value) {
    std::vector<std::pair<std::string, feel::Value>> entries;
    if (context.is_context()) {
        const feel::ContextView view = context.as_context();
        for (std::size_t i = 0; i < view.size(); ++i) entries.emplace_back(view.key(i), view.value(i));
    }
    entries.emplace_back(std::string(key), std::move(value));
    return feel::Value::context(std::move(entries));
}

feel::Value instance_value(const Instance& state, const StepInputs& inputs) {
    static const auto shape = feel::Shape::of({"id", "round", "started_at"});
    return feel::Shape::make(shape, {feel::Value::string(std::to_string(inputs.instance)),
                                     feel::Value::number(static_cast<std::int64_t>(state.round)),
                                     feel::Value::date_time(local_time(state.started_at, inputs.zone))});
}

}  // namespace

void Run::take(std::uint32_t token, EdgeIndex edge) {
    Event moved = event(EventKind::kMoved);
    moved.token = token;
    moved.edge = edge;
    emit(std::move(moved));
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

void Run::go_on(std::uint32_t token) { take(token, node_of(token).next); }

void Run::place(std::uint32_t token, NodeIndex node, Reason reason) {
    Event placed = event(EventKind::kPlaced);
    placed.token = token;
    placed.node = node;
    placed.reason = reason;
    emit(std::move(placed));
}

void Run::close(std::uint32_t token, Reason reason, NodeIndex only, std::uint32_t except) {
    std::vector<Event> closing;
    for (const Seat& seat : state_.seats) {
        if (seat.token != token || (only != kNone && seat.node != only) || seat.number == except) continue;
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
    for (const Timer& timer : state_.timers) {
        if (timer.token != token) continue;
        Event gone = event(EventKind::kTimerGone);
        gone.timer = timer.number;
        gone.token = token;
        gone.node = timer.node;
        gone.reason = reason;
        closing.push_back(std::move(gone));
    }
    for (Event& each : closing) emit(std::move(each));
}

void Run::cancel(std::uint32_t token, Reason reason) {
    close(token, reason);
    Event cancelled = event(EventKind::kCancelled, *state_.token(token));
    cancelled.reason = reason;
    emit(std::move(cancelled));
}

void Run::finish(Status status, NodeIndex node, Reason reason) {
    while (!state_.tokens.empty()) cancel(state_.tokens.back().number, reason);
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
            becomes = &flow_.state_terminated;
            break;
        default:
            becomes = &flow_.state_completed;
            break;
    }
    if (!becomes->empty()) set_record("state", feel::Value::string(*becomes));
    Event finished = event(EventKind::kFinished);
    finished.node = node;
    finished.index = static_cast<std::uint32_t>(status);
    emit(std::move(finished));
}

void Run::work() {
    for (std::size_t next = 0; next < agenda_.size() && !failed(); ++next) {
        const Token* token = state_.token(agenda_[next]);
        if (token == nullptr) continue;
        const Node& here = node(token->node);
        if (++moves_ > kMaxMoves) {
            fail(
                "FLOW-302",
                Text("the flow runs in a circle without waiting for anybody", "流程在没有任何人工步骤的情况下无限循环"),
                &here);
            return;
        }
        if (here.kind->enter != nullptr) {
            here.kind->enter(*this, token->number);
        } else {
            go_on(token->number);
        }
    }
    agenda_.clear();
}

void Run::set_timer(const Token& token, Timer::Purpose purpose, Instant due) {
    Event set = event(EventKind::kTimerSet, token);
    set.timer = state_.last_timer + 1;
    set.index = static_cast<std::uint32_t>(purpose);
    set.due = due;
    emit(std::move(set));
}

Instant Run::after(const Span& span) const {
    Instant due = inputs_.now;
    if (span.months != 0) {
        feel::DateTime local = local_time(due, inputs_.zone);
        if (const auto date = feel::add_months(feel::date_part(local), span.months)) {
            local = feel::join(*date, feel::time_part(local));
            if (const auto utc = feel::utc_seconds(local)) due = *utc * kMicros + local.nanos / 1000;
        }
    }
    return due + span.seconds * kMicros;
}

const std::vector<feel::Value>& Run::names() {
    if (names_.empty()) build_names();
    if (record_stale_) names_[Scope::kRecord] = changed_record();
    record_stale_ = false;
    return names_;
}

void Run::build_names() {
    names_.reserve(Scope::kFirstVariable + state_.variables.size());
    names_.push_back(inputs_.record.record());
    record_stale_ = !record_changes_.empty();
    names_.push_back(directory().context_of(state_.initiator));
    names_.push_back(instance_value(state_, inputs_));
    names_.insert(names_.end(), state_.variables.begin(), state_.variables.end());
}

feel::Value Run::changed_record() {
    if (auto computed = inputs_.record.with(record_changes_)) return std::move(*computed);
    feel::Value record = inputs_.record.record();
    for (const auto& [field, value] : record_changes_) record = with_entry(record, field, value);
    return record;
}

feel::Value Run::evaluate(const model::Expr& expression) {
    feel::EvalOptions options;
    options.now = local_time(inputs_.now, inputs_.zone);
    return feel::evaluate(expression.code, names(), options);
}

std::string Run::text(const model::Template& text, Language language) {
    std::string out;
    for (const model::Template::Piece& piece : text.in(language)) {
        if (piece.expression) {
            const feel::Value value = evaluate(piece.expression);
            if (!value.is_null()) out += value.to_text();
        } else {
            out += piece.literal;
        }
    }
    return out;
}

// The record is only asked for where it is needed: reading it may cost more than the rest of the step.
std::vector<Person> Run::people(const std::vector<Who>& who) {
    WhoScope scope{directory(), state_.initiator, nullptr, nullptr, {}};
    for (const Who& each : who) {
        if (each.kind != Who::Kind::kField && each.kind != Who::Kind::kFeel) continue;
        scope.names = &names();
        scope.record = &names_[Scope::kRecord];
        scope.now = local_time(inputs_.now, inputs_.zone);
        break;
    }
    return people_of(who, scope);
}

void Run::set_record(std::string_view field, feel::Value value) {
    Event set = event(EventKind::kRecordSet);
    set.text = field;
    set.value = value;
    emit(std::move(set));
    record_changes_.emplace_back(field, std::move(value));
    record_stale_ = true;
}

void Run::set_variable(std::size_t index, feel::Value value) {
    Event set = event(EventKind::kVariable);
    set.index = static_cast<std::uint32_t>(index);
    set.value = value;
    emit(std::move(set));
    if (!names_.empty()) names_[Scope::kFirstVariable + index] = std::move(value);
}

void Run::fail(std::string code, Text text, const Node* at) {
    if (failed()) return;
    Diagnostic mistake;
    mistake.code = std::move(code);
    mistake.text = std::move(text);
    if (at != nullptr) mistake.place.element = "flow:" + flow_.id + "/nodes/" + at->id;
    failure_.push_back(std::move(mistake));
}

}  // namespace fw::flow
