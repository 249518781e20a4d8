#include "runtime/automations/failures.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "engine/automation/step_kind.h"
#include "engine/base/suggest.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/follow.h"
#include "runtime/flows/view.h"

namespace fw::automations {

using automation::Automation;
using automation::Step;
using flows::View;

struct Failures::Row {
    Id id = 0, record = 0;
    std::string automation, entity, step, action, error, error_zh, skipped;
    std::int64_t attempts = 0;
    std::optional<DateTime> first;
    DateTime last;
    bool run = false;
};

namespace {

constexpr const char* kFailures =
    "SELECT id, automation, record_id, attempts, error, error_zh, failed_at, last_at, payload, step, skipped FROM ("
    "SELECT o.id, o.automation, o.record_id, o.attempts, o.error, o.error_zh, o.failed_at, o.next_at AS last_at, "
    "o.payload, '' AS step, '' AS skipped FROM fw_outbox o WHERE o.status = 'dead' AND o.automation <> '' UNION ALL "
    "SELECT j.id, j.automation, j.record_id, t.attempts, t.error, j.error_zh, j.failed_at, j.dead_at AS last_at, "
    "'' AS payload, j.step, j.skipped FROM fw_automation_job j JOIN fw_timer t ON t.instance_id = j.id AND t.kind = "
    "'automation' WHERE j.dead_at IS NOT NULL) f";

Result<void> execute(Act& act, std::string_view sql, storage::Params params) {
    const auto done = act.tx.execute(sql, params);
    if (!done) return tl::unexpected(done.error());
    return {};
}

// "AUTO-301 The automation …"
std::string_view code_in(std::string_view error) { return error.substr(0, error.find(' ')); }
std::string_view text_in(std::string_view error) {
    const std::size_t space = error.find(' ');
    return space == std::string_view::npos ? std::string_view() : error.substr(space + 1);
}

tl::unexpected<Diagnostics> gone(storage::Reader& reader, Id failure) {
    auto there = reader.query_integer(
        "SELECT count(*) FROM (SELECT id FROM fw_outbox WHERE id = ? AND automation <> '' UNION ALL SELECT id FROM "
        "fw_automation_job WHERE id = ?) f",
        {failure, failure});
    if (!there) return tl::unexpected(std::move(there.error()));
    if (there->value_or(0) != 0) {
        return fail("AUTO-409", {"Somebody has retried or skipped this already, or its schedule has come again.",
                                 "该失败项已被重试或跳过，或其计划已再次触发。"});
    }
    return fail("AUTO-404", {"There is no such failure of an automation any more.", "没有这项自动化失败，或已处理。"});
}

}  // namespace

bool is_skipped(std::string_view skipped, std::string_view step) {
    return ("," + std::string(skipped) + ",").find("," + std::string(step) + ",") != std::string::npos;
}

Result<void> forget_run(storage::Transaction& tx, Id run) {
    for (const char* sql : {"DELETE FROM fw_timer WHERE instance_id = ? AND kind = 'automation'",
                            "DELETE FROM fw_automation_job WHERE id = ?"}) {
        const auto done = tx.execute(sql, {run});
        if (!done) return tl::unexpected(done.error());
    }
    return {};
}

void Failures::read_order(const json::Value& payload, Row& row) {
    row.step = payload.string_or("node");
    row.action = payload.string_or("action");
    row.entity = payload.string_or("entity");
}

Result<std::vector<Failures::Row>> Failures::rows(storage::Reader& reader, const std::string& where,
                                                  storage::Params params) {
    std::vector<Row> all;
    const auto read = reader.query(kFailures + where, params, [&](const storage::Row& row) {
        Row made;
        made.id = row.integer(0);
        made.automation = row.text(1);
        made.record = row.integer(2);
        made.attempts = row.integer(3);
        made.error = row.text(4);
        made.error_zh = row.text(5);
        made.first = row.maybe_date_time(6);
        made.last = row.date_time(7);
        made.run = row.text(8).empty();
        made.step = row.text(9);
        made.skipped = row.text(10);
        if (!made.run) {
            const auto payload = json::read(row.text(8));
            if (payload) read_order(*payload, made);
        }
        all.push_back(std::move(made));
    });
    if (!read) return tl::unexpected(read.error());
    return all;
}

const std::string& Failures::entity_of(const Row& row) const {
    const Automation* automation = all_.program().automation(row.automation);
    return automation == nullptr ? row.entity : automation->entity;
}

// The qualified id of an automation that is deployed, or of which something has failed.
Result<std::string> Failures::known(storage::Reader& reader, const compile::Program& program, const std::string& name) {
    std::vector<std::string> all;
    for (const auto& each : program.automations) all.push_back(each->id);
    const auto read = reader.query("SELECT DISTINCT automation FROM (" + std::string(kFailures) + ") d", {},
                                   [&](const storage::Row& row) { all.emplace_back(row.text(0)); });
    if (!read) return tl::unexpected(read.error());
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const std::string& id) { return id == name || id.ends_with("." + name); });
    if (found != all.end()) return *found;
    return fail("HTTP-404", format_text({"There is no automation '{0}'.", "没有自动化“{0}”。"}, {name}), {},
                did_you_mean(name, all));
}

Result<std::string> Failures::list(storage::Reader& reader, const access::Caller& caller, const FailureRequest& request,
                                   DateTime now, Language language) const {
    const View view(all_.flows(), reader, caller, now, language);
    const int limit = std::clamp(request.limit, 1, 1000);
    std::string automation;
    if (!request.automation.empty()) {
        auto found = known(reader, all_.program(), request.automation);
        if (!found) return found;
        automation = std::move(*found);
    }
    const std::string of = " WHERE (? = '' OR automation = ?)";
    auto count = reader.query_integer("SELECT count(*) FROM (" + (kFailures + of) + ") c", {automation, automation});
    if (!count) return tl::unexpected(std::move(count.error()));
    const Id after = storage::parse_id(request.after).value_or(INT64_MAX);
    auto found = rows(reader, of + " AND id < ? ORDER BY id DESC LIMIT ?", {automation, automation, after, limit + 1});
    if (!found) return tl::unexpected(std::move(found.error()));
    const bool more = static_cast<int>(found->size()) > limit;
    if (more) found->pop_back();
    json::Value failures = json::Value::array();
    for (const Row& row : *found) {
        const Automation* from = all_.program().automation(row.automation);
        json::Value made = json::Value::object();
        made.set("id", View::id(row.id));
        made.set("automation", json::Value::string(row.automation));
        made.set("automation_label", from == nullptr ? json::Value::string(row.automation) : view.text(from->label));
        made.set("kind", json::Value::string(row.run ? "run" : "action"));
        made.set("step", row.step.empty() ? json::Value::null() : json::Value::string(row.step));
        made.set("number", json::Value::null());
        made.set("type", row.run ? json::Value::null() : json::Value::string("action"));
        for (std::size_t i = 0; from != nullptr && i < from->steps.size(); ++i) {
            if (from->steps[i].id != row.step) continue;
            made.set("number", json::Value::number(static_cast<std::int64_t>(i + 1)));
            made.set("type", json::Value::string(from->steps[i].kind->id));
        }
        made.set("action", row.action.empty() ? json::Value::null() : json::Value::string(row.action));
        const bool chinese = language == Language::kZh && !row.error_zh.empty();
        made.set("code", json::Value::string(code_in(row.error)));
        made.set("text", json::Value::string(chinese ? row.error_zh : text_in(row.error)));
        made.set("attempts", json::Value::number(row.attempts));
        made.set("first_at", View::moment(std::optional(row.first.value_or(row.last))));
        made.set("last_at", View::moment(std::optional(row.last)));
        const std::string& entity = entity_of(row);
        auto record = view.record(all_.program().entity(entity), entity, entity.empty() ? 0 : row.record);
        if (!record) return tl::unexpected(std::move(record.error()));
        made.set("record", std::move(*record));
        failures.push(std::move(made));
    }
    json::Value out = json::Value::object();
    out.set("failures", std::move(failures));
    out.set("next", more ? View::id(found->back().id) : json::Value::null());
    out.set("count", json::Value::number(count->value_or(0)));
    return json::write_compact(out);
}

Result<void> Failures::solve(Act& act, Id failure, std::string_view action, std::string_view reason) const {
    auto found = rows(act.tx, " WHERE id = ?", {failure});
    if (!found) return tl::unexpected(std::move(found.error()));
    if (found->empty()) return gone(act.tx, failure);
    const Row& row = found->front();
    const bool retry = action == "retry";
    act.news.timers = true;
    Result<void> done =
        row.run ? solve_run(act, row, retry)
        : retry ? execute(act, "UPDATE fw_outbox SET status = 'waiting', attempts = 0, next_at = ? WHERE id = ?",
                          {act.now, row.id})
                : execute(act, "UPDATE fw_outbox SET status = 'skipped', next_at = ? WHERE id = ?", {act.now, row.id});
    return done ? audit(act, row, retry, reason) : done;
}

Result<void> Failures::solve_run(Act& act, const Row& row, bool retry) const {
    const Automation* automation = all_.program().automation(row.automation);
    const bool there = automation != nullptr && automation->on == automation::On::kSchedule;
    if (retry && !there) {
        return fail("AUTO-409",
                    format_text({"The automation '{0}' is not deployed any more, or has no schedule any more: skip it.",
                                 "自动化“{0}”已不再部署或不再按计划执行，请跳过。"},
                                {row.automation}));
    }
    if (!retry && (!there || row.step.empty() || is_skipped(row.skipped, row.step))) return forget_run(act.tx, row.id);
    const std::string left_out = retry ? row.skipped : row.skipped + (row.skipped.empty() ? "" : ",") + row.step;
    auto done = execute(act, "UPDATE fw_automation_job SET dead_at = NULL, step = '', skipped = ? WHERE id = ?",
                        {left_out, row.id});
    if (!done) return done;
    return execute(act, "UPDATE fw_timer SET due_at = ?, attempts = 0 WHERE instance_id = ? AND kind = 'automation'",
                   {act.now, row.id});
}

// In the history of the record, where the work of people on it is.
Result<void> Failures::audit(Act& act, const Row& row, bool retry, std::string_view reason) const {
    const std::string& entity = entity_of(row);
    if (entity.empty()) return {};
    json::Value changes = json::Value::object();
    const auto put = [&](const char* name, json::Value value) {
        json::Value pair = json::Value::array();
        pair.push(json::Value::null());
        pair.push(std::move(value));
        changes.set(name, std::move(pair));
    };
    json::Value label = json::Value::string(row.automation);
    if (const Automation* automation = all_.program().automation(row.automation)) {
        label = json::Value::object();
        label.set("en", json::Value::string(automation->label.in(Language::kEn)));
        label.set("zh", json::Value::string(automation->label.in(Language::kZh)));
    }
    put("automation", std::move(label));
    if (!row.step.empty()) put("step", json::Value::string(row.step));
    if (!reason.empty()) put("reason", json::Value::string(reason));
    return execute(
        act,
        "INSERT INTO fw_audit (id, at, person_id, entity, record_id, action, changes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {act.ids.next(), act.now, act.caller.person() == 0 ? storage::Param() : storage::Param(act.caller.person()),
         entity, row.record, retry ? "automation_retry" : "automation_skip", json::write_compact(changes)});
}

Result<void> Failures::note(Act& act, Id run, std::string_view step, const Diagnostics& why, bool last) const {
    const auto automation = act.tx.query_text("SELECT automation FROM fw_automation_job WHERE id = ?", {run});
    if (!automation) return tl::unexpected(automation.error());
    if (!*automation) return {};
    auto done = execute(act,
                        "UPDATE fw_automation_job SET step = ?, error_zh = ?, failed_at = coalesce(failed_at, ?), "
                        "dead_at = ? WHERE id = ?",
                        {step, why.empty() ? std::string() : why.front().text.zh, act.now,
                         last ? storage::Param(act.now) : storage::Param(), run});
    if (!done || !last) return done;
    done = execute(act, "UPDATE fw_timer SET due_at = ? WHERE instance_id = ? AND kind = 'automation'",
                   {flows::kNever, run});
    return done ? all_.tell_failure(act, **automation, why) : done;
}

Result<void> Failures::replace(Act& act, std::string_view automation, const std::vector<Id>& records) const {
    auto before = rows(act.tx, " WHERE automation = ?", {automation});
    if (!before) return tl::unexpected(std::move(before.error()));
    const std::set<Id> again(records.begin(), records.end());
    for (const Row& row : *before) {
        if (!again.contains(row.record)) continue;
        auto done = row.run ? forget_run(act.tx, row.id)
                            : execute(act, "UPDATE fw_outbox SET status = 'replaced', next_at = ? WHERE id = ?",
                                      {act.now, row.id});
        if (!done) return done;
    }
    return {};
}

}  // namespace fw::automations
