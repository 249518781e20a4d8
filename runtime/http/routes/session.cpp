#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

constexpr const char* kCookie = "fw_session=";

std::string cookie(const Request& request, std::string_view token, std::string_view age) {
    std::string out = kCookie;
    out.append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=").append(age);
    if (equal_ignoring_case(request.header("X-Forwarded-Proto"), "https")) out += "; Secure";
    return out;
}

Response session_answer(const Caller& caller, std::string_view csrf) {
    JsonWriter out;
    out.begin_object().key("person");
    write_me(out, caller);
    out.member("csrf", csrf).end_object();
    return Response::json(out.take());
}

// Behind a proxy on this machine the client is who the proxy says it is.
std::string client_address(const Request& request) {
    const bool local = request.remote == "127.0.0.1" || request.remote == "::1";
    std::string_view said = request.header("X-Forwarded-For");
    if (!local || said.empty()) return request.remote;
    if (const std::size_t comma = said.rfind(','); comma != std::string_view::npos) said.remove_prefix(comma + 1);
    while (!said.empty() && said.front() == ' ') said.remove_prefix(1);
    return std::string(said.substr(0, 64));
}

void sign_in(host::Host& host, Call& call, const json::Value& body, const Respond& respond) {
    const Language language = call.language;
    host.accounts().sign_in(
        std::string(body.string_or("user")), std::string(body.string_or("password")),
        std::string(call.request.header("User-Agent")), client_address(call.request),
        [&host, respond, language](Result<identity::SignedIn> in) {
            if (!in) {
                Diagnostics why = std::move(in.error());
                const std::string seconds = std::exchange(why.front().place.element, {});
                Response refused = problem(status_of(why), why, language);
                if (!seconds.empty()) refused.with("Retry-After", seconds);
                return respond(std::move(refused));
            }
            const auto caller = host.caller(in->person);
            const identity::Person* person = caller->directory().person(in->person);
            if (person != nullptr && !person->active) {
                return host.accounts().sign_out(in->token, [respond, language](const Result<void>&) {
                    respond(problem(401, "AUTH-401",
                                    {"This person is not active any more.", "该人员已停用，无法登录。"}, language));
                });
            }
            respond(
                session_answer(*caller, in->csrf).with("Set-Cookie", cookie(respond.request(), in->token, "1209600")));
        });
}

}  // namespace

void write_person(JsonWriter& out, std::string_view key, const identity::Directory& directory,
                  identity::PersonId person) {
    out.key(key);
    if (person == 0) {
        out.null();
        return;
    }
    out.begin_object().id("id", person).member("name", directory.name_of(person)).end_object();
}

void write_me(JsonWriter& out, const Caller& caller) {
    const identity::Directory& directory = caller.directory();
    const identity::Person* person = directory.person(caller.person());
    out.begin_object().id("id", caller.person());
    if (person != nullptr) {
        out.member("login", person->login).member("name", person->name).member("title", person->title);
        out.member("language", language_code(person->language));
    }
    out.key("roles").begin_array();
    for (const std::string& role : caller.roles()) out.value(role);
    out.end_array().member("administrator", caller.administrator()).key("unit");
    if (const identity::Unit* unit = directory.unit(caller.unit())) {
        out.begin_object().id("id", unit->id).member("name", unit->name).end_object();
    } else {
        out.null();
    }
    write_person(out, "manager", directory, person != nullptr ? person->manager : 0);
    out.end_object();
}

void add_session(Api& api) {
    host::Host& host = api.host();
    api.task(
        Method::kPost, "/api/v1/session", Needs::kNobody,
        {.tag = "session",
         .summary = "Sign in with a name and a password",
         .parameters = {},
         .body =
             R"({"type":"object","required":["user","password"],"properties":{"user":{"type":"string"},"password":{"type":"string"}},"additionalProperties":false})",
         .answers = {{200, "Signed in; the cookie fw_session is set", schema::ref("session")},
                     {401, "Wrong name or password"},
                     {429, "Locked for a while, see Retry-After"}}},
        [&host](Call& call, const json::Value& body, const Respond& respond) { sign_in(host, call, body, respond); });

    api.read("/api/v1/session", Needs::kPerson,
             {.tag = "session",
              .summary = "Who is signed in, and the CSRF token of the session",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::ref("session")}}},
             [&host](Call& call) {
                 const auto session = call.by_cookie ? host.accounts().find_session(call.token) : std::nullopt;
                 return session_answer(*call.caller, session ? std::string_view(session->csrf) : std::string_view());
             });

    api.task(
        Method::kDelete, "/api/v1/session", Needs::kPerson,
        {.tag = "session", .summary = "Sign out", .parameters = {}, .body = {}, .answers = {{204, "Signed out", ""}}},
        [&host](Call& call, const json::Value&, const Respond& respond) {
            if (!call.by_cookie) return respond(Response::empty());
            host.accounts().sign_out(call.token, [respond](const Result<void>&) {
                respond(Response::empty().with("Set-Cookie", cookie(respond.request(), "", "0")));
            });
        });

    api.read("/api/v1/me", Needs::kPerson,
             {.tag = "session",
              .summary = "The signed-in person",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::ref("me")}}},
             [](Call& call) {
                 JsonWriter out;
                 write_me(out, *call.caller);
                 return Response::json(out.take());
             });

    api.task(
        Method::kPatch, "/api/v1/me", Needs::kPerson,
        {.tag = "session",
         .summary = "Change one's own language",
         .parameters = {},
         .body =
             R"({"type":"object","required":["language"],"properties":{"language":{"enum":["en","zh"]}},"additionalProperties":false})",
         .answers = {{200, "", schema::ref("me")}}},
        [&host](Call& call, const json::Value& body, const Respond& respond) {
            const std::string_view language = body.string_or("language");
            const identity::Person* person = call.caller->directory().person(call.caller->person());
            if (person == nullptr) return respond(call.failure(not_found().value()));
            identity::Accounts::Change change;
            change.language = language_from(language);
            host.accounts().change(person->login, std::move(change),
                                   [&host, respond, id = person->id, shown = call.language](Result<void> done) {
                                       if (!done) return respond(problem(status_of(done.error()), done.error(), shown));
                                       JsonWriter out;
                                       write_me(out, *host.caller(id));
                                       respond(Response::json(out.take()));
                                   });
        });
}

}  // namespace fw::http::routes
