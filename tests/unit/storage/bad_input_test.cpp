// Files that are missing, foreign, locked, read-only or full: a clear sentence, nothing damaged.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/open.h"
#include "runtime/storage/schema.h"
#include "tests/support/test_store.h"

namespace fw::storage {
namespace {

ErrorKind kind_of_opening(const std::string& store) {
    const auto opened = open(store);
    if (opened) return ErrorKind::kOther;
    EXPECT_FALSE(opened.error().front().text.zh.empty());
    return error_kind(opened.error());
}

TEST(BadInput, WhatIsNoDatabase) {
    const test::TempFolder folder;
    const std::string path = folder.path() + "/x.db";
    std::ofstream(path)
        << "this is a letter, not a database; it is long enough to hold a header of one hundred bytes or more";
    EXPECT_EQ(kind_of_opening(path), ErrorKind::kNotADatabase);
    EXPECT_EQ(kind_of_opening(folder.path()), ErrorKind::kCannotOpen);
    EXPECT_EQ(kind_of_opening(folder.path() + "/missing/x.db"), ErrorKind::kCannotOpen);
    EXPECT_EQ(kind_of_opening(""), ErrorKind::kForeign);
    EXPECT_EQ(kind_of_opening("mysql://localhost/x"), ErrorKind::kForeign);
}

TEST(BadInput, ADamagedPage) {
    test::TestStore store(Backend::kSqlite);
    store.close();
    {
        std::fstream file(store.address(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(100);
        file << std::string(4000, 'Z');
    }
    EXPECT_EQ(kind_of_opening(store.address()), ErrorKind::kNotADatabase);
}

TEST(BadInput, AFullDatabaseLosesNothingAndGoesOn) {
    test::TestStore store(Backend::kSqlite, {.max_pages = 120});
    const std::string big(100'000, 'x');
    int stood = 0;
    Result<void> last;
    const auto insert = [&](const std::string& name) {
        return store.database().write_and_wait([&](Transaction& tx) -> Result<void> {
            auto done = tx.execute("INSERT INTO fw_sequence (name, period, value) VALUES (?, ?, 1)", {name, big});
            if (!done) return fail(done.error());
            return {};
        });
    };
    while (stood < 100 && (last = insert(std::to_string(stood)))) ++stood;
    ASSERT_FALSE(last);
    EXPECT_EQ(error_kind(last.error()), ErrorKind::kFull) << format(last.error());
    EXPECT_GT(stood, 0);
    EXPECT_TRUE(
        store.database().write_and_wait([&](Transaction& tx) { return tx.execute_script("DELETE FROM fw_sequence"); }));
    EXPECT_TRUE(insert("again"));
}

TEST(BadInput, OneGreedyMemberOfAGroupDoesNotHarmTheOthers) {
    test::TestStore store(Backend::kSqlite, {.max_pages = 120});
    std::vector<Result<void>> results(50);
    for (std::size_t i = 0; i < results.size(); ++i) {
        store.database().write(
            [i](Transaction& tx) -> Result<void> {
                const std::string text(i == 20 ? 3'000'000 : 10, 'x');
                auto done = tx.execute("INSERT INTO fw_sequence (name, period, value) VALUES (?, ?, 1)",
                                       {std::to_string(i), text});
                if (!done) return fail(done.error());
                return {};
            },
            [&results, i](Result<void> done) { results[i] = std::move(done); });
    }
    store.database().close();
    for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].has_value(), i != 20) << i;
    store.reopen();
    EXPECT_TRUE(store.database().read([](Reader& reader) -> Result<void> {
        EXPECT_EQ(*reader.query_integer("SELECT count(*) FROM fw_sequence"), 49);
        return {};
    }));
}

TEST(BadInput, ALockedDatabase) {
    test::TestStore store(Backend::kSqlite);
    auto second = open_as_is(store.address());
    ASSERT_TRUE(second);
    const auto done = store.database().write_and_wait([&](Transaction&) {
        auto blocked = (*second)->write_and_wait([](Transaction&) -> Result<void> { return {}; });
        EXPECT_FALSE(blocked);
        EXPECT_EQ(error_kind(blocked.error()), ErrorKind::kBusy);
        return Result<void>{};
    });
    EXPECT_TRUE(done);
}

TEST(BadInput, OneServerToADatabase) {
    if (test::all_backends().size() < 2) GTEST_SKIP() << "PostgreSQL is not installed";
    OpenOptions exclusive;
    exclusive.exclusive = true;
    test::TestStore store(Backend::kPostgres, exclusive);
    const auto second = open(store.address(), exclusive);
    ASSERT_FALSE(second);
    EXPECT_EQ(error_kind(second.error()), ErrorKind::kInUse);
    EXPECT_NE(second.error().front().text.en.find("another Formwork"), std::string::npos);
    EXPECT_TRUE(open(store.address())) << "for looking into it";
    const auto write = [](Database& database) {
        return database.write_and_wait([](Transaction&) -> Result<void> { return {}; });
    };
    const auto end_sessions = [&] {
        auto other = open_as_is(store.address());
        return (*other)->write_and_wait([](Transaction& tx) -> Result<void> {
            auto done = tx.query(
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = current_database() AND "
                "pid <> "
                "pg_backend_pid()",
                {}, [](const Row&) {});
            return done;
        });
    };
    ASSERT_TRUE(end_sessions());
    EXPECT_TRUE(write(store.database())) << "the lock is taken again with the connection";
    EXPECT_FALSE(open(store.address(), exclusive));
    // Another server took the database while this one was cut off.
    ASSERT_TRUE(end_sessions());
    {
        const auto taker = open(store.address(), exclusive);
        ASSERT_TRUE(taker) << format(taker.error());
        const auto refused = write(store.database());
        ASSERT_FALSE(refused);
        EXPECT_EQ(error_kind(refused.error()), ErrorKind::kInUse);
        EXPECT_TRUE(write(**taker));
    }
    EXPECT_TRUE(write(store.database())) << "it is free again";
}

TEST(BadInput, AServerThatIsNotThere) {
    EXPECT_EQ(kind_of_opening("postgresql://127.0.0.1:1/x"), ErrorKind::kConnection);
    EXPECT_EQ(kind_of_opening("postgresql:///x?host=/nowhere"), ErrorKind::kConnection);
    EXPECT_EQ(kind_of_opening("postgresql://[broken"), ErrorKind::kConnection);
}

// Permissions bind nobody who is root, so a child gives that up first.
int in_child_without_rights(const std::function<bool()>& check) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(2);
        ::_exit(check() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

TEST(BadInput, ReadOnlyFilesAndFolders) {
    test::TestStore store(Backend::kSqlite);
    store.close();
    const std::string folder = std::filesystem::path(store.address()).parent_path();
    ASSERT_EQ(::chmod(folder.c_str(), 0555), 0);
    ASSERT_EQ(::chmod(store.address().c_str(), 0444), 0);
    EXPECT_EQ(in_child_without_rights([&] {
                  const ErrorKind kind = kind_of_opening(store.address());
                  return kind == ErrorKind::kReadOnly || kind == ErrorKind::kCannotOpen;
              }),
              0);
    EXPECT_EQ(in_child_without_rights([&] { return kind_of_opening(folder + "/new.db") == ErrorKind::kCannotOpen; }),
              0);
    ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
}

}  // namespace
}  // namespace fw::storage
