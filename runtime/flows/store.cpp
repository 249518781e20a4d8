#include "runtime/flows/store.h"

#include <algorithm>
#include <charconv>

namespace fw::flows {

namespace {

constexpr std::string_view kInstance =
    "SELECT flow, flow_version, deployment_id, entity, record_id, snapshot, version FROM fw_flow_instance WHERE id = ?";

}  // namespace

tl::unexpected<Diagnostics> not_found() {
    return fail("FLOW-404", {"There is no such thing, or you may not see it.", "内容不存在，或您无权查看。"});
}

bool stands_in(const Caller& caller, std::int64_t person, DateTime now) {
    if (person == 0 || caller.person() == 0) return false;
    std::vector<std::int64_t> others;
    caller.directory().stand_ins(person, now.micros, others);
    return std::find(others.begin(), others.end(), caller.person()) != others.end();
}

std::string version_text(const flow::Flow& flow) {
    char digits[17] = {};
    std::to_chars(digits, digits + 16, flow.version, 16);
    return digits;
}

Result<void> FlowFinder::find(Reader& reader, std::string_view flow, std::string_view version, Id deployment,
                              Loaded& into) const {
    into.deployment = deployment;
    const flow::Flow* current = program_->flow(flow);
    if (current != nullptr && version_text(*current) == version) {
        into.program = program_;
        into.flow = current;
        return {};
    }
    if (options_.load_program) {
        auto earlier = options_.load_program(reader, deployment);
        if (!earlier) return tl::unexpected(std::move(earlier.error()));
        into.program = *earlier;
        into.flow = *earlier == nullptr ? nullptr : (*earlier)->flow(flow);
    }
    if (into.flow != nullptr) return {};
    return fail("FLOW-306", format_text({"the models that flow '{0}' was started with are no longer there",
                                         "流程“{0}”发起时所用的模型已不存在"},
                                        {flow}));
}

Result<Loaded> load_instance(Reader& reader, const FlowFinder& finder, Id id, bool lock) {
    static const std::string kPlain(kInstance);
    const std::string locking = lock ? kPlain + std::string(reader.dialect().for_update()) : std::string();
    Loaded loaded;
    loaded.id = id;
    std::string flow, version, snapshot, entity;
    Id deployment = 0;
    const auto read = reader.query(lock ? locking : kPlain, {id}, [&](const storage::Row& row) {
        flow = row.text(0);
        version = row.text(1);
        deployment = row.integer(2);
        entity = row.text(3);
        loaded.record = row.integer(4);
        snapshot = row.text(5);
        loaded.version = row.integer(6);
    });
    if (!read) return tl::unexpected(read.error());
    if (loaded.version == 0) return not_found();
    if (auto found = finder.find(reader, flow, version, deployment, loaded); !found)
        return tl::unexpected(std::move(found.error()));
    auto state = flow::read_instance(snapshot, *loaded.flow);
    if (!state) return tl::unexpected(std::move(state.error()));
    loaded.state = std::move(*state);
    loaded.entity = entity.empty() ? nullptr : finder.program().entity(entity);
    return loaded;
}

const std::string& task_columns() {
    static const std::string columns =
        "t.id, t.instance_id, t.seat, t.flow, t.node, t.kind, t.status, t.outcome, t.entity, t.assignee_id, "
        "t.record_id, "
        "t.initiator_id, t.round, t.created_at, t.due_at, t.done_at, t.done_by, t.opened_at";
    return columns;
}

TaskRow task_row(const storage::Row& row) {
    TaskRow task;
    task.id = row.integer(0);
    task.instance = row.integer(1);
    task.seat = static_cast<std::uint32_t>(row.integer(2));
    task.flow = row.text(3);
    task.node = row.text(4);
    task.kind = row.text(5);
    task.status = row.text(6);
    task.outcome = row.text(7);
    task.entity = row.text(8);
    task.assignee = row.integer(9);
    task.record = row.integer(10);
    task.initiator = row.integer(11);
    task.round = row.integer(12);
    task.created_at = row.date_time(13);
    task.due_at = row.maybe_date_time(14);
    task.done_at = row.maybe_date_time(15);
    task.done_by = row.integer(16);
    task.opened_at = row.maybe_date_time(17);
    return task;
}

Result<std::optional<TaskRow>> load_task(Reader& reader, Id id) {
    static const std::string sql = "SELECT " + task_columns() + " FROM fw_task t WHERE t.id = ?";
    std::optional<TaskRow> task;
    const auto read = reader.query(sql, {id}, [&](const storage::Row& row) { task = task_row(row); });
    if (!read) return tl::unexpected(read.error());
    return task;
}

}  // namespace fw::flows
