// Incidents as lists, and what operations add to the JSON of an instance.
#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/history.h"
#include "runtime/flows/operations.h"
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

json::Value View::state(const Loaded& loaded, std::int64_t steps, std::optional<DateTime> at) const {
    const flow::Instance& state = loaded.state;
    const flow::Flow& flow = *loaded.flow;
    json::Value made = json::Value::object();
    made.set("step", json::Value::number(loaded.version));
    made.set("steps", json::Value::number(steps));
    made.set("at", moment(at));
    made.set("deployment", id(loaded.deployment));
    made.set("state", json::Value::string(flow::status_name(state.status)));
    made.set("suspended", json::Value::boolean(state.suspended));
    made.set("returned", json::Value::boolean(state.returned));
    made.set("round", json::Value::number(static_cast<std::int64_t>(state.round)));
    made.set("tokens", tokens(loaded));
    json::Value variables = json::Value::object();
    for (std::size_t i = 0; i < state.variables.size(); ++i)
        variables.set(flow.variables[i].id, feel::to_json(state.variables[i]));
    made.set("variables", std::move(variables));
    json::Value seats = json::Value::array();
    constexpr std::string_view kSeats[] = {"queued", "waiting", "parked", "agreed", "refused", "absent", "held"};
    for (const flow::Seat& seat : state.seats) {
        json::Value item = json::Value::object();
        item.set("number", json::Value::number(static_cast<std::int64_t>(seat.number)));
        item.set("node", json::Value::string(flow.nodes[seat.node].id));
        item.set("person", person(seat.person));
        const auto status = static_cast<std::size_t>(seat.status);
        item.set("status", json::Value::string(status < std::size(kSeats) ? kSeats[status] : "waiting"));
        seats.push(std::move(item));
    }
    made.set("seats", std::move(seats));
    made.set("timers", timers(state, flow));
    made.set("waits", waits(state, flow, 0));
    json::Value incidents = json::Value::array();
    for (const flow::Incident& each : state.incidents) {
        json::Value item = json::Value::object();
        item.set("number", json::Value::number(static_cast<std::int64_t>(each.number)));
        item.set("node", json::Value::string(flow.nodes[each.node].id));
        item.set("code", json::Value::string(each.code));
        item.set("text", text(Text(each.text, each.text_zh)));
        incidents.push(std::move(item));
    }
    made.set("incidents", std::move(incidents));
    return made;
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

Result<std::string> Flows::history(Reader& reader, const Caller& caller, Id instance, std::int64_t after, int limit,
                                   DateTime now, Language language) const {
    const View view(*this, reader, caller, now, language);
    auto loaded = load_instance(reader, view.finder(), instance, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    json::Value list = json::Value::array();
    bool more = false;
    std::int64_t last = after;
    const auto read = each_step(
        reader, view.finder(), *loaded,
        [&](const Step& step) {
            if (static_cast<int>(list.items().size()) == limit) {
                more = true;
                return false;
            }
            json::Value item = json::Value::object();
            item.set("step", json::Value::number(step.number));
            item.set("at", View::moment(std::optional(step.at)));
            std::string text;
            flow::append_json(text, step.events, *step.flow);
            auto events = json::read(text);
            item.set("events", events ? std::move(*events) : json::Value::array());
            list.push(std::move(item));
            last = step.number;
            return true;
        },
        after);
    if (!read) return tl::unexpected(read.error());
    json::Value out = json::Value::object();
    out.set("steps", std::move(list));
    out.set("next", more ? json::Value::string(std::to_string(last)) : json::Value::null());
    return json::write_compact(out);
}

Result<std::string> Flows::state(Reader& reader, const Caller& caller, Id instance, std::int64_t at, DateTime now,
                                 Language language) const {
    const View view(*this, reader, caller, now, language);
    auto loaded = load_instance(reader, view.finder(), instance, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    auto then = state_at(reader, view.finder(), *loaded, at);
    if (!then) return tl::unexpected(std::move(then.error()));
    std::optional<DateTime> moment;
    json::Value events = json::Value::array();
    const auto read = each_step(
        reader, view.finder(), *loaded,
        [&](const Step& step) {
            moment = step.at;
            std::string text;
            flow::append_json(text, step.events, *step.flow);
            if (auto value = json::read(text)) events = std::move(*value);
            return false;
        },
        then->version - 1);
    if (!read) return tl::unexpected(read.error());
    json::Value out = view.state(*then, loaded->version, moment);
    out.set("events", std::move(events));
    return json::write_compact(out);
}

Result<std::string> Flows::versions(Reader& reader, const Caller& caller, const flow::Flow& flow, DateTime now,
                                    Language language) const {
    const View view(*this, reader, caller, now, language);
    struct Version {
        Id deployment = 0;
        std::string version;
        std::int64_t running = 0, ended = 0;
    };
    std::vector<Version> versions{{deployment_, version_text(flow), 0, 0}};
    const auto read = reader.query(
        "SELECT flow_version, max(deployment_id), sum(CASE WHEN state = 'running' THEN 1 ELSE 0 END), count(*) FROM "
        "fw_flow_instance WHERE flow = ? GROUP BY flow_version ORDER BY 2 DESC",
        {flow.id}, [&](const storage::Row& row) {
            Version each{row.integer(1), std::string(row.text(0)), row.integer(2), row.integer(3)};
            each.ended -= each.running;
            if (each.version == versions.front().version) {
                versions.front().running = each.running;
                versions.front().ended = each.ended;
            } else {
                versions.push_back(std::move(each));
            }
        });
    if (!read) return tl::unexpected(read.error());
    json::Value list = json::Value::array();
    for (const Version& each : versions) {
        json::Value item = json::Value::object();
        item.set("deployment", View::id(each.deployment));
        item.set("deployed_at", View::moment(std::optional(storage::id_time(each.deployment))));
        item.set("current", json::Value::boolean(&each == &versions.front()));
        item.set("running", json::Value::number(each.running));
        item.set("ended", json::Value::number(each.ended));
        Loaded on;
        json::Value nodes = json::Value::array();
        if (view.finder().find(reader, flow.id, each.version, each.deployment, on)) {
            for (const flow::Node& node : on.flow->nodes) {
                json::Value one = json::Value::object();
                one.set("id", json::Value::string(node.id));
                one.set("label", view.text(node.label));
                one.set("type", json::Value::string(node.kind->id));
                nodes.push(std::move(one));
            }
        }
        item.set("nodes", std::move(nodes));
        list.push(std::move(item));
    }
    return json::write_compact(list);
}

namespace {

json::Value told(const Diagnostics& some, Language language) {
    json::Value list = json::Value::array();
    for (const Diagnostic& each : some) {
        json::Value item = json::Value::object();
        item.set("code", json::Value::string(each.code));
        item.set("severity", json::Value::string(std::string(severity_name(each.severity))));
        item.set("text", json::Value::string(each.text.in(language)));
        if (!each.place.element.empty()) item.set("element", json::Value::string(each.place.element));
        list.push(std::move(item));
    }
    return list;
}

Result<std::string> done_json(const View& view, const Operations::Done& done, Language language) {
    json::Value out = json::Value::object();
    if (done.dry_run) {
        out.set("dry_run", json::Value::boolean(true));
        out.set("possible", json::Value::boolean(true));
        out.set("diagnostics", told(done.notes, language));
        out.set("instance", view.state(done.after, done.after.version, std::nullopt));
        return json::write_compact(out);
    }
    json::Value instance = json::Value::object();
    instance.set("id", View::id(done.after.id));
    instance.set("state", json::Value::string(flow::status_name(done.after.state.status)));
    instance.set("suspended", json::Value::boolean(done.after.state.suspended));
    instance.set("version", json::Value::number(done.after.version));
    out.set("instance", std::move(instance));
    return json::write_compact(out);
}

bool wants_dry_run(const json::Value& body) {
    const json::Value* found = body.find("dry_run");
    return found != nullptr && found->is_boolean() && found->as_boolean();
}

// Why it is not possible, as the answer to a dry run.
std::string impossible(const Diagnostics& why, Language language) {
    json::Value out = json::Value::object();
    out.set("dry_run", json::Value::boolean(true));
    out.set("possible", json::Value::boolean(false));
    out.set("diagnostics", told(why, language));
    return json::write_compact(out);
}

// What a body asks for and cannot be had at all is no answer to a dry run.
bool refused_outright(const Diagnostics& why) {
    const std::string& code = why.front().code;
    return code == "FLOW-404" || code == "FLOW-422" || code == "FLOW-217" || code == "FLOW-412" ||
           code.starts_with("DB-");
}

}  // namespace

bool Flows::is_operation(std::string_view action) { return Operations::knows(action); }

Result<std::string> Flows::operate(Act& act, Id instance, const ActionRequest& request, Language language) const {
    static const json::Value kEmpty = json::Value::object();
    const json::Value& body = request.body == nullptr ? kEmpty : *request.body;
    auto done = Operations(*this, act).perform(instance, request.action, body, request.version);
    if (!done) {
        if (wants_dry_run(body) && !refused_outright(done.error())) return impossible(done.error(), language);
        return tl::unexpected(std::move(done.error()));
    }
    return done_json(View(*this, act.tx, act.caller, act.now, language), *done);
}

Result<std::string> Flows::solve(Act& act, Id incident, std::string_view action, const json::Value& body,
                                 Language language) const {
    auto done = Operations(*this, act).perform_on_incident(incident, action, body);
    if (!done) {
        if (wants_dry_run(body) && !refused_outright(done.error())) return impossible(done.error(), language);
        return tl::unexpected(std::move(done.error()));
    }
    return done_json(View(*this, act.tx, act.caller, act.now, language), *done);
}

Result<void> Flows::break_off(Act& act, Id instance, std::uint32_t wait, std::uint32_t timer, const Diagnostics& why,
                              std::int64_t attempts) const {
    return Runner(*this, act).break_off(instance, wait, timer, why, attempts);
}

}  // namespace fw::flows
