#include "engine/flow/apply_frames.h"

#include <algorithm>

#include "engine/base/check.h"

namespace fw::flow {

namespace {

template <class T>
T* find(std::vector<T>& list, std::uint32_t number) {
    const auto at = std::lower_bound(list.begin(), list.end(), number,
                                     [](const T& each, std::uint32_t wanted) { return each.number < wanted; });
    return at != list.end() && at->number == number ? &*at : nullptr;
}

template <class T>
T& known(std::vector<T>& list, std::uint32_t number) {
    T* found = find(list, number);
    FW_CHECK(found != nullptr);
    return *found;
}

template <class T>
void erase(std::vector<T>& list, std::uint32_t number) {
    T* found = find(list, number);
    if (found != nullptr) list.erase(list.begin() + (found - list.data()));
}

void make_token(Instance& instance, const Event& event) {
    instance.tokens.push_back({event.token, event.node, kNone, kNone, event.frame, 0});
    instance.last_token = std::max(instance.last_token, event.token);
    if (event.frame != 0) ++known(instance.frames, event.frame).tokens;
}

void open_frame(Instance& instance, const Flow& flow, const Event& event) {
    Frame frame;
    frame.number = event.frame;
    frame.parent = event.other;
    frame.token = event.token;
    frame.node = event.node;
    frame.kind = static_cast<Frame::Kind>(event.order);
    if (frame.kind == Frame::Kind::kRepeat) {
        frame.total = event.index;
        frame.items = event.value;
    } else {
        frame.begun = event.index;
        frame.values.resize(flow.nodes[event.node].locals.size());
    }
    instance.frames.push_back(std::move(frame));
    instance.last_frame = std::max(instance.last_frame, event.frame);
    known(instance.tokens, event.token).inner = event.frame;
}

void close_frame(Instance& instance, const Event& event) {
    const Frame& frame = known(instance.frames, event.frame);
    if (Token* owner = find(instance.tokens, frame.token); owner != nullptr && owner->inner == event.frame) {
        owner->inner = 0;
    }
    std::erase_if(instance.undos, [&](const Undo& undo) { return undo.frame == event.frame; });
    std::erase_if(instance.gates, [&](const Gate& gate) { return gate.frame == event.frame; });
    erase(instance.frames, event.frame);
}

void keep_frame(Instance& instance, const Event& event) {
    Frame& frame = known(instance.frames, event.frame);
    if (Token* owner = find(instance.tokens, frame.token); owner != nullptr) owner->inner = 0;
    frame.done = true;
    frame.token = 0;
    frame.parent = event.other;
}

// Instances of a repeated activity, or activities of an ad-hoc sub-process; there `begun` is the number of its own.
void count_begun(Frame& frame) { ++(frame.kind == Frame::Kind::kRepeat ? frame.begun : frame.finished); }

void end_instance(Instance& instance, const Event& event) {
    Frame& frame = known(instance.frames, event.frame);
    ++frame.finished;
    --frame.tokens;
    erase(instance.tokens, event.token);
    if (event.value.is_null()) return;
    if (frame.values.size() < event.index) frame.values.resize(event.index);
    frame.values[event.index - 1] = event.value;
}

void set_wait(Instance& instance, const Event& event) {
    Wait wait;
    wait.number = event.wait;
    wait.token = event.token;
    wait.frame = event.frame;
    wait.node = event.node;
    wait.kind = static_cast<Wait::Kind>(event.index);
    wait.name = event.text;
    if (wait.kind == Wait::Kind::kMessage) wait.key = event.value;
    instance.waits.push_back(std::move(wait));
    instance.last_wait = std::max(instance.last_wait, event.wait);
}

void make_undoable(Instance& instance, const Event& event) {
    Undo undo;
    undo.number = event.index;
    undo.frame = event.frame;
    undo.node = event.node;
    undo.inner = event.other;
    instance.undos.push_back(undo);
    instance.last_undo = std::max(instance.last_undo, event.index);
}

std::vector<Gate>::iterator gate_of(Instance& instance, const Event& event) {
    return std::find_if(instance.gates.begin(), instance.gates.end(),
                        [&](const Gate& gate) { return gate.frame == event.frame && gate.node == event.node; });
}

void add_incident(Instance& instance, const Event& event) {
    Incident incident;
    incident.number = event.index;
    incident.token = event.token;
    incident.node = event.node;
    incident.wait = event.wait;
    incident.timer = event.timer;
    incident.code = event.text;
    const auto text = [&](const char* language) {
        const feel::Value* found = event.value.is_context() ? event.value.find(language) : nullptr;
        return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    incident.text = text("en");
    incident.text_zh = text("zh");
    instance.incidents.push_back(std::move(incident));
    instance.last_incident = std::max(instance.last_incident, event.index);
}

// The snapshot was made by migrate() for this flow.
void migrate(Instance& instance, const Flow& flow, const Event& event) {
    auto moved = read_instance(event.text, flow);
    FW_CHECK(moved.has_value());
    instance = std::move(*moved);
}

void pass_gate(Instance& instance, const Event& event) {
    auto gate = gate_of(instance, event);
    if (gate == instance.gates.end()) {
        gate = instance.gates.insert(instance.gates.end(), Gate{event.frame, event.node, {}});
    }
    gate->passed.push_back(event.edge);
}

}  // namespace

void apply_frames(Instance& instance, const Flow& flow, const Event& event) {
    switch (event.kind) {
        case EventKind::kTokenMade:
            make_token(instance, event);
            break;
        case EventKind::kFrameOpened:
            open_frame(instance, flow, event);
            break;
        case EventKind::kFrameClosed:
            close_frame(instance, event);
            break;
        case EventKind::kFrameKept:
            keep_frame(instance, event);
            break;
        case EventKind::kInstanceBegun:
            make_token(instance, event);
            count_begun(known(instance.frames, event.frame));
            break;
        case EventKind::kInstanceDone:
            end_instance(instance, event);
            break;
        case EventKind::kWaitSet:
            set_wait(instance, event);
            break;
        case EventKind::kWaitGone:
            erase(instance.waits, event.wait);
            break;
        case EventKind::kLooked:
            known(instance.waits, event.wait).held = event.straight;
            break;
        case EventKind::kLinked: {
            Token& token = known(instance.tokens, event.token);
            token.node = event.node;
            token.edge = kNone;
            break;
        }
        case EventKind::kUndoable:
            make_undoable(instance, event);
            break;
        case EventKind::kUndoing: {
            Undo& undo = known(instance.undos, event.index);
            undo.by = event.other;
            undo.turn = event.timer;
            undo.token = 0;
            break;
        }
        case EventKind::kUndoBegun:
            known(instance.undos, event.index).token = event.token;
            break;
        case EventKind::kUndone:
            erase(instance.undos, event.index);
            break;
        case EventKind::kGatePassed:
            pass_gate(instance, event);
            break;
        case EventKind::kGateReset:
            instance.gates.erase(gate_of(instance, event));
            break;
        case EventKind::kSuspended:
        case EventKind::kContinued:
            instance.suspended = event.kind == EventKind::kSuspended;
            break;
        case EventKind::kIncident:
            add_incident(instance, event);
            break;
        case EventKind::kMigrated:
            migrate(instance, flow, event);
            break;
        default:
            break;
    }
}

void apply_to_incidents(Instance& instance, const Event& event) {
    const auto gone = [&](const Incident& each) {
        switch (event.kind) {
            case EventKind::kMoved:
            case EventKind::kMerged:
            case EventKind::kPlaced:
            case EventKind::kCancelled:
            case EventKind::kEnded:
            case EventKind::kInstanceDone:
                return each.token == event.token;
            case EventKind::kWaitGone:
                return each.wait != 0 && each.wait == event.wait;
            case EventKind::kTimerFired:
            case EventKind::kTimerGone:
                return each.timer != 0 && each.timer == event.timer;
            case EventKind::kIncidentGone:
                return each.number == event.index;
            case EventKind::kFinished:
                return true;
            default:
                return false;
        }
    };
    std::erase_if(instance.incidents, gone);
}

NodeIndex finished_node(const Flow& flow, const Event& event) {
    switch (event.kind) {
        case EventKind::kMoved: {
            const NodeIndex node = flow.edges[event.edge].from;
            return flow.nodes[node].repeat != nullptr ? kNone : node;
        }
        case EventKind::kEnded: {
            // A repeated activity that nothing leads on from has been counted for each instance.
            const bool repeated = flow.nodes[event.node].repeat != nullptr;
            return repeated || event.straight ? kNone : event.node;
        }
        case EventKind::kInstanceDone:
            return event.node;
        case EventKind::kLinked:
            return event.from;
        case EventKind::kThrown:
            return event.reason == Reason::kInterrupted ? event.node : kNone;
        default:
            return kNone;
    }
}

}  // namespace fw::flow
