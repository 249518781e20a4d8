#include "runtime/http/routes/routes.h"
#include "runtime/notify/inbox.h"

namespace fw::http::routes {
namespace {

Response inbox(host::Host& host, Call& call) {
    notify::InboxRequest request;
    request.unread = call.request.query("unread").value_or("") == "true";
    request.after = call.request.query("after").value_or("");
    const auto limit = limit_of(call.request, 50);
    if (!limit) return call.failure(limit.error());
    request.limit = *limit;
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = notify::inbox(reader, call.caller->person(), request, call.language);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

Result<Response> read_one(Act& act, const Input& in) {
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    Result<void> done = notify::mark_read(act, *id);
    if (!done) return tl::unexpected(done.error());
    return Response::empty(204);
}

Result<Response> read_all(Act& act, const Input&) {
    Result<void> done = notify::mark_all_read(act);
    if (!done) return tl::unexpected(done.error());
    return Response::empty(204);
}

About about(const char* summary, std::vector<Answer> answers) {
    About out;
    out.tag = "notifications";
    out.summary = summary;
    out.answers = std::move(answers);
    return out;
}

}  // namespace

void add_notifications(Api& api) {
    host::Host& host = api.host();
    About listing =
        about("The in-app inbox: reminders and messages, newest first", {{200, "", schema::ref("notification_page")}});
    listing.parameters = {query("unread", "Only unread ones", schema::kBoolean),
                          query("limit", "1 to 1000", schema::kLimit), query("after", "Cursor", schema::kId)};
    api.read("/api/v1/notifications", Needs::kPerson, std::move(listing),
             [&host](Call& call) { return inbox(host, call); });
    api.change(Method::kPost, "/api/v1/notifications/{id}/read", Needs::kPerson,
               about("Mark one as read", {{204, "", ""}}), read_one);
    api.change(Method::kPost, "/api/v1/notifications/read-all", Needs::kPerson,
               about("Mark all as read", {{204, "", ""}}), read_all);
}

}  // namespace fw::http::routes
