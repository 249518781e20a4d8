#include <cstdio>

#include "runtime/cli/command.h"
#include "runtime/http/json_writer.h"
#include "runtime/http/message.h"
#include "runtime/identity/secrets.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string login, name, password, label;
    std::vector<std::string> roles;
    bool undo = false;
};

using Verb = std::function<Result<void>(Client&, const Options&)>;

int run(const Options& options, bool named, const Verb& verb) {
    if (named && options.login.empty()) return report(fail("AUTH-422", {"NAME is empty.", "NAME 为空。"}).value());
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const Result<void> done = verb(session->client(), options);
    return done ? kDone : report(done.error());
}

std::string user_path(const Options& options, std::string_view rest = {}) {
    return "/api/v1/users/" + http::percent_encode(options.login) + std::string(rest);
}

Result<void> list(Client& client, const Options&) {
    auto users = client.get("/api/v1/users");
    if (!users) return tl::unexpected(users.error());
    for (const json::Value& user : users->items()) {
        std::string roles;
        if (const json::Value* all = user.find("roles")) {
            for (const json::Value& role : all->items()) roles += (roles.empty() ? "" : ", ") + role.as_string();
        }
        const json::Value* person = user.find("person");
        const json::Value* active = user.find("active");
        const bool on = active == nullptr || !active->is_boolean() || active->as_boolean();
        std::printf("%-16s %-24s %s%s\n", std::string(user.string_or("login")).c_str(),
                    person != nullptr ? std::string(person->string_or("name")).c_str() : "", roles.c_str(),
                    on ? "" : "  (disabled)");
    }
    return {};
}

Result<void> token(Client& client, const Options& options) {
    http::JsonWriter body;
    body.begin_object().member("label", options.label).end_object();
    auto answer = client.post(user_path(options, "/tokens"), body.take());
    if (!answer) return tl::unexpected(answer.error());
    std::printf("%s\n", std::string(answer->string_or("token")).c_str());
    return {};
}

void write_roles(http::JsonWriter& body, const std::vector<std::string>& roles) {
    body.key("roles").begin_array();
    for (const std::string& role : roles) body.value(role);
    body.end_array();
}

// The person with this sign-in name, or a new record of base.person, made together with the account.
Result<void> add(Client& client, const Options& options) {
    const std::string filter = http::percent_encode("login = \"" + options.login + "\"");
    auto found = client.get("/api/v1/records/base.person?fields=login&limit=1&filter=" + filter);
    if (!found) return tl::unexpected(found.error());
    const std::string password = options.password.empty() ? identity::random_password() : options.password;
    http::JsonWriter body;
    body.begin_object().member("login", options.login).member("password", password);
    if (const json::Value* records = found->find("records"); records != nullptr && !records->items().empty()) {
        body.member("person", records->items().front().string_or("id"));
    } else {
        body.member("name", options.name.empty() ? options.login : options.name);
    }
    write_roles(body, options.roles);
    auto made = client.post("/api/v1/users", body.end_object().take());
    if (!made) return tl::unexpected(made.error());
    if (options.password.empty()) std::printf("%s\n", password.c_str());
    return {};
}

Result<void> change(Client& client, const Options& options, std::string body) {
    auto answer = client.ask("PATCH", user_path(options), body);
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

Result<void> set_password(Client& client, const Options& options) {
    const std::string password = options.password.empty() ? identity::random_password() : options.password;
    http::JsonWriter body;
    Result<void> done = change(client, options, body.begin_object().member("password", password).end_object().take());
    if (done && options.password.empty()) std::printf("%s\n", password.c_str());
    return done;
}

Result<void> set_roles(Client& client, const Options& options) {
    http::JsonWriter body;
    body.begin_object();
    write_roles(body, options.roles);
    return change(client, options, body.end_object().take());
}

Result<void> set_active(Client& client, const Options& options, bool active) {
    http::JsonWriter body;
    return change(client, options, body.begin_object().member("active", active).end_object().take());
}

Result<void> enable(Client& client, const Options& options) { return set_active(client, options, true); }
Result<void> disable(Client& client, const Options& options) { return set_active(client, options, options.undo); }

}  // namespace

void add_user(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command user = commands.add("user", "Who may sign in: add, list, password, roles, disable, enable, token",
                                "  formwork user list --data ./data\n"
                                "  formwork user add wang --name 王芳 --role sales.sales --data ./data\n"
                                "  formwork user token sales --data ./data        # a bearer token for programs\n"
                                "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8080/api/v1/me");
    const auto verb = [options, &user](const char* name, const char* summary, bool named, Verb run_verb) {
        Command command = user.inside(name, summary);
        if (named) command.add("NAME", options->login, "Sign-in name").required();
        options->target.add_to(command);
        command.run([options, named, run_verb] { return run(*options, named, run_verb); });
        return command;
    };
    verb("list", "Everybody who may sign in, with roles", false, list);
    Command adding = verb("add", "Let a person sign in; prints a random password unless one is given", true, add);
    adding.add("--name", options->name, "Full name, for a new person");
    adding.add("--password", options->password, "At least 8 characters");
    adding.add("--role", options->roles, "Qualified role, may be repeated").type("ROLE");
    Command password = verb("password", "Set a password; prints a random one unless one is given", true, set_password);
    password.add("--password", options->password, "At least 8 characters");
    Command roles = verb("roles", "Set all roles of a user", true, set_roles);
    roles.add("ROLE", options->roles, "Qualified roles: sales.manager; none: takes all away");
    Command off = verb("disable", "Take away the right to sign in; sessions and tokens end at once", true, disable);
    off.flag("--undo", options->undo, "Allow it again, as `user enable`");
    verb("enable", "Let a disabled user sign in again, with the password and roles there were", true, enable);
    Command tokens = verb("token", "Print a new bearer token that acts as this user", true, token);
    tokens.add("--label", options->label, "What it is for");
}

}  // namespace fw::cli
