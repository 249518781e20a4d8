#include <algorithm>

#include "engine/feel/feel.h"
#include "runtime/flows/expressions.h"
#include "runtime/flows/extras.h"
#include "runtime/flows/flows.h"
#include "runtime/flows/operations.h"
#include "runtime/flows/read_command.h"
#include "runtime/flows/store.h"

namespace fw::flows {

namespace {

using flow::CommandKind;

const json::Value& body_of(const ActionRequest& request) {
    static const json::Value kEmpty = json::Value::object();
    return request.body == nullptr || request.body->is_null() ? kEmpty : *request.body;
}

}  // namespace

// One command of a person on one instance.
class Session : public Runner {
  public:
    using Runner::Runner;

    Result<Outcome> start(const StartRequest& request) {
        const flow::Flow& flow = *request.flow;
        const compile::Entity* entity = flow.entity.empty() ? nullptr : flows_.program_->entity(flow.entity);
        if (entity != nullptr) {
            if (auto allowed = may_start(request, *entity); !allowed) return tl::unexpected(std::move(allowed.error()));
            auto running = running_instance(flow, request.record);
            if (!running) return tl::unexpected(std::move(running.error()));
            if (*running != 0) return resubmit(*running, request);
            if (auto offered = is_offered(flow, *entity, request.record); !offered)
                return tl::unexpected(std::move(offered.error()));
        }
        Loaded loaded = fresh(flow, request.record);
        flow::Command command;
        return submit(loaded, command, request, true);
    }

    Result<Outcome> task(Id id, const ActionRequest& request) {
        auto task = load_task(act_.tx, id);
        if (!task) return tl::unexpected(std::move(task.error()));
        if (!*task || !may_see_task(**task)) return not_found();
        auto loaded = load_instance(act_.tx, finder_, (*task)->instance, true);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        if (auto current = is_current(request, *loaded); !current) return tl::unexpected(std::move(current.error()));
        const json::Value& body = body_of(request);
        flow::Command command;
        command.by = act_.caller.person();
        command.administrator = act_.caller.administrator() && (*task)->assignee != command.by;
        if (request.action == "read") return look_at(id, **task, *loaded);
        // He who waits for those he added, and he who takes back, have no open task.
        const bool later = request.action == "remove" || request.action == "take-back";
        command.seat = (*task)->status == "open" || (later && (*task)->kind != "copy") ? (*task)->seat : 0;
        if (auto read = read_command(request.action, body, *loaded->flow, command); !read)
            return tl::unexpected(std::move(read.error()));
        if (command.kind == CommandKind::kReturn && body.string_or("to") == "previous")
            command.node = previous(*loaded, command.seat);
        if (command.kind == CommandKind::kTakeBack) {
            auto opened = opened_seats(id, loaded->id);
            if (!opened) return tl::unexpected(std::move(opened.error()));
            command.opened = std::move(*opened);
        }
        auto extras = read_extras(body, act_.caller.directory());
        if (!extras) return tl::unexpected(std::move(extras.error()));
        if (auto said = says_something(command, *extras); !said) return tl::unexpected(std::move(said.error()));
        command.extras = extras->value();
        if (auto edited = edit(body, **task, *loaded, command); !edited)
            return tl::unexpected(std::move(edited.error()));
        auto outcome = execute(*loaded, command, false);
        if (!outcome) return outcome;
        if (auto kept = keep_extras(act_, flows_.records_, *loaded, *extras, command.text); !kept)
            return tl::unexpected(std::move(kept.error()));
        outcome->task = id;
        return outcome;
    }

    Result<Outcome> instance(Id id, const ActionRequest& request) {
        auto loaded = load_instance(act_.tx, finder_, id, true);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        if (auto seen = may_see_instance(*loaded); !seen) return tl::unexpected(std::move(seen.error()));
        if (auto current = is_current(request, *loaded); !current) return tl::unexpected(std::move(current.error()));
        const json::Value& body = body_of(request);
        flow::Command command;
        command.by = act_.caller.person();
        command.administrator = act_.caller.administrator();
        command.text = comment_of(body);
        if (auto checked = texts(body, {"comment", "text"}); !checked)
            return tl::unexpected(std::move(checked.error()));
        auto extras = read_extras(body, act_.caller.directory());
        if (!extras) return tl::unexpected(std::move(extras.error()));
        command.extras = extras->value();
        if (request.action == "withdraw") {
            command.kind = CommandKind::kWithdraw;
            auto caller = caller_of(act_.tx, loaded->id);
            if (!caller) return tl::unexpected(std::move(caller.error()));
            if (*caller != 0) {
                return fail("FLOW-231",
                            {"this flow was called by another one and cannot be withdrawn alone",
                             "该流程由另一流程调用，不能单独撤回"},
                            {}, {"withdraw the one that called it", "请撤回调用它的流程"});
            }
        } else if (request.action == "urge") {
            command.kind = CommandKind::kUrge;
        } else if (request.action == "comment") {
            command.kind = CommandKind::kComment;
            if (auto said = says_something(command, *extras); !said) return tl::unexpected(std::move(said.error()));
        } else if (request.action == "copy") {
            command.kind = CommandKind::kCopy;
            if (auto read = read_people(body, command); !read) return tl::unexpected(std::move(read.error()));
        } else {
            return not_found();
        }
        auto outcome = execute(*loaded, command, false);
        if (!outcome) return outcome;
        if (auto kept = keep_extras(act_, flows_.records_, *loaded, *extras, command.text); !kept)
            return tl::unexpected(std::move(kept.error()));
        return outcome;
    }

    // A task, or copy, has been looked at: no step of the flow, but what it led to can no longer be taken back.
    Result<Outcome> look_at(Id id, const TaskRow& task, const Loaded& loaded) {
        Outcome outcome;
        outcome.instance = loaded.id;
        outcome.task = id;
        outcome.version = loaded.version;
        outcome.status = loaded.state.status;
        const bool his = task.assignee == 0 ? act_.caller.administrator() : may_act_for(task.assignee);
        if (!his) return fail("FLOW-203", {"this task is somebody else's", "这是他人的任务"});
        const auto done =
            act_.tx.execute("UPDATE fw_task SET opened_at = ? WHERE id = ? AND opened_at IS NULL", {act_.now, id});
        if (!done) return tl::unexpected(done.error());
        if (task.kind == "copy") {
            const auto read = act_.tx.execute(
                "UPDATE fw_notification SET read_at = ? WHERE task_id = ? AND person_id = ? AND read_at IS NULL",
                {act_.now, id, act_.caller.person()});
            if (!read) return tl::unexpected(read.error());
        }
        return outcome;
    }

    Result<void> fire(Id id, std::uint32_t timer) {
        auto loaded = load_instance(act_.tx, finder_, id, true);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        if (!loaded->state.running() || loaded->state.timer(timer) == nullptr) {
            const auto gone = act_.tx.execute("DELETE FROM fw_timer WHERE instance_id = ? AND number = ?", {id, timer});
            if (!gone) return tl::unexpected(gone.error());
            return {};
        }
        flow::Command command;
        command.kind = CommandKind::kTimer;
        command.timer = timer;
        auto outcome = execute(*loaded, command, false);
        if (!outcome) return tl::unexpected(std::move(outcome.error()));
        return {};
    }

    Result<bool> message(std::string_view name, const json::Value& key, const json::Value& content,
                         std::int64_t keep_seconds) {
        auto got = followers().message(name, feel::from_json(key), feel::from_json(content), keep_seconds);
        if (!got) return got;
        for (FollowUp& each : queue_) each.told = true;
        if (auto settled = settle(nullptr); !settled) return tl::unexpected(std::move(settled.error()));
        return got;
    }

    Result<std::int64_t> signal(std::string_view name, const json::Value& content) {
        auto heard = followers().signal(name, feel::from_json(content), 0);
        if (!heard) return heard;
        for (FollowUp& each : queue_) each.told = true;
        if (auto settled = settle(nullptr); !settled) return tl::unexpected(std::move(settled.error()));
        return heard;
    }

    Result<void> answer(Id id, std::uint32_t wait, const json::Value& result, std::string_view error) {
        auto loaded = load_instance(act_.tx, finder_, id, true);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        flow::Command command;
        command.kind = error.empty() ? CommandKind::kAnswer : CommandKind::kFail;
        command.wait = wait;
        command.text = error;
        command.payload = feel::from_json(result);
        return bring(*loaded, command);
    }

    // A command that was kept while the instance was suspended.
    Result<void> bring(Id id, std::string_view text) {
        auto command = read_command_text(text);
        if (!command) return tl::unexpected(std::move(command.error()));
        auto loaded = load(id);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        return bring(*loaded, *command);
    }

  private:
    // An answer after which the flow cannot go on becomes an incident: it is not asked for again.
    Result<void> bring(Loaded& loaded, const flow::Command& command) {
        const Id id = loaded.id;
        auto outcome = execute(loaded, command, false);
        if (outcome) return {};
        if (written_ || !cannot_go_on(outcome.error())) return tl::unexpected(std::move(outcome.error()));
        return break_off(id, command.wait, 0, outcome.error(), 1, &command);
    }

    Result<Outcome> submit(Loaded& loaded, flow::Command& command, const StartRequest& request, bool fresh) {
        command.by = act_.caller.person();
        command.text = request.comment;
        if (auto read = read_variables(request.variables, *loaded.flow, command); !read)
            return tl::unexpected(std::move(read.error()));
        if (auto read = read_choices(request.choices, *loaded.flow, command); !read)
            return tl::unexpected(std::move(read.error()));
        Extras extras;
        if (request.extras != nullptr) {
            auto read = read_extras(*request.extras, act_.caller.directory());
            if (!read) return tl::unexpected(std::move(read.error()));
            extras = std::move(*read);
        }
        command.extras = extras.value();
        auto outcome = execute(loaded, command, fresh);
        if (!outcome) return outcome;
        if (auto kept = keep_extras(act_, flows_.records_, loaded, extras, command.text); !kept)
            return tl::unexpected(std::move(kept.error()));
        return outcome;
    }

    // The record must be the caller's to change (its lock does not count: a returned flow may leave it locked).
    Result<void> may_start(const StartRequest& request, const compile::Entity& entity) {
        auto shown = flows_.records_->show(act_.tx, act_.caller, entity, request.record, act_.now);
        if (!shown) return tl::unexpected(std::move(shown.error()));
        if (request.version && *request.version != shown->version) {
            return fail("REC-021", {"the record has been changed meanwhile", "记录已被他人修改"});
        }
        may_update_ = shown->may_update;
        if (shown->only_locked) locked_in_ = shown->state;
        return {};
    }

    Result<Id> running_instance(const flow::Flow& flow, Id record) {
        auto found = act_.tx.query_integer(
            "SELECT id FROM fw_flow_instance WHERE record_id = ? AND flow = ? AND state = 'running'",
            {record, flow.id});
        if (!found) return tl::unexpected(std::move(found.error()));
        return found->value_or(0);
    }

    Result<void> is_offered(const flow::Flow& flow, const compile::Entity& entity, Id record) {
        if (!locked_in_.empty()) return fail("REC-022", records::locked_in(entity, locked_in_));
        if (!may_update_)
            return fail("AUTH-403", {"You may not start this flow on this record.", "您无权对该记录发起此流程。"});
        if (!flow.when) return {};
        auto context = flows_.records_->context(act_.tx, entity, record, paths_of(flow.when));
        if (!context) return tl::unexpected(std::move(context.error()));
        if (holds(flow.when, *context, act_.caller, flows_.options_.zone, act_.now)) return {};
        auto why =
            why_not(*flows_.records_, act_.tx, entity, flow, record, act_.caller, flows_.options_.zone, act_.now);
        if (!why) return tl::unexpected(std::move(why.error()));
        const Text text = Text("the flow can not be started on the record as it is now: " + why->en,
                               "该记录当前的状态不允许发起此流程：" + why->zh);
        return fail("FLOW-222", text, {}, format_text({"It begins where {0}.", "发起条件：{0}。"}, {flow.when.text}));
    }

    Result<Outcome> resubmit(Id id, const StartRequest& request) {
        auto loaded = load_instance(act_.tx, finder_, id, true);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        if (!loaded->state.returned)
            return fail("FLOW-221", {"this flow is running on the record already", "该记录上已有此流程在运行"});
        flow::Command command;
        command.kind = CommandKind::kResubmit;
        command.administrator = act_.caller.administrator();
        if (!command.administrator && may_update_ && loaded->entity != nullptr) {  // the request goes with the record
            auto kept = keeps(*flows_.records_, act_.tx, *loaded->entity, loaded->record, act_.caller.person());
            if (!kept) return tl::unexpected(std::move(kept.error()));
            command.administrator = *kept;
        }
        return submit(*loaded, command, request, false);
    }

    bool may_act_for(std::int64_t person) const {
        return person == act_.caller.person() || stands_in(act_.caller, person, act_.now);
    }

    // The step passed last before this one.
    static flow::NodeIndex previous(const Loaded& loaded, std::uint32_t seat) {
        const std::vector<flow::ReturnTarget> targets = flow::return_targets(*loaded.flow, loaded.state, seat);
        for (auto each = targets.rbegin(); each != targets.rend(); ++each) {
            if (each->reason.empty()) return each->node;
        }
        return flow::kNone;
    }

    Result<std::vector<std::uint32_t>> opened_seats(Id own, Id instance) {
        std::vector<std::uint32_t> seats;
        const auto read = act_.tx.query(
            "SELECT seat FROM fw_task WHERE instance_id = ? AND status = 'open' AND opened_at IS NOT NULL AND id <> ?",
            {instance, own},
            [&](const storage::Row& row) { seats.push_back(static_cast<std::uint32_t>(row.integer(0))); });
        if (!read) return tl::unexpected(read.error());
        return seats;
    }

    static Result<void> says_something(const flow::Command& command, const Extras& extras) {
        if (command.kind != CommandKind::kComment || !command.text.empty() || !extras.files.empty()) return {};
        return fail("FLOW-283", {"write something, or add a file", "请填写评论内容或添加文件"});
    }

    bool may_see_task(const TaskRow& task) const {
        const std::int64_t me = act_.caller.person();
        return task.assignee == me || task.done_by == me || task.initiator == me || act_.caller.administrator() ||
               ((task.status == "open" || task.status == "held") && may_act_for(task.assignee));
    }

    Result<void> may_see_instance(const Loaded& loaded) {
        if (act_.caller.administrator() || loaded.state.initiator == act_.caller.person()) return {};
        auto mine = act_.tx.query_integer(
            "SELECT id FROM fw_task WHERE instance_id = ? AND (assignee_id = ? OR done_by = ?) LIMIT 1",
            {loaded.id, act_.caller.person(), act_.caller.person()});
        if (!mine) return tl::unexpected(std::move(mine.error()));
        if (*mine) return {};
        for (const std::int64_t absent : act_.caller.directory().acts_for(act_.caller.person(), act_.now.micros)) {
            auto theirs = act_.tx.query_integer(
                "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status IN ('open', 'held') LIMIT "
                "1",
                {loaded.id, absent});
            if (!theirs) return tl::unexpected(std::move(theirs.error()));
            if (*theirs) return {};
        }
        return not_found();
    }

    static Result<void> is_current(const ActionRequest& request, const Loaded& loaded) {
        if (!request.version || *request.version == loaded.version) return {};
        return fail("FLOW-412", {"the flow has gone on meanwhile", "流程已发生变化"});
    }

    // The fields that the step opens, changed with the decision.
    Result<void> edit(const json::Value& body, const TaskRow& task, const Loaded& loaded,
                      const flow::Command& command) {
        const json::Value* fields = body.find("record");
        if (fields == nullptr || fields->is_null() || (fields->is_object() && fields->members().empty())) return {};
        const flow::Node* node = loaded.flow->find(task.node);
        if (node == nullptr || node->human == nullptr || loaded.entity == nullptr || command.seat == 0) return {};
        if (!may_act_for(task.assignee) && !act_.caller.administrator()) return {};
        records::WriteOptions options;
        options.open = &node->human->edit;
        auto written = flows_.records_->update(act_, *loaded.entity, loaded.record, *fields, options);
        if (!written) return tl::unexpected(std::move(written.error()));
        return {};
    }

    bool may_update_ = false;
    std::string locked_in_;  // the state whose lock is all that keeps the caller from changing it
};

Flows::Flows(std::shared_ptr<const compile::Program> program, Id deployment, const records::Records* records,
             Options options)
    : program_(std::move(program)), deployment_(deployment), records_(records), options_(std::move(options)) {
    if (options_.recent == nullptr) options_.recent = std::make_shared<Recent>();
}

Result<Outcome> Flows::start(Act& act, const StartRequest& request) const {
    if (request.flow == nullptr) return not_found();
    return Session(*this, act).start(request);
}
Result<Outcome> Flows::act_on_task(Act& act, Id task, const ActionRequest& request) const {
    return Session(*this, act).task(task, request);
}
Result<Outcome> Flows::act_on_instance(Act& act, Id instance, const ActionRequest& request) const {
    if (Operations::knows(request.action)) {
        auto done = Operations(*this, act).perform(instance, request.action, body_of(request), request.version);
        if (!done) return tl::unexpected(std::move(done.error()));
        Outcome outcome;
        outcome.instance = instance;
        outcome.version = done->after.version;
        outcome.status = done->after.state.status;
        return outcome;
    }
    return Session(*this, act).instance(instance, request);
}
Result<bool> Flows::message(Act& act, std::string_view name, const json::Value& key, const json::Value& content,
                            std::int64_t keep_seconds) const {
    return Session(*this, act).message(name, key, content, keep_seconds);
}
Result<std::int64_t> Flows::signal(Act& act, std::string_view name, const json::Value& content) const {
    return Session(*this, act).signal(name, content);
}
Result<void> Flows::answer(Act& act, Id instance, std::uint32_t wait, const json::Value& result,
                           std::string_view error) const {
    return Session(*this, act).answer(instance, wait, result, error);
}
Result<void> Flows::bring(Act& act, Id instance, std::string_view command) const {
    return Session(*this, act).bring(instance, command);
}
Result<void> Flows::fire(Act& act, Id instance, std::uint32_t timer) const {
    return Session(*this, act).fire(instance, timer);
}

}  // namespace fw::flows
