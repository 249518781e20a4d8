#include "runtime/flows/flows.h"

#include <algorithm>
#include <charconv>

#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

using compile::Entity;
using flows::Outcome;

Result<storage::Id> record_of(const json::Value& body) {
    const json::Value* value = body.find("record");
    if (value != nullptr && value->is_object()) value = value->find("id");
    const auto id = value != nullptr && value->is_string() ? storage::parse_id(value->as_string()) : std::nullopt;
    if (!id) {
        Diagnostic d{"FLOW-422",
                     Severity::kError,
                     {},
                     {"Give \"record\": the id of the record.", "请提供 \"record\"，即记录编号。"},
                     {}};
        d.place.element = "field:record";
        return fail(std::move(d));
    }
    return *id;
}

Result<Response> start(host::Host& host, Act& act, const Input& in, const flow::Flow& flow, storage::Id record) {
    auto version = if_match(in.request);
    if (!version) return tl::unexpected(version.error());
    if (!in.body.is_object() && !in.body.is_null())
        return fail("FLOW-422", {"the body must be a JSON object", "请求体必须是 JSON 对象"});
    const json::Value* comment = in.body.find("comment");
    if (comment != nullptr && !comment->is_null() && (!comment->is_string() || comment->as_string().size() > 20'000)) {
        return fail("FLOW-422",
                    {"'comment' must be a text of at most 20,000 bytes", "“comment”必须是不超过 20,000 字节的文本"});
    }
    static const std::vector<json::Member> kNothing;
    for (const json::Member& member : in.body.is_object() ? in.body.members() : kNothing) {
        constexpr std::string_view kKnown[] = {"record", "comment", "variables", "choices", "files", "mentions"};
        if (std::find(std::begin(kKnown), std::end(kKnown), member.key) != std::end(kKnown)) continue;
        return fail("FLOW-422", format_text({"'{0}' is not expected here", "此处不应有“{0}”"}, {member.key}));
    }
    flows::StartRequest request;
    request.flow = &flow;
    request.record = record;
    request.version = *version;
    request.comment = in.body.string_or("comment");
    if (const json::Value* variables = in.body.find("variables"); variables != nullptr && !variables->is_null()) {
        if (!variables->is_object())
            return fail("FLOW-422", {"'variables' must be an object", "“variables”必须是对象"});
        request.variables = variables;
    }
    if (const json::Value* choices = in.body.find("choices")) request.choices = choices;
    if (in.body.is_object()) request.extras = &in.body;
    auto outcome = host.running()->flows().start(act, request);
    if (!outcome) return tl::unexpected(outcome.error());
    JsonWriter out;
    out.begin_object().id("instance", outcome->instance).member("state", flow::status_name(outcome->status));
    out.member("resubmitted", outcome->resubmitted).end_object();
    return Response::json(out.take(), 201).with("Location", "/api/v1/instances/" + std::to_string(outcome->instance));
}

Result<Response> start_flow(host::Host& host, Act& act, const Input& in) {
    const flow::Flow* flow = act.caller.program().flow(in.parameter("flow"));
    if (flow == nullptr) return not_found();
    if (flow->entity.empty()) return start(host, act, in, *flow, 0);
    const auto record = record_of(in.body);
    if (!record) return tl::unexpected(record.error());
    return start(host, act, in, *flow, *record);
}

Result<Response> record_action(host::Host& host, Act& act, const Input& in) {
    const Entity* entity = act.caller.program().entity(in.parameter("entity"));
    const auto record = id_parameter(in.request, "id");
    if (entity == nullptr || !record) return not_found();
    for (const flow::Flow* flow : act.caller.program().flows_of(*entity)) {
        if (flow->action == in.parameter("action")) return start(host, act, in, *flow, *record);
    }
    return not_found();
}

Result<Response> act_on_instance(host::Host& host, Act& act, const Input& in) {
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    auto version = if_match(in.request);
    if (!version) return tl::unexpected(version.error());
    const flows::ActionRequest request{in.parameter("action"), in.body.is_null() ? nullptr : &in.body, *version};
    if (flows::Flows::is_operation(request.action)) {
        auto done = host.running()->flows().operate(act, *id, request, in.language);
        if (!done) return tl::unexpected(done.error());
        return Response::json(std::move(*done));
    }
    auto outcome = host.running()->flows().act_on_instance(act, *id, request);
    if (!outcome) return tl::unexpected(outcome.error());
    JsonWriter out;
    out.begin_object()
        .key("instance")
        .begin_object()
        .id("id", outcome->instance)
        .member("state", flow::status_name(outcome->status));
    return Response::json(out.end_object().end_object().take());
}

constexpr const char* kMessage =
    R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"},"key":{},"content":{"type":"object"},"keep":{"type":"integer","minimum":0,"maximum":31622400}},"additionalProperties":false})";
constexpr const char* kSignal =
    R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"},"content":{"type":"object"}},"additionalProperties":false})";

// Messages and signals come from programs: only an administrator's account may send them.
Result<std::string> name_of(const Input& in) {
    const std::string_view name = in.body.is_object() ? in.body.string_or("name") : std::string_view();
    if (!name.empty() && name.size() <= 200) return std::string(name);
    return fail("FLOW-422", {"'name' must be a text of at most 200 bytes", "“name”必须是不超过 200 字节的文本"});
}

const json::Value& member_of(const json::Value& body, std::string_view key) {
    static const json::Value kNothing = json::Value::null();
    const json::Value* found = body.find(key);
    return found == nullptr ? kNothing : *found;
}

Result<Response> send_message(host::Host& host, Act& act, const Input& in) {
    const auto name = name_of(in);
    if (!name) return tl::unexpected(name.error());
    const json::Value& keep = member_of(in.body, "keep");
    const std::int64_t seconds = keep.is_number() ? keep.as_int64().value_or(3600) : 3600;
    auto got = host.running()->flows().message(act, *name, member_of(in.body, "key"), member_of(in.body, "content"),
                                               std::clamp<std::int64_t>(seconds, 0, 366LL * 86400));
    if (!got) return tl::unexpected(got.error());
    JsonWriter out;
    return Response::json(out.begin_object().member("delivered", *got).end_object().take());
}

Result<Response> send_signal(host::Host& host, Act& act, const Input& in) {
    const auto name = name_of(in);
    if (!name) return tl::unexpected(name.error());
    auto heard = host.running()->flows().signal(act, *name, member_of(in.body, "content"));
    if (!heard) return tl::unexpected(heard.error());
    JsonWriter out;
    return Response::json(out.begin_object().member("heard", *heard).end_object().take());
}

using Ask = std::function<Result<std::string>(storage::Reader&, storage::DateTime)>;

Response answer(host::Host& host, const Call& call, const Ask& ask) {
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = ask(reader, storage::now());
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    if (read) return Response::json(std::move(out));
    const int status = status_of(read.error());  // a question that is asked wrongly
    return problem(status == 422 ? 400 : status, read.error(), call.language);
}

constexpr std::string_view kVariable = "variable.";

flows::InstanceRequest instance_request(const Call& call) {
    const auto text = [&](const char* name) { return std::string(call.request.query(name).value_or("")); };
    const auto id = [&](const char* name) { return storage::parse_id(text(name)).value_or(0); };
    flows::InstanceRequest request;
    request.flow = text("flow");
    request.state = text("state");
    request.after = text("after");
    request.sort = text("sort");
    request.record = id("record");
    request.node = text("node");
    request.incident = text("incident");
    request.search = text("search");
    request.version = id("version");
    request.initiator = id("initiator");
    request.started_from = text("started_from");
    request.started_to = text("started_to");
    request.ended_from = text("ended_from");
    request.ended_to = text("ended_to");
    request.count = text("count") == "true";
    for (const auto& [name, value] : call.request.queries()) {
        if (name.starts_with(kVariable)) request.variables.emplace_back(name.substr(kVariable.size()), value);
    }
    return request;
}

Response instances(host::Host& host, Call& call) {
    flows::InstanceRequest request = instance_request(call);
    if (!call.caller->administrator() && !(request.incident.empty() && request.variables.empty())) {
        return call.failure(
            403, "AUTH-403",
            {"Only administrators may search by incidents and variables.", "仅管理员可以按异常事件和变量查询。"});
    }
    const auto limit = limit_of(call.request, 50);
    if (!limit) return call.failure(limit.error());
    request.limit = *limit;
    return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
        return call.running->flows().instances(reader, *call.caller, request, now, call.language);
    });
}

Response instance(host::Host& host, Call& call) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
        return call.running->flows().instance(reader, *call.caller, *id, now, call.language);
    });
}

Response preview(host::Host& host, Call& call) {
    const Entity* entity = call.caller->program().entity(call.request.parameter("entity"));
    const auto id = id_parameter(call.request, "id");
    if (entity == nullptr || !id) return call.failure(not_found().value());
    for (const flow::Flow* flow : call.caller->program().flows_of(*entity)) {
        if (flow->action != call.request.parameter("action")) continue;
        return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
            return call.running->flows().preview(reader, *call.caller, *flow, *id, now, call.language);
        });
    }
    return call.failure(not_found().value());
}

Response trail(host::Host& host, Call& call) {
    const Entity* entity = call.caller->program().entity(call.request.parameter("entity"));
    const auto id = id_parameter(call.request, "id");
    if (entity == nullptr || !id) return call.failure(not_found().value());
    return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
        return call.running->flows().trail(reader, *call.caller, *entity, *id, now, call.language);
    });
}

About about(const char* summary, std::vector<Parameter> parameters, std::string body, std::vector<Answer> answers) {
    return {.tag = "flows",
            .summary = summary,
            .parameters = std::move(parameters),
            .body = std::move(body),
            .body_required = false,
            .answers = std::move(answers),
            .body_code = "FLOW-422"};
}

const Parameter kIfMatch{"If-Match", Parameter::In::kHeader, schema::kString,
                         "The version of the record that is submitted", false};

}  // namespace

Result<std::string> record_actions(const host::Running& running, storage::Reader& reader, const Caller& caller,
                                   const Entity& entity, const records::Shown& shown, storage::DateTime now) {
    JsonWriter out;
    out.begin_array();
    auto actions = running.flows().start_actions(reader, caller, entity, shown, now);
    if (!actions) return tl::unexpected(actions.error());
    for (const flows::StartAction& action : *actions) {
        out.begin_object()
            .member("flow", action.flow->id)
            .member("action", action.flow->action)
            .member("label", action.flow->action_label);
        out.member("enabled", action.enabled);
        if (!action.reason.empty()) out.member("reason", action.reason);
        out.end_object();
    }
    return ",\"actions\":" + out.end_array().take();
}

void add_flows(Api& api) {
    host::Host& host = api.host();
    const std::vector<Answer> started = {{201, "Started, or submitted again", schema::ref("started")},
                                         {409, "Not possible now"},
                                         {412, "The record was changed meanwhile"}};
    api.change(Method::kPost, "/api/v1/flows/{flow}/start", Needs::kPerson,
               about("Start a flow on a record", {kIfMatch}, schema::ref("start_on"), started),
               [&host](Act& act, const Input& in) { return start_flow(host, act, in); });
    api.change(
        Method::kPost, "/api/v1/flows/messages", Needs::kAdministrator,
        about("Send a message to the flow that waits for it with this key, or that it starts", {}, kMessage,
              {{200, "Whether somebody got it; else it is kept", schema::kObject}, {403, "Not an administrator"}}),
        [&host](Act& act, const Input& in) { return send_message(host, act, in); });
    api.change(Method::kPost, "/api/v1/flows/signals", Needs::kAdministrator,
               about("Send a signal to every flow that waits for it", {}, kSignal,
                     {{200, "How many heard it", schema::kObject}, {403, "Not an administrator"}}),
               [&host](Act& act, const Input& in) { return send_signal(host, act, in); });
    api.change(Method::kPost, "/api/v1/records/{entity}/{id}/actions/{action}", Needs::kPerson,
               about("The same by the record's action: submit", {kIfMatch}, schema::ref("start"), started),
               [&host](Act& act, const Input& in) { return record_action(host, act, in); });
    api.read("/api/v1/records/{entity}/{id}/actions/{action}/preview", Needs::kPerson,
             about("Whom the flow would ask if it were started now; nothing is stored", {}, "",
                   {{200, "", schema::ref("trail")}, {409, "Not possible now"}}),
             [&host](Call& call) { return preview(host, call); });
    api.read("/api/v1/records/{entity}/{id}/trail", Needs::kPerson,
             about("Every flow of the record with its trail, newest first", {}, "",
                   {{200, "", schema::ref("record_trail")}}),
             [&host](Call& call) { return trail(host, call); });
    api.read(
        "/api/v1/instances", Needs::kPerson,
        about("Flow instances: one's own; administrators see all",
              {query("flow", "Only this flow"),
               query("state", "Only in this state",
                     schema::choice({"running", "ended", "completed", "refused", "withdrawn", "terminated", "suspended",
                                     "incident"})),
               query("record", "Only of this record", schema::kId), query("node", "A token stands there"),
               query("incident", "With an open incident of this code; * for any"),
               query("version", "Of this deployment", schema::kId),
               query("initiator", "Started by this person", schema::kId), query("started_from", "Date or date-time"),
               query("started_to", "Before"), query("ended_from", "Date or date-time"), query("ended_to", "Before"),
               query("variable.NAME", "A variable's value, with >, >=, <, <= or != in front"),
               query("search", "A number, or words of the record's title"),
               query("sort", "started_at: oldest first, -started_at: newest first",
                     schema::choice({"started_at", "-started_at"})),
               query("count", "true: how many match", schema::kBoolean), query("limit", "1 to 1000", schema::kLimit),
               query("after", "Cursor", schema::kId)},
              "", {{200, "", schema::ref("instance_page")}}),
        [&host](Call& call) { return instances(host, call); });
    api.read("/api/v1/instances/{id}", Needs::kPerson,
             about("One instance with tokens, variables and trail", {}, "",
                   {{200, "", schema::ref("instance")}, {404, "None, or not to be seen"}}),
             [&host](Call& call) { return instance(host, call); });
    api.change(
        Method::kPost, "/api/v1/instances/{id}/{action}", Needs::kPerson,
        about("withdraw, urge, comment, copy, begin (ad-hoc); administrators: suspend, resume, set, jump, terminate, "
              "retry, skip, migrate",
              {{"action", Parameter::In::kPath,
                schema::choice({"withdraw", "urge", "comment", "copy", "begin", "suspend", "resume", "set", "jump",
                                "terminate", "retry", "skip", "migrate"}),
                "", true}},
              schema::ref("operation"),
              {{200, "", schema::ref("operation_answer")}, {403, "Not yours"}, {409, "Not possible now"}}),
        [&host](Act& act, const Input& in) { return act_on_instance(host, act, in); });
}

}  // namespace fw::http::routes
