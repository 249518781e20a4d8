#include <algorithm>
#include <iterator>

#include "runtime/flows/flows.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

Response tasks(host::Host& host, Call& call) {
    flows::BoxRequest request;
    request.box = call.request.query("box").value_or("todo");
    request.after = call.request.query("after").value_or("");
    request.unread = call.request.query("unread").value_or("") == "true";
    static constexpr std::string_view kBoxes[] = {"todo", "waiting", "done", "started", "copied"};
    if (std::find(std::begin(kBoxes), std::end(kBoxes), request.box) == std::end(kBoxes)) {
        return call.failure(400, "HTTP-400",
                            {"\"box\" is todo, waiting, done, started or copied.",
                             "\"box\" 应为 todo、waiting、done、started 或 copied。"});
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

// Who looks at his task first has opened it: what led to it can no longer be taken back.
void task(host::Host& host, Call& call, const Respond& respond) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return respond(call.failure(id.error()));
    std::string out;
    bool first = false;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = call.running->flows().task(reader, *call.caller, *id, storage::now(), call.language);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        auto unopened = call.running->flows().unopened(reader, *call.caller, *id, storage::now());
        if (!unopened) return tl::unexpected(unopened.error());
        first = *unopened;
        return {};
    });
    if (!read) return respond(call.failure(read.error()));
    if (!first) return respond(Response::json(std::move(out)));
    host.act(
        call.caller->person(),
        [&host, id = *id](Act& act) -> Result<void> {
            auto opened = host.running()->flows().act_on_task(act, id, {"read", nullptr, std::nullopt});
            return opened ? Result<void>() : Result<void>(tl::unexpected(opened.error()));
        },
        [respond, out = std::move(out), language = call.language](Result<void> done) {
            if (!done) return respond(problem(status_of(done.error()), done.error(), language));
            respond(Response::json(out));
        });
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
    api.read(
        "/api/v1/tasks", Needs::kPerson,
        {.tag = "tasks",
         .summary = "A box of tasks, newest first: todo (also of those one stands in for), waiting (suspended, or for "
                    "others whom one has asked first), done, copied, or the flows one started",
         .parameters = {query("box", "todo, waiting, done, started, copied",
                              R"({"enum":["todo","waiting","done","started","copied"]})"),
                        query("unread", "Of copied: only those not read yet", schema::kBoolean),
                        query("limit", "1 to 1000", schema::kLimit), query("after", "Cursor", schema::kId)},
         .body = {},
         .answers = {{200, "", schema::ref("task_page")}}},
        [&host](Call& call) { return tasks(host, call); });
    api.task(
        Method::kGet, "/api/v1/tasks/{id}", Needs::kPerson,
        {.tag = "tasks",
         .summary = "Everything needed to decide: record, opened fields, return targets, trail; marks it as opened",
         .parameters = {},
         .body = {},
         .answers = {{200, "", schema::ref("task_detail")}, {404, "None, or not to be seen"}}},
        [&host](Call& call, const json::Value&, const Respond& respond) { task(host, call, respond); });
    api.change(
        Method::kPost, "/api/v1/tasks/{id}/{action}", Needs::kPerson,
        {.tag = "tasks",
         .summary = "Decide, hand over, ask others, return, take back, let others read, or say something",
         .parameters = {{"action", Parameter::In::kPath,
                         schema::choice({"approve", "refuse", "complete", "return", "transfer", "delegate", "add",
                                         "remove", "take-back", "copy", "comment", "read"}),
                         "", true},
                        {"If-Match", Parameter::In::kHeader, schema::kString, "The version of the instance", false}},
         .body = schema::ref("decision"),
         .body_required = false,
         .answers = {{200, "", schema::ref("task_answer")},
                     {403, "Not one's own task"},
                     {409, "Already decided"},
                     {422, "A comment is missing, or what was sent is wrong"}},
         .body_code = "FLOW-422"},
        [&host](Act& act, const Input& in) { return decide(host, act, in); });
}

}  // namespace fw::http::routes
