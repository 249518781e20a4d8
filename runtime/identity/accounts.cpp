#include "runtime/identity/accounts.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

#include "engine/base/utf8.h"

namespace fw::identity {

using storage::Param;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kProlongEvery = 300 * kSecond;
constexpr std::size_t kMostStrangers = 100'000;
constexpr std::size_t kLongestAgent = 200;

tl::unexpected<Diagnostics> wrong_sign_in() {
    return fail("AUTH-401", {"The sign-in name or the password is wrong.", "登录名或密码错误。"});
}

tl::unexpected<Diagnostics> locked_out(std::int64_t seconds) {
    const std::string text = std::to_string(seconds);
    Place place;
    place.element = text;
    return fail(
        "AUTH-429",
        format_text({"Too many wrong passwords. Try again in {0} seconds.", "密码错误次数过多，请在 {0} 秒后重试。"},
                    {text}),
        std::move(place));
}

tl::unexpected<Diagnostics> too_busy() {
    return fail("AUTH-503",
                {"Too many people are signing in right now. Try again in a moment.", "当前登录人数过多，请稍后重试。"});
}

}  // namespace

std::size_t Accounts::Text32::operator()(const std::string& hash) const {
    std::size_t out = 0;  // the bytes are random already
    std::memcpy(&out, hash.data(), std::min(sizeof out, hash.size()));
    return out;
}

Accounts::Accounts(storage::Database& database, storage::IdSource& ids, AccountOptions options)
    : database_(database), ids_(ids), options_(std::move(options)) {}

Result<void> Accounts::load() {
    std::map<std::string, Account, std::less<>> accounts;
    std::unordered_map<PersonId, bool> active;
    Tokens sessions;
    Tokens tokens;
    const DateTime now = options_.clock();
    Result<void> read = database_.read([&](storage::Reader& reader) -> Result<void> {
        auto done = reader.query(
            "SELECT person_id, login, password_hash, language, active, failed_count, locked_until FROM fw_user", {},
            [&](const Row& row) {
                Account account{row.integer(0),           std::string(row.text(1)),
                                std::string(row.text(2)), language_from(row.text(3)),
                                row.boolean(4),           static_cast<int>(row.integer(5)),
                                row.maybe_date_time(6)};
                active[account.person] = account.active;
                accounts[account.login] = std::move(account);
            });
        if (!done) return done;
        done = reader.query(
            "SELECT token_hash, person_id, csrf, expires_at FROM fw_session WHERE expires_at > ?", {now},
            [&](const Row& row) {
                sessions[std::string(row.blob(0))] = {row.integer(1), std::string(row.text(2)), true, row.date_time(3)};
            });
        if (!done) return done;
        return reader.query("SELECT token_hash, person_id, expires_at FROM fw_api_token", {}, [&](const Row& row) {
            Session session{row.integer(1), {}, false, row.maybe_date_time(2).value_or(DateTime{INT64_MAX})};
            tokens[std::string(row.blob(0))] = std::move(session);
        });
    });
    if (!read) return read;
    const std::unique_lock lock(mutex_);
    accounts_ = std::move(accounts);
    active_ = std::move(active);
    sessions_ = std::move(sessions);
    api_tokens_ = std::move(tokens);
    return {};
}

namespace {
std::string pair_of(const std::string& login, const std::string& address) { return login + "\n" + address; }
}  // namespace

bool Accounts::familiar(const Attempt& attempt) const {
    const auto found = familiar_.find(attempt.login);
    return found != familiar_.end() &&
           std::find(found->second.begin(), found->second.end(), attempt.address) != found->second.end();
}

std::optional<std::int64_t> Accounts::locked_seconds(const Attempt& attempt) const {
    DateTime until{0};
    const auto consider = [&](const std::string& key) {
        if (const auto found = tries_.find(key); found != tries_.end()) until = std::max(until, found->second.until);
    };
    consider(pair_of(attempt.login, attempt.address));
    if (!familiar(attempt)) {
        consider(attempt.login);
        const auto known = accounts_.find(attempt.login);
        if (known != accounts_.end()) until = std::max(until, known->second.locked_until.value_or(DateTime{0}));
    }
    const std::int64_t left = until.micros - options_.clock().micros;
    if (left <= 0) return std::nullopt;
    return (left + kSecond - 1) / kSecond;
}

void Accounts::sign_in(std::string login, std::string password, std::string agent, std::string address,
                       Then<SignedIn> then) {
    std::string hash = impossible_hash();
    Attempt attempt{std::move(login), std::move(agent), std::move(address)};
    {
        const std::shared_lock lock(mutex_);
        if (const auto seconds = locked_seconds(attempt)) return then(locked_out(*seconds));
        const auto found = accounts_.find(attempt.login);
        if (found != accounts_.end() && !found->second.password_hash.empty()) hash = found->second.password_hash;
    }
    const bool queued =
        hashing_.run([this, attempt = std::move(attempt), password = std::move(password), hash = std::move(hash),
                      then] { judge(attempt, verify_password(hash, password), then); });
    if (!queued) then(too_busy());
}

void Accounts::judge(const Attempt& attempt, bool right, const Then<SignedIn>& then) {
    std::optional<Account> account;
    {
        const std::shared_lock lock(mutex_);
        // Attempts that were queued together count one after the other.
        if (const auto seconds = locked_seconds(attempt)) return then(locked_out(*seconds));
        const auto found = accounts_.find(attempt.login);
        if (found != accounts_.end() && found->second.active) account = found->second;
    }
    if (right && account) return open_session(*account, attempt, then);
    note_failure(attempt);
    then(wrong_sign_in());
}

std::optional<DateTime> Accounts::lock_after(int failed, int free) const {
    if (failed < free) return std::nullopt;
    const std::int64_t seconds =
        std::min(options_.first_lock_seconds << std::min(failed - free, 20), options_.longest_lock_seconds);
    return DateTime{options_.clock().micros + seconds * kSecond};
}

void Accounts::note_failure(const Attempt& attempt) {
    Account changed;
    {
        const std::unique_lock lock(mutex_);
        if (tries_.size() >= kMostStrangers) tries_.clear();
        const auto count = [&](const std::string& key, int free) {
            Tries& tries = tries_[key];
            tries.until = lock_after(++tries.failed, free).value_or(DateTime{0});
        };
        count(pair_of(attempt.login, attempt.address), options_.free_attempts);
        if (familiar(attempt)) return;
        const auto found = accounts_.find(attempt.login);
        if (found == accounts_.end()) return count(attempt.login, options_.free_attempts_of_all);
        ++found->second.failed;
        found->second.locked_until = lock_after(found->second.failed, options_.free_attempts_of_all);
        changed = found->second;
    }
    database_.write(
        [changed](Transaction& tx) -> Result<void> {
            auto done = tx.execute("UPDATE fw_user SET failed_count = ?, locked_until = ? WHERE person_id = ?",
                                   {changed.failed, changed.locked_until, changed.person});
            if (!done) return tl::unexpected(done.error());
            return {};
        },
        [](const Result<void>&) {});
}

void Accounts::open_session(const Account& account, const Attempt& attempt, const Then<SignedIn>& then) {
    constexpr std::size_t kMostAddresses = 20;
    SignedIn signed_in{random_token(), random_token(), account.person};
    const DateTime now = options_.clock();
    const DateTime expires{now.micros + options_.session_seconds * kSecond};
    std::string hash = token_hash(signed_in.token);
    std::string shown = attempt.agent.substr(0, kLongestAgent);
    while (!utf8::valid(shown)) shown.pop_back();
    {
        const std::unique_lock lock(mutex_);
        const auto found = accounts_.find(account.login);
        if (found != accounts_.end()) {
            found->second.failed = 0;
            found->second.locked_until.reset();
        }
        tries_.erase(pair_of(attempt.login, attempt.address));
        if (!familiar(attempt)) {
            std::vector<std::string>& known = familiar_[attempt.login];
            if (known.size() >= kMostAddresses) known.erase(known.begin());
            known.push_back(attempt.address);
        }
    }
    auto work = [account, signed_in, hash, now, expires, shown](Transaction& tx) -> Result<void> {
        auto done = tx.execute("DELETE FROM fw_session WHERE expires_at < ?", {now});
        if (done && account.failed > 0) {
            done = tx.execute("UPDATE fw_user SET failed_count = 0, locked_until = NULL WHERE person_id = ?",
                              {account.person});
        }
        if (done) {
            done = tx.execute(
                "INSERT INTO fw_session (token_hash, person_id, csrf, created_at, seen_at, expires_at, agent) VALUES "
                "(?, ?, ?, ?, ?, ?, ?)",
                {Param::blob(hash), account.person, signed_in.csrf, now, now, expires, shown});
        }
        if (!done) return tl::unexpected(done.error());
        return {};
    };
    database_.write(std::move(work), [this, signed_in, hash, expires, then](Result<void> done) {
        if (!done) return then(tl::unexpected(done.error()));
        {
            const std::unique_lock lock(mutex_);
            sessions_[hash] = {signed_in.person, signed_in.csrf, true, expires};
        }
        then(signed_in);
    });
}

void Accounts::sign_out(std::string_view token, std::function<void(Result<void>)> then) {
    std::string hash = token_hash(token);
    {
        const std::unique_lock lock(mutex_);
        sessions_.erase(hash);
    }
    database_.write(
        [hash](Transaction& tx) -> Result<void> {
            auto done = tx.execute("DELETE FROM fw_session WHERE token_hash = ?", {Param::blob(hash)});
            if (!done) return tl::unexpected(done.error());
            return {};
        },
        std::move(then));
}

std::optional<Session> Accounts::find_session(std::string_view token) const {
    const std::string hash = token_hash(token);
    Session session;
    {
        const std::shared_lock lock(mutex_);
        const auto found = sessions_.find(hash);
        if (found == sessions_.end()) return std::nullopt;
        session = found->second;
        const auto active = active_.find(session.person);
        if (active == active_.end() || !active->second) return std::nullopt;
    }
    const std::int64_t left = session.expires_at.micros - options_.clock().micros;
    if (left <= 0) return std::nullopt;
    if (left < options_.session_seconds * kSecond - kProlongEvery) prolong(hash, session);
    return session;
}

void Accounts::prolong(const std::string& hash, const Session& session) const {
    const DateTime now = options_.clock();
    const DateTime expires{now.micros + options_.session_seconds * kSecond};
    {
        const std::unique_lock lock(mutex_);
        const auto found = sessions_.find(hash);
        if (found == sessions_.end() || found->second.expires_at != session.expires_at) return;
        found->second.expires_at = expires;
    }
    database_.write(
        [hash, now, expires](Transaction& tx) -> Result<void> {
            auto done = tx.execute("UPDATE fw_session SET seen_at = ?, expires_at = ? WHERE token_hash = ?",
                                   {now, expires, Param::blob(hash)});
            if (!done) return tl::unexpected(done.error());
            return {};
        },
        [](const Result<void>&) {});
}

std::optional<Session> Accounts::find_api_token(std::string_view token) const {
    const std::string hash = token_hash(token);
    const std::shared_lock lock(mutex_);
    const auto found = api_tokens_.find(hash);
    if (found == api_tokens_.end()) return std::nullopt;
    const auto active = active_.find(found->second.person);
    if (active == active_.end() || !active->second) return std::nullopt;
    if (found->second.expires_at <= options_.clock()) return std::nullopt;
    return found->second;
}

std::vector<Account> Accounts::all() const {
    const std::shared_lock lock(mutex_);
    std::vector<Account> out;
    out.reserve(accounts_.size());
    for (const auto& [login, account] : accounts_) out.push_back(account);
    return out;
}

std::optional<Account> Accounts::find(std::string_view login) const {
    const std::shared_lock lock(mutex_);
    const auto found = accounts_.find(login);
    return found != accounts_.end() ? std::optional(found->second) : std::nullopt;
}

}  // namespace fw::identity
