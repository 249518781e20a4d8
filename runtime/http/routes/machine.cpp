// What machines ask: health, metrics, the description of the interface.
#include "runtime/http/metrics.h"
#include "runtime/http/routes/routes.h"

#ifndef FW_VERSION
#define FW_VERSION "0"
#endif

namespace fw::http::routes {
namespace {

About plain(const char* summary, const char* type = "application/json") {
    About out;
    out.tag = "machine";
    out.summary = summary;
    out.answers = {{200, "", "", type}};
    return out;
}

Response ready(host::Host& host) {
    const Result<void> read = host.database().read([](storage::Reader& reader) -> Result<void> {
        auto one = reader.query_integer("SELECT 1");
        if (!one) return tl::unexpected(one.error());
        return {};
    });
    const bool yes = read.has_value() && host.deployed();
    JsonWriter out;
    out.begin_object()
        .member("status", yes ? "ready" : "not ready")
        .member("database", read.has_value())
        .member("deployed", host.deployed())
        .end_object();
    return Response::json(out.take(), yes ? 200 : 503);
}

}  // namespace

void add_machine(Api& api, Router& router, MetricSources& sources) {
    host::Host& host = api.host();
    router.add(Method::kGet, "/healthz", plain("Whether the process answers"),
               [](Request&) { return Response::json(R"({"status":"ok"})"); });
    router.add(Method::kGet, "/readyz", plain("Whether the database answers and models are deployed"),
               [&host](Request&) { return ready(host); });
    router.add(Method::kGet, "/metrics", plain("Figures for Prometheus", "text/plain"), [&sources](Request&) {
        std::string out;
        sources.write(out);
        return Response::text(std::move(out), 200, "text/plain; version=0.0.4; charset=utf-8");
    });
    api.read("/openapi.json", Needs::kNobody, plain("This document; signed in: with the entities one may see"),
             [&router](Call& call) {
                 return Response::json(openapi(router, *call.running->program(), call.caller.get()))
                     .with("Cache-Control", "private, no-cache");
             });
    api.read("/api/v1/about", Needs::kNobody, plain("Name and version"), [](Call&) {
        JsonWriter out;
        out.begin_object().member("name", "Formwork").member("version", FW_VERSION).member("api", "v1").end_object();
        return Response::json(out.take());
    });
    sources.add([&host](std::string& out) {
        const storage::Statistics figures = host.database().statistics();
        write_counter(out, "formwork_writes_total", "Commands that were committed.",
                      static_cast<double>(figures.writes));
        write_counter(out, "formwork_commits_total", "Durable commits; commands per commit is the group size.",
                      static_cast<double>(figures.commits));
        write_gauge(out, "formwork_write_queue", "Commands waiting for the database.",
                    static_cast<double>(figures.queued));
        write_gauge(out, "formwork_event_streams", "Clients that listen to live events.",
                    static_cast<double>(host.events().subscribers()));
    });
}

}  // namespace fw::http::routes
