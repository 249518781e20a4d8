#include "runtime/http/event_stream.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {

void add_events(Api& api) {
    host::Host& host = api.host();
    api.read(
        "/api/v1/events", Needs::kPerson,
        {.tag = "events",
         .summary = "Live news as server-sent events: task, notification, record, deployment",
         .parameters = {{"Last-Event-ID", Parameter::In::kHeader, schema::kString, "Resume after this event", false}},
         .body = {},
         .answers = {{200, "An endless stream; a comment line every 15 s keeps it open", "", "text/event-stream"}}},
        [&host](Call& call) {
            auto stream = std::make_shared<EventStream>();
            host.events().subscribe(call.caller->person(), stream, call.request.header("Last-Event-ID"));
            return Response::stream(std::move(stream));
        });
}

}  // namespace fw::http::routes
