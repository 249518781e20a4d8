// The life of a token at a node: it arrives, its activity begins, completes, and it leaves.
#include <algorithm>

#include "engine/feel/shape.h"
#include "engine/flow/step/human.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

bool needs_frame(const Node& node) { return node.payload > 0 || node.inner != kNone; }

// Record fields take more than their plain type: references are given as ids, choices as texts.
bool plain(const feel::Type& type) {
    return type.is(feel::TypeKind::kNumber) || type.is(feel::TypeKind::kBoolean) || type.is(feel::TypeKind::kString) ||
           type.is(feel::TypeKind::kDate) || type.is(feel::TypeKind::kDateTime) || type.is(feel::TypeKind::kList);
}

constexpr const char* kMisfit = "FLOW-315";

// Actions, called flows and decisions.
bool gives_result(const Node& node) {
    return node.kind->payload != nullptr && node.kind->payload(node.properties) == "result";
}

bool undoes_within(const Run& run, std::uint32_t frame, BodyIndex body) {
    const Instance& state = run.state();
    if (std::any_of(state.undos.begin(), state.undos.end(), [&](const Undo& undo) { return undo.frame == frame; })) {
        return true;
    }
    const std::vector<NodeIndex>& events = run.flow().bodies[body].event_sub_processes;
    return std::any_of(events.begin(), events.end(), [&](NodeIndex each) {
        const NodeIndex start = run.flow().bodies[run.node(each).inner].start;
        return start != kNone && run.node(start).event->trigger == Trigger::kCompensation;
    });
}

}  // namespace

void Run::arrive(std::uint32_t token) {
    const Node& here = node_of(token);
    if (!here.bare) {
        const bool instance = repeat_of(token) != nullptr;
        if (!instance && !here.boundaries.empty()) arm(*this, token);
        if (!instance && here.repeat != nullptr) return begin_repeat(*this, token);
        if (needs_frame(here) && state_.token(token)->inner == 0) open_frame(token, 0, {});
        if (failed()) return;
    }
    if (here.kind->enter != nullptr) {
        here.kind->enter(*this, token);
    } else {
        complete(token);
    }
}

void Run::begin_again(std::uint32_t token) {
    const Node& here = node_of(token);
    if (here.bare) return;
    arm(*this, token);
    if (needs_frame(here)) open_frame(token, 0, {});
}

void Run::open_frame(std::uint32_t token, std::uint32_t index, const feel::Value& item) {
    const Token owner = *state_.token(token);
    const Node& here = node(owner.node);
    Event opened = event(EventKind::kFrameOpened, owner);
    opened.frame = state_.last_frame + 1;
    opened.other = owner.scope;
    opened.index = index;
    const std::uint32_t frame = opened.frame;
    emit(std::move(opened));
    if (here.repeat != nullptr && here.repeat->has_item) set_slot(here.first_local, item, frame);
    fill(here, 0, frame);
}

void Run::fill(const Node& here, std::uint32_t from, std::uint32_t frame) {
    for (std::uint32_t i = from; i < here.payload; ++i) {
        const Variable& local = here.locals[i];
        if (!local.initial) continue;
        bool fits = true;
        set_slot(here.first_local + i, feel::conform(evaluate(local.initial, frame), local.type, fits), frame);
    }
}

void Run::read_inputs_again(std::uint32_t token) {
    const Node& here = node_of(token);
    if (!here.bare && needs_frame(here)) fill(here, here.inputs, frame_of(token));
}

void Run::enter_body(std::uint32_t token, NodeIndex start) {
    const Token owner = *state_.token(token);
    const Node& here = node(owner.node);
    const Body& body = flow_.bodies[here.inner];
    arm_event_sub_processes(*this, owner.inner, here.inner);
    if (start != kNone) {
        make_token(start, owner.inner, token);
        return;
    }
    std::vector<std::uint32_t> begun;
    for (const NodeIndex entry : body.entries) begun.push_back(make_token(entry, owner.inner, token));
    for (const std::uint32_t each : begun) schedule(each);
    if (begun.empty()) frame_emptied(owner.inner);
}

void Run::map_out(std::uint32_t token, const feel::Value& payload, bool only_look) {
    const Node& here = node_of(token);
    const std::uint32_t frame = frame_of(token);
    const bool heard = here.event != nullptr && !here.kind->throws &&
                       (here.event->trigger == Trigger::kMessage || here.event->trigger == Trigger::kSignal);
    const bool checked = !payload.is_null() && (heard || gives_result(here));
    if (!here.out_mapping.empty()) {
        const bool brings = here.locals.size() > here.payload;
        const Slot slot = brings ? here.first_local + here.payload : kNone;
        for (const Assignment& each : here.out_mapping) {
            feel::Value value = evaluate(each.value, frame, slot, payload);
            if (checked && plain(each.type)) value = brought(here, each.name, value, each.type);
            if (failed()) return;
            if (!only_look) assign(each, std::move(value), state_.token(token)->scope);
        }
        return;
    }
    if (!payload.is_context()) return;
    const feel::ContextView view = payload.as_context();
    for (std::size_t i = 0; i < view.size(); ++i) {
        const Place at = variable(view.key(i), state_.token(token)->scope);
        if (at.variable == nullptr) continue;
        bool fits = true;
        feel::Value value = checked ? brought(here, at.variable->id, view.value(i), at.variable->type)
                                    : feel::conform(view.value(i), at.variable->type, fits);
        if (failed()) return;
        if (!only_look) set_slot(at.slot, std::move(value), state_.token(token)->scope);
    }
}

// Of what a message, a signal or a result brings: texts give dates too. A value that is no such thing fails the step,
// so that it is told to who sent it, or becomes an incident, instead of being lost.
feel::Value Run::brought(const Node& here, const std::string& name, const feel::Value& value, const feel::Type& type) {
    bool fits = true;
    feel::Value fitted = feel::conform(value, type, fits);
    if (fits) return fitted;
    if (value.is_string()) {
        fitted = feel::conform(feel::from_json(feel::to_json(value), type), type, fits);
        if (fits && !fitted.is_null()) return fitted;
    }
    const std::string wanted = type.to_string(), given(feel::type_kind_name(feel::type_kind_of(value.kind())));
    if (gives_result(here)) {
        fail(kMisfit,
             Text("'" + name + "' must be a " + wanted + ": the result of '" +
                      std::string(here.label.in(Language::kEn)) + "' gives a " + given +
                      "; skip with a right one, or correct what gives it or 'out'",
                  "“" + name + "”的类型必须是 " + wanted + "，而“" + std::string(here.label.in(Language::kZh)) +
                      "”的结果给出的是 " + given + "；请以正确的结果跳过，或修正给出结果的一方或“out”"),
             &here);
        return {};
    }
    const std::string& event = here.event->name;
    fail("FLOW-210",
         Text("'" + name + "' must be a " + wanted + ": '" + event + "' brings a " + given,
              "“" + name + "”的类型必须是 " + wanted + "，而“" + event + "”带来的是 " + given),
         &here);
    return {};
}

std::optional<Diagnostic> Run::misfit(std::uint32_t token, const feel::Value& result) {
    map_out(token, result, true);
    if (!failed() || failure_.front().code != kMisfit) return std::nullopt;
    return take_failure().front();
}

// What counts the runs goes with the last of them.
void Run::keep_counters(std::uint32_t frame, std::uint32_t repeat) {
    const Node& at = node(state_.frame(frame)->node);
    const Slot first = at.first_local + (at.repeat->has_item ? 1U : 0U);
    const auto counters = counters_of(*state_.frame(frame), *state_.frame(repeat));
    for (Slot i = 0; i < counters.size(); ++i) set_slot(first + i, counters[i], frame);
}

// The frame of a completed activity goes, or is kept where it can still be undone.
void Run::leave_frame(std::uint32_t token) {
    const Token here = *state_.token(token);
    const Node& at = node(here.node);
    const Frame* repeat = repeat_of(token);
    const std::uint32_t around = repeat != nullptr ? repeat->parent : here.scope;
    const bool undone_within = at.inner != kNone && !at.kind->by_event && !at.for_compensation && at.handler == kNone &&
                               undoes_within(*this, here.inner, at.inner);
    const bool keep = undone_within || (repeat != nullptr && handler_sees_locals(flow_, at));
    if (here.inner != 0 && keep) {
        if (repeat != nullptr) keep_counters(here.inner, repeat->number);
        disarm_frame(here.inner);
        keep_frame(here.inner, around);
    } else if (here.inner != 0 && repeat == nullptr) {
        close_frame(here.inner);
    }
    names_of_ = 0;
    if ((at.handler == kNone && !(here.inner != 0 && keep)) || at.for_compensation) return;
    undoable(here.node, around, keep ? here.inner : 0);
}

// What was done in an event sub-process is undone with the scope it stands in (BPMN 13.5.5).
void Run::keep_or_close(std::uint32_t token, std::uint32_t frame) {
    const Token here = *state_.token(token);
    const Node& at = node(here.node);
    const bool undoes = flow_.nodes[flow_.bodies[at.inner].start].event->trigger == Trigger::kCompensation;
    if (undoes || !undoes_within(*this, frame, at.inner)) return close_frame(frame);
    disarm_frame(frame);
    keep_frame(frame, here.scope);
    undoable(here.node, here.scope, frame);
}

void Run::keep_frame(std::uint32_t frame, std::uint32_t around) {
    Event kept = event(EventKind::kFrameKept);
    kept.frame = frame;
    kept.other = around;
    emit(std::move(kept));
    names_of_ = 0;
}

void Run::undoable(NodeIndex activity, std::uint32_t around, std::uint32_t kept) {
    Event done = event(EventKind::kUndoable);
    done.index = state_.last_undo + 1;
    done.frame = around;
    done.node = activity;
    done.other = kept;
    emit(std::move(done));
}

void Run::complete(std::uint32_t token, const feel::Value& payload) {
    const Token here = *state_.token(token);
    const Node& at = node(here.node);
    const bool whole = here.scope == 0 || repeat_of(token) == nullptr;
    if (at.plain && payload.is_null() && whole && here.resume == kNone) return take(token, at.next);
    map_out(token, payload);
    if (failed()) return;
    const Frame* repeat = at.repeat != nullptr ? repeat_of(token) : nullptr;
    const std::uint32_t inner = here.inner;
    leave_frame(token);
    if (repeat != nullptr) return instance_done(*this, token, inner);
    leave(token);
}

void Run::leave(std::uint32_t token) {
    const Token here = *state_.token(token);
    const Node& at = node(here.node);
    if (!at.boundaries.empty()) disarm(token);
    if (at.for_compensation) return handler_done(*this, token, here.node, here.scope);
    if (here.resume != kNone) return resume(*this, token);
    std::vector<EdgeIndex> ways;
    bool any = false;
    for (const EdgeIndex edge : at.out) {
        if (edge == at.refused) continue;
        any = true;
        if (edge == at.otherwise) continue;
        const model::Expr& when = flow_.edges[edge].when;
        if (!when || evaluate(when, here.scope).is_true()) ways.push_back(edge);
    }
    if (!any) return end_path(token);
    if (ways.empty() && at.otherwise != kNone) ways.push_back(at.otherwise);
    take_ways(token, ways);
}

void Run::take_ways(std::uint32_t token, const std::vector<EdgeIndex>& ways) {
    if (ways.empty()) {
        const Node& at = node_of(token);
        return fail(
            "FLOW-301",
            Text("no condition holds behind '" + std::string(at.label.in(Language::kEn)) + "', and it has no default",
                 "“" + std::string(at.label.in(Language::kZh)) + "”之后的条件均不满足，且没有默认路径"),
            &at);
    }
    take(token, ways.front());
    for (std::size_t i = 1; i < ways.size(); ++i) fork(token, ways[i]);
}

void Run::leave_by(std::uint32_t token, EdgeIndex edge) {
    if (const Frame* repeat = repeat_of(token)) {
        const std::uint32_t whole = repeat->token;
        cancel_inner(whole, Reason::kEnough);
        close(whole, Reason::kEnough);
        token = whole;
    } else {
        cancel_inner(token, Reason::kEnough);
    }
    disarm(token);
    take(token, edge);
}

void Run::instance_cancelled(std::uint32_t token) {
    const Frame* repeat = repeat_of(token);
    const std::uint32_t frame = repeat->number;
    cancel(token, Reason::kInterrupted);
    const Frame& rest = *state_.frame(frame);
    if (rest.tokens > 0) return;
    const std::uint32_t owner = rest.token;
    close_frame(frame);
    leave(owner);
}

void Run::end_path(std::uint32_t token) {
    const Token here = *state_.token(token);
    const bool handler =
        std::any_of(state_.undos.begin(), state_.undos.end(), [&](const Undo& undo) { return undo.token == token; });
    if (handler) return handler_done(*this, token, here.node, here.scope);
    emit(event(EventKind::kEnded, here));
    frame_emptied(here.scope);
}

void Run::frame_emptied(std::uint32_t number) {
    if (!state_.running()) return;
    if (number == 0) {
        if (state_.tokens.empty()) finish(Status::kCompleted, events_.back().node, Reason::kNoReason);
        return;
    }
    const Frame* frame = state_.frame(number);
    if (frame == nullptr || frame->done) return;
    const NodeKind& kind = *node(frame->node).kind;
    if (kind.path_ended != nullptr) return kind.path_ended(*this, number);
    if (frame->tokens > 0) return;
    const std::uint32_t owner = frame->token;
    if (state_.token(owner) == nullptr || state_.token(owner)->inner != number) return;
    if (kind.by_event) {
        keep_or_close(owner, number);
        return end_path(owner);
    }
    complete(owner);
}

}  // namespace fw::flow
