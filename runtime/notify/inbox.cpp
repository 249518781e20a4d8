#include "runtime/notify/inbox.h"

#include <algorithm>

#include "engine/json/write.h"

namespace fw::notify {

namespace {

constexpr std::string_view kColumns = "id, kind, text_en, text_zh, entity, record_id, task_id, created_at, read_at";

void append(std::string& out, const storage::Row& row, Language language) {
    const Text text(std::string(row.text(2)), std::string(row.text(3)));
    out += R"({"id":")" + storage::id_text(row.integer(0)) + R"(","kind":)";
    json::append_string(out, row.text(1));
    out += R"(,"text":)";
    json::append_string(out, text.in(language));
    out += R"(,"link":)";
    if (!row.is_null(6)) {
        out += R"({"task":")" + storage::id_text(row.integer(6)) + "\"}";
    } else if (!row.is_null(5)) {
        out += R"({"entity":)";
        json::append_string(out, row.text(4));
        out += R"(,"id":")" + storage::id_text(row.integer(5)) + "\"}";
    } else {
        out += "null";
    }
    out += R"(,"at":")";
    storage::append(out, row.date_time(7));
    out += row.is_null(8) ? R"(","read":false})" : R"(","read":true})";
}

}  // namespace

Result<void> tell(access::Act& act, const Notice& notice) {
    const storage::Id id = act.ids.next();
    const auto maybe = [](storage::Id value) { return value == 0 ? storage::Param() : storage::Param(value); };
    const auto added = act.tx.execute(
        "INSERT INTO fw_notification (id, person_id, cause, kind, text_en, text_zh, entity, record_id, task_id, "
        "created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, cause) DO NOTHING",
        {id, notice.person, notice.cause, notice.kind, notice.text.en, notice.text.zh, notice.entity,
         maybe(notice.record), maybe(notice.task), act.now});
    if (!added) return tl::unexpected(added.error());
    if (*added > 0) act.news.notifications.emplace_back(notice.person, id);
    return {};
}

Result<std::string> inbox(storage::Reader& reader, std::int64_t person, const InboxRequest& request,
                          Language language) {
    const storage::Id after = storage::parse_id(request.after).value_or(INT64_MAX);
    const int limit = std::clamp(request.limit, 1, 1000);
    std::string sql = "SELECT " + std::string(kColumns) + " FROM fw_notification WHERE person_id = ? AND id < ?";
    if (request.unread) sql += " AND read_at IS NULL";
    sql += " ORDER BY id DESC LIMIT ?";
    std::string out = R"({"notifications":[)";
    int rows = 0;
    storage::Id last = 0;
    const auto read = reader.query(sql, {person, after, limit + 1}, [&](const storage::Row& row) {
        if (++rows > limit) return false;
        if (rows > 1) out += ',';
        append(out, row, language);
        last = row.integer(0);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    const auto unread =
        reader.query_integer("SELECT count(*) FROM fw_notification WHERE person_id = ? AND read_at IS NULL", {person});
    if (!unread) return tl::unexpected(unread.error());
    out += R"(],"unread":)" + std::to_string(unread->value_or(0)) + R"(,"next":)";
    out += rows > limit ? "\"" + storage::id_text(last) + "\"" : "null";
    return out += '}';
}

Result<std::string> notification(storage::Reader& reader, storage::Id id, Language language) {
    std::string out;
    const auto read = reader.query("SELECT " + std::string(kColumns) + " FROM fw_notification WHERE id = ?", {id},
                                   [&](const storage::Row& row) { append(out, row, language); });
    if (!read) return tl::unexpected(read.error());
    return out;
}

Result<void> mark_read(access::Act& act, storage::Id id) {
    const auto changed =
        act.tx.execute("UPDATE fw_notification SET read_at = coalesce(read_at, ?) WHERE id = ? AND person_id = ?",
                       {act.now, id, act.caller.person()});
    if (!changed) return tl::unexpected(changed.error());
    if (*changed > 0) return {};
    return fail("FLOW-404", {"There is no such thing, or you may not see it.", "内容不存在，或您无权查看。"});
}

Result<void> mark_all_read(access::Act& act) {
    const auto changed =
        act.tx.execute("UPDATE fw_notification SET read_at = ? WHERE person_id = ? AND read_at IS NULL",
                       {act.now, act.caller.person()});
    if (!changed) return tl::unexpected(changed.error());
    return {};
}

}  // namespace fw::notify
