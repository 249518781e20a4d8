#include "runtime/flows/follow.h"

#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/feel/shape.h"
#include "engine/flow/kinds/service_task.h"
#include "engine/json/write.h"

namespace fw::flows {

namespace {

using flow::Event;
using flow::EventKind;
using flow::Wait;

bool is(const Event& event, Wait::Kind kind) { return event.index == static_cast<std::uint32_t>(kind); }

std::string_view kind_text(std::uint32_t kind) {
    constexpr std::string_view kNames[] = {"message", "signal", "condition", "job", "call"};
    return kNames[kind];
}

feel::Value entry(const feel::Value& context, std::string_view name) {
    const feel::Value* found = context.find(name);
    return found == nullptr ? feel::Value() : *found;
}

feel::Value variables_of(const Loaded& loaded) {
    std::vector<std::pair<std::string, feel::Value>> entries;
    const std::vector<flow::Variable>& variables = loaded.flow->variables;
    for (std::size_t i = 0; i < variables.size() && i < loaded.state.variables.size(); ++i) {
        entries.emplace_back(variables[i].id, loaded.state.variables[i]);
    }
    return feel::Value::context(std::move(entries));
}

}  // namespace

std::string job_key(Id instance, std::uint32_t wait) {
    return "job:" + storage::id_text(instance) + ":" + std::to_string(wait);
}

Result<void> Followers::execute(std::string_view sql, storage::Params params) {
    const auto done = act_.tx.execute(sql, params);
    if (!done) return tl::unexpected(done.error());
    return {};
}

Result<void> Followers::note(const Loaded& loaded, const flow::Events& events) {
    for (const Event& event : events) {
        if (auto done = one(loaded, event); !done) return done;
    }
    return {};
}

Result<void> Followers::one(const Loaded& loaded, const Event& event) {
    switch (event.kind) {
        case EventKind::kWaitSet:
            return wait_set(loaded, event);
        case EventKind::kWaitGone:
            return wait_gone(loaded, event);
        case EventKind::kMessageSent: {
            const feel::Value keep = entry(event.value, "keep");
            const std::int64_t seconds = keep.is_number() ? keep.as_number().to_int64().value_or(3600) : 3600;
            auto sent = message(event.text, entry(event.value, "key"), entry(event.value, "content"), seconds);
            return sent ? Result<void>() : Result<void>(tl::unexpected(std::move(sent.error())));
        }
        case EventKind::kSignalSent: {
            auto heard = signal(event.text, event.value, loaded.id);
            return heard ? Result<void>() : Result<void>(tl::unexpected(std::move(heard.error())));
        }
        case EventKind::kThrown:
            return escalate(loaded, event);
        case EventKind::kFinished:
            return answer_parent(loaded, event);
        case EventKind::kSuspended:
            return suspend(loaded, flow::CommandKind::kSuspend);
        case EventKind::kContinued:
            return resume(loaded);
        case EventKind::kIncidentGone:
            return event.straight && event.wait != 0 ? try_again(loaded, event) : Result<void>();
        default:
            return {};
    }
}

Result<void> Followers::wait_set(const Loaded& loaded, const Event& event) {
    const bool message = is(event, Wait::Kind::kMessage);
    auto kept = execute(
        "INSERT INTO fw_flow_wait (instance_id, number, kind, name, key) VALUES (?, ?, ?, ?, ?)",
        {loaded.id, event.wait, kind_text(event.index), event.text, message ? key_text(event.value) : std::string()});
    if (!kept) return kept;
    if (message) return take_kept(loaded, event.wait, event.text, event.value);
    if (is(event, Wait::Kind::kCall)) return call(loaded, event);
    if (is(event, Wait::Kind::kJob) && !event.text.empty()) return order_job(loaded, event);
    return {};
}

// A called flow that is not waited for any more is ended; its answer has come otherwise.
Result<void> Followers::wait_gone(const Loaded& loaded, const Event& event) {
    auto gone = execute("DELETE FROM fw_flow_wait WHERE instance_id = ? AND number = ?", {loaded.id, event.wait});
    if (gone && is(event, Wait::Kind::kJob)) {  // answered, it is marked as sent; one given up may be answered by hand
        const bool answered = event.reason == flow::Reason::kDecision;
        const std::string which = answered ? "status = 'dead'" : "status <> 'sent'";
        return execute("DELETE FROM fw_outbox WHERE key = ? AND " + which, {job_key(loaded.id, event.wait)});
    }
    if (!gone || !is(event, Wait::Kind::kCall) || event.reason == flow::Reason::kDecision) return gone;
    auto child = child_of(loaded.id, event.wait);
    if (!child) return tl::unexpected(std::move(child.error()));
    if (*child == 0) return {};
    FollowUp stop;
    stop.instance = *child;
    stop.command.kind = flow::CommandKind::kTerminate;
    stop.command.administrator = true;
    queue_.push_back(std::move(stop));
    return {};
}

Result<Id> Followers::child_of(Id parent, std::uint32_t wait) {
    auto child =
        act_.tx.query_integer("SELECT child_id FROM fw_flow_call WHERE parent_id = ? AND wait = ?", {parent, wait});
    if (!child) return tl::unexpected(std::move(child.error()));
    return child->value_or(0);
}

// Nothing of it is due or found by others until it is resumed; called flows stop with it.
Result<void> Followers::suspend(const Loaded& loaded, flow::CommandKind kind) {
    const std::string from = "job:" + storage::id_text(loaded.id) + ":";
    const std::string to = "job:" + storage::id_text(loaded.id) + ";";
    auto done = execute("UPDATE fw_timer SET due_at = ? WHERE instance_id = ?", {kNever, loaded.id});
    if (done) {
        done = execute("UPDATE fw_outbox SET status = 'held' WHERE key > ? AND key < ? AND status = 'waiting'",
                       {from, to});
    }
    if (done) {
        done = execute("UPDATE fw_flow_wait SET kind = 'held' WHERE instance_id = ? AND kind <> 'call'", {loaded.id});
    }
    if (!done) return done;
    for (const Wait& wait : loaded.state.waits) {
        if (wait.kind != Wait::Kind::kCall) continue;
        auto child = child_of(loaded.id, wait.number);
        if (!child) return tl::unexpected(std::move(child.error()));
        if (*child == 0) continue;
        FollowUp next;
        next.instance = *child;
        next.command.kind = kind;
        next.command.administrator = true;
        queue_.push_back(std::move(next));
    }
    return {};
}

Result<void> Followers::resume(const Loaded& loaded) {
    const auto broken = [&](std::uint32_t timer) {
        return std::any_of(loaded.state.incidents.begin(), loaded.state.incidents.end(),
                           [&](const flow::Incident& each) { return each.timer == timer; });
    };
    for (const flow::Timer& timer : loaded.state.timers) {
        if (broken(timer.number)) continue;
        auto due = execute("UPDATE fw_timer SET due_at = ? WHERE instance_id = ? AND number = ?",
                           {DateTime{timer.due}, loaded.id, timer.number});
        if (!due) return due;
    }
    const std::string from = "job:" + storage::id_text(loaded.id) + ":";
    const std::string to = "job:" + storage::id_text(loaded.id) + ";";
    auto jobs =
        execute("UPDATE fw_outbox SET status = 'waiting' WHERE key > ? AND key < ? AND status = 'held'", {from, to});
    if (!jobs) return jobs;
    act_.news.timers = true;
    for (const Wait& wait : loaded.state.waits) {
        if (wait.kind == Wait::Kind::kCall) {
            auto child = child_of(loaded.id, wait.number);
            if (!child) return tl::unexpected(std::move(child.error()));
            if (*child == 0) continue;
            FollowUp next;
            next.instance = *child;
            next.command.kind = flow::CommandKind::kContinue;
            next.command.administrator = true;
            queue_.push_back(std::move(next));
            continue;
        }
        auto again = execute("UPDATE fw_flow_wait SET kind = ? WHERE instance_id = ? AND number = ?",
                             {kind_text(static_cast<std::uint32_t>(wait.kind)), loaded.id, wait.number});
        if (again && wait.kind == Wait::Kind::kMessage) again = take_kept(loaded, wait.number, wait.name, wait.key);
        if (!again) return again;
    }
    return {};
}

// A job is done again with the same key; an answer or message that could not be used is brought again.
Result<void> Followers::try_again(const Loaded& loaded, const Event& event) {
    auto kept = act_.tx.query_text("SELECT command FROM fw_incident WHERE instance_id = ? AND number = ?",
                                   {loaded.id, event.index});
    if (!kept) return tl::unexpected(std::move(kept.error()));
    if (*kept && !(*kept)->empty()) {
        auto command = read_command_text(**kept);
        if (!command) return tl::unexpected(std::move(command.error()));
        command->wait = event.wait;
        queue_.push_back({loaded.id, nullptr, 0, 0, 0, std::move(*command), nullptr, 0});
        return {};
    }
    act_.news.timers = true;
    return execute("UPDATE fw_outbox SET status = 'waiting', attempts = 0, next_at = ?, error = '' WHERE key = ?",
                   {act_.now, job_key(loaded.id, event.wait)});
}

Result<void> Followers::keep_answer(const FollowUp& next) {
    const std::string key = job_key(next.instance, next.command.wait) + ":" + storage::id_text(act_.ids.next());
    json::Value payload = json::Value::object();
    payload.set("instance", json::Value::string(storage::id_text(next.instance)));
    payload.set("wait", json::Value::number(static_cast<std::int64_t>(next.command.wait)));
    payload.set("command", json::Value::string(command_text(next.command)));
    return execute(
        "INSERT INTO fw_outbox (id, channel, key, payload, status, next_at, created_at) VALUES (?, 'flow_job', ?, ?, "
        "'held', ?, ?)",
        {act_.ids.next(), key, json::write_compact(payload), act_.now, act_.now});
}

Result<void> Followers::call(const Loaded& loaded, const Event& event) {
    std::shared_ptr<const compile::Program> own;  // with which the caller was started, where it calls that one
    if (!event.straight) {
        own = loaded.program;
        if (loaded.deployment != deployment_) {
            // A flow that has not changed since runs on the models of now; those it calls may have changed.
            auto earlier = finder_.of(act_.tx, loaded.deployment);
            if (!earlier) return tl::unexpected(std::move(earlier.error()));
            if (*earlier != nullptr) own = std::move(*earlier);
        }
    }
    const flow::Flow* called = (own == nullptr ? program_ : *own).flow(event.text);
    if (called == nullptr) {
        return fail("FLOW-306", format_text({"the models that flow '{0}' was started with are no longer there",
                                             "流程“{0}”发起时所用的模型已不存在"},
                                            {event.text}));
    }
    FollowUp start;
    start.flow = called;
    start.parent = loaded.id;
    start.wait = event.wait;
    if (!event.straight) {
        start.program = own;
        start.deployment = loaded.deployment;
    }
    if (!called->entity.empty() && called->entity == loaded.flow->entity) start.record = loaded.record;
    start.command.by = loaded.state.initiator;
    if (event.value.is_context()) {
        const feel::ContextView view = event.value.as_context();
        for (std::size_t i = 0; i < view.size(); ++i) {
            const bool known = std::any_of(called->variables.begin(), called->variables.end(),
                                           [&](const flow::Variable& each) { return each.id == view.key(i); });
            if (known) start.command.variables.emplace_back(view.key(i), view.value(i));
        }
    }
    queue_.push_back(std::move(start));
    return {};
}

// Outside work leaves by the outbox: at least once, with a stable key; its answer comes back by Flows::answer.
Result<void> Followers::order_job(const Loaded& loaded, const Event& event) {
    const std::string key = job_key(loaded.id, event.wait);
    json::Value payload = json::Value::object();
    payload.set("instance", json::Value::string(storage::id_text(loaded.id)));
    payload.set("wait", json::Value::number(static_cast<std::int64_t>(event.wait)));
    payload.set("action", json::Value::string(event.text));
    payload.set("node", json::Value::string(loaded.flow->nodes[event.node].id));
    payload.set("arguments", feel::to_json(event.value));
    const auto* detail = dynamic_cast<const flow::Service*>(loaded.flow->nodes[event.node].detail.get());
    if (detail != nullptr) {
        payload.set("retries", json::Value::number(static_cast<std::int64_t>(detail->retries)));
        payload.set("time_limit", json::Value::number(detail->time_limit.seconds));
        payload.set("retry_after", json::Value::number(detail->retry_after.seconds));
    }
    act_.news.timers = true;
    return execute(
        "INSERT INTO fw_outbox (id, channel, key, payload, status, next_at, created_at) VALUES (?, 'flow_job', ?, ?, "
        "'waiting', ?, ?) ON CONFLICT (key) DO NOTHING",
        {act_.ids.next(), key, json::write_compact(payload), act_.now, act_.now});
}

Result<void> Followers::answer_parent(const Loaded& loaded, const Event& event) {
    Id parent = 0;
    std::uint32_t wait = 0;
    const auto read = act_.tx.query("SELECT parent_id, wait FROM fw_flow_call WHERE child_id = ?", {loaded.id},
                                    [&](const storage::Row& row) {
                                        parent = row.integer(0);
                                        wait = static_cast<std::uint32_t>(row.integer(1));
                                    });
    if (!read) return tl::unexpected(read.error());
    if (parent == 0) return {};
    flow::Command answer = flow::answer_to_caller(*loaded.flow, event, wait, variables_of(loaded));
    queue_.push_back({parent, nullptr, 0, 0, 0, std::move(answer), nullptr, 0});
    return {};
}

Result<void> Followers::escalate(const Loaded& loaded, const Event& event) {
    const bool up = event.reason == flow::Reason::kNobodyFound &&
                    event.order == static_cast<std::uint16_t>(flow::Trigger::kEscalation);
    if (!up) return {};
    FollowUp follow;
    const auto read = act_.tx.query("SELECT parent_id, wait FROM fw_flow_call WHERE child_id = ?", {loaded.id},
                                    [&](const storage::Row& row) {
                                        follow.instance = row.integer(0);
                                        follow.command.wait = static_cast<std::uint32_t>(row.integer(1));
                                    });
    if (!read) return tl::unexpected(read.error());
    if (follow.instance == 0) return {};
    follow.command.kind = flow::CommandKind::kEscalate;
    follow.command.text = event.text;
    queue_.push_back(std::move(follow));
    return {};
}

}  // namespace fw::flows
