// What administrators do with running flows and automations: incidents, failures, bulk commands, looking back
// (docs/operations-flows.md).
#include <algorithm>
#include <charconv>

#include "runtime/automations/failures.h"
#include "runtime/flows/bulk.h"
#include "runtime/host/deployments.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

using Ask = std::function<Result<std::string>(storage::Reader&, storage::DateTime)>;

Response answer(host::Host& host, const Call& call, const Ask& ask) {
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = ask(reader, storage::now());
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

About about(const char* summary, std::vector<Parameter> parameters, std::string body, std::vector<Answer> answers) {
    return {.tag = "operations",
            .summary = summary,
            .parameters = std::move(parameters),
            .body = std::move(body),
            .body_required = false,
            .answers = std::move(answers),
            .body_code = "FLOW-422"};
}

std::int64_t number_of(const Call& call, const char* name) {
    const auto text = call.request.query(name);
    std::int64_t value = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return std::max<std::int64_t>(value, 0);
}

std::string text_of(const Call& call, const char* name) { return std::string(call.request.query(name).value_or("")); }

const json::Value& body_or_empty(const Input& in) {
    static const json::Value kEmpty = json::Value::object();
    return in.body.is_object() ? in.body : kEmpty;
}

void add_incidents(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/incidents", Needs::kAdministrator,
             about("What failed in the background, newest first",
                   {query("flow", "Only this flow"), query("node", "Only at this node"),
                    query("code", "Only this code"), query("instance", "Only of this instance", schema::kId),
                    query("state", "open, solved", schema::choice({"open", "solved"})),
                    query("limit", "1 to 1000", schema::kLimit), query("after", "Cursor", schema::kId)},
                   "", {{200, "", schema::ref("incident_page")}}),
             [&host](Call& call) {
                 flows::IncidentRequest request;
                 request.flow = text_of(call, "flow");
                 request.node = text_of(call, "node");
                 request.code = text_of(call, "code");
                 request.state = text_of(call, "state");
                 request.after = text_of(call, "after");
                 request.instance = storage::parse_id(text_of(call, "instance")).value_or(0);
                 const auto limit = limit_of(call.request, 50);
                 if (!limit) return call.failure(limit.error());
                 request.limit = *limit;
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().incidents(reader, *call.caller, request, now, call.language);
                 });
             });
    api.change(
        Method::kPost, "/api/v1/incidents/{id}/{action}", Needs::kAdministrator,
        about("Try again what failed, or go on as if it had been done",
              {{"action", Parameter::In::kPath, schema::choice({"retry", "skip"}), "", true}}, schema::ref("operation"),
              {{200, "", schema::ref("operation_answer")}, {403, "Not an administrator"}, {409, "Not possible now"}}),
        [&host](Act& act, const Input& in) -> Result<Response> {
            const auto id = id_parameter(in.request, "id");
            if (!id) return tl::unexpected(id.error());
            auto done = host.running()->flows().solve(act, *id, in.parameter("action"), body_or_empty(in), in.language);
            if (!done) return tl::unexpected(done.error());
            return Response::json(std::move(*done));
        });
}

constexpr std::size_t kLongestReason = 20'000;  // bytes

void add_failures(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/automations/failures", Needs::kAdministrator,
             about("What automations could not do, newest first",
                   {query("automation", "Only of this automation"), query("limit", "1 to 1000", schema::kLimit),
                    query("after", "Cursor", schema::kId)},
                   "", {{200, "", schema::ref("failure_page")}, {404, "No such automation"}}),
             [&host](Call& call) {
                 automations::FailureRequest request;
                 request.automation = text_of(call, "automation");
                 request.after = text_of(call, "after");
                 const auto limit = limit_of(call.request, 50);
                 if (!limit) return call.failure(limit.error());
                 request.limit = *limit;
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return automations::Failures(call.running->automations())
                         .list(reader, *call.caller, request, now, call.language);
                 });
             });
    About solve = about("Try again what an automation could not do, or go on without it",
                        {{"action", Parameter::In::kPath, schema::choice({"retry", "skip"}), "", true}},
                        schema::ref("failure_decision"),
                        {{200, "", schema::ref("failure_answer")},
                         {403, "Not an administrator"},
                         {404, "There is none any more"},
                         {409, "Somebody was quicker, or its automation is gone"}});
    solve.body_code = "HTTP-422";
    api.change(
        Method::kPost, "/api/v1/automations/failures/{id}/{action}", Needs::kAdministrator, std::move(solve),
        [&host](Act& act, const Input& in) -> Result<Response> {
            const auto id = id_parameter(in.request, "id");
            if (!id) return tl::unexpected(id.error());
            const std::string_view reason = body_or_empty(in).string_or("reason");
            if (reason.size() > kLongestReason) {
                return fail("HTTP-422", {"'reason' has at most 20,000 bytes.", "“reason”不得超过 20,000 字节。"});
            }
            const std::string action(in.parameter("action"));
            auto done = automations::Failures(host.running()->automations()).solve(act, *id, action, reason);
            if (!done) return tl::unexpected(done.error());
            JsonWriter out;
            out.begin_object()
                .member("id", storage::id_text(*id))
                .member("state", action == "retry" ? "retried" : "skipped")
                .end_object();
            return Response::json(out.take());
        });
}

void add_bulk(Api& api) {
    host::Host& host = api.host();
    api.change(Method::kPost, "/api/v1/bulk", Needs::kAdministrator,
               about("One command on many instances; it goes on after a restart", {}, schema::ref("bulk_command"),
                     {{201, "", schema::kObject}, {403, "Not an administrator"}, {422, "What was sent is wrong"}}),
               [&host](Act& act, const Input& in) -> Result<Response> {
                   auto made = flows::Bulk(host.running()->flows()).create(act, in.body, in.language);
                   if (!made) return tl::unexpected(made.error());
                   return Response::json(std::move(*made), 201);
               });
    api.read("/api/v1/bulk", Needs::kAdministrator,
             about("The last commands on many instances", {}, "", {{200, "", schema::list("bulk")}}),
             [&host](Call& call) {
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime) {
                     return flows::Bulk(call.running->flows()).list(reader, *call.caller);
                 });
             });
    api.read("/api/v1/bulk/{id}", Needs::kAdministrator,
             about("How far it is", {}, "", {{200, "", schema::ref("bulk")}, {404, "None"}}), [&host](Call& call) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime) {
                     return flows::Bulk(call.running->flows()).show(reader, *call.caller, *id);
                 });
             });
    api.read("/api/v1/bulk/{id}/items", Needs::kAdministrator,
             about("What became of each instance",
                   {query("result", "waiting, done, failed", schema::choice({"waiting", "done", "failed"})),
                    query("limit", "1 to 1000", schema::kLimit), query("after", "Cursor", schema::kId)},
                   "", {{200, "", schema::kObject}}),
             [&host](Call& call) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 const auto limit = limit_of(call.request, 100);
                 if (!limit) return call.failure(limit.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime) {
                     return flows::Bulk(call.running->flows())
                         .items(reader, *id, text_of(call, "result"), *limit, text_of(call, "after"), call.language);
                 });
             });
    api.change(Method::kPost, "/api/v1/bulk/{id}/{action}", Needs::kAdministrator,
               about("Stop it where it is, or go on",
                     {{"action", Parameter::In::kPath, schema::choice({"stop", "continue"}), "", true}}, "",
                     {{200, "", schema::kObject}, {403, "Not an administrator"}, {409, "Not possible now"}}),
               [&host](Act& act, const Input& in) -> Result<Response> {
                   const auto id = id_parameter(in.request, "id");
                   if (!id) return tl::unexpected(id.error());
                   const flows::Bulk bulk(host.running()->flows());
                   if (auto done = bulk.control(act, *id, in.parameter("action")); !done)
                       return tl::unexpected(done.error());
                   auto shown = bulk.show(act.tx, act.caller, *id);
                   if (!shown) return tl::unexpected(shown.error());
                   return Response::json(std::move(*shown));
               });
}

void add_history(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/instances/{id}/history", Needs::kAdministrator,
             about("What happened, step by step, as it is stored",
                   {query("after", "Number of a step", schema::kCount), query("limit", "1 to 1000", schema::kLimit)},
                   "", {{200, "", schema::kObject}, {404, "None"}}),
             [&host](Call& call) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 const auto limit = limit_of(call.request, 100);
                 if (!limit) return call.failure(limit.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().history(reader, *call.caller, *id, number_of(call, "after"), *limit,
                                                          now, call.language);
                 });
             });
    api.read("/api/v1/instances/{id}/state", Needs::kAdministrator,
             about("The instance as it was after a step",
                   {query("at", "Number of the step, from 1; without it: now", schema::kStep)}, "",
                   {{200, "", schema::ref("instance_state")}, {404, "No such instance or step"}}),
             [&host](Call& call) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().state(reader, *call.caller, *id, number_of(call, "at"), now,
                                                        call.language);
                 });
             });
    api.slow(Method::kPost, "/api/v1/instances/{id}/fork", Needs::kAdministrator,
             about("What would happen, in memory: steps on the instance as it is, or was after a step", {},
                   schema::ref("fork"), {{200, "", schema::ref("instance_state")}, {404, "No such instance or step"}}),
             [&host](Call& call, const json::Value& body) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().fork(reader, *call.caller, *id, body, now, call.language);
                 });
             });
    api.read("/api/v1/instances/{id}/test", Needs::kAdministrator,
             about("The run as a regression test, to be put in the flow's tests", {}, "",
                   {{200, "", schema::kObject}, {404, "None, or its steps are no longer kept"}}),
             [&host](Call& call) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().test_of(reader, *call.caller, *id, now, call.language);
                 });
             });
    api.slow(Method::kPost, "/api/v1/flows/{flow}/what-if", Needs::kAdministrator,
             about("The last instances played through changed models: what would have been different", {},
                   schema::ref("what_if"),
                   {{200, "", schema::kObject}, {404, "No such flow"}, {422, "The models are wrong"}}),
             [&host](Call& call, const json::Value& body) {
                 const flow::Flow* flow = call.caller->program().flow(call.request.parameter("flow"));
                 if (flow == nullptr) return call.failure(not_found().value());
                 auto packs = packs_of(body);
                 if (!packs) return call.failure(packs.error());
                 const auto program = host::check(host, std::move(*packs));
                 if (!program) return problem(422, program.error(), call.language);
                 const json::Value* last = body.find("last");
                 const auto wanted = last != nullptr && last->is_number() ? last->as_int64().value_or(100) : 100;
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().what_if(reader, *call.caller, *flow, program->program,
                                                          static_cast<int>(std::clamp<std::int64_t>(wanted, 1, 1000)),
                                                          now, call.language);
                 });
             });
    api.read("/api/v1/flows/{flow}/versions", Needs::kAdministrator,
             about("What instances of a flow run on, with the steps of each version", {}, "",
                   {{200, "", schema::list("flow_on")}, {404, "No such flow"}}),
             [&host](Call& call) {
                 const flow::Flow* flow = call.caller->program().flow(call.request.parameter("flow"));
                 if (flow == nullptr) return call.failure(not_found().value());
                 return answer(host, call, [&](storage::Reader& reader, storage::DateTime now) {
                     return call.running->flows().versions(reader, *call.caller, *flow, now, call.language);
                 });
             });
}

}  // namespace

void add_operations(Api& api) {
    add_incidents(api);
    add_failures(api);
    add_bulk(api);
    add_history(api);
}

}  // namespace fw::http::routes
