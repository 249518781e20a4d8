// What operators do to a running server through the command line.
#include "runtime/host/doctor.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

About about(const char* summary, const char* body, std::string answer) {
    About out;
    out.tag = "maintenance";
    out.summary = summary;
    out.body = body;
    out.answers = {{200, "", std::move(answer)}};
    return out;
}

Response backup(host::Host& host, Call& call, const json::Value& body) {
    if (call.caller->person() != 0) {  // a path on the server's disk is not for the network
        return call.failure(
            403, "AUTH-403",
            {"Backups are made with the command line on the server.", "备份只能在服务器上用命令行进行。"});
    }
    const std::string path(body.string_or("file"));
    if (path.empty() || path.front() != '/')
        return call.failure(422, "HTTP-422", {"\"file\" is an absolute path.", "\"file\" 应为绝对路径。"});
    Result<void> done = host.database().backup_to(path);
    if (!done) return call.failure(done.error());
    JsonWriter out;
    return Response::json(out.begin_object().member("file", path).end_object().take());
}

Response doctor(host::Host& host, Call& call) {
    auto findings = host::examine(host);
    if (!findings) return call.failure(findings.error());
    JsonWriter out;
    bool healthy = true;
    out.begin_object().key("findings").begin_array();
    for (const host::Finding& finding : *findings) {
        healthy = healthy && finding.good;
        out.begin_object()
            .member("check", finding.check)
            .member("ok", finding.good)
            .member("text", finding.text)
            .end_object();
    }
    out.end_array().member("ok", healthy).end_object();
    return Response::json(out.take());
}

}  // namespace

void add_maintenance(Api& api) {
    host::Host& host = api.host();
    api.slow(
        Method::kPost, "/api/v1/maintenance/backup", Needs::kAdministrator,
        about(
            "Write a consistent copy of the database to a file of the server",
            R"({"type":"object","required":["file"],"properties":{"file":{"type":"string"}},"additionalProperties":false})",
            R"({"type":"object","required":["file"],"properties":{"file":{"type":"string"}}})"),
        [&host](Call& call, const json::Value& body) { return backup(host, call, body); });
    api.slow(Method::kGet, "/api/v1/maintenance/doctor", Needs::kAdministrator,
             about("Examine the database: integrity, schema, orphans, flows", "", schema::ref("findings")),
             [&host](Call& call, const json::Value&) { return doctor(host, call); });
}

}  // namespace fw::http::routes
