#include "runtime/identity/accounts.h"

#include <filesystem>
#include <future>
#include <memory>

#include <gtest/gtest.h>

#include "runtime/storage/open.h"

namespace fw::identity {
namespace {

class AccountsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() / ("fw_accounts_" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        auto opened = storage::open((folder / "formwork.db").string());
        ASSERT_TRUE(opened) << format(opened.error());
        database = std::move(*opened);
        start();
        ASSERT_TRUE(accounts->add_and_wait({1, "sales", "formwork", {"sales.sales"}}));
    }
    void TearDown() override {
        accounts.reset();
        database.reset();
        std::filesystem::remove_all(folder);
    }

    // As a new server on the same database would.
    void start() {
        AccountOptions options;
        options.clock = [this] { return now; };
        accounts.reset();
        accounts = std::make_unique<Accounts>(*database, ids, options);
        ASSERT_TRUE(accounts->load());
    }

    Result<SignedIn> sign_in(const std::string& login, const std::string& password,
                             const std::string& from = "10.0.0.1") {
        std::promise<Result<SignedIn>> promise;
        accounts->sign_in(login, password, "test", from,
                          [&](Result<SignedIn> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }

    void pass(std::int64_t seconds) { now.micros += seconds * 1'000'000; }

    std::filesystem::path folder;
    DateTime now = storage::now();
    storage::IdSource ids;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<Accounts> accounts;
};

TEST_F(AccountsTest, SignsInAndOut) {
    const auto in = sign_in("sales", "formwork");
    ASSERT_TRUE(in) << format(in.error());
    const auto session = accounts->find_session(in->token);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->person, 1);
    EXPECT_EQ(session->csrf, in->csrf);
    EXPECT_FALSE(accounts->find_session("x" + in->token));
    EXPECT_FALSE(accounts->find_api_token(in->token));
    start();
    EXPECT_TRUE(accounts->find_session(in->token)) << "a session survives a restart";
    std::promise<Result<void>> promise;
    accounts->sign_out(in->token, [&](Result<void> done) { promise.set_value(std::move(done)); });
    EXPECT_TRUE(promise.get_future().get());
    EXPECT_FALSE(accounts->find_session(in->token));
    start();
    EXPECT_FALSE(accounts->find_session(in->token));
}

TEST_F(AccountsTest, AnUnknownLoginAndAWrongPasswordLookTheSame) {
    const auto unknown = sign_in("nobody", "formwork");
    const auto wrong = sign_in("sales", "wrong");
    ASSERT_FALSE(unknown);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(unknown.error()[0].code, "AUTH-401");
    EXPECT_EQ(unknown.error()[0].text, wrong.error()[0].text);
}

TEST_F(AccountsTest, LocksAfterRepeatedFailures) {
    for (const char* login : {"sales", "nobody"}) {
        for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(login, "wrong").error()[0].code, "AUTH-401") << login << i;
        const auto locked = sign_in(login, "formwork");
        ASSERT_FALSE(locked) << login;
        EXPECT_EQ(locked.error()[0].code, "AUTH-429") << login;
        EXPECT_EQ(locked.error()[0].place.element, "60");
    }
    pass(61);
    EXPECT_EQ(sign_in("sales", "wrong").error()[0].code, "AUTH-401");
    EXPECT_EQ(sign_in("sales", "formwork").error()[0].place.element, "120") << "each further failure doubles the lock";
    pass(121);
    EXPECT_TRUE(sign_in("sales", "formwork"));
}

TEST_F(AccountsTest, NobodyLocksAnotherOutFromAfar) {
    ASSERT_TRUE(sign_in("sales", "formwork", "10.0.0.7"));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(sign_in("sales", "wrong", "6.6.6.6"));
    EXPECT_EQ(sign_in("sales", "formwork", "6.6.6.6").error()[0].code, "AUTH-429");
    EXPECT_TRUE(sign_in("sales", "formwork", "10.0.0.8")) << "another address";
    // Many addresses together: the name is locked, but not where it was signed in from before.
    for (const char* login : {"sales", "nobody"}) {
        for (int i = 0; i < 50; ++i) EXPECT_FALSE(sign_in(login, "wrong", "6.6.7." + std::to_string(i / 4)));
        EXPECT_EQ(sign_in(login, "formwork", "10.0.0.9").error()[0].code, "AUTH-429") << login;
    }
    EXPECT_TRUE(sign_in("sales", "formwork", "10.0.0.7"));
}

TEST_F(AccountsTest, ALockOfTheNameSurvivesARestart) {
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(sign_in("sales", "wrong", "6.6.7." + std::to_string(i / 4)));
    // The count is written behind the answer.
    ASSERT_TRUE(database->write_and_wait([](storage::Transaction&) -> Result<void> { return {}; }));
    start();
    const auto early = sign_in("sales", "formwork");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error()[0].code, "AUTH-429");
    pass(61);
    EXPECT_TRUE(sign_in("sales", "formwork"));
}

TEST_F(AccountsTest, AnAdministratorIsLeft) {
    const std::vector<std::string> roles{"base.administrator"};
    const auto change = [&](const std::string& login, std::optional<bool> active,
                            std::optional<std::vector<std::string>> wanted) {
        Accounts::Change out;
        out.active = active;
        out.roles = std::move(wanted);
        out.administrator_roles = roles;
        return accounts->change_and_wait(login, std::move(out));
    };
    const auto refused = [](const Result<void>& done) { return !done && done.error()[0].code == "AUTH-409"; };
    const auto execute = [&](const std::string& sql) {
        ASSERT_TRUE(database->write_and_wait([&](storage::Transaction& tx) -> Result<void> {
            auto done = tx.execute(sql);
            if (!done) return tl::unexpected(done.error());
            return {};
        }));
    };
    execute("CREATE TABLE base_person (id INTEGER PRIMARY KEY, active INTEGER, deleted_at INTEGER)");
    execute("INSERT INTO base_person (id, active) VALUES (1, 1), (7, NULL), (8, 0)");
    ASSERT_TRUE(accounts->add_and_wait({8, "left", "12345678", roles}));
    ASSERT_TRUE(accounts->add_and_wait({7, "root", "12345678", roles}));
    EXPECT_TRUE(refused(change("root", false, std::nullopt)));
    EXPECT_TRUE(refused(change("root", std::nullopt, std::vector<std::string>{"sales.sales"})));
    EXPECT_TRUE(change("root", true, std::vector<std::string>{"base.administrator", "sales.sales"}));
    EXPECT_TRUE(change("sales", std::nullopt, std::vector<std::string>{"sales.manager"})) << "was none";
    EXPECT_TRUE(sign_in("root", "12345678")) << "nothing was changed";
    EXPECT_TRUE(change("sales", std::nullopt, roles));
    EXPECT_TRUE(change("root", false, std::nullopt));
    EXPECT_TRUE(refused(change("sales", std::nullopt, std::vector<std::string>{})));
    EXPECT_TRUE(change("sales", true, std::nullopt));
}

TEST_F(AccountsTest, ANewPersonComesWithTheAccountOrNotAtAll) {
    Accounts::NewAccount account{0, "wang", "12345678", {}};
    account.make_person = [](storage::Transaction& tx) -> Result<PersonId> {
        auto done = tx.execute("INSERT INTO fw_sequence (name, value) VALUES ('person', 1)");
        if (!done) return tl::unexpected(done.error());
        return PersonId{9};
    };
    ASSERT_TRUE(accounts->add_and_wait(account));
    EXPECT_EQ(accounts->find("wang")->person, 9);
    EXPECT_TRUE(sign_in("wang", "12345678"));
    account.login = "li";
    account.make_person = [](storage::Transaction&) -> Result<PersonId> { return fail("REC-006", {"no", "否"}); };
    EXPECT_EQ(accounts->add_and_wait(account).error()[0].code, "REC-006");
    EXPECT_FALSE(accounts->find("li"));
}

TEST_F(AccountsTest, SessionsExpireUnlessUsed) {
    const auto in = sign_in("sales", "formwork");
    ASSERT_TRUE(in);
    pass(13L * 24 * 3600);
    EXPECT_TRUE(accounts->find_session(in->token));
    pass(13L * 24 * 3600);
    EXPECT_TRUE(accounts->find_session(in->token));
    pass(15L * 24 * 3600);
    EXPECT_FALSE(accounts->find_session(in->token));
}

TEST_F(AccountsTest, ANewPasswordEndsSessions) {
    const auto in = sign_in("sales", "formwork");
    ASSERT_TRUE(in);
    ASSERT_TRUE(
        accounts->change_and_wait("sales", {.password = "another one", .roles = {}, .active = {}, .language = {}}));
    EXPECT_FALSE(accounts->find_session(in->token));
    EXPECT_FALSE(sign_in("sales", "formwork"));
    EXPECT_TRUE(sign_in("sales", "another one"));
    const auto bad =
        accounts->change_and_wait("sales", {.password = "short", .roles = {}, .active = {}, .language = {}});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error()[0].place.element, "field:password");
}

TEST_F(AccountsTest, DisabledAccountsCanDoNothing) {
    const auto in = sign_in("sales", "formwork");
    const auto token = accounts->create_token_and_wait("sales", "test");
    ASSERT_TRUE(in);
    ASSERT_TRUE(token);
    EXPECT_EQ(accounts->find_api_token(*token)->person, 1);
    EXPECT_TRUE(accounts->find_api_token(*token)->csrf.empty());
    ASSERT_TRUE(accounts->change_and_wait("sales", {.password = {}, .roles = {}, .active = false, .language = {}}));
    EXPECT_FALSE(accounts->find_session(in->token));
    EXPECT_FALSE(accounts->find_api_token(*token));
    EXPECT_FALSE(sign_in("sales", "formwork"));
    start();
    EXPECT_FALSE(accounts->find_api_token(*token));
    ASSERT_TRUE(accounts->change_and_wait("sales", {.password = {}, .roles = {}, .active = true, .language = {}}));
    EXPECT_TRUE(accounts->find_api_token(*token));
}

TEST_F(AccountsTest, RefusesWhatDoesNotExistOrExistsAlready) {
    EXPECT_EQ(accounts->add_and_wait({2, "sales", "formwork", {}}).error()[0].code, "AUTH-409");
    EXPECT_EQ(accounts->create_token_and_wait("nobody", "").error()[0].code, "AUTH-404");
    EXPECT_EQ(accounts->add_and_wait({2, "new", "1234567", {}}).error()[0].code, "AUTH-422");
    EXPECT_TRUE(accounts->add_and_wait({2, "new", "12345678", {"sales.sales"}}));
}

TEST_F(AccountsTest, TokensAreNotStoredAsTheyAre) {
    const auto token = accounts->create_token_and_wait("sales", "");
    ASSERT_TRUE(token);
    std::string stored;
    ASSERT_TRUE(database->read([&](storage::Reader& reader) {
        return reader.query("SELECT token_hash FROM fw_api_token", {},
                            [&](const storage::Row& row) { stored = row.blob(0); });
    }));
    EXPECT_EQ(stored, token_hash(*token));
    EXPECT_EQ(stored.find(*token), std::string::npos);
}

}  // namespace
}  // namespace fw::identity
