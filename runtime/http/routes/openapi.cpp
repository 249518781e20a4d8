// /openapi.json: the table of routes and the deployed entities, as OpenAPI 3.1. The routes of records stand there
// twice: once for any entity, and once for each with its own fields, actions and transitions, so that generated clients
// are typed.
#include "runtime/http/routes/openapi.h"

#include <algorithm>
#include <map>

#include "engine/compile/program.h"

#ifndef FW_VERSION
#define FW_VERSION "0"
#endif

namespace fw::http::routes {
namespace {

using compile::Entity;

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

constexpr std::string_view kRecords = "/api/v1/records/{entity}";

// "post /records/{entity}" → "post_records_entity".
std::string operation_id(const Route& route, std::string_view path) {
    std::string out = lower(method_name(route.method));
    for (const char c : path.substr(path.starts_with("/api/v1") ? 7 : 0)) {
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

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
}

// How one operation is written: for any entity, or for one.
class Operation {
  public:
    Operation(JsonWriter& out, const Route& route, const compile::Program& program, const Entity* entity)
        : out_(out), route_(route), program_(program), entity_(entity) {}

    void write() {
        out_.key(lower(method_name(route_.method))).begin_object().member("operationId", operation_id(route_, path()));
        if (!route_.about.summary.empty()) out_.member("summary", route_.about.summary);
        const std::string& tag = entity_ != nullptr ? entity_->id : route_.about.tag;
        if (!tag.empty()) out_.key("tags").begin_array().value(tag).end_array();
        write_parameters();
        if (!route_.about.body.empty()) {
            out_.key("requestBody").begin_object().member("required", route_.about.body_required);
            write_content(route_.about.bytes ? "application/octet-stream" : "application/json",
                          schema(route_.about.body));
            out_.end_object();
        }
        write_answers();
        write_security();
        out_.end_object();
    }

    [[nodiscard]] std::string path() const {
        std::string path = route_.pattern;
        if (entity_ != nullptr) replace_all(path, "{entity}", entity_->id);
        return path;
    }

    // Whether the entity has anything the route could do.
    [[nodiscard]] bool makes_sense() const {
        if (route_.pattern.find("/{action}") != std::string::npos) return !program_.flows_of(*entity_).empty();
        return route_.pattern.find("/{transition}") == std::string::npos || !entity_->transitions.empty();
    }

  private:
    [[nodiscard]] std::string schema(std::string text) const {
        if (entity_ == nullptr) return text;
        replace_all(text, "#/components/schemas/record_input\"", "#/components/schemas/" + entity_->id + ".input\"");
        replace_all(text, "#/components/schemas/record_patch\"", "#/components/schemas/" + entity_->id + ".patch\"");
        replace_all(text, "#/components/schemas/record_page\"", "#/components/schemas/" + entity_->id + ".page\"");
        replace_all(text, "#/components/schemas/record\"", "#/components/schemas/" + entity_->id + "\"");
        return text;
    }

    // The schema of a parameter in the path: what the entity has, where it is one's own.
    [[nodiscard]] std::string path_schema(const std::string& name) const {
        std::vector<std::string_view> choices;
        if (entity_ != nullptr && name == "action") {
            for (const flow::Flow* flow : program_.flows_of(*entity_)) choices.push_back(flow->action);
        } else if (entity_ != nullptr && name == "transition") {
            for (const compile::Transition& transition : entity_->transitions) choices.push_back(transition.id);
        } else {
            return schema::kString;
        }
        JsonWriter out;
        out.begin_object().key("enum").begin_array();
        for (const std::string_view choice : choices) out.value(choice);
        return out.end_array().end_object().take();
    }

    void write_parameter(const Parameter& parameter) {
        static constexpr const char* kPlaces[] = {"path", "query", "header"};
        out_.begin_object().member("name", parameter.name);
        out_.member("in", kPlaces[static_cast<std::size_t>(parameter.in)]);
        out_.member("required", parameter.required || parameter.in == Parameter::In::kPath);
        if (!parameter.about.empty()) out_.member("description", parameter.about);
        out_.key("schema").raw(parameter.schema).end_object();
    }

    void write_parameters() {
        out_.key("parameters").begin_array();
        const auto& told = route_.about.parameters;
        for (const std::string& name : path_names(path())) {
            const bool known = std::any_of(told.begin(), told.end(), [&](const Parameter& p) {
                return p.in == Parameter::In::kPath && p.name == name;
            });
            if (!known) write_parameter({name, Parameter::In::kPath, path_schema(name), {}, true});
        }
        for (const Parameter& parameter : told) write_parameter(parameter);
        out_.end_array();
    }

    void write_content(std::string_view type, const std::string& schema) {
        out_.key("content").begin_object().key(type).begin_object();
        if (!schema.empty()) out_.key("schema").raw(schema);
        out_.end_object().end_object();
    }

    void write_answer(const Answer& answer) {
        out_.key(std::to_string(answer.status)).begin_object();
        out_.member("description", answer.about.empty() ? std::string(reason(answer.status)) : answer.about);
        if (answer.status >= 400) {
            write_content("application/problem+json", schema::ref("problem"));
        } else if (!answer.schema.empty() || answer.content_type != "application/json") {
            write_content(answer.content_type, schema(answer.schema));
        }
        out_.end_object();
    }

    void write_answers() {
        out_.key("responses").begin_object();
        for (const Answer& answer : route_.about.answers) write_answer(answer);
        if (route_.about.answers.empty()) out_.key("200").raw(R"({"description":"OK"})");
        if (is_api()) out_.key("default").raw(R"({"$ref":"#/components/responses/problem"})");
        out_.end_object();
    }

    [[nodiscard]] bool is_api() const { return route_.pattern.starts_with("/api/"); }

    void write_security() {
        if (!is_api() || (route_.pattern == "/api/v1/session" && route_.method == Method::kPost)) {
            out_.key("security").raw("[]");
        } else if (route_.method != Method::kGet) {
            out_.key("security").raw(R"([{"bearer":[]},{"session":[],"csrf":[]}])");
        }
    }

    JsonWriter& out_;
    const Route& route_;
    const compile::Program& program_;
    const Entity* entity_;
};

void write_paths(JsonWriter& out, const Router& router, const compile::Program& program, const Entity* entity) {
    std::map<std::string, std::vector<Operation>> by_path;
    for (const auto& route : router.routes()) {
        if (entity != nullptr && !route->pattern.starts_with(kRecords)) continue;
        Operation operation(out, *route, program, entity);
        if (entity == nullptr || operation.makes_sense()) by_path[operation.path()].push_back(operation);
    }
    for (auto& [path, operations] : by_path) {
        out.key(path).begin_object();
        for (Operation& operation : operations) operation.write();
        out.end_object();
    }
}

}  // namespace

namespace {

// Lines come with their parents.
bool reaches(const access::Caller& caller, const Entity& entity) {
    const Entity& root = entity.parent != nullptr ? *entity.parent : entity;
    return !caller.on(root).read.nothing() || caller.on(root).create;
}

}  // namespace

std::string openapi(const Router& router, const compile::Program& program, const access::Caller* caller) {
    JsonWriter out;
    out.begin_object().member("openapi", "3.1.0");
    out.key("info").begin_object().member("title", "Formwork").member("version", FW_VERSION);
    out.member("description",
               "Records, flows, tasks and reports of the deployed models. Changes with a session cookie need "
               "X-CSRF-Token; programs send a bearer token. Asked for by somebody who is signed in, this document "
               "describes the entities and fields that this person may see as well.");
    out.end_object().key("paths").begin_object();
    write_paths(out, router, program, nullptr);
    for (const auto& entity : program.entities) {
        if (entity->parent == nullptr && caller != nullptr && reaches(*caller, *entity))
            write_paths(out, router, program, entity.get());
    }
    out.end_object().key("components").begin_object().key("schemas").begin_object();
    write_shapes(out);
    for (const auto& entity : program.entities) {
        if (caller != nullptr && reaches(*caller, *entity)) write_entity_schemas(out, *entity, *caller);
    }
    out.end_object().key("responses").begin_object();
    out.key("problem").raw(
        R"({"description":"What is wrong","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}}})");
    out.end_object()
        .key("securitySchemes")
        .raw(
            R"({"session":{"type":"apiKey","in":"cookie","name":"fw_session"},"csrf":{"type":"apiKey","in":"header","name":"X-CSRF-Token"},"bearer":{"type":"http","scheme":"bearer"}})");
    out.end_object().key("security").raw(R"([{"bearer":[]},{"session":[]}])").end_object();
    return out.take();
}

}  // namespace fw::http::routes
