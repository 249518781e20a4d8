#include "runtime/flows/flows.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

Response tasks(host::Host& host, Call& call) {
    flows::BoxRequest request;
    request.box = call.request.query("box").value_or("todo");
    request.after = call.request.query("after").value_or("");
    if (request.box != "todo" && request.box != "done" && request.box != "started") {
        return call.failure(400, "HTTP-400",
                            {"\"box\" is todo, done or started.", "\"box\" 应为 todo、done 或 started。"});
    }
    const auto limit = limit_of(call.request, 50);
    if (!limit) return call.failure(limit.error());
    request.limit = *limit;
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = call.running->flows().tasks(reader, *call.caller, request, storage::now(), call.language);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

Response task(host::Host& host, Call& call) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = call.running->flows().task(reader, *call.caller, *id, storage::now(), call.language);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

Result<Response> decide(host::Host& host, Act& act, const Input& in) {
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    auto version = if_match(in.request);
    if (!version) return tl::unexpected(version.error());
    const auto running = host.running();
    const flows::ActionRequest request{in.parameter("action"), in.body.is_object() ? &in.body : nullptr, *version};
    auto outcome = running->flows().act_on_task(act, *id, request);
    if (!outcome) return tl::unexpected(outcome.error());
    auto text = running->flows().answer(act.tx, act.caller, *outcome, act.now, in.language);
    if (!text) return tl::unexpected(text.error());
    return Response::json(std::move(*text)).with("ETag", "\"" + std::to_string(outcome->version) + "\"");
}

}  // namespace

void add_tasks(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/tasks", Needs::kPerson,
             {.tag = "tasks",
              .summary = "A box of tasks: todo, done, or the flows one started",
              .parameters = {query("box", "todo, done, started", R"({"enum":["todo","done","started"]})"),
                             query("limit", "1 to 1000", schema::kInteger), query("after", "Cursor")},
              .body = {},
              .answers = {{200, "", schema::ref("task_page")}}},
             [&host](Call& call) { return tasks(host, call); });
    api.read("/api/v1/tasks/{id}", Needs::kPerson,
             {.tag = "tasks",
              .summary = "Everything needed to decide: record, opened fields, return targets, trail",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::ref("task_detail")}, {404, "None, or not to be seen"}}},
             [&host](Call& call) { return task(host, call); });
    api.change(
        Method::kPost, "/api/v1/tasks/{id}/{action}", Needs::kPerson,
        {.tag = "tasks",
         .summary = "Decide, hand over, ask others, return, or say something",
         .parameters = {{"action", Parameter::In::kPath,
                         schema::choice({"approve", "refuse", "complete", "return", "transfer", "delegate", "add",
                                         "remove", "comment"}),
                         "", true},
                        {"If-Match", Parameter::In::kHeader, schema::kString, "The version of the instance", false}},
         .body = schema::ref("decision"),
         .body_required = false,
         .answers = {{200, "", schema::ref("task_answer")},
                     {403, "Not one's own task"},
                     {409, "Already decided"},
                     {422, "A comment is missing, or what was sent is wrong"}}},
        [&host](Act& act, const Input& in) { return decide(host, act, in); });
}

}  // namespace fw::http::routes
