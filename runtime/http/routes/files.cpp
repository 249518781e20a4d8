// Files of comments and decisions, signatures; and the times in which somebody stands in.
#include "runtime/files/files.h"

#include "runtime/flows/absences.h"
#include "runtime/flows/flows.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

Result<Response> upload(Act& act, const Input& in) {
    files::Upload upload;
    const auto name = in.request.query("name"), purpose = in.request.query("purpose");
    upload.name = name.value_or("");
    upload.purpose = purpose.value_or("");
    upload.type = in.request.header("Content-Type");
    upload.bytes = in.request.body;
    auto file = files::add(act, upload);
    if (!file) return tl::unexpected(file.error());
    JsonWriter out;
    out.begin_object().id("id", file->id).member("name", file->name).member("type", file->type);
    out.member("size", file->size).end_object();
    return Response::json(out.take(), 201).with("Location", "/api/v1/files/" + std::to_string(file->id));
}

Response download(host::Host& host, Call& call) {
    const auto id = id_parameter(call.request, "id");
    if (!id) return call.failure(id.error());
    files::File file;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto found = call.running->flows().file(reader, *call.caller, *id, storage::now());
        if (!found) return tl::unexpected(found.error());
        file = std::move(*found);
        return {};
    });
    if (!read) return call.failure(read.error());
    const std::string_view type = files::safe_type(file.type);
    const bool picture = type.substr(0, 6) == "image/";
    const bool shown = picture && call.request.query("show").value_or("") == "true";
    Response out;
    out.content_type = std::string(type);
    out.body = std::move(file.bytes);
    return std::move(out)
        .with("Content-Disposition", files::disposition(file.name, shown))
        .with("Content-Security-Policy", "default-src 'none'; sandbox")
        .with("Cache-Control", "private, max-age=86400, immutable");
}

Response absences(host::Host& host, Call& call) {
    storage::Id of = call.caller->person();
    if (const auto person = call.request.query("person"); person && !person->empty()) {
        const auto id = *person == "all" ? std::optional<storage::Id>(0) : storage::parse_id(*person);
        if (!id) return call.failure(400, "HTTP-400", {"\"person\" is no id.", "\"person\" 不是人员编号。"});
        of = *id;
    }
    std::string out;
    const Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto text = flows::absences(reader, *call.caller, of, storage::now());
        if (!text) return tl::unexpected(text.error());
        out = std::move(*text);
        return {};
    });
    return read ? Response::json(std::move(out)) : call.failure(read.error());
}

constexpr const char* kNewAbsence =
    R"({"type":"object","required":["stand_in","from","to"],"properties":{"person":{"type":"string","format":"id"},"stand_in":{"type":"string","format":"id"},"from":{"type":"string"},"to":{"type":"string"},"note":{"type":"string"}},"additionalProperties":false})";

}  // namespace

void add_files(Api& api) {
    host::Host& host = api.host();
    api.change(Method::kPost, "/api/v1/files", Needs::kPerson,
               {.tag = "files",
                .summary = "Store a file; it is one's own until a comment or decision carries it",
                .parameters = {query("name", "Its name"),
                               query("purpose", "file, signature (a PNG)", R"({"enum":["file","signature"]})")},
                .body = R"({"type":"string","format":"binary"})",
                .answers = {{201, "", schema::ref("file")},
                            {413, "More than 10 MB"},
                            {422, "No name, empty, or a signature that is no PNG"}},
                .bytes = true},
               upload);
    api.read("/api/v1/files/{id}", Needs::kPerson,
             {.tag = "files",
              .summary = "A file, for those who may see what it hangs on",
              .parameters = {query("show", "Show a picture instead of saving it", schema::kBoolean)},
              .body = {},
              .answers = {{200, "The bytes"}, {404, "None, or not to be seen"}}},
             [&host](Call& call) { return download(host, call); });
}

void add_absences(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/absences", Needs::kPerson,
             {.tag = "people",
              .summary = "When one is away and who stands in; administrators: of others, or of all",
              .parameters = {query("person", "A person's id, or all (administrators)")},
              .body = {},
              .answers = {{200, "", schema::ref("absence_list")}}},
             [&host](Call& call) { return absences(host, call); });
    api.change(
        Method::kPost, "/api/v1/absences", Needs::kPerson,
        {.tag = "people",
         .summary = "Name a stand-in for a time; both may act, his acts count as one's own",
         .parameters = {},
         .body = kNewAbsence,
         .answers = {{201, "", schema::ref("absence")}, {403, "Not one's own"}, {422, "No such person or time"}}},
        [&host](Act& act, const Input& in) -> Result<Response> {
            auto text = flows::add_absence(act, in.body, host.running()->flows().options().zone);
            if (!text) return tl::unexpected(text.error());
            return Response::json(std::move(*text), 201);
        });
    api.change(Method::kDelete, "/api/v1/absences/{id}", Needs::kPerson,
               {.tag = "people",
                .summary = "End it now, or forget it where it has not begun",
                .parameters = {},
                .body = {},
                .answers = {{204, "Ended", ""}, {404, "None, or not one's own"}}},
               [](Act& act, const Input& in) -> Result<Response> {
                   const auto id = id_parameter(in.request, "id");
                   if (!id) return tl::unexpected(id.error());
                   auto done = flows::end_absence(act, *id);
                   if (!done) return tl::unexpected(done.error());
                   return Response::empty();
               });
}

}  // namespace fw::http::routes
