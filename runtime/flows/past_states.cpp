// What an instance was after each of its steps, and the versions of a flow that instances run on.
#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/history.h"
#include "runtime/flows/view.h"

namespace fw::flows {

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

}  // namespace fw::flows
