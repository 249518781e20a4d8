// Who may sign in, and who is signed in: fw_user, fw_role_member, fw_session, fw_api_token. Everything that is asked on
// each request is kept in memory; the database remembers it over a restart. Tokens are stored hashed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/diagnostic.h"
#include "runtime/identity/directory.h"
#include "runtime/identity/secrets.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::identity {

using storage::DateTime;

struct Account {
    PersonId person = 0;
    std::string login;
    std::string password_hash;  // empty: no password sign-in
    Language language = Language::kEn;
    bool active = true;
    int failed = 0;
    std::optional<DateTime> locked_until;
};

// One token that is valid now.
struct Session {
    PersonId person = 0;
    std::string csrf;     // empty for API tokens
    bool cookie = false;  // signed in by a browser, so CSRF counts
    DateTime expires_at{INT64_MAX};
};

struct SignedIn {
    std::string token;
    std::string csrf;
    PersonId person = 0;
};

struct AccountOptions {
    std::int64_t session_seconds = 14 * 24 * 3600;  // since it was last used
    int free_attempts = 5;                          // wrong passwords from one address before a lock-out
    int free_attempts_of_all = 50;                  // from all addresses
    std::int64_t first_lock_seconds = 60;           // doubled with each further failure …
    std::int64_t longest_lock_seconds = 900;        // … up to this
    std::function<DateTime()> clock = storage::now;
};

// Thread-safe. Callbacks come from the hashing thread or a writer thread: keep them short.
class Accounts {
  public:
    template <class T>
    using Then = std::function<void(Result<T>)>;

    Accounts(storage::Database& database, storage::IdSource& ids, AccountOptions options = {});

    // Reads everything; at start, and after `changed` in tests.
    [[nodiscard]] Result<void> load();

    // AUTH-401: unknown or wrong (one sentence for both). AUTH-429: locked; the diagnostic's element holds the seconds.
    // Failures are counted by name and `address`, so that nobody can lock another out from afar; many failures from
    // many addresses lock the name, but not for addresses from which it was signed in before.
    void sign_in(std::string login, std::string password, std::string agent, std::string address, Then<SignedIn> then);
    void sign_out(std::string_view token, std::function<void(Result<void>)> then);
    // The session of a cookie or the person of an API token; nothing if unknown, expired or of an inactive account.
    [[nodiscard]] std::optional<Session> find_session(std::string_view token) const;
    [[nodiscard]] std::optional<Session> find_api_token(std::string_view token) const;

    [[nodiscard]] std::vector<Account> all() const;  // by login
    [[nodiscard]] std::optional<Account> find(std::string_view login) const;

    // Changes. AUTH-404: no such login; AUTH-409: it exists already, or the last active administrator would be gone;
    // AUTH-422: a password of less than 8 characters.
    struct NewAccount {
        PersonId person = 0;
        std::string login;
        std::string password;                                                     // empty: none
        std::vector<std::string> roles;                                           // qualified
        std::function<Result<PersonId>(storage::Transaction&)> make_person = {};  // where there is none yet
    };
    struct Change {
        std::optional<std::string> password;
        std::optional<std::vector<std::string>> roles;
        std::optional<bool> active;
        std::optional<Language> language;
        std::vector<std::string> administrator_roles =
            {};  // one active account must keep one of them; empty: unchecked
    };
    void add(NewAccount account, Then<void> then);
    void change(std::string login, Change change, Then<void> then);
    void create_token(std::string login, std::string label, Then<std::string> then);

    // Blocking forms for the command line and for filling a new database.
    [[nodiscard]] Result<void> add_and_wait(NewAccount account);
    [[nodiscard]] Result<void> change_and_wait(std::string login, Change change);
    [[nodiscard]] Result<std::string> create_token_and_wait(std::string login, std::string label);

    // After roles or accounts changed (the directory must be read again). Set before the server runs.
    void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

  private:
    struct Text32 {
        std::size_t operator()(const std::string& hash) const;
    };
    using Tokens = std::unordered_map<std::string, Session, Text32>;

    struct Attempt {
        std::string login, agent, address;
    };
    struct Tries {
        int failed = 0;
        DateTime until{0};
    };
    void judge(const Attempt& attempt, bool right, const Then<SignedIn>& then);
    void open_session(const Account& account, const Attempt& attempt, const Then<SignedIn>& then);
    void note_failure(const Attempt& attempt);
    [[nodiscard]] std::optional<std::int64_t> locked_seconds(const Attempt& attempt) const;
    [[nodiscard]] bool familiar(const Attempt& attempt) const;  // signed in from there before
    [[nodiscard]] std::optional<DateTime> lock_after(int failed, int free) const;
    void store_change(const std::string& login, const Change& change, std::optional<std::string> hash,
                      const Then<void>& then);
    void store_new(const NewAccount& account, const std::string& hash, const Then<void>& then);
    void prolong(const std::string& hash, const Session& session) const;

    storage::Database& database_;
    storage::IdSource& ids_;
    AccountOptions options_;
    std::function<void()> listener_;
    mutable std::shared_mutex mutex_;
    std::map<std::string, Account, std::less<>> accounts_;
    std::unordered_map<PersonId, bool> active_;
    std::unordered_map<std::string, Tries> tries_;  // by name and address; by name alone where there is no such login
    std::unordered_map<std::string, std::vector<std::string>> familiar_;  // addresses by name, since the start
    mutable Tokens sessions_;
    Tokens api_tokens_;
    HashingThread hashing_;  // last: stops first
};

}  // namespace fw::identity
