#include <future>
#include <mutex>

#include "engine/base/utf8.h"
#include "runtime/identity/accounts.h"
#include "runtime/identity/administrators.h"
#include "runtime/storage/errors.h"

namespace fw::identity {

using storage::Param;
using storage::Transaction;

namespace {

constexpr std::size_t kShortestPassword = 8;
constexpr std::size_t kLongestPassword = 1024;

tl::unexpected<Diagnostics> unknown_login(std::string_view login) {
    return fail("AUTH-404", format_text({"There is no user '{0}'.", "没有用户“{0}”。"}, {login}), {},
                {"`formwork user list` shows who there is.", "用 `formwork user list` 查看现有用户。"});
}

tl::unexpected<Diagnostics> refused(const char* code, const char* field, Text text, Text hint = {}) {
    Diagnostic d{code, Severity::kError, {}, std::move(text), std::move(hint)};
    d.place.element = std::string("field:") + field;
    return fail(std::move(d));
}

tl::unexpected<Diagnostics> taken(std::string_view login) {
    return refused("AUTH-409", "login", format_text({"The user '{0}' exists already.", "用户“{0}”已存在。"}, {login}));
}

tl::unexpected<Diagnostics> has_sign_in(std::string_view login) {
    return refused(
        "AUTH-409", "person", format_text({"This person signs in as '{0}' already.", "此人已有登录名“{0}”。"}, {login}),
        format_text({"Change the roles, the password or the activity of '{0}'.", "请修改“{0}”的角色、密码或启用状态。"},
                    {login}));
}

std::optional<Diagnostics> bad_password(std::string_view password) {
    if (utf8::valid(password) && utf8::length(password) >= kShortestPassword && password.size() <= kLongestPassword)
        return std::nullopt;
    Diagnostic d{
        "AUTH-422", Severity::kError, {}, {"A password has at least 8 characters.", "密码至少需要 8 个字符。"}, {}};
    d.place.element = "field:password";
    return Diagnostics{std::move(d)};
}

Result<void> set_roles(Transaction& tx, PersonId person, const std::vector<std::string>& roles) {
    auto done = tx.execute("DELETE FROM fw_role_member WHERE person_id = ?", {person});
    for (const std::string& role : roles) {
        if (!done) break;
        done = tx.execute("INSERT INTO fw_role_member (role, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                          {role, person});
    }
    if (!done) return tl::unexpected(done.error());
    return {};
}

// Somebody must be left who can let people in.
Result<void> keep_an_administrator(Transaction& tx, const std::vector<std::string>& roles,
                                   const std::function<Result<void>()>& change, PersonId person) {
    if (roles.empty()) return change();
    auto before = count_administrators(tx, roles, person);
    if (!before) return tl::unexpected(before.error());
    if (auto done = change(); !done || *before == 0) return done;
    return require_administrator(tx, roles);
}

template <class T>
Result<T> wait_for(const std::function<void(std::function<void(Result<T>)>)>& start) {
    std::promise<Result<T>> promise;
    start([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

}  // namespace

void Accounts::add(NewAccount account, Then<void> then) {
    if (find(account.login)) return then(taken(account.login));
    if (account.password.empty()) return store_new(account, {}, then);
    if (auto bad = bad_password(account.password)) return then(fail(std::move(*bad)));
    const bool queued =
        hashing_.run([this, account, then] { store_new(account, hash_password(account.password), then); });
    if (!queued) then(fail("AUTH-503", {"The server is busy. Try again in a moment.", "服务器繁忙，请稍后重试。"}));
}

void Accounts::store_new(const NewAccount& account, const std::string& hash, const Then<void>& then) {
    const DateTime now = options_.clock();
    const auto person = std::make_shared<PersonId>(account.person);
    auto work = [account, hash, now, person](Transaction& tx) -> Result<void> {
        if (account.make_person) {
            auto made = account.make_person(tx);
            if (!made) return tl::unexpected(made.error());
            *person = *made;
        }
        auto theirs = tx.query_text("SELECT login FROM fw_user WHERE person_id = ?", {*person});
        if (!theirs) return tl::unexpected(theirs.error());
        if (*theirs) return has_sign_in(**theirs);
        auto done = tx.execute(
            "INSERT INTO fw_user (person_id, login, password_hash, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
            {*person, account.login, hash, now, now});
        if (!done) {
            // Another request was faster.
            if (storage::error_kind(done.error()) == storage::ErrorKind::kUnique) return taken(account.login);
            return tl::unexpected(done.error());
        }
        return set_roles(tx, *person, account.roles);
    };
    database_.write(std::move(work), [this, account, hash, person, then](Result<void> done) {
        if (!done) return then(std::move(done));
        {
            const std::unique_lock lock(mutex_);
            Account& stored = accounts_[account.login];
            stored = {};
            stored.person = *person;
            stored.login = account.login;
            stored.password_hash = hash;
            active_[*person] = true;
        }
        if (listener_) listener_();
        then({});
    });
}

void Accounts::change(std::string login, Change change, Then<void> then) {
    if (!find(login)) return then(unknown_login(login));
    if (!change.password) return store_change(login, change, std::nullopt, then);
    if (auto bad = bad_password(*change.password)) return then(fail(std::move(*bad)));
    const bool queued = hashing_.run(
        [this, login, change, then] { store_change(login, change, hash_password(*change.password), then); });
    if (!queued) then(fail("AUTH-503", {"The server is busy. Try again in a moment.", "服务器繁忙，请稍后重试。"}));
}

void Accounts::store_change(const std::string& login, const Change& change, std::optional<std::string> hash,
                            const Then<void>& then) {
    const std::optional<Account> before = find(login);
    if (!before) return then(unknown_login(login));
    const bool ends_sessions = hash.has_value() || (change.active && !*change.active);
    const DateTime now = options_.clock();
    auto apply = [person = before->person, change, hash, ends_sessions, now](Transaction& tx) -> Result<void> {
        Result<std::int64_t> done = tx.execute("UPDATE fw_user SET updated_at = ? WHERE person_id = ?", {now, person});
        if (done && hash) {
            done = tx.execute(
                "UPDATE fw_user SET password_hash = ?, failed_count = 0, locked_until = NULL WHERE person_id = ?",
                {*hash, person});
        }
        if (done && change.active)
            done = tx.execute("UPDATE fw_user SET active = ? WHERE person_id = ?", {*change.active, person});
        if (done && change.language) {
            done = tx.execute("UPDATE fw_user SET language = ? WHERE person_id = ?",
                              {language_code(*change.language), person});
        }
        if (done && ends_sessions) done = tx.execute("DELETE FROM fw_session WHERE person_id = ?", {person});
        if (!done) return tl::unexpected(done.error());
        if (change.roles) return set_roles(tx, person, *change.roles);
        return {};
    };
    const bool takes_away = change.roles || (change.active && !*change.active);
    auto work = [apply = std::move(apply), person = before->person,
                 roles = takes_away ? change.administrator_roles : std::vector<std::string>()](Transaction& tx) {
        return keep_an_administrator(
            tx, roles, [&] { return apply(tx); }, person);
    };
    database_.write(std::move(work), [this, login, change, hash, ends_sessions, then](Result<void> done) {
        if (!done) return then(std::move(done));
        {
            const std::unique_lock lock(mutex_);
            Account& account = accounts_[login];
            if (hash) {
                account.password_hash = *hash;
                account.failed = 0;
                account.locked_until.reset();
                std::erase_if(tries_, [&](const auto& item) { return item.first.starts_with(login + "\n"); });
            }
            if (change.active) account.active = active_[account.person] = *change.active;
            if (change.language) account.language = *change.language;
            if (ends_sessions)
                std::erase_if(sessions_, [&](const auto& item) { return item.second.person == account.person; });
        }
        if (listener_) listener_();
        then({});
    });
}

void Accounts::create_token(std::string login, std::string label, Then<std::string> then) {
    const std::optional<Account> account = find(login);
    if (!account) return then(unknown_login(login));
    if (!account->active) {
        return then(fail(
            "AUTH-409",
            format_text({"The user '{0}' is disabled: a token would not work.", "用户“{0}”已停用，令牌不会生效。"},
                        {login}),
            {},
            format_text(
                {"`formwork user enable {0}` lets them sign in again.", "可用 `formwork user enable {0}` 重新启用。"},
                {login})));
    }
    std::string token = random_token();
    std::string hash = token_hash(token);
    auto work = [hash, label = std::move(label), person = account->person, id = ids_.next(),
                 now = options_.clock()](Transaction& tx) -> Result<void> {
        auto done =
            tx.execute("INSERT INTO fw_api_token (id, token_hash, person_id, label, created_at) VALUES (?, ?, ?, ?, ?)",
                       {id, Param::blob(hash), person, label, now});
        if (!done) return tl::unexpected(done.error());
        return {};
    };
    database_.write(std::move(work), [this, token, hash, person = account->person, then](Result<void> done) {
        if (!done) return then(tl::unexpected(done.error()));
        {
            const std::unique_lock lock(mutex_);
            api_tokens_[hash] = {person, {}, false, DateTime{INT64_MAX}};
        }
        then(token);
    });
}

Result<void> Accounts::add_and_wait(NewAccount account) {
    return wait_for<void>([&](Then<void> then) { add(std::move(account), std::move(then)); });
}

Result<void> Accounts::change_and_wait(std::string login, Change wanted) {
    return wait_for<void>([&](Then<void> then) { change(std::move(login), std::move(wanted), std::move(then)); });
}

Result<std::string> Accounts::create_token_and_wait(std::string login, std::string label) {
    return wait_for<std::string>(
        [&](Then<std::string> then) { create_token(std::move(login), std::move(label), std::move(then)); });
}

}  // namespace fw::identity
