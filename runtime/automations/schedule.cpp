// Automations that times set going: planned at deployment, one job a record when the time is due.
#include <algorithm>

#include "engine/compile/scopes.h"
#include "runtime/automations/failures.h"
#include "runtime/automations/stage.h"
#include "runtime/flows/upcoming.h"
#include "runtime/notify/inbox.h"

namespace fw::automations {

namespace {

using automation::On;

Result<void> execute(storage::Transaction& tx, std::string_view sql, storage::Params params) {
    const auto done = tx.execute(sql, params);
    if (!done) return tl::unexpected(done.error());
    return {};
}

Result<void> forget(storage::Transaction& tx, Id schedule) {
    auto done = execute(tx, "DELETE FROM fw_timer WHERE instance_id = ? AND kind = 'schedule'", {schedule});
    return done ? execute(tx, "DELETE FROM fw_automation_schedule WHERE id = ?", {schedule}) : done;
}

// Whether the condition says the same whoever asks, so that the database can answer it.
bool for_everybody(const model::Expr& condition) {
    const auto& reads = condition.code.reads();
    return std::none_of(reads.begin(), reads.end(),
                        [](const auto& path) { return !path.empty() && path.front() == "initiator"; });
}

// The records for which it is to be done; where the database cannot tell, all of them: each is looked at again when
// its turn comes.
Result<std::vector<Id>> candidates(const Automations& all, Act& act, const Automation& automation) {
    const compile::Entity& entity = *all.program().entity(automation.entity);
    access::Condition condition;
    if (automation.when.code && for_everybody(automation.when)) {
        feel::Scope scope(all.records().functions());
        scope.open(scope.add("record", feel::Type::record(&entity.record)));
        scope.add("initiator", feel::Type::record(&compile::person_record()));
        const std::vector<feel::Value> values(2);
        auto made = all.records().condition(entity, scope, automation.when.text, values, "r", act.now);
        if (made) condition = std::move(*made);
    }
    std::string sql = "SELECT r.id FROM " + storage::quoted(entity.table) + " r WHERE r.deleted_at IS NULL";
    if (!condition.sql.empty()) sql += " AND (" + condition.sql + ")";
    const std::vector<storage::Param> parameters(condition.parameters.begin(), condition.parameters.end());
    std::vector<Id> ids;
    const auto read = act.tx.query(sql + " ORDER BY r.id", parameters,
                                   [&](const storage::Row& row) { ids.push_back(row.integer(0)); });
    if (!read) return tl::unexpected(read.error());
    return ids;
}

struct Planned {
    Id id = 0;
    std::string automation, rule;
};

Result<std::vector<Planned>> planned(storage::Transaction& tx) {
    std::vector<Planned> all;
    const auto read =
        tx.query("SELECT id, automation, rule FROM fw_automation_schedule", {}, [&](const storage::Row& row) {
            all.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        });
    if (!read) return tl::unexpected(read.error());
    return all;
}

}  // namespace

Result<void> Automations::plan(storage::Transaction& tx, storage::IdSource& ids, DateTime now) const {
    auto kept = planned(tx);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    const auto same = [](const Automation& automation, const Planned& each) {
        return automation.on == On::kSchedule && automation.id == each.automation && automation.rule == each.rule;
    };
    for (const Planned& each : *kept) {
        const bool wanted = std::any_of(program_->automations.begin(), program_->automations.end(),
                                        [&](const auto& automation) { return same(*automation, each); });
        if (wanted) continue;
        if (auto done = forget(tx, each.id); !done) return done;
    }
    for (const auto& automation : program_->automations) {
        const bool known =
            std::any_of(kept->begin(), kept->end(), [&](const Planned& each) { return same(*automation, each); });
        if (automation->on != On::kSchedule || known || !automation->every) continue;
        const auto due = flow::first_time(*automation->every, now.micros, flows_.options().zone);
        if (!due) continue;
        const std::int64_t left = automation->every->times < 0 ? -1 : automation->every->times - 1;
        const Id id = ids.next();
        auto done =
            execute(tx, "INSERT INTO fw_automation_schedule (id, automation, rule, times_left) VALUES (?, ?, ?, ?)",
                    {id, automation->id, automation->rule, left});
        if (done) {
            done = execute(
                tx, "INSERT INTO fw_timer (id, due_at, kind, instance_id, number) VALUES (?, ?, 'schedule', ?, 0)",
                {ids.next(), DateTime{*due}, id});
        }
        if (!done) return done;
    }
    return {};
}

Result<void> Automations::fire_schedule(Act& act, Id schedule) const {
    std::string id;
    std::int64_t left = 0;
    DateTime due{0};
    const auto read = act.tx.query(
        "SELECT s.automation, s.times_left, t.due_at FROM fw_automation_schedule s JOIN fw_timer t ON t.instance_id = "
        "s.id WHERE s.id = ? AND t.kind = 'schedule'",
        {schedule}, [&](const storage::Row& row) {
            id = row.text(0);
            left = row.integer(1);
            due = row.date_time(2);
        });
    if (!read) return tl::unexpected(read.error());
    const Automation* automation = program_->automation(id);
    if (automation == nullptr || !automation->every) return forget(act.tx, schedule);
    const flows::Upcoming next =
        flows::upcoming(*automation->every, due.micros, left, act.now.micros, flows_.options().zone);
    auto done = next.at ? execute(act.tx,
                                  "UPDATE fw_timer SET due_at = ?, attempts = 0, error = '' WHERE instance_id = ? AND "
                                  "kind = 'schedule'",
                                  {DateTime{*next.at}, schedule})
                        : forget(act.tx, schedule);
    if (done && next.at) {
        done = execute(act.tx, "UPDATE fw_automation_schedule SET times_left = ? WHERE id = ?", {next.left, schedule});
    }
    if (!done) return done;
    auto records = candidates(*this, act, *automation);
    if (!records) return tl::unexpected(std::move(records.error()));
    done = Failures(*this).replace(act, automation->id, *records);
    if (!done) return done;
    for (const Id record : *records) {
        const Id job = act.ids.next();
        done = execute(act.tx, "INSERT INTO fw_automation_job (id, automation, record_id) VALUES (?, ?, ?)",
                       {job, automation->id, record});
        if (done) {
            done = execute(
                act.tx,
                "INSERT INTO fw_timer (id, due_at, kind, instance_id, number) VALUES (?, ?, 'automation', ?, 0)",
                {act.ids.next(), act.now, job});
        }
        if (!done) return done;
    }
    act.news.timers = true;
    return {};
}

Result<void> Automations::fire_job(Act& act, Id job, std::string& at) const {
    at.clear();
    std::string id, skipped;
    Id record = 0;
    const auto read = act.tx.query("SELECT automation, record_id, skipped FROM fw_automation_job WHERE id = ?", {job},
                                   [&](const storage::Row& row) {
                                       id = row.text(0);
                                       record = row.integer(1);
                                       skipped = row.text(2);
                                   });
    if (!read) return tl::unexpected(read.error());
    if (auto done = forget_run(act.tx, job); !done) return done;
    const Automation* automation = program_->automation(id);
    if (automation == nullptr || automation->on != On::kSchedule) return {};
    Stage stage(*this, act, *automation, record, std::nullopt);
    for (const Step& step : automation->steps) {
        auto there = stage.look();
        if (!there) return tl::unexpected(std::move(there.error()));
        if (!*there) return {};
        if (&step == &automation->steps.front()) {
            const auto wanted = stage.holds(automation->when);
            if (!wanted) return tl::unexpected(wanted.error());
            if (!*wanted) return {};
        }
        if (is_skipped(skipped, step.id)) continue;
        at = step.id;
        if (auto done = stage.perform(step); !done) return done;
    }
    at.clear();
    return {};
}

Result<void> Automations::tell_failure(Act& act, std::string_view id, const Diagnostics& why) const {
    const Automation* automation = program_->automation(id);
    const Text label = automation == nullptr ? Text(std::string(id), std::string(id)) : automation->label;
    const Diagnostic first = why.empty() ? Diagnostic() : why.front();
    std::vector<flow::Person> people;
    act.caller.directory().administrators(people);
    for (const flow::Person person : people) {
        notify::Notice notice;
        notice.person = person;
        notice.cause =
            "automation:" + std::string(id) + ":" + first.code + ":" + std::to_string(act.now.micros / 86'400'000'000);
        notice.kind = "notify";
        notice.text =
            Text("The automation '" + std::string(label.in(Language::kEn)) + "' has failed: " + first.code + " " +
                     first.text.en,
                 "自动化“" + std::string(label.in(Language::kZh)) + "”执行失败：" + first.code + " " + first.text.zh);
        if (auto told = notify::tell(act, notice); !told) return told;
    }
    return {};
}

}  // namespace fw::automations
