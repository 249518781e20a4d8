#include "runtime/host/deployments.h"

#include <set>

#include "engine/json/read.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

tl::unexpected<Diagnostics> no_packs() {
    return fail("HTTP-422", {"Give \"packs\": a list of {\"id\", \"files\": [{\"path\", \"text\"}]}.",
                             "请提供 \"packs\"：由 {\"id\", \"files\": [{\"path\", \"text\"}]} 组成的列表。"});
}

// The pack's own file names it too; a pack under another name would live beside the one it was meant to replace.
Result<void> same_name(const model::PackSource& pack) {
    for (const model::SourceFile& file : pack.files) {
        if (file.path != "pack.json") continue;
        const auto root = json::read(file.text);
        const std::string name(root && root->is_object() ? root->string_or("id") : std::string_view());
        if (name.empty() || name == pack.id) return {};
        return fail("HTTP-422", format_text({"The pack is sent as '{0}', but its pack.json says '{1}'.",
                                             "发送的包为“{0}”，但其 pack.json 中为“{1}”。"},
                                            {pack.id, name}));
    }
    return {};
}

// The later of two would silently count.
Result<void> sent_once(const model::PackSource& pack, const std::vector<model::PackSource>& before) {
    for (const model::PackSource& other : before) {
        if (other.id != pack.id) continue;
        Place place;
        place.element = "field:packs[" + std::to_string(before.size()) + "].id";
        return fail("HTTP-422", format_text({"The pack '{0}' is sent twice.", "包“{0}”重复。"}, {pack.id}), place);
    }
    std::set<std::string_view> paths;
    for (std::size_t i = 0; i < pack.files.size(); ++i) {
        if (paths.insert(pack.files[i].path).second) continue;
        Place place;
        place.element = "field:packs[" + std::to_string(before.size()) + "].files[" + std::to_string(i) + "].path";
        return fail("HTTP-422",
                    format_text({"The file '{0}' of the pack '{1}' is sent twice.", "包“{1}”中的文件“{0}”重复。"},
                                {pack.files[i].path, pack.id}),
                    place);
    }
    return {};
}

void write_diff(JsonWriter& out, const host::Diff& diff, Language language) {
    std::string warnings;
    append_diagnostics(warnings, diff.warnings, language);
    out.key("diagnostics").raw(warnings).key("changes").begin_array();
    for (const host::Change& change : diff.changes) {
        out.begin_object().member("kind", change.kind).member("model", change.model).member("id", change.id);
        out.member("element", change.element).member("text", change.text).end_object();
    }
    out.end_array().key("data").begin_array();
    for (const host::DataChange& change : diff.data) {
        out.begin_object()
            .member("text", change.text)
            .member("rows", change.rows)
            .member("destructive", change.destructive)
            .end_object();
    }
    out.end_array();
}

Response check(host::Host& host, Call& call, const json::Value& body) {
    auto packs = packs_of(body);
    if (!packs) return call.failure(packs.error());
    auto program = host::check(host, std::move(*packs));
    std::string found;
    append_diagnostics(found, program ? program->warnings : program.error(), call.language);
    JsonWriter out;
    out.begin_object().key("diagnostics").raw(found).member("ok", program.has_value()).end_object();
    return Response::json(out.take());
}

// A deployment that is refused: mistakes of models are 422, whatever their codes mean elsewhere.
Response refused(const Call& call, const Diagnostics& why) {
    const int status = status_of(why);
    return problem(status == 400 ? 422 : status, why, call.language);
}

Response diff(host::Host& host, Call& call, const json::Value& body) {
    auto packs = packs_of(body);
    if (!packs) return call.failure(packs.error());
    auto found = host::diff(host, std::move(*packs));
    if (!found) return refused(call, found.error());
    JsonWriter out;
    out.begin_object();
    write_diff(out, *found, call.language);
    return Response::json(out.end_object().take());
}

Response applied(Call& call, const Result<host::Applied>& result) {
    if (!result) return refused(call, result.error());
    JsonWriter out;
    out.begin_object().id("id", result->id);
    write_diff(out, result->diff, call.language);
    return Response::json(out.end_object().take(), 201)
        .with("Location", "/api/v1/deployments/" + std::to_string(result->id));
}

Response apply(host::Host& host, Call& call, const json::Value& body) {
    auto packs = packs_of(body);
    if (!packs) return call.failure(packs.error());
    const json::Value* loss = body.find("allow_data_loss");
    const bool allowed = loss != nullptr && loss->is_boolean() && loss->as_boolean();
    return applied(call, host::deploy(host, std::move(*packs), allowed, call.caller->person(),
                                      std::string(body.string_or("note"))));
}

Response list(host::Host& host, Call& call) {
    auto all = host::list_deployments(host.database());
    if (!all) return call.failure(all.error());
    JsonWriter out;
    out.begin_object().key("deployments").begin_array();
    for (const host::Deployment& d : *all) {
        std::string at;
        storage::append(at, d.at);
        out.begin_object().id("id", d.id).member("at", at);
        write_person(out, "by", call.caller->directory(), d.by);
        out.member("note", d.note)
            .member("status", d.status)
            .key("packs")
            .raw(d.packs)
            .key("changes")
            .raw(d.changes)
            .end_object();
    }
    return Response::json(out.end_array().end_object().take());
}

Response packs_answer(storage::Id id, const std::vector<model::PackSource>& packs) {
    JsonWriter out;
    out.begin_object().id("id", id).key("packs").begin_array();
    for (const model::PackSource& pack : packs) {
        out.begin_object().member("id", pack.id).key("files").begin_array();
        for (const model::SourceFile& file : pack.files) {
            out.begin_object().member("path", file.path).member("text", file.text).end_object();
        }
        out.end_array().end_object();
    }
    return Response::json(out.end_array().end_object().take());
}

}  // namespace

Result<std::vector<model::PackSource>> packs_of(const json::Value& body) {
    const json::Value* packs = body.find("packs");
    if (packs == nullptr || !packs->is_array() || packs->items().empty()) return no_packs();
    std::vector<model::PackSource> out;
    for (const json::Value& pack : packs->items()) {
        const json::Value* files = pack.find("files");
        model::PackSource source;
        source.id = source.folder = pack.string_or("id");
        if (source.id.empty() || files == nullptr || !files->is_array()) return no_packs();
        for (const json::Value& file : files->items()) {
            const json::Value* path = file.find("path");
            const json::Value* text = file.find("text");
            if (path == nullptr || !path->is_string() || text == nullptr || !text->is_string()) return no_packs();
            source.files.push_back({path->as_string(), text->as_string()});
        }
        if (auto good = same_name(source); !good) return tl::unexpected(good.error());
        if (auto once = sent_once(source, out); !once) return tl::unexpected(once.error());
        out.push_back(std::move(source));
    }
    return out;
}

void add_deployments(Api& api) {
    host::Host& host = api.host();
    const auto about = [](const char* summary, std::string body, std::vector<Answer> answers) {
        About out;
        out.tag = "deployments";
        out.summary = summary;
        out.body = std::move(body);
        out.answers = std::move(answers);
        return out;
    };
    api.slow(Method::kPost, "/api/v1/deployments/check", Needs::kAdministrator,
             about("Every mistake of these packs", schema::ref("packs"), {{200, "", schema::ref("check_answer")}}),
             [&host](Call& call, const json::Value& body) { return check(host, call, body); });
    api.slow(Method::kPost, "/api/v1/deployments/diff", Needs::kAdministrator,
             about("What deploying these packs would change, in models and data", schema::ref("packs"),
                   {{200, "", schema::ref("diff_answer")}, {422, "The packs have mistakes"}}),
             [&host](Call& call, const json::Value& body) { return diff(host, call, body); });
    api.slow(Method::kPost, "/api/v1/deployments", Needs::kAdministrator,
             about("Deploy these packs; others stay as they are", schema::ref("packs"),
                   {{201, "Deployed", schema::ref("deployed")}, {422, "Mistakes; nothing changed"}}),
             [&host](Call& call, const json::Value& body) { return apply(host, call, body); });
    api.slow(Method::kGet, "/api/v1/deployments", Needs::kAdministrator,
             about("All deployments, newest first", "", {{200, "", schema::ref("deployment_list")}}),
             [&host](Call& call, const json::Value&) { return list(host, call); });
    api.read("/api/v1/deployments/current", Needs::kAdministrator,
             about("The deployed packs with all files", "", {{200, "", schema::ref("deployed_packs")}}),
             [&host](Call&) {
                 const auto running = host.running();
                 return packs_answer(running->deployment(), running->program()->sources);
             });
    api.slow(Method::kGet, "/api/v1/deployments/{id}", Needs::kAdministrator,
             about("One deployment's packs with all files", "", {{200, "", schema::ref("deployed_packs")}}),
             [&host](Call& call, const json::Value&) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 auto packs = host::deployment_sources(host.database(), *id);
                 return packs ? packs_answer(*id, *packs) : call.failure(packs.error());
             });
    About back =
        about("Deploy again what an earlier deployment held",
              R"({"type":"object","properties":{"allow_data_loss":{"type":"boolean"}},"additionalProperties":false})",
              {{201, "Deployed", schema::ref("deployed")}});
    back.body_required = false;
    api.slow(Method::kPost, "/api/v1/deployments/{id}/roll-back", Needs::kAdministrator, std::move(back),
             [&host](Call& call, const json::Value& body) {
                 const auto id = id_parameter(call.request, "id");
                 if (!id) return call.failure(id.error());
                 const json::Value* loss = body.find("allow_data_loss");
                 const bool allowed = loss != nullptr && loss->is_boolean() && loss->as_boolean();
                 return applied(call, host::roll_back(host, *id, allowed, call.caller->person()));
             });
}

}  // namespace fw::http::routes
