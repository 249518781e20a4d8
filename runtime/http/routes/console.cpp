// Diagrams, replays and durations of flows.
#include "runtime/flows/console.h"

#include "engine/feel/calendar/zones.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

using Ask = std::function<Result<std::string>(const flows::Console&)>;

Response answer(host::Host& host, const Call& call, const Ask& ask) {
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        const flows::Console console(call.running->flows(), reader, *call.caller, storage::now(), call.language);
        auto text = ask(console);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

Response wrong(const Call& call, const char* name) {
    return call.failure(400, "HTTP-400",
                        format_text({"\"{0}\" cannot be read.", "“{0}”无法识别。"}, {std::string_view(name)}));
}

Response diagram(host::Host& host, Call& call) {
    storage::Id deployment = 0;
    if (const auto given = call.request.query("deployment"); given && !given->empty()) {
        const auto id = storage::parse_id(*given);
        if (!id) return wrong(call, "deployment");
        deployment = *id;
    }
    const std::string flow(call.request.parameter("flow"));
    return answer(host, call, [&](const flows::Console& console) { return console.diagram(flow, deployment); });
}

Response instance_diagram(host::Host& host, Call& call) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    return answer(host, call, [&](const flows::Console& console) { return console.instance_diagram(*id); });
}

Response replay(host::Host& host, Call& call) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    const auto limit = limit_of(call.request, 200);
    if (!limit) return call.failure(limit.error());
    flows::ReplayRequest request{*id, 0, *limit};
    if (const auto after = call.request.query("after"); after && !after->empty()) {
        const auto step = storage::parse_id(*after);
        if (!step) return wrong(call, "after");
        request.after = *step;
    }
    return answer(host, call, [&](const flows::Console& console) { return console.replay(request); });
}

// A date is its first moment in the company's zone.
std::optional<storage::DateTime> moment_of(std::string_view text, feel::Zone zone) {
    if (text.find_first_of("T ") != std::string::npos) return storage::parse_date_time(text);
    const auto local = storage::parse_date_time(std::string(text) + "T00:00:00Z");
    if (!local) return std::nullopt;
    const auto offset = feel::offset_at_local(zone, local->micros / 1'000'000);
    return storage::DateTime{local->micros - offset.value_or(0) * std::int64_t{1'000'000}};
}

Response durations(host::Host& host, Call& call) {
    const std::string flow(call.request.parameter("flow"));
    flows::DurationsRequest request;
    request.flow = flow;
    for (const bool from : {true, false}) {
        const char* name = from ? "from" : "to";
        const auto text = call.request.query(name);
        if (!text || text->empty()) continue;
        const auto moment = moment_of(*text, call.running->flows().options().zone);
        if (!moment) return wrong(call, name);
        (from ? request.from : request.to) = *moment;
    }
    return answer(host, call, [&](const flows::Console& console) { return console.durations(request); });
}

About about(const char* summary, std::vector<Parameter> parameters, std::vector<Answer> answers) {
    return {.tag = "flows",
            .summary = summary,
            .parameters = std::move(parameters),
            .body = "",
            .body_required = false,
            .answers = std::move(answers)};
}

}  // namespace

void add_console(Api& api) {
    host::Host& host = api.host();
    const Answer missing{404, "None, or not to be seen"};
    api.read("/api/v1/flows/{flow}/diagram", Needs::kPerson,
             about("The flow as it is drawn: nodes with boxes, edges with the points of their way",
                   {query("deployment", "Of an earlier deployment; administrators", schema::kId)},
                   {{200, "", schema::ref("diagram")}, missing}),
             [&host](Call& call) { return diagram(host, call); });
    api.read("/api/v1/instances/{id}/diagram", Needs::kPerson,
             about("The same of the version an instance runs on, with its tokens and the ways it has taken", {},
                   {{200, "", schema::ref("diagram")}, missing}),
             [&host](Call& call) { return instance_diagram(host, call); });
    api.read("/api/v1/instances/{id}/replay", Needs::kAdministrator,
             about("Step by step: what happened, where the tokens stood then, which variables changed",
                   {query("after", "Steps up to this one are left out", schema::kCount),
                    query("limit", "1 to 1000", schema::kLimit)},
                   {{200, "", schema::ref("replay")}, missing}),
             [&host](Call& call) { return replay(host, call); });
    api.slow(Method::kGet, "/api/v1/flows/{flow}/durations", Needs::kAdministrator,
             about("How long each node takes, measured over the newest 5,000 instances started in a period",
                   {query("from", "A date or a moment"), query("to", "The same, exclusive")},
                   {{200, "", schema::ref("durations")}, missing}),
             [&host](Call& call, const json::Value&) { return durations(host, call); });
}

}  // namespace fw::http::routes
