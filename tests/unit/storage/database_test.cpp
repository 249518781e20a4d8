// What both backends must do alike: values there and back, errors by kind, snapshots.
#include "runtime/storage/database.h"

#include <gtest/gtest.h>

#include "tests/support/test_store.h"

namespace fw::storage {
namespace {

class DatabaseTest : public testing::TestWithParam<Backend> {
  protected:
    void SetUp() override {
        const Dialect& d = db().dialect();
        const std::string sql = "CREATE TABLE item (id " + d.type({ColumnKind::kInteger}) + " PRIMARY KEY, name " +
                                d.type({ColumnKind::kText}) + " UNIQUE, price " + d.type(decimal_type(18, 2)) +
                                ", ok " + d.type({ColumnKind::kBoolean}) + ", day " + d.type({ColumnKind::kDate}) +
                                ", at " + d.type({ColumnKind::kDateTime}) + ", raw " + d.type({ColumnKind::kBlob}) +
                                ", CHECK (id > 0))" + std::string(d.table_suffix());
        must(db().write_and_wait([&](Transaction& tx) { return tx.execute_script(sql); }));
    }
    Database& db() { return store_.database(); }
    static void must(const Result<void>& done) { ASSERT_TRUE(done) << format(done.error()); }
    // Runs one statement in its own transaction.
    Result<void> run(std::string_view sql, const std::vector<Value>& values = {}) {
        return db().write_and_wait([&](Transaction& tx) -> Result<void> {
            auto done = tx.execute(sql, std::vector<Param>(values.begin(), values.end()));
            if (!done) return fail(done.error());
            return {};
        });
    }
    std::string one(std::string_view sql, Params params = {}) {
        std::string out = "-";
        must(db().read([&](Reader& reader) {
            return reader.query(sql, params, [&](const Row& row) { out = row.is_null(0) ? "null" : row.text(0); });
        }));
        return out;
    }
    test::TestStore store_{GetParam()};
};

TEST_P(DatabaseTest, EveryKindOfValueComesBackAsItWent) {
    const std::string raw("\0\x01\xff'\"", 5);
    const std::string name = "合同 'q' \\ \" ? $1";
    const DateTime at{1'795'298'309'123'456};
    must(db().write_and_wait([&](Transaction& tx) -> Result<void> {
        auto a = tx.execute(
            "INSERT INTO item (id, name, price, ok, day, at, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
            {1, name, Scaled{-1'234'567'890'123'456'78, 2}, true, Param::date("2024-02-29"), at, Param::blob(raw)});
        if (!a) return fail(a.error());
        EXPECT_EQ(*a, 1);
        auto b = tx.execute("INSERT INTO item (id, name, price, ok, day, at, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
                            {2, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr});
        if (!b) return fail(b.error());
        return {};
    }));
    int rows = 0;
    must(db().read([&](Reader& reader) {
        return reader.query("SELECT id, name, price, ok, day, at, raw FROM item ORDER BY id", {}, [&](const Row& row) {
            EXPECT_EQ(row.columns(), 7);
            EXPECT_EQ(row.integer(0), ++rows);
            for (int c = 1; c < 7; ++c) EXPECT_EQ(row.is_null(c), rows == 2) << c;
            if (rows == 2) {
                EXPECT_EQ(row.text(1), "");
                EXPECT_EQ(row.integer(2), 0);
                EXPECT_FALSE(row.maybe_date_time(5));
                return;
            }
            EXPECT_EQ(row.text(1), name);
            EXPECT_EQ(row.decimal(2, 2), (Scaled{-1'234'567'890'123'456'78, 2}));
            EXPECT_TRUE(row.boolean(3));
            EXPECT_EQ(row.text(4), "2024-02-29");
            EXPECT_EQ(row.date_time(5), at);
            EXPECT_EQ(row.blob(6), raw);
        });
    }));
    EXPECT_EQ(rows, 2);
}

TEST_P(DatabaseTest, ParametersCompareLikeColumns) {
    must(run("INSERT INTO item (id, price, ok, day, at) VALUES (?, ?, ?, ?, ?)",
             {Value(1), Value(Scaled{1050, 2}), Value(false), Value(Param::date("2026-01-31")), Value(DateTime{5})}));
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE price = ?", {Scaled{1050, 2}}), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE price > ?", {Scaled{1049, 2}}), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE ok = ?", {false}), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE ok = FALSE"), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE day < ?", {Param::date("2026-02-01")}), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE at <= ?", {DateTime{5}}), "y");
    EXPECT_EQ(one("SELECT 'y' FROM item WHERE id IN (?, ?)", {7, 1}), "y");
    EXPECT_EQ(one("SELECT '?' || name FROM item WHERE id = ?", {1}), "null");
}

TEST_P(DatabaseTest, SumsAreExact) {
    for (int id = 1; id <= 12; ++id) must(run("INSERT INTO item (id, price) VALUES (?, 0)", {Value(id)}));
    must(run("UPDATE item SET price = ?", {Value(Scaled{999'999'999'999'999'999, 2})}));
    const std::string sql = "SELECT " + db().dialect().sum("price") + " FROM item WHERE id <= ?";
    const auto sum = [&](int ids) {
        std::string out = "null";
        must(db().read([&](Reader& reader) {
            return reader.query(sql, {ids}, [&](const Row& row) {
                out.clear();
                row.is_null(0) ? void(out = "null") : row.append_decimal(out, 0, 2);
            });
        }));
        return out;
    };
    EXPECT_EQ(sum(0), "null");
    EXPECT_EQ(sum(1), "9999999999999999.99");
    EXPECT_EQ(sum(12), "119999999999999999.88");  // more than 64 bits
}

TEST_P(DatabaseTest, ErrorsHaveKinds) {
    must(run("INSERT INTO item (id, name) VALUES (1, 'a')"));
    const auto unique = run("INSERT INTO item (id, name) VALUES (2, 'a')");
    ASSERT_FALSE(unique);
    EXPECT_EQ(error_kind(unique.error()), ErrorKind::kUnique);
    EXPECT_EQ(violated_columns(unique.error()), std::vector<std::string>{"item.name"});
    EXPECT_EQ(error_kind(run("INSERT INTO item (id) VALUES (1)").error()), ErrorKind::kUnique);
    EXPECT_EQ(error_kind(run("INSERT INTO item (id) VALUES (0)").error()), ErrorKind::kConstraint);
    EXPECT_EQ(error_kind(run("INSERT INTO fw_api_token (id, person_id, token_hash, created_at) VALUES (1, 99, ?, ?)",
                             {Value(Param::blob("x")), Value(DateTime{1})})
                             .error()),
              ErrorKind::kForeignKey);
    EXPECT_EQ(error_kind(run("INSERT INTO no_such_table VALUES (1)").error()), ErrorKind::kStatement);
    EXPECT_EQ(error_kind(run("SELEC").error()), ErrorKind::kStatement);
    EXPECT_EQ(one("SELECT CAST(count(*) AS TEXT) FROM item"), "1");
}

TEST_P(DatabaseTest, UpsertAndReturningAreCommon) {
    const auto next = [&] {
        std::int64_t value = 0;
        must(db().write_and_wait([&](Transaction& tx) {
            return tx.query(
                "INSERT INTO fw_sequence (name, period, value) VALUES (?, '2026', 1) "
                "ON CONFLICT (name, period) DO UPDATE SET value = fw_sequence.value + 1 RETURNING value",
                {"ct"}, [&](const Row& row) { value = row.integer(0); });
        }));
        return value;
    };
    EXPECT_EQ(next(), 1);
    EXPECT_EQ(next(), 2);
}

TEST_P(DatabaseTest, QueriesNestAndStopEarly) {
    for (int id = 1; id <= 5; ++id) must(run("INSERT INTO item (id) VALUES (?)", {Value(id)}));
    std::string seen;
    must(db().read([&](Reader& reader) {
        return reader.query("SELECT id FROM item ORDER BY id", {}, [&](const Row& outer) {
            const std::int64_t id = outer.integer(0);
            must(reader.query("SELECT id FROM item ORDER BY id", {}, [&](const Row& inner) {
                seen += std::to_string(id * 10 + inner.integer(0)) + " ";
                return inner.integer(0) < 2;
            }));
            return id < 2;
        });
    }));
    EXPECT_EQ(seen, "11 12 21 22 ");
}

TEST_P(DatabaseTest, AReadKeepsItsSnapshot) {
    must(db().read([&](Reader& reader) -> Result<void> {
        EXPECT_EQ(*reader.query_integer("SELECT count(*) FROM item"), 0);
        must(run("INSERT INTO item (id) VALUES (1)"));
        EXPECT_EQ(*reader.query_integer("SELECT count(*) FROM item"), 0);
        return {};
    }));
    EXPECT_EQ(one("SELECT CAST(count(*) AS TEXT) FROM item"), "1");
}

TEST_P(DatabaseTest, AReadCannotWrite) {
    const auto done = db().read(
        [&](Reader& reader) { return reader.query("INSERT INTO item (id) VALUES (1)", {}, [](const Row&) {}); });
    EXPECT_FALSE(done);
    EXPECT_EQ(one("SELECT CAST(count(*) AS TEXT) FROM item"), "0");
    must(run("INSERT INTO item (id) VALUES (1)"));  // and nothing is left behind
}

TEST_P(DatabaseTest, StatementsSurviveAChangeOfTheirTable) {
    must(run("INSERT INTO item (id) VALUES (1)"));
    EXPECT_EQ(one("SELECT name FROM item WHERE id = ?", {1}), "null");
    must(run("ALTER TABLE item ADD COLUMN extra " + db().dialect().type({ColumnKind::kText})));
    must(run("ALTER TABLE item RENAME COLUMN price TO cost"));
    EXPECT_EQ(one("SELECT name FROM item WHERE id = ?", {1}), "null");
    must(run("UPDATE item SET extra = 'x' WHERE id = ?", {Value(1)}));
    EXPECT_EQ(one("SELECT extra FROM item WHERE cost IS NULL"), "x");
}

TEST_P(DatabaseTest, MoreStatementsThanTheCacheHolds) {
    must(db().write_and_wait([&](Transaction& tx) -> Result<void> {
        for (int i = 0; i < 700; ++i) {
            const auto n = tx.query_integer("SELECT CAST(? AS INTEGER) + " + std::to_string(i), {i});
            if (!n) return fail(n.error());
            EXPECT_EQ(*n, 2 * i);
        }
        return {};
    }));
}

INSTANTIATE_TEST_SUITE_P(Both, DatabaseTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::storage
