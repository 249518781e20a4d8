// What administrators do with a running instance, and what they are asked for: incidents.
#include "engine/feel/shape.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

bool administrator(Run& run, const Command& command) {
    if (command.administrator) return true;
    run.fail("FLOW-217", Text("only an administrator may do this", "只有管理员可以执行此操作"));
    return false;
}

void note(Run& run, EventKind kind, const Command& command) {
    Event made = run.event(kind);
    made.by = command.by;
    made.text = command.text;
    run.emit(std::move(made));
}

std::string text_of(const feel::Value& texts, std::string_view language) {
    const feel::Value* found = texts.is_context() ? texts.find(language) : nullptr;
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// What the runtime could not do, now that it has tried often enough.
void break_off(Run& run, const Command& command) {
    Incident what = incident_of(command);
    if (command.timer != 0) {
        const Timer* timer = run.state().timer(command.timer);
        if (timer == nullptr) return run.fail("FLOW-219", Text("this timer is no longer set", "该定时器已失效"));
        what.token = timer->token;
        what.node = timer->node;
        what.timer = timer->number;
    } else {
        const Wait* wait = run.state().wait(command.wait);
        if (wait == nullptr) return run.fail("FLOW-229", Text("nobody waits for this any more", "已不再等待该内容"));
        what.token = wait->token;
        what.node = wait->node;
        what.wait = wait->number;
    }
    for (const Incident& each : run.state().incidents) {
        if (each.wait == what.wait && each.timer == what.timer && (what.wait != 0 || what.timer != 0)) {
            return run.fail("FLOW-252", Text("this is an incident already", "该异常事件已存在"));
        }
    }
    run.incident(what);
}

void solve(Run& run, const Command& command) {
    const Incident* found = run.state().incident(command.incident);
    if (found == nullptr) {
        return run.fail("FLOW-252", Text("there is no such incident any more", "该异常事件已不存在"));
    }
    const Incident incident = *found;
    const bool again = command.kind == CommandKind::kRetry;
    if (!again && incident.timer != 0) {
        return run.fail("FLOW-253",
                        Text("a time cannot be skipped: change what it needs and try again, or jump",
                             "定时无法跳过：请修正其所需内容后重试，或使用跳转"),
                        &run.node(incident.node));
    }
    Event gone = run.event(EventKind::kIncidentGone);
    gone.index = incident.number;
    gone.token = incident.token;
    gone.node = incident.node;
    gone.wait = incident.wait;
    gone.by = command.by;
    gone.text = command.text;
    gone.straight = again;
    run.emit(std::move(gone));
    if (incident.timer != 0) return fire_timer(run, incident.timer);
    if (incident.wait != 0) {
        if (again) return;  // the runtime does the job again
        const Wait* wait = run.state().wait(incident.wait);
        if (wait != nullptr) caught(run, *wait, command.payload);
        return;
    }
    if (again) {
        run.read_inputs_again(incident.token);
        return run.node(incident.node).kind->enter(run, incident.token);
    }
    run.complete(incident.token, command.payload);
}

}  // namespace

Incident incident_of(const Command& command) {
    Incident what;
    what.code = command.text;
    what.text = text_of(command.payload, "en");
    what.text_zh = text_of(command.payload, "zh");
    return what;
}

void Run::incident(const Incident& what) {
    Event made = event(EventKind::kIncident);
    made.index = state_.last_incident + 1;
    made.token = what.token;
    made.node = what.node;
    made.wait = what.wait;
    made.timer = what.timer;
    made.text = what.code;
    made.value =
        feel::Value::context({{"en", feel::Value::string(what.text)}, {"zh", feel::Value::string(what.text_zh)}});
    emit(std::move(made));
}

void Run::incident(std::uint32_t token, const Diagnostic& why) {
    Incident what;
    what.token = token;
    what.node = state_.token(token)->node;
    what.code = why.code;
    what.text = why.text.en;
    what.text_zh = why.text.zh;
    incident(what);
}

void edited(Run& run, const Command& command) {
    if (administrator(run, command)) note(run, EventKind::kEdited, command);
}

void operate(Run& run, const Command& command) {
    if (command.kind == CommandKind::kBreak) return break_off(run, command);
    if (!administrator(run, command)) return;
    switch (command.kind) {
        case CommandKind::kSuspend:
            return note(run, EventKind::kSuspended, command);
        case CommandKind::kContinue:
            if (!run.state().suspended) {
                return run.fail("FLOW-251", Text("this flow is not suspended", "该流程未被挂起"));
            }
            run.changed(0);
            return note(run, EventKind::kContinued, command);
        default:
            return solve(run, command);
    }
}

}  // namespace fw::flow
