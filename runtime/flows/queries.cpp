#include <algorithm>

#include "engine/json/write.h"
#include "runtime/flows/expressions.h"
#include "runtime/flows/flows.h"
#include "runtime/flows/history.h"
#include "runtime/flows/leavers.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

// Ids of a page in order, one more than asked for to know whether there is a next one.
struct Page {
    std::vector<Id> ids;
    bool more = false;
};

Result<Page> page_of(Reader& reader, const std::string& sql, storage::Params params, int limit) {
    Page page;
    const auto read = reader.query(sql, params, [&](const storage::Row& row) {
        if (static_cast<int>(page.ids.size()) == limit) {
            page.more = true;
            return false;
        }
        page.ids.push_back(row.integer(0));
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    return page;
}

// What a box holds: tasks, or flows that wait for their initiator; ids are unique over both.
struct Part {
    std::string from;  // "fw_task WHERE …"
    std::vector<storage::Param> params;
};

// The caller's own tasks and those of whom he stands in for. Administrators also see what nobody was found for, or only
// somebody who cannot act any more.
Part whose(const Caller& caller, DateTime now) {
    Part part{"fw_task WHERE (assignee_id IN (?", {caller.person()}};
    for (const std::int64_t absent : caller.directory().acts_for(caller.person(), now.micros)) {
        part.from += ", ?";
        part.params.emplace_back(absent);
    }
    part.from += ")";
    if (caller.administrator()) {
        part.from += std::string(" OR assignee_id IS NULL OR assignee_id IN (") + unable_to_act() + ")";
        add_unable_to_act(part.params);
    }
    part.from += ")";
    return part;
}

// Flows that wait to be submitted again.
Part returned_to(const Caller& caller) {
    Part part{"fw_flow_instance WHERE (initiator_id = ?", {caller.person()}};
    if (caller.administrator()) {
        part.from += std::string(" OR initiator_id IN (") + unable_to_act() + ")";
        add_unable_to_act(part.params);
    }
    part.from += ") AND returned_at IS NOT NULL AND state = 'running'";
    return part;
}

Part with(Part part, std::string_view condition) {
    part.from += " AND ";
    part.from += condition;
    return part;
}

Result<std::vector<Part>> parts_of(const BoxRequest& request, const Caller& caller, DateTime now) {
    const std::int64_t me = caller.person();
    if (request.box == "todo") {
        return std::vector<Part>{with(whose(caller, now), "status = 'open' AND NOT suspended"),
                                 with(returned_to(caller), "NOT suspended")};
    }
    if (request.box == "waiting") {
        return std::vector<Part>{with(whose(caller, now), "status = 'held'"),
                                 with(whose(caller, now), "status = 'open' AND suspended"),
                                 with(returned_to(caller), "suspended")};
    }
    if (request.box == "done") {  // what somebody did for him counts as his
        return std::vector<Part>{
            {"fw_task WHERE done_by = ? AND status = 'done'", {me}},
            {"fw_task WHERE assignee_id = ? AND status = 'done' AND done_by <> assignee_id", {me}}};
    }
    if (request.box == "copied") {
        const Part copies{"fw_task WHERE assignee_id = ? AND status = 'copy'", {me}};
        return std::vector<Part>{request.unread ? with(copies, "opened_at IS NULL") : copies};
    }
    return fail("FLOW-422", {"'box' is todo, waiting, done, started or copied",
                             "“box”必须是 todo、waiting、done、started 或 copied"});
}

// Newest first.
Result<Page> page_of(Reader& reader, const std::vector<Part>& parts, const std::string& after, int limit) {
    std::string sql;
    std::vector<storage::Param> params;
    for (const Part& part : parts) {
        sql += (sql.empty() ? "SELECT id FROM " : " UNION ALL SELECT id FROM ") + part.from;
        params.insert(params.end(), part.params.begin(), part.params.end());
    }
    params.emplace_back(storage::parse_id(after).value_or(INT64_MAX));
    params.emplace_back(limit + 1);
    return page_of(reader, "SELECT id FROM (" + sql + ") AS box WHERE id < ? ORDER BY id DESC LIMIT ?", params, limit);
}

json::Value next_of(const Page& page) { return page.more ? View::id(page.ids.back()) : json::Value::null(); }

}  // namespace

Result<std::string> Flows::tasks(Reader& reader, const Caller& caller, const BoxRequest& request, DateTime now,
                                 Language language) const {
    const View view(*this, reader, caller, now, language);
    const int limit = std::clamp(request.limit, 1, 1000);
    const std::int64_t me = caller.person();
    json::Value list = json::Value::array();
    json::Value out = json::Value::object();
    if (request.box == "started") {
        InstanceRequest mine;
        mine.limit = limit;
        mine.after = request.after;
        const Id after = storage::parse_id(request.after).value_or(INT64_MAX);
        auto page = page_of(
            reader, "SELECT id FROM fw_flow_instance WHERE initiator_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
            {me, after, limit + 1}, limit);
        if (!page) return tl::unexpected(std::move(page.error()));
        for (const Id id : page->ids) {
            auto loaded = load_instance(reader, view.finder(), id, false);
            if (!loaded) return tl::unexpected(std::move(loaded.error()));
            auto item = view.instance(*loaded, false);
            if (!item) return tl::unexpected(std::move(item.error()));
            item->set("instance", View::id(id));
            item->set("kind", json::Value::string("started"));
            if (const json::Value* since = item->find("started_at")) item->set("created_at", json::Value(*since));
            list.push(std::move(*item));
        }
        out.set("tasks", std::move(list));
        out.set("next", next_of(*page));
        auto count = reader.query_integer("SELECT count(*) FROM fw_flow_instance WHERE initiator_id = ?", {me});
        if (!count) return tl::unexpected(std::move(count.error()));
        out.set("count", json::Value::number(count->value_or(0)));
        return json::write_compact(out);
    }
    auto parts = parts_of(request, caller, now);
    if (!parts) return tl::unexpected(std::move(parts.error()));
    auto page = page_of(reader, *parts, request.after, limit);
    if (!page) return tl::unexpected(std::move(page.error()));
    std::optional<Loaded> instance;  // one with ten thousand tasks is not read for each of them
    for (const Id id : page->ids) {
        auto row = load_task(reader, id);
        if (!row) return tl::unexpected(std::move(row.error()));
        if (!*row) {
            auto item = view.to_resubmit(id);
            if (!item) return tl::unexpected(std::move(item.error()));
            list.push(std::move(*item));
            continue;
        }
        if (!instance || instance->id != (*row)->instance) {
            auto loaded = load_instance(reader, view.finder(), (*row)->instance, false);
            if (!loaded) return tl::unexpected(std::move(loaded.error()));
            instance = std::move(*loaded);
        }
        auto item = view.task(**row, *instance);
        if (!item) return tl::unexpected(std::move(item.error()));
        list.push(std::move(*item));
    }
    out.set("tasks", std::move(list));
    out.set("next", next_of(*page));
    std::int64_t all = 0;
    for (const Part& part : *parts) {
        auto count = reader.query_integer("SELECT count(*) FROM " + part.from, part.params);
        if (!count) return tl::unexpected(std::move(count.error()));
        all += count->value_or(0);
    }
    out.set("count", json::Value::number(all));
    return json::write_compact(out);
}

Result<std::string> Flows::task(Reader& reader, const Caller& caller, Id id, DateTime now, Language language) const {
    const View view(*this, reader, caller, now, language);
    auto row = load_task(reader, id);
    if (!row) return tl::unexpected(std::move(row.error()));
    if (!*row) return not_found();
    const bool mine =
        (*row)->assignee == caller.person() || (*row)->done_by == caller.person() || caller.administrator() ||
        (*row)->initiator == caller.person() ||
        (((*row)->status == "open" || (*row)->status == "held") && stands_in(caller, (*row)->assignee, now));
    if (!mine) return not_found();
    auto whole = view.whole_task(**row);
    if (!whole) return tl::unexpected(std::move(whole.error()));
    return json::write_compact(*whole);
}

Result<bool> Flows::unopened(Reader& reader, const Caller& caller, Id id, DateTime now) const {
    auto row = load_task(reader, id);
    if (!row) return tl::unexpected(std::move(row.error()));
    if (!*row || (*row)->opened_at || ((*row)->status != "open" && (*row)->status != "copy")) return false;
    return (*row)->assignee == caller.person() ||
           ((*row)->status == "open" && stands_in(caller, (*row)->assignee, now));
}

Result<std::string> Flows::instance(Reader& reader, const Caller& caller, Id id, DateTime now,
                                    Language language) const {
    const View view(*this, reader, caller, now, language);
    auto loaded = load_instance(reader, view.finder(), id, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    auto seen = view.may_see(*loaded);
    if (!seen) return tl::unexpected(std::move(seen.error()));
    if (!*seen) return not_found();
    auto whole = view.instance(*loaded, true);
    if (!whole) return tl::unexpected(std::move(whole.error()));
    return json::write_compact(*whole);
}

Result<std::string> Flows::trail(Reader& reader, const Caller& caller, const compile::Entity& entity, Id record,
                                 DateTime now, Language language) const {
    const View view(*this, reader, caller, now, language);
    if (records_ != nullptr) {
        auto shown = records_->show(reader, caller, entity, record, now);
        if (!shown) return tl::unexpected(std::move(shown.error()));
    }
    auto page =
        page_of(reader, "SELECT id FROM fw_flow_instance WHERE entity = ? AND record_id = ? ORDER BY id DESC LIMIT ?",
                {entity.id, record, 101}, 100);
    if (!page) return tl::unexpected(std::move(page.error()));
    json::Value list = json::Value::array();
    for (const Id id : page->ids) {
        auto loaded = load_instance(reader, view.finder(), id, false);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        auto item = view.instance(*loaded, true);
        if (!item) return tl::unexpected(std::move(item.error()));
        list.push(std::move(*item));
    }
    json::Value out = json::Value::object();
    out.set("instances", std::move(list));
    return json::write_compact(out);
}

Result<std::string> Flows::answer(Reader& reader, const Caller& caller, const Outcome& outcome, DateTime now,
                                  Language language) const {
    const View view(*this, reader, caller, now, language);
    json::Value out = json::Value::object();
    if (outcome.task != 0) {
        auto row = load_task(reader, outcome.task);
        if (!row) return tl::unexpected(std::move(row.error()));
        auto loaded = load_instance(reader, view.finder(), (*row)->instance, false);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        auto item = view.task(**row, *loaded);
        if (!item) return tl::unexpected(std::move(item.error()));
        out.set("task", std::move(*item));
    }
    json::Value instance = json::Value::object();
    instance.set("id", View::id(outcome.instance));
    instance.set("state", json::Value::string(flow::status_name(outcome.status)));
    instance.set("version", json::Value::number(outcome.version));
    out.set("instance", std::move(instance));
    return json::write_compact(out);
}

Result<std::vector<StartAction>> Flows::start_actions(Reader& reader, const Caller& caller,
                                                      const compile::Entity& entity, const records::Shown& shown,
                                                      DateTime now) const {
    const Id record = shown.id;
    const bool may_update = shown.may_update;
    std::vector<StartAction> actions;
    for (const flow::Flow* flow : program_->flows_of(entity)) {
        if (flow->action.empty()) continue;
        StartAction action{flow, false, {}};
        std::optional<Loaded> running;
        auto id = reader.query_integer(
            "SELECT id FROM fw_flow_instance WHERE record_id = ? AND flow = ? AND state = 'running'",
            {record, flow->id});
        if (!id) return tl::unexpected(std::move(id.error()));
        if (*id) {
            auto loaded = load_instance(reader, FlowFinder(program_, options_), **id, false);
            if (!loaded) return tl::unexpected(std::move(loaded.error()));
            bool mine = loaded->state.initiator == caller.person() || caller.administrator();
            if (!mine && may_update && records_ != nullptr) {
                auto kept = keeps(*records_, reader, entity, record, caller.person());
                if (!kept) return tl::unexpected(std::move(kept.error()));
                mine = *kept;
            }
            action.enabled = loaded->state.returned && mine;
            if (!loaded->state.returned) action.reason = Text("it is being approved", "正在审批中");
            if (loaded->state.returned && !mine)
                action.reason = Text("only the initiator may do this", "只有发起人可以执行此操作");
            actions.push_back(std::move(action));
            continue;
        }
        if (!may_update) {
            action.reason = shown.only_locked ? records::locked_in(entity, shown.state)
                                              : Text("you may not change this record", "您无权修改此记录");
        } else if (flow->when && records_ != nullptr) {
            auto context = records_->context(reader, entity, record, paths_of(flow->when));
            if (!context) return tl::unexpected(std::move(context.error()));
            action.enabled = holds(flow->when, *context, caller, options_.zone, now);
            if (!action.enabled) {
                auto why = why_not(*records_, reader, entity, *flow, record, caller, options_.zone, now);
                if (!why) return tl::unexpected(std::move(why.error()));
                action.reason = std::move(*why);
            }
        } else {
            action.enabled = true;
        }
        actions.push_back(std::move(action));
    }
    return actions;
}

Result<files::File> Flows::file(Reader& reader, const Caller& caller, Id id, DateTime now) const {
    auto found = files::find(reader, id);
    if (!found) return tl::unexpected(std::move(found.error()));
    const auto none = [] {
        return fail("FILE-404", {"There is no such file, or you may not see it.", "文件不存在，或您无权查看。"});
    };
    if (!*found) return none();
    files::File file = std::move(**found);
    bool may = file.instance == 0 && file.owner == caller.person();
    if (file.instance != 0) {
        const View view(*this, reader, caller, now, Language::kEn);
        auto loaded = load_instance(reader, view.finder(), file.instance, false);
        if (!loaded) return none();
        auto seen = view.may_see(*loaded);
        if (!seen) return tl::unexpected(std::move(seen.error()));
        may = *seen;
    }
    if (!may) return none();
    auto bytes = files::bytes_of(reader, id);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    file.bytes = std::move(*bytes);
    return file;
}

Result<void> Flows::verify(Reader& reader, Id id) const {
    const FlowFinder finder(program_, options_);
    auto loaded = load_instance(reader, finder, id, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    flow::Instance replayed;
    std::int64_t steps = 0;
    const auto read = each_step(reader, finder, *loaded, [&](const Step& step) {
        if (step.number != ++steps) return false;
        for (const flow::Event& event : step.events) flow::apply(replayed, *step.flow, event);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    // What retention has removed cannot be replayed.
    if (!loaded->state.running() && steps <= 1 && loaded->version > 0 && replayed == flow::Instance()) return {};
    if (steps == loaded->version && replayed == loaded->state) return {};
    return fail("FLOW-310",
                format_text({"the events of instance {0} do not give its state", "实例 {0} 的事件与其状态不一致"},
                            {storage::id_text(id)}));
}

}  // namespace fw::flows
