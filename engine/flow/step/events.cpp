// What is waited for, and what happens when it comes (BPMN 13.5): boundary events, event sub-processes, events behind
// a gateway, errors and escalations on their way outwards.
#include <algorithm>

#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

void set_event_timer(Run& run, std::uint32_t token, std::uint32_t frame, NodeIndex index) {
    const TimerRule& rule = run.node(index).event->timer;
    const auto due = run.due(rule, frame, run.node(index));
    if (!due) return;
    Event set = run.event(EventKind::kTimerSet);
    set.token = token;
    set.node = index;
    set.frame = token == 0 ? frame : 0;
    set.left = rule.every ? (rule.every->times < 0 ? -1 : rule.every->times - 1) : 0;
    run.set_timer(std::move(set), *due);
}

void set_event_wait(Run& run, std::uint32_t token, std::uint32_t frame, NodeIndex index, Wait::Kind kind) {
    const EventDefinition& event = *run.node(index).event;
    Token at;
    at.number = token;
    at.node = index;
    at.scope = frame;
    feel::Value key = event.key ? run.evaluate(event.key, frame) : feel::Value();
    const bool condition = kind == Wait::Kind::kCondition;
    const std::uint32_t wait = run.set_wait(at, kind, condition ? std::string() : event.name, std::move(key));
    if (condition) run.look_at(wait);
}

// An interrupting one again only where it repeats beside.
void set_again(Run& run, const Timer& timer) {
    const EventDefinition& event = *run.node(timer.node).event;
    if (event.interrupting || timer.left == 0 || !event.timer.every) return;
    const auto next = next_time(*event.timer.every, timer.due, run.inputs().zone);
    if (!next) return;
    Event set = run.event(EventKind::kTimerSet);
    set.token = timer.token;
    set.node = timer.node;
    set.frame = timer.frame;
    set.left = timer.left < 0 ? -1 : timer.left - 1;
    run.set_timer(std::move(set), *next);
}

void trigger_boundary(Run& run, std::uint32_t token, NodeIndex boundary, const feel::Value& payload) {
    if (!run.node(boundary).event->interrupting) {
        const std::uint32_t made = run.make_token(boundary, run.state().token(token)->scope, token);
        return run.complete(made, payload);
    }
    run.cancel_inner(token, Reason::kInterrupted);
    stop_undoing(run, token);
    run.close(token, Reason::kInterrupted);
    run.place(token, boundary, Reason::kInterrupted);
    run.complete(token, payload);
}

void trigger_event_sub_process(Run& run, std::uint32_t frame, NodeIndex start, const feel::Value& payload) {
    const NodeIndex owner = run.flow().bodies[run.node(start).body].owner;
    if (run.node(start).event->interrupting) {
        run.cancel_frame(frame, Reason::kInterrupted);
        run.disarm_frame(frame);
    }
    const std::uint32_t token = run.make_token(owner, frame, 0);
    run.open_frame(token, 0, {});
    run.enter_body(token, start);
    run.complete(run.state().last_token, payload);
}

// Something a token waited for at its own node, or behind its event-based gateway, has come.
void go_on_with(Run& run, std::uint32_t token, NodeIndex event, const feel::Value& payload) {
    const NodeIndex here = run.state().token(token)->node;
    if (here == event) {
        run.disarm(token);
        return run.complete(token, payload);
    }
    run.disarm(token);
    for (const EdgeIndex edge : run.node(here).out) {
        if (run.flow().edges[edge].to != event) continue;
        run.take_quietly(token, edge);
        return run.complete(token, payload);
    }
}

void note_caught(Run& run, std::uint32_t token, NodeIndex node, std::uint32_t wait, std::uint32_t timer,
                 const feel::Value& payload) {
    Event caught = run.event(EventKind::kCaught);
    caught.token = token;
    caught.node = node;
    caught.wait = wait;
    caught.timer = timer;
    caught.value = payload;
    run.emit(std::move(caught));
}

// Catching errors and escalations on the way outwards: the activity that threw, then each scope around it.
class Outwards {
  public:
    Outwards(Run& run, Trigger trigger, const std::string& code, feel::Value payload)
        : run_(run), trigger_(trigger), code_(code), payload_(std::move(payload)) {}

    bool go(std::uint32_t activity, std::uint32_t frame) {
        if (activity != 0 && on_activity(activity)) return true;
        NodeIndex thrower = kNone;  // an event sub-process does not catch what is thrown in it; those beside it do
        while (true) {
            const Frame* at = frame == 0 ? nullptr : run_.state().frame(frame);
            const bool content = at == nullptr || (at->kind == Frame::Kind::kActivity && !at->done);
            if (content && in_scope(frame, thrower)) return true;
            if (at == nullptr) return false;
            const std::uint32_t owner = at->token;
            const std::uint32_t around = at->parent;
            thrower = run_.node(at->node).kind->by_event ? at->node : kNone;
            if (owner != 0 && run_.state().token(owner) != nullptr && on_activity(owner)) return true;
            frame = around;
        }
    }

  private:
    // The exact code first, then those that catch everything.
    template <class Each>
    NodeIndex best(const std::vector<NodeIndex>& some, Each event_node) const {
        NodeIndex any = kNone;
        for (const NodeIndex each : some) {
            const NodeIndex node = event_node(each);
            if (node == kNone) continue;
            const EventDefinition& event = *run_.node(node).event;
            if (event.trigger != trigger_) continue;
            if (event.name == code_) return node;
            if (event.name.empty() && any == kNone) any = node;
        }
        return any;
    }

    bool on_activity(std::uint32_t token) {
        const Node& node = run_.node_of(token);
        if (run_.repeat_of(token) != nullptr) return false;  // asked again for the whole
        const NodeIndex boundary = best(node.boundaries, [](NodeIndex each) { return each; });
        if (boundary == kNone) return false;
        trigger_boundary(run_, token, boundary, payload_);
        return true;
    }

    bool in_scope(std::uint32_t frame, NodeIndex thrower) {
        const BodyIndex body = frame == 0 ? 0 : run_.node(run_.state().frame(frame)->node).inner;
        if (body == kNone) return false;
        const Flow& flow = run_.flow();
        const NodeIndex start = best(flow.bodies[body].event_sub_processes, [&](NodeIndex each) {
            return each == thrower ? kNone : flow.bodies[flow.nodes[each].inner].start;
        });
        if (start == kNone) return false;
        trigger_event_sub_process(run_, frame, start, payload_);
        return true;
    }

    Run& run_;
    Trigger trigger_;
    const std::string& code_;
    feel::Value payload_;
};

feel::Value code_payload(const std::string& code, const std::string& message) {
    return feel::Value::context({{"code", code.empty() ? feel::Value() : feel::Value::string(code)},
                                 {"message", message.empty() ? feel::Value() : feel::Value::string(message)}});
}

void note_thrown(Run& run, std::uint32_t frame, Trigger trigger, const std::string& code) {
    Event thrown = run.event(EventKind::kThrown);
    thrown.frame = frame;
    thrown.order = static_cast<std::uint16_t>(trigger);
    thrown.text = code;
    run.emit(std::move(thrown));
}

void note_uncaught(Run& run, Trigger trigger, const std::string& code) {
    Event thrown = run.event(EventKind::kThrown);
    thrown.order = static_cast<std::uint16_t>(trigger);
    thrown.text = code;
    thrown.reason = Reason::kNobodyFound;
    run.emit(std::move(thrown));
}

// Numbers of the waits as they are now: what comes to one of them may end others.
template <class Which>
std::vector<std::uint32_t> waits_where(const Instance& state, Which which) {
    std::vector<std::uint32_t> found;
    for (const Wait& wait : state.waits) {
        if (which(wait)) found.push_back(wait.number);
    }
    return found;
}

void happen(Run& run, std::uint32_t token, std::uint32_t frame, NodeIndex index, const feel::Value& payload) {
    const NodeKind& kind = *run.node(index).kind;
    if (kind.boundary) return trigger_boundary(run, token, index, payload);
    if (token == 0) return trigger_event_sub_process(run, frame, index, payload);
    go_on_with(run, token, index, payload);
}

}  // namespace

void arm_event(Run& run, std::uint32_t token, std::uint32_t frame, NodeIndex index) {
    const Node& node = run.node(index);
    if (node.event == nullptr) return;
    switch (node.event->trigger) {
        case Trigger::kTimer:
            return set_event_timer(run, token, frame, index);
        case Trigger::kMessage:
            return set_event_wait(run, token, frame, index, Wait::Kind::kMessage);
        case Trigger::kSignal:
            return set_event_wait(run, token, frame, index, Wait::Kind::kSignal);
        case Trigger::kConditional:
            return set_event_wait(run, token, frame, index, Wait::Kind::kCondition);
        default:
            return;
    }
}

void arm(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    for (const NodeIndex boundary : run.node(here.node).boundaries) arm_event(run, token, here.scope, boundary);
}

void arm_event_sub_processes(Run& run, std::uint32_t frame, BodyIndex body) {
    for (const NodeIndex each : run.flow().bodies[body].event_sub_processes) {
        for (const NodeIndex start : run.flow().bodies[run.node(each).inner].starts) arm_event(run, 0, frame, start);
    }
}

void caught(Run& run, const Wait& given, const feel::Value& payload) {
    const Wait wait = given;
    const Node& node = run.node(wait.node);
    // What starts or goes on beside may come again.
    const bool stays = wait.kind != Wait::Kind::kJob && wait.kind != Wait::Kind::kCall && node.event != nullptr &&
                       !node.event->interrupting && (node.kind->boundary || wait.token == 0);
    note_caught(run, wait.token, wait.node, wait.number, 0, payload);
    if (!stays) run.wait_no_more(wait);
    happen(run, wait.token, wait.frame, wait.node, payload);
}

void timer_fired(Run& run, const Timer& timer) {
    note_caught(run, timer.token, timer.node, 0, timer.number, {});
    set_again(run, timer);
    happen(run, timer.token, timer.frame, timer.node, {});
}

void look_at_condition(Run& run, std::uint32_t number) {
    const Wait* wait = run.state().wait(number);
    if (wait == nullptr || run.failed()) return;
    const bool holds = run.evaluate(run.node(wait->node).event->condition, wait->frame).is_true();
    if (holds == wait->held) return;
    Event looked = run.event(EventKind::kLooked);
    looked.wait = number;
    looked.straight = holds;
    run.emit(std::move(looked));
    if (holds) caught(run, *run.state().wait(number), {});
}

void look_at_conditions(Run& run, std::uint32_t frame) {
    const auto sees = [&](std::uint32_t from) {
        while (from != frame && from != 0) from = run.state().frame(from)->parent;
        return from == frame;
    };
    for (const std::uint32_t number : waits_where(
             run.state(), [&](const Wait& wait) { return wait.kind == Wait::Kind::kCondition && sees(wait.frame); }))
        look_at_condition(run, number);
}

void note_broken_off(Run& run, NodeIndex thrower, const EventDefinition& event) {
    Event thrown = run.event(EventKind::kThrown);
    thrown.node = thrower;
    thrown.order = static_cast<std::uint16_t>(event.trigger);
    thrown.text = event.name;
    thrown.reason = Reason::kInterrupted;
    run.emit(std::move(thrown));
}

bool send(Run& run, std::uint32_t token, const EventDefinition& event) {
    const bool message = event.trigger == Trigger::kMessage;
    if (!message && event.trigger != Trigger::kSignal) return true;
    const NodeIndex thrower = run.state().token(token)->node;
    const std::uint32_t frame = run.frame_of(token);
    Event sent = run.event(message ? EventKind::kMessageSent : EventKind::kSignalSent, *run.state().token(token));
    sent.text = event.name;
    const feel::Value content = run.payload_of(event.payload, frame);
    sent.value = content;
    if (message) {
        const std::int64_t keep = event.keep ? event.keep->months * 30 * 86400 + event.keep->seconds : 3600;
        sent.value = feel::Value::context({{"key", event.key ? run.evaluate(event.key, frame) : feel::Value()},
                                           {"content", content},
                                           {"keep", feel::Value::number(keep)}});
    }
    run.emit(std::move(sent));
    if (message) return true;
    for (const std::uint32_t number : waits_where(run.state(), [&](const Wait& wait) {
             return wait.kind == Wait::Kind::kSignal && wait.name == event.name;
         })) {
        const Wait* wait = run.state().wait(number);
        if (wait != nullptr && !run.failed()) caught(run, *wait, content);
    }
    if (run.failed()) return false;
    const bool stands = run.state().token(token) != nullptr && run.state().token(token)->node == thrower;
    if (!stands) note_broken_off(run, thrower, event);
    return stands;
}

bool throw_error(Run& run, std::uint32_t activity, std::uint32_t frame, const std::string& code,
                 const std::string& message) {
    note_thrown(run, frame, Trigger::kError, code);
    return Outwards(run, Trigger::kError, code, code_payload(code, message)).go(activity, frame);
}

bool throw_escalation(Run& run, std::uint32_t activity, std::uint32_t frame, const std::string& code) {
    note_thrown(run, frame, Trigger::kEscalation, code);
    const bool somebody = Outwards(run, Trigger::kEscalation, code, code_payload(code, {})).go(activity, frame);
    if (!somebody) note_uncaught(run, Trigger::kEscalation, code);
    return somebody;
}

}  // namespace fw::flow
