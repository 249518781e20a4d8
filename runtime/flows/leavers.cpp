#include "runtime/flows/leavers.h"

#include "runtime/notify/inbox.h"

namespace fw::flows {

namespace {

constexpr std::int64_t kDay = 86'400'000'000;

}  // namespace

const char* unable_to_act() {
    return "SELECT id FROM base_person WHERE active = ? OR deleted_at IS NOT NULL UNION ALL "
           "SELECT person_id FROM fw_user WHERE active = ?";
}

void add_unable_to_act(std::vector<storage::Param>& parameters) {
    parameters.emplace_back(false);
    parameters.emplace_back(false);
}

Result<void> tell_of_leaver(access::Act& act, storage::Id person) {
    std::string name;
    std::int64_t waiting = 0;
    const auto read = act.tx.query(
        "SELECT p.name, (SELECT count(*) FROM fw_task t WHERE t.assignee_id = p.id AND t.status = 'open') FROM "
        "base_person p WHERE p.id = ? AND (p.active = ? OR p.deleted_at IS NOT NULL OR EXISTS (SELECT 1 FROM fw_user u "
        "WHERE u.person_id = p.id AND u.active = ?))",
        {person, false, false}, [&](const storage::Row& row) {
            name = row.text(0);
            waiting = row.integer(1);
        });
    if (!read) return tl::unexpected(read.error());
    if (waiting == 0) return {};
    std::vector<flow::Person> administrators;
    act.caller.directory().administrators(administrators);
    for (const flow::Person each : administrators) {
        notify::Notice notice;
        notice.person = each;
        notice.cause = "left:" + std::to_string(person) + ":" + std::to_string(act.now.micros / kDay);
        notice.kind = "notify";
        notice.text =
            format_text({"{0} cannot sign in any more: {1} open tasks of theirs are now in the administrators' inbox",
                         "{0} 已离职或停用，其 {1} 项未办任务已转入管理员的待办"},
                        {name, std::to_string(waiting)});
        notice.entity = "base.person";
        notice.record = person;
        if (auto told = notify::tell(act, notice); !told) return told;
    }
    return {};
}

}  // namespace fw::flows
