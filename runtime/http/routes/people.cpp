#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/base/suggest.h"
#include "runtime/flows/leavers.h"
#include "runtime/http/routes/routes.h"
#include "runtime/identity/administrators.h"

namespace fw::http::routes {
namespace {

using identity::Accounts;
using identity::Person;

std::string folded(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return out;
}

Response people(Call& call) {
    const auto limit = limit_of(call.request, 100);
    if (!limit) return call.failure(limit.error());
    const auto most = static_cast<std::size_t>(*limit);
    const std::string wanted = folded(call.request.query("q").value_or(""));
    JsonWriter out;
    out.begin_array();
    std::size_t count = 0;
    for (const Person& person : call.caller->directory().people()) {
        if (!person.active || count >= most) continue;
        if (folded(person.name).find(wanted) == std::string::npos &&
            folded(person.login).find(wanted) == std::string::npos)
            continue;
        const identity::Unit* unit = call.caller->directory().unit(person.unit);
        out.begin_object()
            .id("id", person.id)
            .member("name", person.name)
            .member("login", person.login)
            .member("unit", unit != nullptr ? unit->name : std::string());
        out.member("title", person.title).end_object();
        ++count;
    }
    return Response::json(out.end_array().take());
}

void write_user(JsonWriter& out, const identity::Account& account, const identity::Directory& directory) {
    const Person* person = directory.person(account.person);
    out.begin_object().member("login", account.login);
    write_person(out, "person", directory, account.person);
    out.member("active", account.active).member("language", language_code(account.language)).key("roles").begin_array();
    if (person != nullptr) {
        for (const std::string& role : person->roles) out.value(role);
    }
    out.end_array().member("password", !account.password_hash.empty()).end_object();
}

Diagnostics wrong(std::string_view field, Text text, Text hint = {}) {
    Diagnostic d{"AUTH-422", Severity::kError, {}, std::move(text), std::move(hint)};
    d.place.element = "field:" + std::string(field);
    return {std::move(d)};
}

Result<std::vector<std::string>> roles_of(const json::Value& value, const compile::Program& program) {
    std::vector<std::string> out;
    if (!value.is_array())
        return fail(wrong("roles", {"\"roles\" is a list of role ids.", "\"roles\" 应为角色编号列表。"}));
    for (const json::Value& item : value.items()) {
        const compile::Role* role = item.is_string() ? program.role(item.as_string()) : nullptr;
        if (role == nullptr) {
            const std::string name = item.is_string() ? item.as_string() : "?";
            std::vector<std::string> known;
            for (const compile::Role& each : program.roles) known.push_back(each.id);
            return fail(wrong("roles", format_text({"There is no role '{0}'.", "没有角色“{0}”。"}, {name}),
                              did_you_mean(name, known)));
        }
        out.push_back(role->id);
    }
    return out;
}

Result<Accounts::Change> change_of(const json::Value& body, const compile::Program& program) {
    Accounts::Change change;
    for (const json::Member& member : body.members()) {
        if (member.key == "password" && member.value.is_string()) {
            change.password = member.value.as_string();
        } else if (member.key == "active" && member.value.is_boolean()) {
            change.active = member.value.as_boolean();
        } else if (member.key == "language" && member.value.is_string()) {
            change.language = language_from(member.value.as_string());
        } else if (member.key == "roles") {
            auto roles = roles_of(member.value, program);
            if (!roles) return tl::unexpected(roles.error());
            change.roles = std::move(*roles);
        } else {
            return fail(wrong(
                member.key, format_text({"'{0}' cannot be set, or not to this value.", "无法设置“{0}”，或取值不正确。"},
                                        {member.key})));
        }
    }
    return change;
}

// The sign-in name stands in the person's record too, written in the transaction of the account: both, or neither.
std::function<Result<identity::PersonId>(storage::Transaction&)> named_person(host::Host& host,
                                                                              std::shared_ptr<const Caller> caller,
                                                                              std::string login,
                                                                              identity::PersonId person) {
    return [&host, caller = std::move(caller), login = std::move(login),
            person](storage::Transaction& tx) -> Result<identity::PersonId> {
        const auto running = host.running();
        const compile::Entity* entity = running->program()->entity("base.person");
        if (entity == nullptr) return not_found();
        Act act{tx, *caller, host.ids(), storage::now(), {}};
        auto named = running->records().set(act, *entity, person, {{"login", feel::Value::string(login)}});
        if (!named) return tl::unexpected(named.error());
        return person;
    };
}

// A new record of base.person, made in the transaction of the account: both, or neither.
std::function<Result<identity::PersonId>(storage::Transaction&)> new_person(host::Host& host,
                                                                            std::shared_ptr<const Caller> caller,
                                                                            std::string login, std::string name) {
    return [&host, caller = std::move(caller), login = std::move(login),
            name = std::move(name)](storage::Transaction& tx) -> Result<identity::PersonId> {
        const auto running = host.running();
        const compile::Entity* entity = running->program()->entity("base.person");
        if (entity == nullptr) return not_found();
        json::Value fields = json::Value::object();
        fields.set("login", json::Value::string(login));
        fields.set("name", json::Value::string(name));
        Act act{tx, *caller, host.ids(), storage::now(), {}};
        auto made = running->records().create(act, *entity, fields);
        if (!made) return tl::unexpected(made.error());
        return made->id;
    };
}

Result<Accounts::NewAccount> new_account(host::Host& host, const json::Value& body,
                                         const std::shared_ptr<const Caller>& asking) {
    const Caller& caller = *asking;
    Accounts::NewAccount account;
    account.login = body.string_or("login");
    account.password = body.string_or("password");
    const std::string_view person = body.string_or("person");
    std::from_chars(person.data(), person.data() + person.size(), account.person);
    const Person* found = account.person != 0 ? caller.directory().person(account.person)
                                              : caller.directory().person_by_login(account.login);
    const std::string name(body.string_or("name"));
    if (found == nullptr && (account.person != 0 || name.empty())) {
        return fail(
            wrong("person", {"Give \"person\", the id of a record of base.person, or the \"name\" of a new one.",
                             "请提供 \"person\"（base.person 记录的编号），或新人员的 \"name\"。"}));
    }
    account.person = found == nullptr ? 0 : found->id;
    if (account.login.empty() && found != nullptr) account.login = found->login;
    if (account.login.empty()) return fail(wrong("login", {"Give a sign-in name.", "请提供登录名。"}));
    if (found != nullptr && !found->login.empty() && found->login != account.login) {
        return fail(wrong("login", format_text({"The sign-in name of this person is '{0}'.", "此人的登录名是“{0}”。"},
                                               {found->login})));
    }
    if (const json::Value* roles = body.find("roles")) {
        auto read = roles_of(*roles, caller.program());
        if (!read) return tl::unexpected(read.error());
        account.roles = std::move(*read);
    }
    if (found == nullptr) account.make_person = new_person(host, asking, account.login, name);
    if (found != nullptr && found->login.empty())
        account.make_person = named_person(host, asking, account.login, found->id);
    return account;
}

void answer_user(host::Host& host, const Respond& respond, const std::string& login, int status) {
    JsonWriter out;
    if (const auto account = host.accounts().find(login)) write_user(out, *account, *host.directory());
    respond(Response::json(out.take(), status));
}

}  // namespace

void add_people(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/people", Needs::kPerson,
             {.tag = "people",
              .summary = "Active people, for pickers",
              .parameters = {query("q", "Part of a name or sign-in name"), query("limit", "1 to 1000", schema::kLimit)},
              .body = {},
              .answers = {{200, "", schema::list("person")}}},
             people);

    api.read("/api/v1/users", Needs::kAdministrator,
             {.tag = "people",
              .summary = "Who may sign in",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::list("user")}}},
             [&host](Call& call) {
                 JsonWriter out;
                 out.begin_array();
                 for (const identity::Account& account : host.accounts().all())
                     write_user(out, account, call.caller->directory());
                 return Response::json(out.end_array().take());
             });

    api.task(Method::kPost, "/api/v1/users", Needs::kAdministrator,
             {.tag = "people",
              .summary = "Let a person sign in",
              .parameters = {},
              .body = schema::ref("user_input"),
              .answers = {{201, "", schema::ref("user")}, {409, "The name is taken"}}},
             [&host](Call& call, const json::Value& body, const Respond& respond) {
                 auto account = new_account(host, body, call.caller);
                 if (!account) return respond(call.failure(account.error()));
                 host.accounts().add(
                     *account, [&host, respond, login = account->login, language = call.language](Result<void> done) {
                         if (!done) return respond(problem(status_of(done.error()), done.error(), language));
                         answer_user(host, respond, login, 201);
                     });
             });

    api.task(
        Method::kPatch, "/api/v1/users/{login}", Needs::kAdministrator,
        {.tag = "people",
         .summary = "Change roles, password or activity of a user",
         .parameters = {},
         .body = schema::ref("user_patch"),
         .answers = {{200, "", schema::ref("user")},
                     {404, "No such user"},
                     {409, "The last active administrator would be gone"}}},
        [&host](Call& call, const json::Value& body, const Respond& respond) {
            auto change = change_of(body, call.caller->program());
            if (!change) return respond(call.failure(change.error()));
            change->administrator_roles = identity::administrator_roles(call.caller->program());
            const std::string login(call.request.parameter("login"));
            const bool closes = change->active && !*change->active;
            host.accounts().change(
                login, std::move(*change),
                [&host, respond, login, closes, by = call.caller->person(),
                 language = call.language](Result<void> done) {
                    if (!done) return respond(problem(status_of(done.error()), done.error(), language));
                    const std::optional<identity::Account> account = host.accounts().find(login);
                    if (!closes || !account) return answer_user(host, respond, login, 200);
                    host.act(
                        by, [person = account->person](access::Act& act) { return flows::tell_of_leaver(act, person); },
                        [&host, respond, login](const Result<void>&) { answer_user(host, respond, login, 200); });
                });
        });

    api.task(Method::kPost, "/api/v1/users/{login}/tokens", Needs::kAdministrator,
             {.tag = "people",
              .summary = "Make a bearer token for programs that act as this user",
              .parameters = {},
              .body = R"({"type":"object","properties":{"label":{"type":"string"}},"additionalProperties":false})",
              .body_required = false,
              .answers = {{201, "The token; it is shown this once",
                           R"({"type":"object","properties":{"token":{"type":"string"}}})"},
                          {404, "No such user"}}},
             [&host](Call& call, const json::Value& body, const Respond& respond) {
                 host.accounts().create_token(
                     std::string(call.request.parameter("login")), std::string(body.string_or("label")),
                     [respond, language = call.language](Result<std::string> token) {
                         if (!token) return respond(problem(status_of(token.error()), token.error(), language));
                         JsonWriter out;
                         out.begin_object().member("token", *token).end_object();
                         respond(Response::json(out.take(), 201));
                     });
             });
}

}  // namespace fw::http::routes
