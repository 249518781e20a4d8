// Flows that nobody starts by hand: times, and what happens to records; and conditions that wait for records.
#include <algorithm>

#include "engine/feel/budget.h"
#include "engine/json/write.h"
#include "runtime/flows/expressions.h"
#include "runtime/flows/leavers.h"
#include "runtime/flows/runner.h"
#include "runtime/flows/upcoming.h"

namespace fw::flows {

namespace {

using flow::Trigger;

class Starts : public Runner {
  public:
    using Runner::Runner;

    Result<void> changed(std::size_t index) {
        const access::News::Record change = act_.news.records[index];
        const compile::Entity* entity = program().entity(change.entity);
        if (entity == nullptr || records() == nullptr) return {};
        const std::string_view what = change.what;
        if (change.derived) return {};
        if (what == "delete") {
            const auto gone = act_.tx.execute("DELETE FROM fw_flow_held WHERE record_id = ?", {change.id});
            return gone ? end_all(*entity, change.id, false) : Result<void>(tl::unexpected(gone.error()));
        }
        if (change.moved) {
            if (auto ended = end_all(*entity, change.id, true); !ended) return ended;
        }
        if (auto looked = look_at_waiting(*entity, change.id); !looked) return looked;
        for (const flow::Flow* flow : program().flows_of(*entity)) {
            if (auto started = consider(*flow, *entity, change.id, what == "create"); !started) return started;
        }
        return {};
    }

    Result<void> by_time(Id schedule) {
        std::string flow_id, node_id;
        std::int64_t left = 0;
        DateTime due{0};
        const auto read = act_.tx.query(
            "SELECT s.flow, s.node, s.times_left, t.due_at FROM fw_flow_schedule s JOIN fw_timer t ON t.instance_id = "
            "s.id WHERE s.id = ? AND t.kind = 'start'",
            {schedule}, [&](const storage::Row& row) {
                flow_id = row.text(0);
                node_id = row.text(1);
                left = row.integer(2);
                due = row.date_time(3);
            });
        if (!read) return tl::unexpected(read.error());
        const flow::Flow* flow = program().flow(flow_id);
        const flow::Node* node = flow == nullptr ? nullptr : flow->find(node_id);
        const bool known = node != nullptr && node->event != nullptr && node->event->trigger == Trigger::kTimer;
        if (!known) return forget(schedule);
        if (auto planned = plan_next(*node, schedule, due, left); !planned) return planned;
        flow::Command command;
        command.node = static_cast<flow::NodeIndex>(node - flow->nodes.data());
        return start(*flow, 0, std::move(command));
    }

    Result<void> for_automation(const flow::Flow& flow, Id record, flow::Command command) {
        const compile::Entity* entity = flow.entity.empty() ? nullptr : program().entity(flow.entity);
        if (entity != nullptr && records() != nullptr) {
            auto busy = running(flow, record);
            if (!busy) return tl::unexpected(std::move(busy.error()));
            if (*busy) return {};
            if (auto offered = is_offered(flow, *entity, record); !offered) return offered;
        }
        return start(flow, entity == nullptr ? 0 : record, std::move(command));
    }

  private:
    // A condition of the flow's own counts whoever starts it.
    Result<void> is_offered(const flow::Flow& flow, const compile::Entity& entity, Id record) {
        if (!flow.when) return {};
        auto context = records()->context(act_.tx, entity, record, paths_of(flow.when));
        if (!context) return tl::unexpected(std::move(context.error()));
        if (holds(flow.when, *context, act_.caller, flows_.options().zone, act_.now)) return {};
        return fail("FLOW-222",
                    {"the flow can not be started on the record as it is now", "该记录当前的状态不允许发起此流程"});
    }

    Result<void> execute_sql(std::string_view sql, storage::Params params) {
        const auto done = act_.tx.execute(sql, params);
        if (!done) return tl::unexpected(done.error());
        return {};
    }

    Result<void> forget(Id schedule) {
        auto done = execute_sql("DELETE FROM fw_timer WHERE instance_id = ? AND kind = 'start'", {schedule});
        return done ? execute_sql("DELETE FROM fw_flow_schedule WHERE id = ?", {schedule}) : done;
    }

    Result<void> plan_next(const flow::Node& node, Id schedule, DateTime due, std::int64_t left) {
        const auto& every = node.event->timer.every;
        const Upcoming next =
            every ? upcoming(*every, due.micros, left, act_.now.micros, flows_.options().zone) : Upcoming();
        if (!next.at) return forget(schedule);
        auto done = execute_sql(
            "UPDATE fw_timer SET due_at = ?, attempts = 0, error = '' WHERE instance_id = ? AND kind = 'start'",
            {DateTime{*next.at}, schedule});
        act_.news.timers = true;
        return done ? execute_sql("UPDATE fw_flow_schedule SET times_left = ? WHERE id = ?", {next.left, schedule})
                    : done;
    }

    Result<void> look_at_waiting(const compile::Entity& entity, Id record) {
        std::vector<Id> waiting;
        const auto read = act_.tx.query(
            "SELECT DISTINCT i.id FROM fw_flow_instance i JOIN fw_flow_wait w ON w.instance_id = i.id WHERE i.entity = "
            "? "
            "AND i.record_id = ? AND i.state = 'running' AND w.kind = 'condition' ORDER BY i.id",
            {entity.id, record}, [&](const storage::Row& row) { waiting.push_back(row.integer(0)); });
        if (!read) return tl::unexpected(read.error());
        for (const Id id : waiting) {
            if (auto looked = look(id); !looked) return looked;
        }
        return {};
    }

    // Flows end with the record they are about; those that were returned, when it goes another way. They set nothing
    // any more: its state is a person's choice now, or it is gone.
    Result<void> end_all(const compile::Entity& entity, Id record, bool moved) {
        std::vector<Id> open;
        const auto read = act_.tx.query(
            "SELECT id FROM fw_flow_instance WHERE entity = ? AND record_id = ? AND state = 'running' ORDER BY id",
            {entity.id, record}, [&](const storage::Row& row) { open.push_back(row.integer(0)); });
        if (!read) return tl::unexpected(read.error());
        for (const Id id : open) {
            auto loaded = load(id);
            if (!loaded) return tl::unexpected(std::move(loaded.error()));
            if (moved && !loaded->state.returned) continue;
            loaded->entity = nullptr;
            flow::Command command;
            command.kind = flow::CommandKind::kTerminate;
            command.administrator = true;
            command.by = act_.caller.person();
            command.reason = moved ? flow::Reason::kRecordMoved : flow::Reason::kRecordDeleted;
            auto done = execute(*loaded, command, false);
            if (!done) return tl::unexpected(std::move(done.error()));
        }
        return {};
    }

    Result<bool> running(const flow::Flow& flow, Id record) {
        auto found = act_.tx.query_integer(
            "SELECT id FROM fw_flow_instance WHERE record_id = ? AND flow = ? AND state = 'running'",
            {record, flow.id});
        if (!found) return tl::unexpected(std::move(found.error()));
        return found->has_value();
    }

    Result<void> start(const flow::Flow& flow, Id record, flow::Command command) {
        command.kind = flow::CommandKind::kStart;
        if (command.by == flow::kNobody) command.by = act_.caller.person();
        Loaded loaded = fresh(flow, record);
        auto done = execute(loaded, command, true);
        if (!done) return tl::unexpected(std::move(done.error()));
        return {};
    }

    Result<void> consider(const flow::Flow& flow, const compile::Entity& entity, Id record, bool created) {
        if (flow.start_on != flow::StartOn::kAction) {
            if (auto started = by_event(flow, entity, record, created); !started) return started;
        }
        for (const flow::NodeIndex index : flow.event_starts()) {
            const flow::Node& node = flow.nodes[index];
            if (node.event->trigger != Trigger::kConditional || !node.kind->starts) continue;
            auto now_true = condition(flow, node, entity, record);
            if (!now_true) return tl::unexpected(std::move(now_true.error()));
            auto becomes = becoming(flow.id, node.id, record, *now_true);
            if (!becomes) return tl::unexpected(std::move(becomes.error()));
            if (!*becomes) continue;
            auto busy = running(flow, record);
            if (!busy) return tl::unexpected(std::move(busy.error()));
            if (*busy) continue;
            flow::Command command;
            command.node = index;
            if (auto started = start(flow, record, std::move(command)); !started) return started;
        }
        return {};
    }

    Result<void> by_event(const flow::Flow& flow, const compile::Entity& entity, Id record, bool created) {
        if (flow.start_on == flow::StartOn::kCreated && !created) return {};
        if (flow.start_on == flow::StartOn::kChanged && created) return {};
        bool wanted = true;
        if (flow.when) {
            auto context = records()->context(act_.tx, entity, record, paths_of(flow.when));
            if (!context) return tl::unexpected(std::move(context.error()));
            const auto holds = condition_holds(flow.when, *context, act_.caller, flows_.options().zone, act_.now);
            if (!holds) return tl::unexpected(holds.error());
            wanted = *holds;
        }
        if (flow.start_on == flow::StartOn::kCondition) {
            auto becomes = becoming(flow.id, "", record, wanted);
            if (!becomes) return tl::unexpected(std::move(becomes.error()));
            wanted = *becomes;
        }
        if (!wanted) return {};
        auto busy = running(flow, record);
        if (!busy) return tl::unexpected(std::move(busy.error()));
        return *busy ? Result<void>() : start(flow, record, {});
    }

    // Whether it holds now and did not before.
    Result<bool> becoming(const std::string& flow, const std::string& node, Id record, bool now) {
        auto held = act_.tx.query_integer(
            "SELECT record_id FROM fw_flow_held WHERE flow = ? AND node = ? AND record_id = ?", {flow, node, record});
        if (!held) return tl::unexpected(std::move(held.error()));
        if (held->has_value() == now) return false;
        auto kept =
            now ? execute_sql("INSERT INTO fw_flow_held (flow, node, record_id) VALUES (?, ?, ?)", {flow, node, record})
                : execute_sql("DELETE FROM fw_flow_held WHERE flow = ? AND node = ? AND record_id = ?",
                              {flow, node, record});
        if (!kept) return tl::unexpected(std::move(kept.error()));
        return now;
    }

    // The start's condition, with the variables as they begin.
    Result<bool> condition(const flow::Flow& flow, const flow::Node& node, const compile::Entity& entity, Id record) {
        StoredRecord source(act_.tx, records(), &entity, record, flow, act_.now);
        std::vector<feel::Value> names(flow::Scope::kFirstVariable + flow.variables.size());
        names[flow::Scope::kRecord] = source.record();
        names[flow::Scope::kInitiator] = act_.caller.context();
        if (!source.failure().empty()) return tl::unexpected(source.failure());
        feel::Budget budget(local_time(act_.now, flows_.options().zone));
        for (std::size_t i = 0; i < flow.variables.size(); ++i) {
            if (flow.variables[i].initial)
                names[flow::Scope::kFirstVariable + i] = budget.evaluate(flow.variables[i].initial.code, names);
        }
        const bool holds = budget.evaluate(node.event->condition.code, names).is_true();
        if (auto why = budget.exhausted()) return fail(std::move(*why));
        return holds;
    }
};

}  // namespace

Result<void> Flows::after(Act& act, std::size_t change) const {
    if (auto done = Starts(*this, act).changed(change); !done) return done;
    const access::News::Record& record = act.news.records[change];
    return record.entity == "base.person" ? tell_of_leaver(act, record.id) : Result<void>();
}

Result<void> Flows::start_for(Act& act, const flow::Flow& flow, Id record, flow::Person initiator,
                              std::vector<std::pair<std::string, feel::Value>> variables) const {
    flow::Command command;
    command.by = initiator;
    command.variables = std::move(variables);
    return Starts(*this, act).for_automation(flow, record, std::move(command));
}

Result<void> Flows::fire_start(Act& act, Id schedule) const { return Starts(*this, act).by_time(schedule); }

Result<void> Flows::plan_starts(storage::Transaction& tx, storage::IdSource& ids, DateTime now) const {
    struct Kept {
        Id id = 0;
        std::string flow, node, rule;
        bool wanted = false;
    };
    std::vector<Kept> kept;
    const auto read = tx.query("SELECT id, flow, node, rule FROM fw_flow_schedule", {}, [&](const storage::Row& row) {
        kept.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))});
    });
    if (!read) return tl::unexpected(read.error());
    for (const auto& flow : program_->flows) {
        for (const flow::NodeIndex index : flow->event_starts()) {
            const flow::Node& node = flow->nodes[index];
            if (node.event->trigger != Trigger::kTimer || !node.kind->starts || !flow->entity.empty()) continue;
            const flow::TimerRule& rule = node.event->timer;
            const std::string text = json::write_compact(node.properties);
            const auto known = std::find_if(kept.begin(), kept.end(), [&](const Kept& each) {
                return each.flow == flow->id && each.node == node.id && each.rule == text;
            });
            if (known != kept.end()) {
                known->wanted = true;
                continue;
            }
            std::optional<flow::Instant> due;
            if (rule.every) {
                due = flow::first_time(*rule.every, now.micros, options_.zone);
            } else if (rule.after) {
                due = flow::plus(now.micros, *rule.after, options_.zone);
            } else {
                feel::EvalOptions options;
                options.now = local_time(now, options_.zone);
                const std::vector<feel::Value> names(flow::Scope::kFirstVariable + flow->variables.size());
                const feel::Value value = feel::evaluate(rule.at.code, names, options);
                if (const auto span = flow::span_of(value)) {
                    due = flow::plus(now.micros, *span, options_.zone);
                } else {
                    due = flow::instant_of(value, options_.zone);
                }
                if (due && *due < now.micros) due.reset();  // a date that has passed starts nothing
            }
            const auto replaced = tx.execute(
                "DELETE FROM fw_timer WHERE kind = 'start' AND instance_id IN (SELECT id FROM fw_flow_schedule WHERE "
                "flow "
                "= ? AND node = ?)",
                {flow->id, node.id});
            if (!replaced) return tl::unexpected(replaced.error());
            auto done = tx.execute("DELETE FROM fw_flow_schedule WHERE flow = ? AND node = ?", {flow->id, node.id});
            if (!done) return tl::unexpected(done.error());
            if (!due) continue;
            const std::int64_t left = !rule.every ? 0 : rule.every->times < 0 ? -1 : rule.every->times - 1;
            const Id id = ids.next();
            done = tx.execute("INSERT INTO fw_flow_schedule (id, flow, node, rule, times_left) VALUES (?, ?, ?, ?, ?)",
                              {id, flow->id, node.id, text, left});
            if (done) {
                done = tx.execute(
                    "INSERT INTO fw_timer (id, due_at, kind, instance_id, number) VALUES (?, ?, 'start', ?, 0)",
                    {ids.next(), DateTime{*due}, id});
            }
            if (!done) return tl::unexpected(done.error());
        }
    }
    for (const Kept& each : kept) {
        if (each.wanted) continue;
        const flow::Flow* flow = program_->flow(each.flow);
        if (flow != nullptr && flow->find(each.node) != nullptr && flow->find(each.node)->event != nullptr &&
            flow->find(each.node)->event->trigger == Trigger::kTimer && flow->entity.empty())
            continue;  // replaced above
        auto done = tx.execute("DELETE FROM fw_timer WHERE kind = 'start' AND instance_id = ?", {each.id});
        if (done) done = tx.execute("DELETE FROM fw_flow_schedule WHERE id = ?", {each.id});
        if (!done) return tl::unexpected(done.error());
    }
    return {};
}

}  // namespace fw::flows
