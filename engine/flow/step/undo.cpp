// Compensation (BPMN 13.5.5): what was completed is undone in reverse order, one after the other; a sub-process by its
// handler, by its compensation event sub-process, or by undoing what was done in it.
#include <algorithm>

#include "engine/flow/kinds/end.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

NodeIndex compensating_start(const Flow& flow, const Node& node) {
    if (node.inner == kNone) return kNone;
    for (const NodeIndex each : flow.bodies[node.inner].event_sub_processes) {
        const NodeIndex start = flow.bodies[flow.nodes[each].inner].start;
        if (start != kNone && flow.nodes[start].event->trigger == Trigger::kCompensation) return start;
    }
    return kNone;
}

// Numbers in the order they are undone: what was done last comes first, a sub-process after what was done in it.
void collect(const Run& run, std::uint32_t frame, NodeIndex target, std::vector<std::uint32_t>& order) {
    const std::vector<Undo>& undos = run.state().undos;
    for (auto each = undos.rbegin(); each != undos.rend(); ++each) {
        if (each->frame != frame || each->by != 0 || (target != kNone && each->node != target)) continue;
        const Node& node = run.node(each->node);
        const bool expands = each->inner != 0 && node.handler == kNone && compensating_start(run.flow(), node) == kNone;
        if (expands) collect(run, each->inner, kNone, order);
        order.push_back(each->number);
    }
}

void forget(Run& run, std::uint32_t number, std::uint32_t inner) {
    Event undone = run.event(EventKind::kUndone);
    undone.index = number;
    run.emit(std::move(undone));
    if (inner != 0 && run.state().frame(inner) != nullptr) run.close_frame(inner);
}

// The token that only had things undone is gone. Where it was the last one, the flow ends as its last end has said.
void undone_beside(Run& run, const Token& here) {
    Event gone = run.event(EventKind::kEnded, here);
    gone.straight = true;
    run.emit(std::move(gone));
    const NodeIndex last = run.state().ended_by;
    const bool ends = here.scope == 0 && run.state().tokens.empty() && last != kNone;
    if (!ends) return run.frame_emptied(here.scope);
    run.finish(ends_refused(run.node(last)) ? Status::kRefused : Status::kCompleted, last, Reason::kNoReason);
}

void all_undone(Run& run, std::uint32_t token) {
    if (run.state().token(token) == nullptr) return;
    const Token here = *run.state().token(token);
    const Node& node = run.node(here.node);
    if (undoes_beside(node)) return undone_beside(run, here);
    if (node.kind->ends) return run.end_path(token);
    if (!node.kind->transaction) return run.complete(token);
    run.cancel_inner(token, Reason::kInterrupted);
    for (const NodeIndex boundary : node.boundaries) {
        if (run.node(boundary).event->trigger != Trigger::kCancel) continue;
        run.close(token, Reason::kInterrupted);
        run.place(token, boundary, Reason::kInterrupted);
        return run.complete(token);
    }
    const Frame* repeat = run.repeat_of(token);
    if (repeat == nullptr) {
        run.close(token, Reason::kInterrupted);
        return run.end_path(token);
    }
    run.instance_cancelled(token);
}

void begin(Run& run, const Undo& given) {
    const Undo undo = given;
    const Node& node = run.node(undo.node);
    NodeIndex at = node.handler;
    const bool seen = undo.inner != 0 && handler_sees_locals(run.flow(), node);
    std::uint32_t frame = seen ? undo.inner : undo.frame;
    NodeIndex start = kNone;
    if (at == kNone) {
        start = compensating_start(run.flow(), node);
        at = run.flow().bodies[run.node(start).body].owner;
        frame = undo.inner;
    }
    const std::uint32_t token = run.make_token(at, frame, undo.by);
    Event begun = run.event(EventKind::kUndoBegun);
    begun.index = undo.number;
    begun.token = token;
    run.emit(std::move(begun));
    if (start == kNone) return run.schedule(token);
    run.open_frame(token, 0, {});
    run.enter_body(token, start);
    run.complete(run.state().last_token);
}

void next(Run& run, std::uint32_t token) {
    while (!run.failed()) {
        const Undo* found = nullptr;
        for (const Undo& each : run.state().undos) {
            if (each.by == token && each.token == 0 && (found == nullptr || each.turn > found->turn)) found = &each;
        }
        if (found == nullptr) return all_undone(run, token);
        const Node& node = run.node(found->node);
        if (node.handler != kNone || compensating_start(run.flow(), node) != kNone) return begin(run, *found);
        forget(run, found->number, found->inner);
    }
}

// In this order, on behalf of a token.
void undo(Run& run, std::uint32_t token, const std::vector<std::uint32_t>& order) {
    std::uint32_t turn = static_cast<std::uint32_t>(order.size());
    for (const std::uint32_t number : order) {
        Event undoing = run.event(EventKind::kUndoing);
        undoing.index = number;
        undoing.other = token;
        undoing.timer = turn--;
        run.emit(std::move(undoing));
    }
    next(run, token);
}

}  // namespace

// Its expressions were read with them (read_nodes.cpp).
bool handler_sees_locals(const Flow& flow, const Node& activity) {
    return activity.handler != kNone && flow.nodes[activity.handler].first_local > activity.first_local;
}

bool undoes_beside(const Node& node) {
    return node.event != nullptr && node.kind->throws && node.event->trigger == Trigger::kCompensation &&
           !node.event->waits;
}

namespace {

std::vector<std::uint32_t> thrown_at(const Run& run, std::uint32_t frame, NodeIndex target) {
    std::vector<std::uint32_t> order;
    collect(run, frame, target, order);
    // From within an event sub-process it is the scope around that is undone.
    while (order.empty() && frame != 0) {
        const Frame& at = *run.state().frame(frame);
        const bool beside = run.node(at.node).kind->by_event || at.kind == Frame::Kind::kRepeat;
        if (!beside) break;
        frame = at.parent;
        collect(run, frame, target, order);
    }
    return order;
}

}  // namespace

// Without waiting (BPMN 10.5.5) a token of its own stays at the throw while it is undone: nothing around is over
// before.
void compensate(Run& run, std::uint32_t token, const EventDefinition& event) {
    const Token here = *run.state().token(token);
    const std::vector<std::uint32_t> order = thrown_at(run, here.scope, event.target);
    if (event.waits) return undo(run, token, order);
    if (!order.empty()) undo(run, run.make_token(here.node, here.scope, token), order);
    if (run.node(here.node).kind->ends) return run.end_path(token);
    run.complete(token);
}

void handler_done(Run& run, std::uint32_t token, NodeIndex node, std::uint32_t frame) {
    std::uint32_t number = 0, by = 0, inner = 0;
    for (const Undo& each : run.state().undos) {
        if (each.token != token) continue;
        number = each.number;
        by = each.by;
        inner = each.inner;
    }
    Event ended = run.event(EventKind::kEnded);
    ended.token = token;
    ended.node = node;
    run.emit(std::move(ended));
    if (number == 0) return run.frame_emptied(frame);
    forget(run, number, inner);
    next(run, by);
}

namespace {

void clear(Run& run, std::uint32_t frame) {
    run.cancel_frame(frame, Reason::kInterrupted);
    run.disarm_frame(frame);
}

}  // namespace

void cancel_transaction(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    std::uint32_t frame = here.scope;
    while (frame != 0 && !(run.state().frame(frame)->kind == Frame::Kind::kActivity &&
                           run.node(run.state().frame(frame)->node).kind->transaction)) {
        frame = run.state().frame(frame)->parent;
    }
    if (frame == 0) {
        return run.fail("FLOW-314", Text("a cancel end stands in a transaction only", "取消结束事件只能位于事务中"),
                        &run.node(here.node));
    }
    const std::uint32_t owner = run.state().frame(frame)->token;
    run.emit(run.event(EventKind::kEnded, here));
    const Frame* repeat = run.repeat_of(owner);
    if (repeat == nullptr) {
        clear(run, frame);
        return undo(run, owner, thrown_at(run, frame, kNone));
    }
    // One of a repeated transaction cancels all of it: those that are done are undone as well.
    const std::uint32_t whole = repeat->token, all = repeat->number, around = repeat->parent;
    std::vector<std::uint32_t> order;
    for (const Token& each : run.state().tokens) {
        if (each.scope == all && each.inner != 0) order.push_back(each.inner);
    }
    std::vector<std::uint32_t> undos;
    for (auto each = order.rbegin(); each != order.rend(); ++each) {
        clear(run, *each);
        collect(run, *each, kNone, undos);
    }
    collect(run, around, run.state().token(whole)->node, undos);
    undo(run, whole, undos);
}

// A handler that runs is broken off, and begins again if it is asked for again.
void stop_undoing(Run& run, std::uint32_t token) {
    if (run.state().undos.empty()) return;
    std::vector<Undo> mine;
    for (const Undo& each : run.state().undos) {
        if (each.by == token) mine.push_back(each);
    }
    for (const Undo& each : mine) {
        Event stopped = run.event(EventKind::kUndoing);
        stopped.index = each.number;
        run.emit(std::move(stopped));
        if (each.token != 0 && run.state().token(each.token) != nullptr) run.cancel(each.token, Reason::kInterrupted);
    }
}

}  // namespace fw::flow
