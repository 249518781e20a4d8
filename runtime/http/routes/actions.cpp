// Actions of plugins, with the records as the calling person may reach them.
#include "engine/json/write.h"
#include "runtime/host/action_run.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

Response run(host::Host& host, Call& call, const json::Value& body) {
    host::ActionRun run;
    run.action = call.request.parameter("action");
    run.input = body;
    run.person = call.caller->person();
    run.language = call.language;
    auto answer = host::run_action(host, run);
    if (answer) return Response::json(json::write_compact(answer->value));
    const std::string& code = answer.error().front().code;
    if (code == "PLUG-013") return problem(404, answer.error(), call.language);
    return problem(code == "PLUG-010" ? 422 : 500, answer.error(), call.language);
}

}  // namespace

void add_actions(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/actions", Needs::kPerson,
             {.tag = "actions",
              .summary = "What plugins can do",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::list("plugin_action")}}},
             [&host](Call&) {
                 JsonWriter out;
                 out.begin_array();
                 for (const plugins::Action& action : host.plugins().actions()) {
                     out.begin_object().member("id", action.id).member("label", action.label);
                     out.member("help", action.help).end_object();
                 }
                 return Response::json(out.end_array().take());
             });
    api.slow(Method::kPost, "/api/v1/actions/{action}", Needs::kPerson,
             {.tag = "actions",
              .summary = "Run a plugin's action",
              .parameters = {},
              .body = "{}",
              .body_required = false,
              .answers = {{200, "What the plugin answers", "{}"},
                          {404, "No such action"},
                          {422, "The plugin's own sentence"}}},
             [&host](Call& call, const json::Value& body) { return run(host, call, body); });
}

}  // namespace fw::http::routes
