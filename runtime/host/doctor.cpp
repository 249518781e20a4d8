#include "runtime/host/doctor.h"

#include "engine/form/field_type.h"
#include "runtime/host/host.h"
#include "runtime/host/people.h"
#include "runtime/records/tables.h"
#include "runtime/storage/schema.h"

namespace fw::host {
namespace {

using storage::Reader;
using storage::Row;

void add(std::vector<Finding>& out, const char* check, bool good, Text text) {
    out.push_back({check, good, std::move(text)});
}

Result<void> integrity(Reader& reader, std::vector<Finding>& out) {
    if (!reader.dialect().is_sqlite()) return {};
    std::string first;
    auto done = reader.query("PRAGMA integrity_check(20)", {}, [&](const Row& row) {
        if (first.empty()) first = row.text(0);
    });
    if (!done) return done;
    add(out, "integrity", first == "ok", format_text({"Database file: {0}", "数据库文件：{0}"}, {first}));
    return {};
}

// Rows of a system table that name a person, instance or record that is not there.
Result<void> count(Reader& reader, std::vector<Finding>& out, const char* check, const std::string& sql,
                   const Text& what) {
    auto number = reader.query_integer(sql);
    if (!number) return tl::unexpected(number.error());
    const std::string text = std::to_string(number->value_or(0));
    add(out, check, number->value_or(0) == 0, format_text({what.en + ": {0}", what.zh + "：{0}"}, {text}));
    return {};
}

Result<void> orphans(Reader& reader, const compile::Program& program, std::vector<Finding>& out) {
    struct Question {
        const char* check;
        const char* sql;
        Text what;
    };
    const Question questions[] = {
        {"users",
         "SELECT count(*) FROM fw_user u WHERE NOT EXISTS (SELECT 1 FROM base_person p WHERE p.id = u.person_id)",
         {"Users without a person", "没有对应人员的用户"}},
        {"roles",
         "SELECT count(*) FROM fw_role_member m WHERE NOT EXISTS (SELECT 1 FROM base_person p WHERE p.id = "
         "m.person_id)",
         {"Role members without a person", "没有对应人员的角色成员"}},
        {"tasks",
         "SELECT count(*) FROM fw_task t WHERE NOT EXISTS (SELECT 1 FROM fw_flow_instance i WHERE i.id = "
         "t.instance_id)",
         {"Tasks without an instance", "没有对应实例的任务"}},
        {"open_tasks",
         "SELECT count(*) FROM fw_task t JOIN fw_flow_instance i ON i.id = t.instance_id WHERE t.status IN ('open', "
         "'held') AND "
         "i.state <> 'running'",
         {"Open tasks of ended instances", "已结束实例中的未完成任务"}},
        {"timers",
         "SELECT count(*) FROM fw_timer t WHERE t.kind = 'flow' AND NOT EXISTS (SELECT 1 FROM fw_flow_instance i WHERE "
         "i.id = t.instance_id)",
         {"Timers without an instance", "没有对应实例的定时器"}},
        {"outbox",
         "SELECT count(*) FROM fw_outbox WHERE status = 'dead' AND channel <> 'flow_job'",
         {"Messages that could not be delivered", "无法送达的消息"}},
        {"incidents",
         "SELECT count(*) FROM fw_incident WHERE state = 'open'",
         {"Incidents of flows that wait for a decision", "等待处理的流程异常"}},
    };
    for (const Question& question : questions) {
        Result<void> done = count(reader, out, question.check, question.sql, question.what);
        if (!done) return done;
    }
    for (const auto& entity : program.entities) {
        for (const compile::Field& field : entity->fields) {
            if (field.to == nullptr || field.storage != form::Storage::kReference || !field.stored()) continue;
            const std::string column = "r." + storage::quoted(field.id);
            const std::string sql = "SELECT count(*) FROM " + storage::quoted(entity->table) +
                                    " r WHERE r.deleted_at IS NULL AND " + column +
                                    " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " + storage::quoted(field.to->table) +
                                    " t WHERE t.id = " + column + ")";
            auto number = reader.query_integer(sql);
            if (!number) return tl::unexpected(number.error());
            if (number->value_or(0) == 0) continue;
            add(out, "references", false,
                format_text({"{0}.{1}: {2} records refer to nothing", "{0}.{1}：{2} 条记录的引用无效"},
                            {entity->id, field.id, std::to_string(**number)}));
        }
    }
    return {};
}

// Replays every flow: its events must give its snapshot.
Result<void> replay(Reader& reader, const flows::Flows& flows, std::vector<Finding>& out) {
    std::vector<storage::Id> instances;
    auto done = reader.query("SELECT id FROM fw_flow_instance ORDER BY id", {},
                             [&](const Row& row) { instances.push_back(row.integer(0)); });
    if (!done) return done;
    std::size_t wrong = 0;
    for (const storage::Id id : instances) {
        const Result<void> verified = flows.verify(reader, id);
        if (verified) continue;
        if (++wrong > 20) continue;
        const Text& why = verified.error().front().text;
        add(out, "replay", false,
            format_text({"Flow instance {0}: {1}", "流程实例 {0}：{2}"}, {std::to_string(id), why.en, why.zh}));
    }
    add(out, "flows", wrong == 0,
        format_text({"Flows replayed: {0}, of which {1} do not give their snapshot",
                     "已重放流程：{0} 个，其中 {1} 个与快照不一致"},
                    {std::to_string(instances.size()), std::to_string(wrong)}));
    return {};
}

}  // namespace

Result<std::vector<Finding>> examine(Host& host) {
    std::vector<Finding> out;
    auto version = storage::schema_version(host.database());
    if (!version) return tl::unexpected(version.error());
    const std::string text = std::to_string(*version);
    add(out, "schema", true, format_text({"Schema version: {0}", "数据库结构版本：{0}"}, {text}));
    const auto running = host.running();
    add(out, "deployment", running->deployment() != 0,
        format_text({"Deployment: {0}, {1} entities, {2} flows", "部署：{0}，{1} 个实体，{2} 个流程"},
                    {std::to_string(running->deployment()), std::to_string(running->program()->entities.size()),
                     std::to_string(running->program()->flows.size())}));
    std::vector<Finding> found;
    Result<void> read = host.database().read([&](Reader& reader) -> Result<void> {
        found.clear();
        Result<void> done = integrity(reader, found);
        if (done && running->deployment() != 0) done = orphans(reader, *running->program(), found);
        if (done && running->deployment() != 0) done = replay(reader, running->flows(), found);
        if (!done || running->deployment() == 0) return done;
        auto tables = records::deployed_tables(reader);
        if (!tables) return tl::unexpected(tables.error());
        const auto plan = records::plan_tables(*tables, *running->program(), reader.dialect());
        add(found, "tables", plan.changes.empty(),
            format_text({"Differences between tables and models: {0}", "数据表与模型的差异：{0}"},
                        {std::to_string(plan.changes.size())}));
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    // What the organisation lacks is not the database's fault.
    for (const Diagnostic& hole : approver_holes(*running->program(), *host.directory()))
        add(out, "approvers", true,
            Text(hole.place.element + ": " + hole.text.en, hole.place.element + "：" + hole.text.zh));
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return out;
}

}  // namespace fw::host
