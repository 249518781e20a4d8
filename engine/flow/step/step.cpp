#include "engine/flow/step.h"

#include <algorithm>

#include "engine/flow/kinds/ad_hoc.h"
#include "engine/flow/kinds/event_based.h"
#include "engine/flow/step/human.h"
#include "engine/flow/step/people.h"
#include "engine/flow/step/returns.h"

namespace fw::flow {

namespace {

void fail_ended(Run& run) { run.fail("FLOW-201", Text("this flow has ended", "该流程已结束")); }

// The event-based gateway at the beginning of a flow that an event stands behind; kNone for other nodes.
NodeIndex instantiating(const Flow& flow, NodeIndex at) {
    if (at >= flow.nodes.size() || flow.nodes[at].kind->starts || flow.nodes[at].in.size() != 1) return kNone;
    const NodeIndex before = flow.edges[flow.nodes[at].in.front()].from;
    const Node& gateway = flow.nodes[before];
    return gateway.kind->routing == Routing::kEventBased && gateway.in.empty() ? before : kNone;
}

// The event has happened; the others are waited for where all of them must.
void begin_with_event(Run& run, std::uint32_t token, NodeIndex gateway, NodeIndex event, const feel::Value& payload) {
    const Node& node = run.node(gateway);
    const bool all = static_cast<const EventBased&>(*node.detail).parallel;
    EdgeIndex mine = kNone;
    for (const EdgeIndex edge : node.out) {
        if (run.flow().edges[edge].to == event) {
            mine = edge;
        } else if (all) {
            run.fork(token, edge);
        }
    }
    run.take_quietly(token, mine);
    run.complete(token, payload);
}

void start(Run& run, const Command& command) {
    if (run.state().status != Status::kNew) {
        return run.fail("FLOW-211", Text("this flow has been started already", "该流程已经发起"));
    }
    const Flow& flow = run.flow();
    const Body& body = flow.bodies.front();
    if (command.node == kNone && body.entries.empty()) {
        return run.fail("FLOW-220", Text("this flow is started by an event", "该流程由事件发起"));
    }
    const NodeIndex at = command.node == kNone ? body.entries.front() : command.node;
    const NodeIndex gateway = instantiating(flow, at);
    if (at >= flow.nodes.size() || flow.nodes[at].body != 0 ||
        (command.node != kNone && gateway == kNone && !flow.nodes[at].kind->starts)) {
        return run.fail("FLOW-218", Text("there is no such step or token", "没有这样的步骤或令牌"));
    }
    Event started = run.event(EventKind::kStarted);
    started.person = command.by;
    started.by = command.by;
    started.node = gateway != kNone ? gateway : at;
    started.token = run.state().last_token + 1;
    started.text = command.text;
    started.value = command.extras;
    const std::uint32_t token = started.token;
    run.emit(std::move(started));
    for (std::size_t i = 0; i < flow.variables.size(); ++i) {
        if (!flow.variables[i].initial) continue;
        run.set_slot(static_cast<Slot>(Scope::kFirstVariable + i), run.evaluate(flow.variables[i].initial, 0), 0);
    }
    set_variables(run, command);
    choose_people(run, command);
    if (!may_leave_start(run, command)) return;
    if (!flow.state_running.empty()) run.set_record("state", feel::Value::string(flow.state_running));
    if (!body.event_sub_processes.empty()) arm_event_sub_processes(run, 0, 0);
    if (gateway != kNone) return begin_with_event(run, token, gateway, at, command.payload);
    if (command.node != kNone) return run.complete(token, command.payload);
    run.schedule(token);
    for (std::size_t i = 1; i < body.entries.size(); ++i) run.schedule(run.make_token(body.entries[i], 0, token));
}

void fail_undoing(Run& run) {
    run.fail("FLOW-205", Text("this step undoes another one: it can only be finished", "该步骤用于补偿，只能办理完成"));
}

void send_back(Run& run, const Command& command) {
    const Seat* seat = own_seat(run, command);
    if (seat == nullptr || !offered(run, *seat, command.kind)) return;
    const Flow& flow = run.flow();
    const Token& token = *run.state().token(seat->token);
    const std::vector<ReturnTarget> targets = return_targets(flow, run.state(), seat->number);
    const auto target =
        std::find_if(targets.begin(), targets.end(), [&](const ReturnTarget& t) { return t.node == command.node; });
    if (target == targets.end()) {
        return run.fail("FLOW-204", Text("one can only return to the initiator or to a step that has been passed",
                                         "只能退回给发起人或已经过的步骤"));
    }
    if (undoes(run.state(), token)) return fail_undoing(run);
    if (!says_why(run, command, *seat)) return;
    if (!target->reason.empty()) return run.fail("FLOW-205", target->reason, &flow.nodes[command.node]);
    if (Text reason = why_not_straight(flow, token, command.node); command.straight && !reason.empty())
        return run.fail("FLOW-206", std::move(reason), &flow.nodes[token.node]);
    return_to(run, command);
}

void resubmit(Run& run, const Command& command) {
    std::vector<std::uint32_t> waiting;
    for (const Token& token : run.state().tokens) {
        if (token.node == run.flow().start && token.scope == 0) waiting.push_back(token.number);
    }
    if (!run.state().returned || waiting.empty()) {
        return run.fail("FLOW-208", Text("the flow has not been returned to the initiator", "流程未被退回给发起人"));
    }
    if (command.by != run.state().initiator && !command.administrator) {
        return run.fail("FLOW-212", Text("only the initiator may do this", "只有发起人可以执行此操作"));
    }
    Event again = run.event(EventKind::kResubmitted);
    again.token = waiting.front();
    again.node = run.flow().start;
    again.by = command.by;
    again.text = command.text;
    again.value = command.extras;
    run.emit(std::move(again));
    set_variables(run, command);
    choose_people(run, command);
    if (!may_leave_start(run, command)) return;
    const std::string& state = run.flow().state_running;
    if (!state.empty()) run.set_record("state", feel::Value::string(state));
    for (const std::uint32_t token : waiting) run.complete(token);
}

void withdraw(Run& run, const Command& command) {
    const Instance& state = run.state();
    if (command.by != state.initiator && !command.administrator) {
        return run.fail("FLOW-212", Text("only the initiator may do this", "只有发起人可以执行此操作"));
    }
    const Withdraw rule = run.flow().withdraw;
    if (rule == Withdraw::kNever && !command.administrator) {
        return run.fail("FLOW-215", Text("this flow may not be withdrawn", "该流程不允许撤回"));
    }
    if (rule == Withdraw::kBeforeDecision && state.decided && !state.returned && !command.administrator) {
        return run.fail("FLOW-216", Text("somebody has decided already: the flow may no longer be withdrawn",
                                         "已有人审批，流程不能再撤回"));
    }
    Event withdrawn = run.event(EventKind::kWithdrawn);
    withdrawn.by = command.by;
    withdrawn.text = command.text;
    run.emit(std::move(withdrawn));
    run.finish(Status::kWithdrawn, kNone, Reason::kWithdrawal);
}

void terminate(Run& run, const Command& command) {
    if (!command.administrator) {
        return run.fail("FLOW-217", Text("only an administrator may do this", "只有管理员可以执行此操作"));
    }
    Event terminated = run.event(EventKind::kTerminated);
    terminated.by = command.by;
    terminated.text = command.text;
    terminated.reason = command.reason;
    run.emit(std::move(terminated));
    run.finish(Status::kTerminated, kNone, Reason::kTermination);
}

void jump(Run& run, const Command& command) {
    if (!command.administrator) {
        return run.fail("FLOW-217", Text("only an administrator may do this", "只有管理员可以执行此操作"));
    }
    const Token* token = run.state().token(command.token);
    if (token == nullptr || command.node >= run.flow().nodes.size() || run.node(command.node).kind->starts ||
        run.node(command.node).kind->boundary || run.node(command.node).kind->by_event ||
        run.node(command.node).for_compensation) {
        return run.fail("FLOW-218", Text("there is no such step or token", "没有这样的步骤或令牌"));
    }
    if (undoes(run.state(), *token) || undoes_beside(run.node(token->node))) return fail_undoing(run);
    Text reason = why_not(run.flow(), run.state(), *token, command.node);
    if (!reason.empty()) return run.fail("FLOW-205", std::move(reason), &run.node(command.node));
    jump_to(run, command);
}

}  // namespace

void fire_timer(Run& run, std::uint32_t number) {
    const Timer* found = run.state().timer(number);
    if (found == nullptr) return run.fail("FLOW-219", Text("this timer is no longer set", "该定时器已失效"));
    const Timer timer = *found;
    Event fired = run.event(EventKind::kTimerFired);
    fired.timer = timer.number;
    fired.token = timer.token;
    fired.node = timer.node;
    run.emit(std::move(fired));
    if (timer.purpose != Timer::Purpose::kTimeout) return timer_fired(run, timer);
    const NodeKind& kind = *run.node(timer.node).kind;
    if (kind.fire != nullptr) kind.fire(run, timer);
}

namespace {

bool suits(CommandKind command, Wait::Kind wait) {
    switch (wait) {
        case Wait::Kind::kMessage:
            return command == CommandKind::kMessage;
        case Wait::Kind::kSignal:
            return command == CommandKind::kSignal;
        case Wait::Kind::kCall:
            return command == CommandKind::kAnswer || command == CommandKind::kFail ||
                   command == CommandKind::kEscalate || command == CommandKind::kCallRefused ||
                   command == CommandKind::kCallEnded;
        case Wait::Kind::kJob:
            return command == CommandKind::kAnswer || command == CommandKind::kFail;
        case Wait::Kind::kCondition:
            return false;
    }
    return false;
}

const Wait* wait_of(Run& run, const Command& command) {
    const Wait* wait = run.state().wait(command.wait);
    if (wait != nullptr && suits(command.kind, wait->kind)) return wait;
    run.fail("FLOW-229", Text("nobody waits for this any more", "已不再等待该内容"));
    return nullptr;
}

void deliver(Run& run, const Command& command) {
    const Wait* wait = wait_of(run, command);
    if (wait == nullptr) return;
    const std::uint32_t frame = wait->token != 0 ? run.frame_of(wait->token) : wait->frame;
    const Wait waiting = *wait;
    set_variables(run, command, frame);
    // Values of a called flow come back by their names only where neither "in" nor "out" says what passes.
    const Node& node = run.node(waiting.node);
    const bool nothing = waiting.kind == Wait::Kind::kCall && !node.inherits && node.out_mapping.empty();
    caught(run, waiting, nothing ? feel::Value() : command.payload);
}

// What was waited for is over, without an answer.
std::optional<Wait> end_wait(Run& run, const Command& command) {
    const Wait* found = wait_of(run, command);
    if (found == nullptr) return std::nullopt;
    const Wait wait = *found;
    run.wait_no_more(wait);
    return wait;
}

void fail_wait(Run& run, const Command& command) {
    const std::optional<Wait> wait = end_wait(run, command);
    if (!wait) return;
    const std::uint32_t frame = run.state().token(wait->token)->scope;
    if (throw_error(run, wait->token, frame, command.text, {})) return;
    run.finish(Status::kTerminated, wait->node, Reason::kTermination, command.text.empty() ? "error" : command.text);
}

void call_refused(Run& run, const Command& command) {
    if (const std::optional<Wait> wait = end_wait(run, command)) refuse_step(run, wait->token, Reason::kDecision);
}

// To be called again, or skipped: the incident is the step's own.
void call_ended(Run& run, const Command& command) {
    const std::optional<Wait> wait = end_wait(run, command);
    if (!wait) return;
    Incident what = incident_of(command);
    what.token = wait->token;
    what.node = wait->node;
    run.incident(what);
}

void escalate(Run& run, const Command& command) {
    const Wait* wait = wait_of(run, command);
    if (wait == nullptr) return;
    const std::uint32_t token = wait->token;
    (void)throw_escalation(run, token, run.state().token(token)->scope, command.text);
}

void execute(Run& run, const Command& command) {
    switch (command.kind) {
        case CommandKind::kStart:
            return start(run, command);
        case CommandKind::kApprove:
        case CommandKind::kComplete:
            return decide(run, command, EventKind::kSeatAgreed);
        case CommandKind::kRefuse:
            return decide(run, command, EventKind::kSeatRefused);
        case CommandKind::kReturn:
            return send_back(run, command);
        case CommandKind::kResubmit:
            return resubmit(run, command);
        case CommandKind::kTransfer:
        case CommandKind::kDelegate:
            return hand_on(run, command);
        case CommandKind::kAdd:
            return add_people(run, command);
        case CommandKind::kRemove:
            return remove_person(run, command);
        case CommandKind::kWithdraw:
            return withdraw(run, command);
        case CommandKind::kTerminate:
            return terminate(run, command);
        case CommandKind::kJump:
            return jump(run, command);
        case CommandKind::kComment:
            return comment(run, command);
        case CommandKind::kUrge:
            return urge(run, command);
        case CommandKind::kTimer:
            return fire_timer(run, command.timer);
        case CommandKind::kMessage:
        case CommandKind::kSignal:
        case CommandKind::kAnswer:
            return deliver(run, command);
        case CommandKind::kFail:
            return fail_wait(run, command);
        case CommandKind::kCallRefused:
            return call_refused(run, command);
        case CommandKind::kCallEnded:
            return call_ended(run, command);
        case CommandKind::kEscalate:
            return escalate(run, command);
        case CommandKind::kLook:
            set_variables(run, command);
            return run.changed(0);
        case CommandKind::kTakeBack:
            return take_back(run, command);
        case CommandKind::kCopy:
            return copy(run, command);
        case CommandKind::kEnable:
            return enable(run, command.token, command.node);
        case CommandKind::kEdit:
            edited(run, command);
            set_variables(run, command);
            return run.changed(0);
        default:
            return operate(run, command);
    }
}

bool while_suspended(CommandKind kind) {
    return kind == CommandKind::kComment || kind == CommandKind::kTerminate || kind == CommandKind::kEdit ||
           kind == CommandKind::kContinue;
}

}  // namespace

Result<Events> run(const Flow& flow, Instance& instance, const Command& command, const StepInputs& inputs) {
    Run made(flow, instance, inputs);
    made.reserve(8);
    const bool fresh = command.kind == CommandKind::kStart || command.kind == CommandKind::kComment ||
                       command.kind == CommandKind::kCopy;
    if (!instance.running() && !fresh) {
        fail_ended(made);
    } else if (instance.suspended && !while_suspended(command.kind)) {
        made.fail("FLOW-250", Text("this flow is suspended: an administrator must resume it first",
                                   "该流程已挂起，须先由管理员恢复"));
    } else {
        execute(made, command);
        if (!made.failed() && !instance.suspended) made.work();
    }
    if (made.failed()) return tl::unexpected(made.take_failure());
    return made.take_events();
}

Command answer_to_caller(const Flow& called, const Event& finished, std::uint32_t wait, feel::Value variables) {
    Command answer;
    answer.wait = wait;
    answer.kind = CommandKind::kAnswer;
    answer.payload = std::move(variables);
    if (!finished.text.empty()) {
        answer.kind = CommandKind::kFail;
        answer.text = finished.text;
        return answer;
    }
    const auto status = static_cast<Status>(finished.index);
    if (status == Status::kRefused) answer.kind = CommandKind::kCallRefused;
    if (status != Status::kWithdrawn && status != Status::kTerminated) return answer;
    answer.kind = CommandKind::kCallEnded;
    answer.text = "FLOW-307";
    answer.payload = feel::Value::context(
        {{"en", feel::Value::string("the flow '" + called.id + "' that was called here was ended before it was done")},
         {"zh", feel::Value::string("此处调用的流程“" + called.id + "”在完成之前被终止")}});
    return answer;
}

Result<Events> step(const Flow& flow, const Instance& instance, const Command& command, const StepInputs& inputs) {
    Instance copy = instance;
    return run(flow, copy, command, inputs);
}

}  // namespace fw::flow
