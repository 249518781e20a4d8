// Transactions: each work all or nothing, whoever shares its commit.
#include <atomic>
#include <latch>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "runtime/storage/database.h"
#include "tests/support/test_store.h"

namespace fw::storage {
namespace {

Result<void> insert(Transaction& tx, std::int64_t value, const std::string& name) {
    auto done = tx.execute("INSERT INTO fw_sequence (name, period, value) VALUES (?, '', ?)", {name, value});
    if (!done) return fail(done.error());
    return {};
}

class WritingTest : public testing::TestWithParam<Backend> {
  protected:
    Database& db() { return store_.database(); }
    std::int64_t count() {
        std::int64_t n = -1;
        const auto done = db().read([&](Reader& reader) -> Result<void> {
            n = reader.query_integer("SELECT count(*) FROM fw_sequence")->value_or(-1);
            return {};
        });
        EXPECT_TRUE(done);
        return n;
    }
    test::TestStore store_{GetParam()};
};

TEST_P(WritingTest, AFailingMemberOfAGroupFailsAlone) {
    constexpr int kWorks = 300;
    std::atomic<int> good = 0;
    std::atomic<int> bad = 0;
    std::latch all(kWorks);
    for (int i = 0; i < kWorks; ++i) {
        db().write(
            [i](Transaction& tx) -> Result<void> {
                if (auto a = insert(tx, i, "w" + std::to_string(i)); !a) return a;
                if (i % 3 == 1) return fail("REC-999", {"no", "否"});
                if (i % 3 == 2) return insert(tx, i, "w" + std::to_string(i));  // unique violation
                return {};
            },
            [&, i](const Result<void>& done) {
                EXPECT_EQ(done.has_value(), i % 3 == 0);
                ++(done ? good : bad);
                all.count_down();
            });
    }
    all.wait();
    EXPECT_EQ(good, 100);
    EXPECT_EQ(bad, 200);
    EXPECT_EQ(count(), 100);
    EXPECT_EQ(db().statistics().writes, 101U);  // one was the migration
    if (GetParam() == Backend::kSqlite) {
        EXPECT_LT(db().statistics().commits, 50U);
    }
}

TEST_P(WritingTest, ExceptionsBecomeDiagnostics) {
    const auto done = db().write_and_wait([](Transaction& tx) -> Result<void> {
        (void)insert(tx, 1, "a");
        throw std::runtime_error("boom");
    });
    ASSERT_FALSE(done);
    EXPECT_NE(format(done.error()).find("boom"), std::string::npos);
    EXPECT_EQ(count(), 0);
    EXPECT_FALSE(db().read([](Reader&) -> Result<void> { throw 1; }));
    EXPECT_TRUE(db().write_and_wait([](Transaction& tx) { return insert(tx, 1, "a"); }));
}

TEST_P(WritingTest, ATransactionSeesItsOwnWrites) {
    const auto done = db().write_and_wait([](Transaction& tx) -> Result<void> {
        EXPECT_TRUE(insert(tx, 41, "a"));
        EXPECT_TRUE(tx.execute("UPDATE fw_sequence SET value = value + 1 WHERE name = ?", {"a"}));
        EXPECT_EQ(*tx.query_integer("SELECT value FROM fw_sequence WHERE name = ?", {"a"}), 42);
        return {};
    });
    EXPECT_TRUE(done);
}

// Read, add one, write back, from many threads: serializable means that none is lost.
TEST_P(WritingTest, ConcurrentIncrementsAreNeverLost) {
    ASSERT_TRUE(db().write_and_wait([](Transaction& tx) { return insert(tx, 0, "n"); }));
    std::vector<std::thread> threads;
    std::atomic<int> stood = 0;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                const auto done = db().write_and_wait([](Transaction& tx) -> Result<void> {
                    const auto n = tx.query_integer("SELECT value FROM fw_sequence WHERE name = 'n'");
                    if (!n) return fail(n.error());
                    auto set = tx.execute("UPDATE fw_sequence SET value = ? WHERE name = 'n'", {**n + 1});
                    if (!set) return fail(set.error());
                    return {};
                });
                EXPECT_TRUE(done) << format(done.error());
                stood += done ? 1 : 0;
            }
        });
    }
    for (auto& t : threads) t.join();
    std::int64_t n = 0;
    EXPECT_TRUE(db().read([&](Reader& reader) -> Result<void> {
        n = reader.query_integer("SELECT value FROM fw_sequence WHERE name = 'n'")->value_or(-1);
        return {};
    }));
    EXPECT_EQ(n, stood);
    EXPECT_EQ(n, 200);
}

TEST_P(WritingTest, AFailedAttemptUndoesOnlyItself) {
    const auto done = db().write_and_wait([](Transaction& tx) -> Result<void> {
        if (auto a = insert(tx, 1, "a"); !a) return a;
        const auto outer = tx.attempt([&]() -> Result<void> {
            if (auto b = insert(tx, 2, "b"); !b) return b;
            const auto inner = tx.attempt([&] { return insert(tx, 9, "a"); });  // unique violation
            EXPECT_EQ(error_kind(inner.error()), ErrorKind::kUnique);
            return insert(tx, 3, "c");
        });
        EXPECT_TRUE(outer);
        EXPECT_FALSE(tx.attempt([&]() -> Result<void> {
            (void)insert(tx, 4, "d");
            return fail("REC-999", {"no", "否"});
        }));
        return {};
    });
    EXPECT_TRUE(done) << format(done.error());
    EXPECT_EQ(count(), 3);
}

TEST_P(WritingTest, AFailedStatementFailsTheWorkEvenIfItGoesOn) {
    const auto done = db().write_and_wait([](Transaction& tx) -> Result<void> {
        (void)insert(tx, 1, "a");
        (void)insert(tx, 1, "a");
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(error_kind(done.error()), ErrorKind::kUnique);
    EXPECT_EQ(count(), 0);
}

TEST_P(WritingTest, CloseFinishesWhatIsQueuedAndLetsNothingIn) {
    std::atomic<int> done = 0;
    for (int i = 0; i < 100; ++i) {
        db().write([i](Transaction& tx) { return insert(tx, i, std::to_string(i)); },
                   [&](const Result<void>& r) { done += r ? 1 : 0; });
    }
    db().close();
    EXPECT_EQ(done, 100);
    const auto late = db().write_and_wait([](Transaction& tx) { return insert(tx, 1, "late"); });
    ASSERT_FALSE(late);
    EXPECT_EQ(error_kind(late.error()), ErrorKind::kClosed);
    store_.reopen();
    EXPECT_EQ(count(), 100);
}

TEST_P(WritingTest, ALostServerConnectionIsReplaced) {
    if (GetParam() == Backend::kSqlite) GTEST_SKIP() << "no server";
    EXPECT_EQ(count(), 0);
    for (int i = 0; i < 3; ++i) {
        const auto killed = db().write_and_wait([](Transaction& tx) {
            return tx.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()",
                {}, [](const Row&) {});
        });
        EXPECT_TRUE(killed);
        EXPECT_TRUE(db().write_and_wait([i](Transaction& tx) { return insert(tx, 1, std::to_string(i)); }));
        EXPECT_EQ(count(), i + 1);
    }
}

TEST_P(WritingTest, BackupIsACompleteCopy) {
    ASSERT_TRUE(db().write_and_wait([](Transaction& tx) { return insert(tx, 7, "a"); }));
    const test::TempFolder folder;
    const std::string copy = folder.path() + "/copy.db";
    const auto done = db().backup_to(copy);
    if (GetParam() == Backend::kPostgres) {
        ASSERT_FALSE(done);
        EXPECT_NE(format(done.error()).find("pg_dump"), std::string::npos);
        return;
    }
    ASSERT_TRUE(done) << format(done.error());
    EXPECT_FALSE(db().backup_to(copy)) << "a backup never overwrites a file";
    auto opened = open(copy);
    ASSERT_TRUE(opened);
    EXPECT_TRUE((*opened)->read([](Reader& reader) -> Result<void> {
        EXPECT_EQ(*reader.query_integer("SELECT value FROM fw_sequence"), 7);
        return {};
    }));
}

INSTANTIATE_TEST_SUITE_P(Both, WritingTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::storage
