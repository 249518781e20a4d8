#include "runtime/records/records.h"

#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

using compile::Entity;
using records::ListRequest;
using records::Records;
using records::Shown;
using records::WriteOptions;

Result<const Entity*> entity_of(const Request& request, const compile::Program& program) {
    const Entity* entity = program.entity(request.parameter("entity"));
    if (entity == nullptr) return not_found();
    return entity;
}

Result<ListRequest> list_request(const Request& request) {
    ListRequest out;
    const auto text = [&](std::string_view name) { return std::string(request.query(name).value_or("")); };
    out.filter = text("filter");
    out.sort = text("sort");
    out.fields = text("fields");
    out.search = text("search");
    out.after = text("after");
    out.count = request.query("count").value_or("") == "true";
    const auto limit = limit_of(request, out.limit);
    if (!limit) return tl::unexpected(limit.error());
    out.limit = *limit;
    return out;
}

// A question that is asked wrongly is 400, also where the same mistake in a stored value would be 422.
Response refused_question(const Call& call, const Diagnostics& why) {
    const int status = status_of(why);
    return problem(status == 422 ? 400 : status, why, call.language);
}

using Ask = std::function<Result<std::string>(const Records&, storage::Reader&, const Caller&, const Entity&,
                                              const ListRequest&)>;

// Everything that answers a JSON text about an entity to a list request.
Response ask(host::Host& host, Call& call, const Ask& ask) {
    const auto entity = entity_of(call.request, call.caller->program());
    if (!entity) return call.failure(entity.error());
    const auto request = list_request(call.request);
    if (!request) return call.failure(request.error());
    const auto& running = call.running;
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = ask(running->records(), reader, *call.caller, **entity, *request);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : refused_question(call, read.error());
}

std::string etag(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

Response record_answer(const Shown& shown, const std::string& actions, int status) {
    return Response::json("{" + shown.members + actions + "}", status).with("ETag", etag(shown.version));
}

Response show(host::Host& host, Call& call) {
    const auto entity = entity_of(call.request, call.caller->program());
    if (!entity) return call.failure(entity.error());
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    const auto& running = call.running;
    Response out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        const storage::DateTime now = storage::now();
        auto shown = running->records().show(reader, *call.caller, **entity, *id, now);
        if (!shown) return tl::unexpected(shown.error());
        auto actions = record_actions(*running, reader, *call.caller, **entity, *shown, now);
        if (!actions) return tl::unexpected(actions.error());
        out = record_answer(*shown, *actions, 200);
        return {};
    });
    // No 304: the ETag is the version for If-Match, but roll-ups, titles of references, rights and actions change
    // without a new one.
    return read ? out : call.failure(read.error());
}

// The record after a change and what it sets going, as its changer sees it; where reading is not allowed, only which it
// is.
Result<Response> changed(host::Host& host, Act& act, const Entity& entity, const records::Written& written,
                         int status) {
    const auto running = host.running();
    if (auto followed = running->automations().after(act); !followed) return tl::unexpected(followed.error());
    auto shown = running->records().show(act.tx, act.caller, entity, written.id, act.now);
    if (!shown) {
        JsonWriter out;
        out.begin_object().id("id", written.id).member("version", written.version).end_object();
        return Response::json(out.take(), status).with("ETag", etag(written.version));
    }
    auto actions = record_actions(*running, act.tx, act.caller, entity, *shown, act.now);
    if (!actions) return tl::unexpected(actions.error());
    return record_answer(*shown, *actions, status);
}

Result<WriteOptions> write_options(const Request& request, bool version_needed) {
    auto version = if_match(request);
    if (!version) return tl::unexpected(version.error());
    if (version_needed && !*version && !request.has_header("If-Match")) {
        return fail(
            "HTTP-428",
            {"Say which version you change: If-Match: \"<version>\".", "请说明所修改的版本：If-Match: \"<版本号>\"。"},
            {}, {"The version is in the record and in its ETag.", "版本号见记录内容及其 ETag。"});
    }
    WriteOptions out;
    out.version = *version;
    return out;
}

Result<Response> create(host::Host& host, Act& act, const Input& in) {
    const auto entity = entity_of(in.request, act.caller.program());
    if (!entity) return tl::unexpected(entity.error());
    auto written = host.running()->records().create(act, **entity, in.body);
    if (!written) return tl::unexpected(written.error());
    auto out = changed(host, act, **entity, *written, 201);
    if (out) out->with("Location", "/api/v1/records/" + (*entity)->id + "/" + std::to_string(written->id));
    return out;
}

Result<Response> update(host::Host& host, Act& act, const Input& in) {
    const auto entity = entity_of(in.request, act.caller.program());
    if (!entity) return tl::unexpected(entity.error());
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    const auto options = write_options(in.request, true);
    if (!options) return tl::unexpected(options.error());
    auto written = host.running()->records().update(act, **entity, *id, in.body, *options);
    if (!written) return tl::unexpected(written.error());
    return changed(host, act, **entity, *written, 200);
}

Result<Response> remove(host::Host& host, Act& act, const Input& in) {
    const auto entity = entity_of(in.request, act.caller.program());
    if (!entity) return tl::unexpected(entity.error());
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    const auto options = write_options(in.request, false);
    if (!options) return tl::unexpected(options.error());
    Result<void> done = host.running()->records().remove(act, **entity, *id, *options);
    if (!done) return tl::unexpected(done.error());
    return Response::empty(204);
}

Result<Response> transition(host::Host& host, Act& act, const Input& in) {
    const auto entity = entity_of(in.request, act.caller.program());
    if (!entity) return tl::unexpected(entity.error());
    const auto id = id_parameter(in.request, "id");
    if (!id) return tl::unexpected(id.error());
    const auto options = write_options(in.request, false);
    if (!options) return tl::unexpected(options.error());
    auto written = host.running()->records().transition(act, **entity, *id, in.parameter("transition"), *options);
    if (!written) return tl::unexpected(written.error());
    return changed(host, act, **entity, *written, 200);
}

Response compute(host::Host& host, Call& call, const json::Value& body) {
    const auto entity = entity_of(call.request, call.caller->program());
    if (!entity) return call.failure(entity.error());
    const auto& running = call.running;
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = running->records().compute(reader, *call.caller, **entity, body, storage::now(), call.language);
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

Response export_all(host::Host& host, Call& call) {
    const auto entity = entity_of(call.request, call.caller->program());
    if (!entity) return call.failure(entity.error());
    const auto request = list_request(call.request);
    if (!request) return call.failure(request.error());
    const std::string_view format = call.request.query("format").value_or("csv");
    if (format != "csv") return call.failure(400, "HTTP-400", {"\"format\" is csv.", "\"format\" 应为 csv。"});
    ListRequest asked = *request;
    if (!call.request.query("limit")) asked.limit = 0;
    const auto& running = call.running;
    std::string out, next;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        out.clear();
        auto done = running->records().export_csv(reader, *call.caller, **entity, asked, call.language, storage::now(),
                                                  [&](std::string_view piece) { out += piece; });
        if (!done) return tl::unexpected(done.error());
        next = std::move(*done);
        return {};
    });
    if (!read) return refused_question(call, read.error());
    Response answer = Response::text(std::move(out), 200, "text/csv; charset=utf-8");
    if (!next.empty()) answer.with("Formwork-Next", next);  // "after" of the next page
    return std::move(answer).with("Content-Disposition", "attachment; filename=\"" + (*entity)->id + ".csv\"");
}

Response changes(host::Host& host, Call& call) {
    const auto entity = entity_of(call.request, call.caller->program());
    if (!entity) return call.failure(entity.error());
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    const auto& running = call.running;
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = running->records().changes(reader, *call.caller, **entity, *id, storage::now());
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

About about(const char* summary, std::vector<Parameter> parameters, std::string body, std::vector<Answer> answers) {
    return {.tag = "records",
            .summary = summary,
            .parameters = std::move(parameters),
            .body = std::move(body),
            .answers = std::move(answers)};
}

const Parameter kIfMatch{"If-Match", Parameter::In::kHeader, schema::kString, "The version that is changed: \"7\"",
                         false};

std::vector<Parameter> list_parameters() {
    return {query("filter", "A FEEL condition over the record's fields"),
            query("sort", "Stored fields, '-' before one: descending"),
            query("fields", "Only these fields"),
            query("search", "Words in the title or any text field"),
            query("limit", "1 to 1000", R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"),
            query("after", "The cursor \"next\" of the page before"),
            query("count", "Count all matching records", schema::kBoolean)};
}

std::vector<Parameter> export_parameters() {
    std::vector<Parameter> out = list_parameters();
    out.back() = query("format", "csv", schema::choice({"csv"}));
    return out;
}

}  // namespace

void add_records(Api& api) {
    host::Host& host = api.host();
    const std::string base = "/api/v1/records/{entity}";
    api.read(base, Needs::kPerson,
             about("A page of records", list_parameters(), "",
                   {{200, "", schema::ref("record_page")}, {400, "The filter, sort or cursor is wrong"}}),
             [&host](Call& call) {
                 return ask(host, call,
                            [](const Records& records, storage::Reader& reader, const Caller& caller,
                               const Entity& entity, const ListRequest& request) {
                                return records.list(reader, caller, entity, request, storage::now());
                            });
             });
    api.read(base + "/lookup", Needs::kPerson,
             about("Records to choose from, for reference fields",
                   {query("q", "Part of the title"), query("limit", "1 to 1000", schema::kLimit),
                    query("from", "ENTITY.FIELD whose filter counts")},
                   "", {{200, "", schema::list("ref")}}),
             [&host](Call& call) {
                 const std::string words(call.request.query("q").value_or(""));
                 const std::string from(call.request.query("from").value_or(""));
                 const bool limited = call.request.query("limit").has_value();
                 return ask(host, call,
                            [&](const Records& records, storage::Reader& reader, const Caller& caller,
                                const Entity& entity, ListRequest request) {
                                request.search = words;
                                request.by_lookup_of = from;
                                if (!limited) request.limit = 20;
                                return records.lookup(reader, caller, entity, request, storage::now());
                            });
             });
    api.slow(Method::kGet, base + "/export", Needs::kPerson,
             about("All matching records as a CSV file", export_parameters(), "",
                   {{200, "", "", "text/csv"}, {403, "No right to export"}}),
             [&host](Call& call, const json::Value&) { return export_all(host, call); });
    api.read(base + "/{id}", Needs::kPerson,
             about("One record with its child tables, rights, actions and transitions", {}, "",
                   {{200, "", schema::ref("record")}, {404, "No such record, or not to be seen"}}),
             [&host](Call& call) { return show(host, call); });
    api.read(base + "/{id}/changes", Needs::kPerson,
             about("Who changed what", {}, "", {{200, "", schema::list("change")}}),
             [&host](Call& call) { return changes(host, call); });
    api.change(Method::kPost, base, Needs::kPerson,
               about("Create a record", {}, schema::ref("record_input"),
                     {{201, "Created", schema::ref("record")},
                      {422, "Unknown fields, wrong types, failed checks: one diagnostic each"}}),
               [&host](Act& act, const Input& in) { return create(host, act, in); });
    api.change(Method::kPatch, base + "/{id}", Needs::kPerson,
               about("Change fields of a record", {kIfMatch}, schema::ref("record_patch"),
                     {{200, "", schema::ref("record")},
                      {412, "Changed meanwhile"},
                      {428, "If-Match is missing"},
                      {422, "Not accepted"}}),
               [&host](Act& act, const Input& in) { return update(host, act, in); });
    api.change(Method::kDelete, base + "/{id}", Needs::kPerson,
               about("Delete a record", {kIfMatch}, "", {{204, "Deleted", ""}, {409, "Still referred to, or locked"}}),
               [&host](Act& act, const Input& in) { return remove(host, act, in); });
    api.change(Method::kPost, base + "/{id}/transitions/{transition}", Needs::kPerson,
               about("Move a record to another state", {kIfMatch}, "",
                     {{200, "", schema::ref("record")}, {409, "Not possible in this state"}}),
               [&host](Act& act, const Input& in) { return transition(host, act, in); });
    api.slow(
        Method::kPost, base + "/compute", Needs::kPerson,
        about(
            "What the form shows while one types: computed values, defaults, what is visible, required, read-only, and "
            "errors",
            {},
            R"({"type":"object","required":["record"],"properties":{"record":{"type":"object"},"id":{"type":"string","format":"id"}},"additionalProperties":false})",
            {{200, "", schema::ref("computed")}}),
        [&host](Call& call, const json::Value& body) { return compute(host, call, body); });
}

}  // namespace fw::http::routes
