// What expressions see: the record, people, the flow's variables, and the local values of the frames around.
#include <algorithm>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/feel.h"
#include "engine/feel/shape.h"
#include "engine/flow/step/run.h"
#include "engine/model/fill.h"

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

feel::Value number(std::uint32_t value) { return feel::Value::number(static_cast<std::int64_t>(value)); }

}  // namespace

std::array<feel::Value, 4> counters_of(const Frame& instance, const Frame& repeat) {
    return {number(instance.begun), number(repeat.total != 0 ? repeat.total : repeat.begun), number(repeat.tokens),
            number(repeat.finished)};
}

std::uint32_t Run::frame_of(std::uint32_t token) const {
    const Token& here = *state_.token(token);
    if (here.inner != 0 && state_.frame(here.inner)->kind == Frame::Kind::kActivity) return here.inner;
    return here.scope;
}

const std::vector<feel::Value>& Run::names(std::uint32_t frame) {
    if (names_.empty()) build_names();
    if (record_stale_) names_[Scope::kRecord] = changed_record();
    record_stale_ = false;
    if (frame == 0) return names_;
    if (names_of_ == frame) return frame_names_;
    std::vector<const Frame*> chain;
    for (std::uint32_t each = frame; each != 0; each = chain.back()->parent) chain.push_back(state_.frame(each));
    frame_names_ = names_;
    for (auto each = chain.rbegin(); each != chain.rend(); ++each) append_locals(**each, frame_names_);
    names_of_ = frame;
    return frame_names_;
}

void Run::append_locals(const Frame& frame, std::vector<feel::Value>& names) const {
    if (frame.kind != Frame::Kind::kActivity) return;
    const Node& here = node(frame.node);
    names.resize(here.first_local);
    names.insert(names.end(), frame.values.begin(), frame.values.end());
    if (here.repeat == nullptr) return;
    const Frame* repeat = frame.parent == 0 ? nullptr : state_.frame(frame.parent);
    if (repeat == nullptr || repeat->kind != Frame::Kind::kRepeat) return;
    const std::size_t counters = here.first_local + (here.repeat->has_item ? 1U : 0U);
    const auto values = counters_of(frame, *repeat);
    std::copy(values.begin(), values.end(), names.begin() + static_cast<std::ptrdiff_t>(counters));
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

feel::Value Run::evaluate(const model::Expr& expression, std::uint32_t frame) {
    feel::Value value = budget_.evaluate(expression.code, names(frame));
    look_at_budget();
    return value;
}

feel::Value Run::evaluate(const model::Expr& expression, std::uint32_t frame, Slot slot, const feel::Value& value) {
    if (slot == kNone) return evaluate(expression, frame);
    std::vector<feel::Value> more = names(frame);
    if (more.size() <= slot) more.resize(slot + 1);
    more[slot] = value;
    feel::Value result = budget_.evaluate(expression.code, more);
    look_at_budget();
    return result;
}

void Run::look_at_budget() {
    if (failed()) return;
    if (auto why = budget_.exhausted()) failure_.push_back(std::move(*why));
}

std::string Run::text(const model::Template& text, Language language, std::uint32_t frame) {
    return model::fill(text, language, [&](const model::Expr& piece) { return evaluate(piece, frame); });
}

// The record is only asked for where it is needed: reading it may cost more than the rest of the step.
std::vector<Person> Run::people(const std::vector<Who>& who, std::uint32_t frame, NodeIndex at,
                                std::vector<std::uint16_t>* weights) {
    WhoScope scope{directory(), state_.initiator, nullptr, nullptr, {}, nullptr};
    for (const Chosen& each : state_.chosen) {
        if (each.node == at) scope.chosen = &each.people;
    }
    for (const Who& each : who) {
        if (each.kind != Who::Kind::kField && each.kind != Who::Kind::kFeel) continue;
        scope.names = &names(frame);
        scope.record = &names_[Scope::kRecord];
        scope.budget = &budget_;
        break;
    }
    std::vector<Person> out = people_of(who, scope, weights);
    look_at_budget();
    return out;
}

void Run::set_record(std::string_view field, feel::Value value) {
    Event set = event(EventKind::kRecordSet);
    set.text = field;
    set.value = value;
    emit(std::move(set));
    record_changes_.emplace_back(field, std::move(value));
    record_stale_ = true;
    names_of_ = 0;
    changed(0);
}

void Run::set_slot(Slot slot, feel::Value value, std::uint32_t frame) {
    while (frame != 0) {
        const Frame& at = *state_.frame(frame);
        if (at.kind == Frame::Kind::kActivity && node(at.node).first_local <= slot) break;
        frame = at.parent;
    }
    Event set = event(EventKind::kVariable);
    set.frame = frame;
    if (frame != 0) set.node = state_.frame(frame)->node;
    set.index = slot - (frame == 0 ? static_cast<Slot>(Scope::kFirstVariable) : node(set.node).first_local);
    set.value = value;
    emit(std::move(set));
    if (frame == 0 && !names_.empty()) names_[slot] = std::move(value);
    names_of_ = 0;
    changed(frame);
}

void Run::assign(const Assignment& to, feel::Value value, std::uint32_t frame) {
    if (!to.field.empty()) return set_record(to.field, std::move(value));
    bool fits = true;
    set_slot(to.slot, feel::conform(value, to.type, fits), frame);
}

feel::Value Run::payload_of(const std::vector<Assignment>& payload, std::uint32_t frame) {
    std::vector<std::pair<std::string, feel::Value>> entries;
    for (const Assignment& each : payload) entries.emplace_back(each.name, evaluate(each.value, frame));
    return feel::Value::context(std::move(entries));
}

Run::Place Run::variable(std::string_view name, std::uint32_t frame) const {
    while (frame != 0) {
        const Frame& at = *state_.frame(frame);
        if (at.kind == Frame::Kind::kActivity) {
            const Node& here = node(at.node);
            for (std::size_t i = here.locals.size(); i-- > 0;) {
                if (here.locals[i].id == name) return {here.first_local + static_cast<Slot>(i), &here.locals[i]};
            }
        }
        frame = at.parent;
    }
    for (std::size_t i = 0; i < flow_.variables.size(); ++i) {
        if (flow_.variables[i].id != name) continue;
        return {static_cast<Slot>(Scope::kFirstVariable + i), &flow_.variables[i]};
    }
    return {};
}

feel::DateTime Run::now() const { return local_time(inputs_.now, inputs_.zone); }

feel::Value Run::local_values(std::uint32_t frame, const Node& here) const {
    std::vector<std::pair<std::string, feel::Value>> entries;
    const Frame* at = frame == 0 ? nullptr : state_.frame(frame);
    if (at != nullptr && &node(at->node) == &here) {
        for (std::uint32_t i = here.inputs; i < here.payload; ++i)
            entries.emplace_back(here.locals[i].id, at->values[i]);
    }
    return feel::Value::context(std::move(entries));
}

feel::Value Run::visible_values(std::uint32_t frame) const {
    std::vector<std::pair<std::string, feel::Value>> entries;
    const auto add = [&](const std::string& name, const feel::Value& value) {
        const bool hidden =
            std::any_of(entries.begin(), entries.end(), [&](const auto& each) { return each.first == name; });
        if (!hidden) entries.emplace_back(name, value);
    };
    for (; frame != 0; frame = state_.frame(frame)->parent) {
        const Frame& at = *state_.frame(frame);
        if (at.kind != Frame::Kind::kActivity) continue;
        const std::vector<Variable>& locals = node(at.node).locals;
        for (std::size_t i = 0; i < locals.size() && i < at.values.size(); ++i) add(locals[i].id, at.values[i]);
    }
    for (std::size_t i = 0; i < flow_.variables.size(); ++i) add(flow_.variables[i].id, state_.variables[i]);
    return feel::Value::context(std::move(entries));
}

}  // namespace fw::flow
