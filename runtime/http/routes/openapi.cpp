// /openapi.json: the table of routes and the deployed entities, as OpenAPI 3.1.
#include <map>
#include <set>

#include "engine/form/field_type.h"
#include "runtime/http/routes/routes.h"

#ifndef FW_VERSION
#define FW_VERSION "0"
#endif

namespace fw::http::routes {
namespace {

using compile::Entity;
using compile::Field;

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// "post /records/{entity}" → "post_records_entity".
std::string operation_id(const Route& route) {
    std::string out = lower(method_name(route.method));
    for (const char c : route.pattern.substr(route.pattern.starts_with("/api/v1") ? 7 : 0)) {
        if (c == '{' || c == '}') continue;
        out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
    }
    return out;
}

std::vector<std::string> path_names(std::string_view pattern) {
    std::vector<std::string> out;
    while (true) {
        const std::size_t open = pattern.find('{');
        if (open == std::string_view::npos) return out;
        const std::size_t close = pattern.find('}', open);
        out.emplace_back(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close);
    }
}

void write_parameter(JsonWriter& out, const Parameter& parameter) {
    static constexpr const char* kPlaces[] = {"path", "query", "header"};
    out.begin_object().member("name", parameter.name).member("in", kPlaces[static_cast<std::size_t>(parameter.in)]);
    out.member("required", parameter.required || parameter.in == Parameter::In::kPath);
    if (!parameter.about.empty()) out.member("description", parameter.about);
    out.key("schema").raw(parameter.schema).end_object();
}

void write_answers(JsonWriter& out, const Route& route) {
    out.key("responses").begin_object();
    std::set<int> written;
    for (const Answer& answer : route.about.answers) {
        written.insert(answer.status);
        const bool error = answer.status >= 400;
        out.key(std::to_string(answer.status)).begin_object();
        out.member("description", answer.about.empty() ? std::string(reason(answer.status)) : answer.about);
        if (error) {
            out.key("content").raw(
                R"({"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}})");
        } else if (!answer.schema.empty()) {
            out.key("content")
                .begin_object()
                .key(answer.content_type)
                .begin_object()
                .key("schema")
                .raw(answer.schema)
                .end_object()
                .end_object();
        } else if (answer.content_type != "application/json") {
            out.key("content").begin_object().key(answer.content_type).begin_object().end_object().end_object();
        }
        out.end_object();
    }
    if (written.empty()) out.key("200").raw(R"({"description":"OK"})");
    if (route.pattern.starts_with("/api/")) out.key("default").raw(R"({"$ref":"#/components/responses/problem"})");
    out.end_object();
}

void write_operation(JsonWriter& out, const Route& route) {
    out.key(lower(method_name(route.method))).begin_object().member("operationId", operation_id(route));
    if (!route.about.summary.empty()) out.member("summary", route.about.summary);
    if (!route.about.tag.empty()) out.key("tags").begin_array().value(route.about.tag).end_array();
    out.key("parameters").begin_array();
    for (const std::string& name : path_names(route.pattern))
        write_parameter(out, {name, Parameter::In::kPath, schema::kString, {}, true});
    for (const Parameter& parameter : route.about.parameters) write_parameter(out, parameter);
    out.end_array();
    if (!route.about.body.empty()) {
        out.key("requestBody").begin_object().member("required", route.about.body_required);
        out.key("content").begin_object().key("application/json").begin_object().key("schema").raw(route.about.body);
        out.end_object().end_object().end_object();
    }
    write_answers(out, route);
    if (!route.pattern.starts_with("/api/") || (route.pattern == "/api/v1/session" && route.method == Method::kPost)) {
        out.key("security").begin_array().end_array();
    }
    out.end_object();
}

std::string choices(const Field& field) {
    JsonWriter out;
    out.begin_array();
    for (const compile::Option& option : field.options) out.value(option.id);
    return out.end_array().take();
}

constexpr const char* kReferenceRead =
    R"({"type":["object","null"],"properties":{"id":{"type":"string"},"title":{"type":"string"}}})";
constexpr const char* kReferenceWritten =
    R"({"oneOf":[{"type":"string"},{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}},{"type":"null"}]})";

std::string field_schema(const Field& field, bool written) {
    using form::Storage;
    const std::string type = field.type != nullptr ? field.type->id : "text";
    if (type == "child_table" && field.to != nullptr) {
        return R"({"type":"array","items":)" + schema::ref(field.to->id + (written ? ".input" : "")) + "}";
    }
    if (type == "choice") return R"({"enum":)" + choices(field) + "}";
    if (type == "multi_choice") return R"({"type":"array","items":{"enum":)" + choices(field) + "}}";
    switch (field.storage) {
        case Storage::kInteger:
            return R"({"type":["integer","null"]})";
        case Storage::kDecimal:
            return R"({"type":["number","null"]})";
        case Storage::kBoolean:
            return R"({"type":["boolean","null"]})";
        case Storage::kDate:
            return R"({"type":["string","null"],"format":"date"})";
        case Storage::kTime:
            return R"({"type":["string","null"],"format":"time"})";
        case Storage::kDateTime:
            return R"({"type":["string","null"],"format":"date-time"})";
        case Storage::kReference:
            return written ? kReferenceWritten : kReferenceRead;
        case Storage::kText:
            return field.max_length
                       ? R"({"type":["string","null"],"maxLength":)" + std::to_string(*field.max_length) + "}"
                       : R"({"type":["string","null"]})";
        default:
            return "{}";
    }
}

bool people_write(const Field& field) {
    return !field.computed() && !field.read_only && (field.type == nullptr || field.type->people_write);
}

void write_entity(JsonWriter& out, const Entity& entity, bool written) {
    out.key(entity.id + (written ? ".input" : ""))
        .begin_object()
        .member("type", "object")
        .member("title", entity.label.in(Language::kEn));
    out.key("properties").begin_object();
    if (!written || entity.parent != nullptr) out.key("id").raw(schema::kString);
    if (!written) out.key("version").raw(schema::kInteger).key("title").raw(schema::kString);
    if (!written && !entity.states.empty()) {
        out.key("state").begin_object().key("enum").begin_array();
        for (const compile::State& state : entity.states) out.value(state.id);
        out.end_array().end_object();
    }
    std::vector<std::string> needed;
    for (const Field& field : entity.fields) {
        if (field.id == "id" || field.id == "version" || (field.id == "title" && !written) ||
            (written && !people_write(field)))
            continue;
        out.key(field.id).raw(field_schema(field, written));
        if (written && field.required && !field.fallback) needed.push_back(field.id);
    }
    out.end_object();
    if (written) {
        out.key("required").begin_array();
        for (const std::string& name : needed) out.value(name);
        out.end_array().member("additionalProperties", false);
    }
    out.end_object();
}

constexpr const char* kDiagnostic =
    R"({"type":"object","required":["code","severity","text"],"properties":{"code":{"type":"string"},"severity":{"enum":["error","warning","note"]},)"
    R"("text":{"type":"string"},"hint":{"type":"string"},"field":{"type":"string"},"file":{"type":"string"},"line":{"type":"integer"},)"
    R"("column":{"type":"integer"},"element":{"type":"string"}}})";
constexpr const char* kProblem =
    R"({"type":"object","required":["type","title","status"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"diagnostics":{"type":"array","items":{"$ref":"#/components/schemas/diagnostic"}}}})";
constexpr const char* kMe =
    R"({"type":"object","properties":{"id":{"type":"string"},"login":{"type":"string"},"name":{"type":"string"},"title":{"type":"string"},"language":{"enum":["en","zh"]},)"
    R"("roles":{"type":"array","items":{"type":"string"}},"administrator":{"type":"boolean"},"unit":{"type":["object","null"]},"manager":{"type":["object","null"]}}})";

// The record routes once more for each entity, with its own schemas, so that generated clients are typed.
void write_entity_paths(JsonWriter& out, const Entity& entity) {
    const std::string base = "/api/v1/records/" + entity.id;
    const std::string read = schema::ref(entity.id);
    const std::string body =
        R"({"required":true,"content":{"application/json":{"schema":)" + schema::ref(entity.id + ".input") + "}}}";
    const auto operation = [&](std::string_view method, std::string_view verb, std::string_view summary,
                               std::string_view request, std::string_view status, const std::string& answer) {
        std::string id(verb);
        id += "_";
        for (const char c : entity.id) id += c == '.' ? '_' : c;
        out.key(method)
            .begin_object()
            .member("operationId", id)
            .member("summary", std::string(summary) + " " + std::string(entity.label.in(Language::kEn)));
        out.key("tags").begin_array().value(entity.id).end_array();
        if (!request.empty()) out.key("requestBody").raw(request);
        out.key("responses")
            .begin_object()
            .key(status)
            .raw(answer)
            .key("default")
            .raw(R"({"$ref":"#/components/responses/problem"})")
            .end_object();
        out.end_object();
    };
    const std::string one = R"({"description":"OK","content":{"application/json":{"schema":)" + read + "}}}";
    const std::string many =
        R"({"description":"OK","content":{"application/json":{"schema":{"type":"object","properties":{"records":{"type":"array","items":)" +
        read + R"(},"next":{"type":["string","null"]},"count":{"type":"integer"}}}}}})";
    out.key(base).begin_object();
    operation("get", "list", "List", "", "200", many);
    operation("post", "create", "Create", body, "201", one);
    out.end_object().key(base + "/{id}").begin_object();
    out.key("parameters").raw(R"([{"name":"id","in":"path","required":true,"schema":{"type":"string"}}])");
    operation("get", "read", "Read", "", "200", one);
    operation("patch", "update", "Change",
              R"({"required":true,"content":{"application/json":{"schema":{"type":"object"}}}})", "200", one);
    operation("delete", "delete", "Delete", "", "204", R"({"description":"Deleted"})");
    out.end_object();
}

}  // namespace

std::string openapi(const Router& router, const compile::Program& program) {
    std::map<std::string, std::vector<const Route*>> by_path;
    for (const auto& route : router.routes()) by_path[route->pattern].push_back(route.get());
    JsonWriter out;
    out.begin_object().member("openapi", "3.1.0");
    out.key("info").begin_object().member("title", "Formwork").member("version", FW_VERSION);
    out.member("description",
               "Records, flows, tasks and reports of the deployed models. Changes with a session cookie need "
               "X-CSRF-Token; programs send a bearer token.");
    out.end_object().key("paths").begin_object();
    for (const auto& [path, routes] : by_path) {
        out.key(path).begin_object();
        for (const Route* route : routes) write_operation(out, *route);
        out.end_object();
    }
    for (const auto& entity : program.entities) {
        if (entity->parent == nullptr) write_entity_paths(out, *entity);
    }
    out.end_object().key("components").begin_object().key("schemas").begin_object();
    out.key("diagnostic").raw(kDiagnostic).key("problem").raw(kProblem).key("me").raw(kMe);
    for (const auto& entity : program.entities) {
        write_entity(out, *entity, false);
        write_entity(out, *entity, true);
    }
    out.end_object().key("responses").begin_object();
    out.key("problem").raw(
        R"({"description":"What is wrong","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}}})");
    out.end_object()
        .key("securitySchemes")
        .raw(
            R"({"session":{"type":"apiKey","in":"cookie","name":"fw_session"},"bearer":{"type":"http","scheme":"bearer"}})");
    out.end_object().key("security").raw(R"([{"bearer":[]},{"session":[]}])").end_object();
    return out.take();
}

}  // namespace fw::http::routes
