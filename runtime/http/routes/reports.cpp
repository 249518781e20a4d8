#include "runtime/reports/reports.h"

#include "engine/json/read.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

using compile::Report;

const Report* report_of(const Call& call, std::string_view id) {
    const Report* report = call.caller->program().report(id);
    return report != nullptr && reports::may_open(*call.caller, *report) ? report : nullptr;
}

Response list(Call& call) {
    JsonWriter out;
    out.begin_array();
    for (const Report& report : call.caller->program().reports) {
        if (!reports::may_open(*call.caller, report)) continue;
        out.begin_object().member("id", report.id).member("label", report.label).key("parameters").begin_array();
        for (const Report::Parameter& parameter : report.parameters) {
            out.begin_object()
                .member("id", parameter.id)
                .member("label", parameter.label)
                .member("type", parameter.type)
                .end_object();
        }
        out.end_array().end_object();
    }
    return Response::json(out.end_array().take());
}

using Ask = std::function<Result<std::string>(storage::Reader&, const reports::Request&)>;

// `except`: a query parameter that is not one of the report's.
Response answer(host::Host& host, const Call& call, const Report* report, std::string_view except, const Ask& ask) {
    if (report == nullptr) return call.failure(not_found().value());
    reports::Request request{*report, {}, storage::now(), call.language};
    for (const auto& [name, value] : call.request.queries()) {
        if (name != except) request.choices[name] = value;
    }
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = ask(reader, request);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    if (read) return Response::json(std::move(out));
    const int status = status_of(read.error());
    return problem(status == 422 ? 400 : status, read.error(), call.language);
}

Response run(host::Host& host, Call& call) {
    std::string_view id = call.request.parameter("id");
    const records::Records& records = call.running->records();
    if (id.ends_with(".csv")) {
        id.remove_suffix(4);
        Response out =
            answer(host, call, report_of(call, id), {}, [&](storage::Reader& reader, const reports::Request& request) {
                return reports::run_csv(records, reader, *call.caller, request);
            });
        if (out.status != 200) return out;
        out.content_type = "text/csv; charset=utf-8";
        return std::move(out).with("Content-Disposition", "attachment; filename=\"" + std::string(id) + ".csv\"");
    }
    return answer(host, call, report_of(call, id), {}, [&](storage::Reader& reader, const reports::Request& request) {
        return reports::run(records, reader, *call.caller, request);
    });
}

Response drill_down(host::Host& host, Call& call) {
    const auto keys = json::read(call.request.query("keys").value_or("[]"), "keys");
    if (!keys) return call.failure(keys.error());
    return answer(host, call, report_of(call, call.request.parameter("id")), "keys",
                  [&](storage::Reader& reader, const reports::Request& request) {
                      return reports::drill_down(call.running->records(), reader, *call.caller, request, *keys);
                  });
}

About about(const char* summary, std::vector<Parameter> parameters, std::vector<Answer> answers) {
    return {.tag = "reports",
            .summary = summary,
            .parameters = std::move(parameters),
            .body = {},
            .answers = std::move(answers)};
}

}  // namespace

void add_reports(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/reports", Needs::kPerson,
             about("Reports the person may open", {}, {{200, "", schema::list("report_entry")}}), list);
    // The report itself says which parameters it does not know.
    About figures = about("Figures with subtotals; ID.csv gives a CSV file. Query parameters are the report's own", {},
                          {{200, "", schema::ref("report")}, {400, "A parameter is wrong"}});
    About behind = about("The records behind a row; with the report's own parameters",
                         {query("keys", "The row's JSON list of keys")}, {{200, "", schema::list("ref")}});
    figures.own_queries = behind.own_queries = true;
    api.slow(Method::kGet, "/api/v1/reports/{id}", Needs::kPerson, std::move(figures),
             [&host](Call& call, const json::Value&) { return run(host, call); });
    api.slow(Method::kGet, "/api/v1/reports/{id}/records", Needs::kPerson, std::move(behind),
             [&host](Call& call, const json::Value&) { return drill_down(host, call); });
}

}  // namespace fw::http::routes
