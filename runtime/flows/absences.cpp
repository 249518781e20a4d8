#include "runtime/flows/absences.h"

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/flow/cycle.h"
#include "engine/json/write.h"
#include "runtime/flows/extras.h"
#include "runtime/flows/view.h"
#include "runtime/notify/inbox.h"

namespace fw::flows {

namespace {

struct Row {
    Id id = 0;
    std::int64_t person = 0, stand_in = 0;
    DateTime from, to;
    std::string note;
};

json::Value person(const Caller& caller, std::int64_t id) {
    json::Value made = json::Value::object();
    made.set("id", json::Value::string(storage::id_text(id)));
    made.set("name", json::Value::string(caller.directory().name_of(id)));
    return made;
}

json::Value shown(const Caller& caller, const Row& row, DateTime now) {
    json::Value made = json::Value::object();
    made.set("id", View::id(row.id));
    made.set("person", person(caller, row.person));
    made.set("stand_in", person(caller, row.stand_in));
    made.set("from", View::moment(std::optional(row.from)));
    made.set("to", View::moment(std::optional(row.to)));
    made.set("note", json::Value::string(row.note));
    made.set("active", json::Value::boolean(row.from <= now && now < row.to));
    return made;
}

Result<json::Value> list(Reader& reader, const Caller& caller, const std::string& where,
                         std::vector<storage::Param> params, DateTime now) {
    json::Value out = json::Value::array();
    params.emplace_back(DateTime{now.micros - 90LL * 86'400'000'000});
    const std::string sql = "SELECT id, person_id, stand_in_id, from_at, to_at, note FROM fw_absence WHERE " + where +
                            " to_at > ? ORDER BY from_at DESC, id DESC LIMIT 500";
    const auto read = reader.query(sql, params, [&](const storage::Row& row) {
        out.push(shown(caller,
                       {row.integer(0), row.integer(1), row.integer(2), row.date_time(3), row.date_time(4),
                        std::string(row.text(5))},
                       now));
    });
    if (!read) return tl::unexpected(read.error());
    return out;
}

// A moment, or the beginning of a day in the company's zone, or with `last` its end.
std::optional<DateTime> moment_of(std::string_view text, feel::Zone zone, bool last) {
    if (text.size() == 10) {
        std::string midnight(text);
        midnight.append("T00:00:00");
        const auto day = feel::parse_date_time(midnight);
        if (!day) return std::nullopt;
        const auto at = flow::instant_of(feel::Value::date_time(*day), zone);
        if (!at) return std::nullopt;
        return DateTime{last ? flow::plus(*at, flow::Span{0, 86'400}, zone) : *at};
    }
    return text.size() > 10 ? storage::parse_date_time(text) : std::nullopt;
}

tl::unexpected<Diagnostics> wrong(std::string code, std::string_view field, Text text) {
    Diagnostic made;
    made.code = std::move(code);
    made.text = std::move(text);
    made.place.element = "field:" + std::string(field);
    return fail(std::move(made));
}

Result<Row> read_absence(const Act& act, const json::Value& body, feel::Zone zone) {
    Row row;
    row.person = act.caller.person();
    for (const json::Member& each : body.members()) {
        const bool known = each.key == "person" || each.key == "stand_in" || each.key == "from" || each.key == "to" ||
                           each.key == "note";
        if (!known || !(each.value.is_string() || each.value.is_null()))
            return wrong("FLOW-422", each.key,
                         format_text({"'{0}' is not expected here", "此处不应有“{0}”"}, {each.key}));
    }
    if (const std::string_view of = body.string_or("person"); !of.empty())
        row.person = storage::parse_id(of).value_or(0);
    row.stand_in = storage::parse_id(body.string_or("stand_in")).value_or(0);
    row.note = body.string_or("note");
    const identity::Directory& directory = act.caller.directory();
    if (row.person != act.caller.person() && !act.caller.administrator())
        return fail("AUTH-403", {"Only an administrator may do this for others.", "只有管理员可以为他人设置。"});
    if (directory.person(row.person) == nullptr)
        return wrong("FLOW-290", "person", {"There is no such person.", "没有此人员。"});
    if (row.stand_in == row.person || !directory.active(row.stand_in)) {
        return wrong("FLOW-290", "stand_in",
                     {"The stand-in must be another, active person.", "代理人必须是另一位在职人员。"});
    }
    if (row.note.size() > 2000) return wrong("FLOW-422", "note", {"The note is too long.", "备注过长。"});
    const auto from = moment_of(body.string_or("from"), zone, false), to = moment_of(body.string_or("to"), zone, true);
    if (!from) return wrong("FLOW-291", "from", {"Give a day or a moment.", "请提供日期或时间。"});
    if (!to) return wrong("FLOW-291", "to", {"Give a day or a moment.", "请提供日期或时间。"});
    if (*to <= *from) return wrong("FLOW-291", "to", {"It ends before it begins.", "结束时间早于开始时间。"});
    if (*to <= act.now) return wrong("FLOW-291", "to", {"This time is over already.", "该时间段已经结束。"});
    row.from = *from;
    row.to = *to;
    return row;
}

Result<void> tell_stand_in(Act& act, const Row& row) {
    if (row.stand_in == act.caller.person()) return {};
    const std::string name(act.caller.directory().name_of(row.person));
    notify::Notice notice;
    notice.person = row.stand_in;
    notice.cause = "absence:" + storage::id_text(row.id);
    notice.kind = "notify";
    notice.text = Text("You stand in for " + name, "您被设为" + name + "的代理人");
    return notify::tell(act, notice);
}

}  // namespace

Result<std::string> absences(Reader& reader, const Caller& caller, Id of, DateTime now) {
    if (of != caller.person() && !caller.administrator())
        return fail("AUTH-403", {"Only an administrator may do this for others.", "只有管理员可以为他人设置。"});
    std::vector<storage::Param> params;
    if (of != 0) params.emplace_back(of);
    auto mine = list(reader, caller, of == 0 ? "" : "person_id = ? AND", params, now);
    if (!mine) return tl::unexpected(std::move(mine.error()));
    auto others = list(reader, caller, "stand_in_id = ? AND", {storage::Param(caller.person())}, now);
    if (!others) return tl::unexpected(std::move(others.error()));
    json::Value out = json::Value::object();
    out.set("absences", std::move(*mine));
    out.set("standing_in", std::move(*others));
    return json::write_compact(out);
}

Result<std::string> add_absence(Act& act, const json::Value& body, feel::Zone zone) {
    if (!body.is_object()) return fail("FLOW-422", {"the body must be a JSON object", "请求体必须是 JSON 对象"});
    auto row = read_absence(act, body, zone);
    if (!row) return tl::unexpected(std::move(row.error()));
    row->id = act.ids.next();
    const auto added = act.tx.execute(
        "INSERT INTO fw_absence (id, person_id, stand_in_id, from_at, to_at, note, created_at, created_by) VALUES (?, "
        "?, "
        "?, ?, ?, ?, ?, ?)",
        {row->id, row->person, row->stand_in, row->from, row->to, row->note, act.now, act.caller.person()});
    if (!added) return tl::unexpected(added.error());
    act.news.organisation = true;
    if (auto told = tell_stand_in(act, *row); !told) return tl::unexpected(std::move(told.error()));
    return json::write_compact(shown(act.caller, *row, act.now));
}

Result<void> end_absence(Act& act, Id id) {
    const std::int64_t me = act.caller.person();
    const std::string mine = act.caller.administrator() ? "" : " AND person_id = ?";
    std::vector<storage::Param> params{id};
    if (!act.caller.administrator()) params.emplace_back(me);
    auto found = act.tx.query_integer("SELECT id FROM fw_absence WHERE id = ?" + mine, params);
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!*found) return not_found();
    auto ended = act.tx.execute("UPDATE fw_absence SET to_at = ? WHERE id = ? AND from_at < ? AND to_at > ?",
                                {act.now, id, act.now, act.now});
    if (!ended) return tl::unexpected(std::move(ended.error()));
    if (*ended == 0) {
        const auto gone = act.tx.execute("DELETE FROM fw_absence WHERE id = ? AND from_at >= ?", {id, act.now});
        if (!gone) return tl::unexpected(gone.error());
    }
    act.news.organisation = true;
    return {};
}

}  // namespace fw::flows
