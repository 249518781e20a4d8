// Incidents as lists, and what operations add to the JSON of an instance.
#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/json/write.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

constexpr const char* kColumns =
    "SELECT id, instance_id, flow, node, kind, code, text_en, text_zh, attempts, entity, record_id, state, how, "
    "created_at, solved_at, solved_by FROM fw_incident";

struct IncidentRow {
    Id id = 0, instance = 0, record = 0;
    std::string flow, node, kind, code, entity, state, how;
    Text text;
    std::int64_t attempts = 0;
    DateTime at;
    std::optional<DateTime> solved_at;
    std::int64_t solved_by = 0;
};

IncidentRow incident_row(const storage::Row& row) {
    IncidentRow made;
    made.id = row.integer(0);
    made.instance = row.integer(1);
    made.flow = row.text(2);
    made.node = row.text(3);
    made.kind = row.text(4);
    made.code = row.text(5);
    made.text = Text(std::string(row.text(6)), std::string(row.text(7)));
    made.attempts = row.integer(8);
    made.entity = row.text(9);
    made.record = row.integer(10);
    made.state = row.text(11);
    made.how = row.text(12);
    made.at = row.date_time(13);
    made.solved_at = row.maybe_date_time(14);
    made.solved_by = row.integer(15);
    return made;
}

Result<json::Value> incident_json(const View& view, const IncidentRow& row) {
    const flow::Flow* flow = view.program().flow(row.flow);
    const flow::Node* node = flow == nullptr ? nullptr : flow->find(row.node);
    json::Value out = json::Value::object();
    out.set("id", View::id(row.id));
    out.set("instance", View::id(row.instance));
    out.set("flow", json::Value::string(row.flow));
    out.set("flow_label", flow == nullptr ? json::Value::string(row.flow) : view.text(flow->label));
    out.set("node", json::Value::string(row.node));
    out.set("node_label", node == nullptr ? json::Value::string(row.node) : view.text(node->label));
    out.set("kind", json::Value::string(row.kind));
    out.set("code", json::Value::string(row.code));
    out.set("text", view.text(row.text));
    out.set("attempts", json::Value::number(row.attempts));
    out.set("at", View::moment(std::optional(row.at)));
    out.set("state", json::Value::string(row.state));
    if (row.state != "open") {
        out.set("how", json::Value::string(row.how));
        out.set("solved_at", View::moment(row.solved_at));
        out.set("solved_by", view.person(row.solved_by));
    }
    auto record = view.record(view.program().entity(row.entity), row.entity, row.record);
    if (!record) return record;
    out.set("record", std::move(*record));
    return out;
}

Result<json::Value> incident_list(const View& view, const std::string& where, storage::Params params) {
    std::vector<IncidentRow> rows;
    const auto read = view.reader().query(std::string(kColumns) + where, params,
                                          [&](const storage::Row& row) { rows.push_back(incident_row(row)); });
    if (!read) return tl::unexpected(read.error());
    json::Value list = json::Value::array();
    for (const IncidentRow& row : rows) {
        auto item = incident_json(view, row);
        if (!item) return item;
        list.push(std::move(*item));
    }
    return list;
}

constexpr std::string_view kWaitKinds[] = {"message", "signal", "condition", "job", "call"};

}  // namespace

json::Value View::timers(const flow::Instance& state, const flow::Flow& flow) const {
    json::Value list = json::Value::array();
    for (const flow::Timer& timer : state.timers) {
        json::Value item = json::Value::object();
        item.set("number", json::Value::number(static_cast<std::int64_t>(timer.number)));
        item.set("node", json::Value::string(flow.nodes[timer.node].id));
        item.set("node_label", text(flow.nodes[timer.node].label));
        item.set("due_at", moment(timer.due));
        list.push(std::move(item));
    }
    return list;
}

json::Value View::waits(const flow::Instance& state, const flow::Flow& flow, Id instance) const {
    json::Value list = json::Value::array();
    for (const flow::Wait& wait : state.waits) {
        json::Value item = json::Value::object();
        item.set("number", json::Value::number(static_cast<std::int64_t>(wait.number)));
        item.set("kind", json::Value::string(kWaitKinds[static_cast<std::size_t>(wait.kind)]));
        item.set("name", json::Value::string(wait.name));
        item.set("node", json::Value::string(flow.nodes[wait.node].id));
        item.set("node_label", text(flow.nodes[wait.node].label));
        if (wait.kind == flow::Wait::Kind::kMessage && !wait.key.is_null()) item.set("key", feel::to_json(wait.key));
        if (wait.kind == flow::Wait::Kind::kCall && instance != 0) {
            const auto child = reader_.query_integer(
                "SELECT child_id FROM fw_flow_call WHERE parent_id = ? AND wait = ?", {instance, wait.number});
            if (child && *child) item.set("called", id(**child));
        }
        list.push(std::move(item));
    }
    return list;
}

// Whether there is another version of its flow: the one deployed now, or one that other instances run on. Of a flow
// with very many instances the first and the last ones are looked at.
bool View::may_migrate(const Loaded& loaded) const {
    const std::string own = version_text(*loaded.flow);
    const flow::Flow* now = program().flow(loaded.flow->id);
    if (now != nullptr && version_text(*now) != own) return true;
    for (const char* order : {"ASC", "DESC"}) {
        const auto other = reader_.query_integer(
            std::string("SELECT 1 FROM (SELECT flow_version AS v FROM fw_flow_instance WHERE flow = ? ORDER BY id ") +
                order + " LIMIT 1000) AS seen WHERE v <> ? LIMIT 1",
            {loaded.flow->id, own});
        if (other && *other) return true;
    }
    return false;
}

Result<void> View::add_operations(const Loaded& loaded, bool whole, json::Value& made) const {
    const flow::Instance& state = loaded.state;
    made.set("suspended", json::Value::boolean(state.suspended));
    if (state.incidents.empty()) {
        made.set("incidents", json::Value::array());
    } else {
        auto list = incident_list(*this, " WHERE instance_id = ? AND state = 'open' ORDER BY id", {loaded.id});
        if (!list) return tl::unexpected(std::move(list.error()));
        made.set("incidents", std::move(*list));
    }
    if (caller_.administrator() && state.running()) {
        json::Value actions = json::Value::array();
        for (const json::Value& each : made.find("actions")->items()) {
            const bool acts = each.as_string() != "terminate";
            if (!state.suspended || !acts) actions.push(each);
        }
        actions.push(json::Value::string(state.suspended ? "resume" : "suspend"));
        actions.push(json::Value::string("set"));
        if (may_migrate(loaded)) actions.push(json::Value::string("migrate"));
        if (!state.incidents.empty() && !state.suspended) {
            actions.push(json::Value::string("retry"));
            actions.push(json::Value::string("skip"));
        }
        made.set("actions", std::move(actions));
    }
    if (!whole) return {};
    made.set("timers", timers(state, *loaded.flow));
    made.set("waits", waits(state, *loaded.flow, loaded.id));
    json::Value moved = json::Value::array();
    const auto read =
        reader_.query("SELECT seq, deployment_id FROM fw_flow_migration WHERE instance_id = ? ORDER BY seq",
                      {loaded.id}, [&](const storage::Row& row) {
                          json::Value item = json::Value::object();
                          item.set("step", json::Value::number(row.integer(0)));
                          item.set("from", id(row.integer(1)));
                          moved.push(std::move(item));
                      });
    if (!read) return tl::unexpected(read.error());
    made.set("migrations", std::move(moved));
    return {};
}

Result<std::string> Flows::incidents(Reader& reader, const Caller& caller, const IncidentRequest& request, DateTime now,
                                     Language language) const {
    const View view(*this, reader, caller, now, language);
    const int limit = std::clamp(request.limit, 1, 1000);
    std::string where;
    std::vector<storage::Param> params;
    const auto add = [&](const char* condition, const storage::Param& value) {
        where += std::string(" AND ") + condition;
        params.push_back(value);
    };
    const flow::Flow* flow = request.flow.empty() ? nullptr : program_->flow(request.flow);
    const std::string flow_id = flow == nullptr ? request.flow : flow->id;
    if (!flow_id.empty()) add("flow = ?", flow_id);
    if (!request.node.empty()) add("node = ?", request.node);
    if (!request.code.empty()) add("code = ?", request.code);
    if (!request.state.empty()) add("state = ?", request.state);
    if (request.instance != 0) add("instance_id = ?", request.instance);
    auto count = reader.query_integer("SELECT count(*) FROM fw_incident WHERE id > 0" + where, params);
    if (!count) return tl::unexpected(std::move(count.error()));
    const Id after = storage::parse_id(request.after).value_or(INT64_MAX);
    params.emplace_back(after);
    params.emplace_back(limit + 1);
    auto list = incident_list(view, " WHERE id > 0" + where + " AND id < ? ORDER BY id DESC LIMIT ?", params);
    if (!list) return tl::unexpected(std::move(list.error()));
    json::Value out = json::Value::object();
    json::Value next = json::Value::null();
    if (static_cast<int>(list->items().size()) > limit) {
        list->items().pop_back();
        next = json::Value::string(list->items().back().string_or("id"));
    }
    out.set("incidents", std::move(*list));
    out.set("next", std::move(next));
    out.set("count", json::Value::number(count->value_or(0)));
    return json::write_compact(out);
}

}  // namespace fw::flows
