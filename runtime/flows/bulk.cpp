#include "runtime/flows/bulk.h"

#include <algorithm>

#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/search.h"

namespace fw::flows {

namespace {

constexpr std::size_t kMost = 1'000'000;
constexpr std::string_view kActions[] = {"retry", "skip", "suspend", "resume", "terminate", "migrate", "jump", "set"};

tl::unexpected<Diagnostics> wrong(const char* element, Text text) {
    Diagnostic made;
    made.code = "FLOW-422";
    made.place.element = element;
    made.text = std::move(text);
    return fail(std::move(made));
}

Result<std::vector<Id>> ids_of(const json::Value& list) {
    std::vector<Id> ids;
    for (const json::Value& each : list.items()) {
        const auto id = each.is_string() ? storage::parse_id(each.as_string()) : std::nullopt;
        if (!id) return wrong("select", {"'ids' are numbers of instances, as texts", "“ids”应为文本形式的实例编号"});
        ids.push_back(*id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Result<InstanceRequest> request_of(const json::Value& select) {
    InstanceRequest request;
    for (const json::Member& member : select.members()) {
        if (member.key == "variables" && member.value.is_object()) {
            for (const json::Member& each : member.value.members()) {
                const bool text = each.value.is_string();
                request.variables.emplace_back(each.key,
                                               text ? each.value.as_string() : json::write_compact(each.value));
            }
            continue;
        }
        const std::string value = member.value.is_string() ? member.value.as_string() : std::string();
        const auto id = storage::parse_id(value);
        if (member.key == "flow") {
            request.flow = value;
        } else if (member.key == "state") {
            request.state = value;
        } else if (member.key == "node") {
            request.node = value;
        } else if (member.key == "incident") {
            request.incident = value;
        } else if (member.key == "search") {
            request.search = value;
        } else if (member.key == "started_from") {
            request.started_from = value;
        } else if (member.key == "started_to") {
            request.started_to = value;
        } else if (member.key == "ended_from") {
            request.ended_from = value;
        } else if (member.key == "ended_to") {
            request.ended_to = value;
        } else if (member.key == "version" && id) {
            request.version = *id;
        } else if (member.key == "record" && id) {
            request.record = *id;
        } else if (member.key == "initiator" && id) {
            request.initiator = *id;
        } else {
            return wrong("select",
                         format_text({"'{0}' does not select instances", "“{0}”不能用于选择实例"}, {member.key}));
        }
    }
    return request;
}

json::Value show_row(const storage::Row& row, const Caller& caller) {
    json::Value item = json::Value::object();
    item.set("id", View::id(row.integer(0)));
    item.set("action", json::Value::string(row.text(1)));
    item.set("dry_run", json::Value::boolean(row.boolean(2)));
    item.set("state", json::Value::string(row.text(3)));
    item.set("total", json::Value::number(row.integer(4)));
    item.set("done", json::Value::number(row.integer(5)));
    item.set("succeeded", json::Value::number(row.integer(5) - row.integer(6)));
    item.set("failed", json::Value::number(row.integer(6)));
    item.set("created_at", View::moment(std::optional(row.date_time(7))));
    const Id by = row.integer(8);
    json::Value person = json::Value::null();
    if (by != 0) {
        person = json::Value::object();
        person.set("id", View::id(by));
        person.set("name", json::Value::string(caller.directory().name_of(by)));
    }
    item.set("created_by", std::move(person));
    item.set("ended_at", View::moment(row.maybe_date_time(9)));
    auto arguments = json::read(row.text(10)).value_or(json::Value::object());
    item.set("comment", json::Value::string(arguments.string_or("comment")));
    arguments.erase("comment");
    item.set("arguments", std::move(arguments));
    return item;
}

std::string shown(std::string_view rest) {
    std::string sql =
        "SELECT id, action, dry_run, state, total, done, failed, created_at, created_by, ended_at, "
        "arguments FROM fw_bulk";
    sql += rest;
    return sql;
}

}  // namespace

Result<std::string> Bulk::create(Act& act, const json::Value& body, Language language) const {
    if (!body.is_object()) return wrong("", {"the body must be a JSON object", "请求体必须是 JSON 对象"});
    for (const json::Member& member : body.members()) {
        constexpr std::string_view kKnown[] = {"action", "select", "arguments", "comment", "dry_run"};
        if (std::find(std::begin(kKnown), std::end(kKnown), member.key) == std::end(kKnown))
            return wrong("", format_text({"'{0}' is not expected here", "此处不应有“{0}”"}, {member.key}));
    }
    const std::string action(body.string_or("action"));
    if (std::find(std::begin(kActions), std::end(kActions), action) == std::end(kActions)) {
        return wrong("action", {"'action' is retry, skip, suspend, resume, terminate, migrate, jump or set",
                                "“action”必须是 retry、skip、suspend、resume、terminate、migrate、jump 或 set"});
    }
    if (auto typed = check_types(body); !typed) return tl::unexpected(std::move(typed.error()));
    const json::Value* select = body.find("select");
    if (select == nullptr || !select->is_object() || select->members().empty())
        return wrong("select", {"say in 'select' which instances", "请在“select”中指定实例"});
    std::vector<Id> ids;
    if (const json::Value* list = select->find("ids"); list != nullptr && list->is_array()) {
        if (select->members().size() > 1)
            return wrong("select",
                         {"'ids' stand alone: instances are named, or looked for by the parameters of the list",
                          "“ids”须单独使用：实例或逐个指定，或按列表参数查找"});
        auto named = ids_of(*list);
        if (!named) return tl::unexpected(std::move(named.error()));
        ids = std::move(*named);
    } else {
        auto request = request_of(*select);
        if (!request) return tl::unexpected(std::move(request.error()));
        const View view(flows_, act.tx, act.caller, act.now, language);
        auto search = InstanceSearch::make(view, *request);
        if (!search) return tl::unexpected(std::move(search.error()));
        for (Id after = search->beginning(); ids.size() <= kMost;) {
            auto page = search->find(after, kMost + 1 - ids.size());
            if (!page) return tl::unexpected(std::move(page.error()));
            ids.insert(ids.end(), page->ids.begin(), page->ids.end());
            after = page->next;
            if (after == 0) break;
        }
        std::reverse(ids.begin(), ids.end());
    }
    if (ids.size() > kMost)
        return wrong("select", {"these are more than 1,000,000 instances", "所选实例超过 1,000,000 个"});
    json::Value arguments = json::Value::object();
    if (const json::Value* given = body.find("arguments"); given != nullptr && given->is_object()) arguments = *given;
    if (const std::string_view comment = body.string_or("comment"); !comment.empty())
        arguments.set("comment", json::Value::string(comment));
    if (action == "jump" && arguments.string_or("to").empty())
        return wrong("arguments", {"'to' names the node to jump to", "“to”指定要跳转到的节点"});
    if (action == "terminate" && arguments.string_or("comment").empty())
        return wrong("comment", {"'comment' says why the flows are ended", "“comment”说明终止流程的原因"});
    const json::Value* dry = body.find("dry_run");
    const bool dry_run = dry != nullptr && dry->is_boolean() && dry->as_boolean();
    const Id bulk = act.ids.next();
    const auto total = static_cast<std::int64_t>(ids.size());
    auto made = act.tx.execute(
        "INSERT INTO fw_bulk (id, action, arguments, dry_run, state, total, created_at, created_by, ended_at) VALUES "
        "(?, "
        "?, ?, ?, ?, ?, ?, ?, ?)",
        {bulk, action, json::write_compact(arguments), dry_run, total == 0 ? "done" : "running", total, act.now,
         act.caller.person() == 0 ? storage::Param() : storage::Param(act.caller.person()),
         total == 0 ? storage::Param(act.now) : storage::Param()});
    for (const Id id : ids) {
        if (!made) break;
        made = act.tx.execute("INSERT INTO fw_bulk_item (bulk_id, instance_id) VALUES (?, ?)", {bulk, id});
    }
    if (!made) return tl::unexpected(made.error());
    act.news.timers = true;
    json::Value out = json::Value::object();
    out.set("id", View::id(bulk));
    out.set("total", json::Value::number(total));
    return json::write_compact(out);
}

Result<void> Bulk::control(Act& act, Id bulk, std::string_view action) const {
    if (action != "stop" && action != "continue") return not_found();
    auto found = act.tx.query_text("SELECT state FROM fw_bulk WHERE id = ?", {bulk});
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!*found) return not_found();
    const std::string_view from = action == "stop" ? "running" : "stopped";
    if (**found != from) {
        return fail("FLOW-254", action == "stop" ? Text("this command is not running", "该命令未在执行")
                                                 : Text("this command has not been stopped", "该命令未被停止"));
    }
    auto done =
        act.tx.execute("UPDATE fw_bulk SET state = ? WHERE id = ?", {action == "stop" ? "stopped" : "running", bulk});
    if (!done) return tl::unexpected(done.error());
    act.news.timers = true;
    return {};
}

Result<std::string> Bulk::list(Reader& reader, const Caller& caller) const {
    json::Value list = json::Value::array();
    const auto read = reader.query(shown(" ORDER BY id DESC LIMIT 100"), {},
                                   [&](const storage::Row& row) { list.push(show_row(row, caller)); });
    if (!read) return tl::unexpected(read.error());
    return json::write_compact(list);
}

Result<std::string> Bulk::show(Reader& reader, const Caller& caller, Id bulk) const {
    std::optional<json::Value> found;
    const auto read =
        reader.query(shown(" WHERE id = ?"), {bulk}, [&](const storage::Row& row) { found = show_row(row, caller); });
    if (!read) return tl::unexpected(read.error());
    if (!found) return not_found();
    return json::write_compact(*found);
}

Result<std::string> Bulk::items(Reader& reader, Id bulk, std::string_view result, int limit, std::string_view after,
                                Language language) const {
    std::string sql =
        "SELECT instance_id, result, code, text_en, text_zh, at FROM fw_bulk_item WHERE bulk_id = ? AND instance_id > "
        "?";
    std::vector<storage::Param> params{bulk, storage::parse_id(after).value_or(0)};
    if (!result.empty()) {
        sql += " AND result = ?";
        params.emplace_back(result);
    }
    sql += " ORDER BY instance_id LIMIT ?";
    params.emplace_back(limit + 1);
    json::Value list = json::Value::array();
    json::Value next = json::Value::null();
    const auto read = reader.query(sql, params, [&](const storage::Row& row) {
        if (static_cast<int>(list.items().size()) == limit) {
            next = json::Value::string(list.items().back().string_or("instance"));
            return false;
        }
        json::Value item = json::Value::object();
        item.set("instance", View::id(row.integer(0)));
        item.set("result", json::Value::string(row.text(1)));
        if (!row.text(2).empty()) {
            item.set("code", json::Value::string(row.text(2)));
            item.set("text", json::Value::string(row.text(language == Language::kZh ? 4 : 3)));
        }
        if (!row.is_null(5)) item.set("at", View::moment(row.maybe_date_time(5)));
        list.push(std::move(item));
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    json::Value out = json::Value::object();
    out.set("items", std::move(list));
    out.set("next", std::move(next));
    return json::write_compact(out);
}

Result<Bulk::Batch> Bulk::next(Reader& reader, int most) {
    Batch batch;
    std::vector<Item> running;
    auto read = reader.query("SELECT id, created_by FROM fw_bulk WHERE state = 'running' ORDER BY id", {},
                             [&](const storage::Row& row) {
                                 running.push_back({row.integer(0), 0, row.integer(1)});
                             });
    if (!read) return tl::unexpected(read.error());
    for (const Item& bulk : running) {
        if (static_cast<int>(batch.items.size()) >= most) break;
        const std::size_t before = batch.items.size();
        read = reader.query(
            "SELECT instance_id FROM fw_bulk_item WHERE bulk_id = ? AND result = 'waiting' ORDER BY instance_id LIMIT "
            "?",
            {bulk.bulk, most - static_cast<int>(batch.items.size())}, [&](const storage::Row& row) {
                batch.items.push_back({bulk.bulk, row.integer(0), bulk.by});
            });
        if (!read) return tl::unexpected(read.error());
        if (batch.items.size() == before) batch.finished.push_back(bulk.bulk);
    }
    return batch;
}

Result<void> Bulk::note_progress(Act& act, Id bulk, std::int64_t done, std::int64_t failed) {
    auto kept =
        act.tx.execute("UPDATE fw_bulk SET done = done + ?, failed = failed + ? WHERE id = ?", {done, failed, bulk});
    if (!kept) return tl::unexpected(kept.error());
    return {};
}

Result<void> Bulk::finish(Act& act, Id bulk) {
    auto kept = act.tx.execute(
        "UPDATE fw_bulk SET done = (SELECT count(*) FROM fw_bulk_item WHERE bulk_id = ? AND result <> 'waiting'), "
        "failed "
        "= (SELECT count(*) FROM fw_bulk_item WHERE bulk_id = ? AND result = 'failed'), state = 'done', ended_at = ? "
        "WHERE id = ? AND state = 'running'",
        {bulk, bulk, act.now, bulk});
    if (!kept) return tl::unexpected(kept.error());
    return {};
}

Result<void> Bulk::perform(Act& act, const Item& item) const {
    std::string action, arguments, state;
    bool dry_run = false;
    const auto read = act.tx.query(
        "SELECT b.action, b.arguments, b.dry_run, b.state FROM fw_bulk b JOIN fw_bulk_item i ON i.bulk_id = b.id WHERE "
        "b.id = ? AND i.instance_id = ? AND i.result = 'waiting'",
        {item.bulk, item.instance}, [&](const storage::Row& row) {
            action = row.text(0);
            arguments = row.text(1);
            dry_run = row.boolean(2);
            state = row.text(3);
        });
    if (!read) return tl::unexpected(read.error());
    if (state != "running") return {};
    auto body = json::read(arguments);
    if (!body) return tl::unexpected(std::move(body.error()));
    auto done = Operations(flows_, act).perform(item.instance, action, *body, std::nullopt, dry_run);
    if (!done) return tl::unexpected(std::move(done.error()));
    Diagnostic note;  // of a dry run: possible, and yet to be known before
    if (dry_run && !done->notes.empty()) {
        note.code = done->notes.front().code;
        for (const Diagnostic& each : done->notes) {
            note.text.en += (note.text.en.empty() ? "" : "; ") + each.text.en;
            note.text.zh += (note.text.zh.empty() ? "" : "；") + each.text.zh;
        }
    }
    auto kept = act.tx.execute(
        "UPDATE fw_bulk_item SET result = 'done', at = ?, code = ?, text_en = ?, text_zh = ? WHERE bulk_id = ? AND "
        "instance_id = ? AND result = 'waiting'",
        {act.now, note.code, note.text.en, note.text.zh, item.bulk, item.instance});
    if (!kept) return tl::unexpected(kept.error());
    return {};
}

Result<void> Bulk::note_failure(Act& act, const Item& item, const Diagnostics& why) {
    const Diagnostic first = why.empty() ? Diagnostic{} : why.front();
    auto kept = act.tx.execute(
        "UPDATE fw_bulk_item SET result = 'failed', code = ?, text_en = ?, text_zh = ?, at = ? WHERE bulk_id = ? AND "
        "instance_id = ? AND result = 'waiting'",
        {first.code, first.text.en, first.text.zh, act.now, item.bulk, item.instance});
    if (!kept) return tl::unexpected(kept.error());
    return {};
}

}  // namespace fw::flows
