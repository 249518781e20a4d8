#include "runtime/storage/schema.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/test_store.h"

namespace fw::storage {
namespace {

std::set<std::string> columns(Database& db) {
    std::set<std::string> out;
    const auto done = db.read([&](Reader& reader) {
        return reader.query(reader.dialect().is_sqlite()
                                ? "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
                                  "WHERE t.type = 'table'"
                                : "SELECT table_name || '.' || column_name FROM information_schema.columns "
                                  "WHERE table_schema = current_schema()",
                            {}, [&](const Row& row) { out.emplace(row.text(0)); });
    });
    EXPECT_TRUE(done);
    return out;
}

class SchemaTest : public testing::TestWithParam<Backend> {
  protected:
    test::TestStore store_{GetParam()};
};

TEST_P(SchemaTest, IsNumberedWithoutGapsAndCurrentAfterOpening) {
    int n = 0;
    for (const Migration& m : migrations(GetParam())) EXPECT_EQ(m.number, ++n) << m.name;
    EXPECT_EQ(schema_version(store_.database()), n);
    EXPECT_TRUE(migrate(store_.database()));
    store_.reopen();
    EXPECT_EQ(schema_version(store_.database()), n);
}

TEST_P(SchemaTest, BothBackendsHaveTheSameColumns) {
    test::TestStore lite(Backend::kSqlite);
    EXPECT_EQ(columns(store_.database()), columns(lite.database()));
}

TEST_P(SchemaTest, ANewerDatabaseIsRefusedAndLeftAlone) {
    ASSERT_TRUE(store_.database().write_and_wait([](Transaction& tx) {
        return tx.execute_script("UPDATE fw_meta SET value = '999' WHERE key = 'schema_version'");
    }));
    store_.close();
    const auto opened = open(store_.address());
    ASSERT_FALSE(opened);
    EXPECT_EQ(error_kind(opened.error()), ErrorKind::kNewer);
    EXPECT_NE(format(opened.error()).find("newer version"), std::string::npos);
    auto as_is = open_as_is(store_.address());
    ASSERT_TRUE(as_is);
    EXPECT_EQ(schema_version(**as_is), 999);
}

TEST_P(SchemaTest, AnotherApplicationsDatabaseIsRefused) {
    ASSERT_TRUE(
        store_.database().write_and_wait([](Transaction& tx) { return tx.execute_script("DROP TABLE fw_meta"); }));
    store_.close();
    const auto opened = open(store_.address());
    ASSERT_FALSE(opened);
    EXPECT_EQ(error_kind(opened.error()), ErrorKind::kForeign);
}

// A database of the version before it, with an action that had failed.
TEST_P(SchemaTest, AFailedActionKnowsItsAutomationAfterAnUpgrade) {
    ASSERT_TRUE(store_.database().write_and_wait([](Transaction& tx) {
        return tx.execute_script(
            "DROP INDEX fw_task_done_for; ALTER TABLE fw_task DROP COLUMN suspended;"                      // 0009
            "DROP INDEX fw_flow_instance_returned; ALTER TABLE fw_flow_instance DROP COLUMN returned_at;"  // 0008
            "DROP INDEX fw_outbox_failed; DROP INDEX fw_automation_job_failed;"
            "ALTER TABLE fw_outbox DROP COLUMN automation; ALTER TABLE fw_outbox DROP COLUMN record_id;"
            "ALTER TABLE fw_outbox DROP COLUMN error_zh; ALTER TABLE fw_outbox DROP COLUMN failed_at;"
            "ALTER TABLE fw_automation_job DROP COLUMN step; ALTER TABLE fw_automation_job DROP COLUMN skipped;"
            "ALTER TABLE fw_automation_job DROP COLUMN error_zh; ALTER TABLE fw_automation_job DROP COLUMN failed_at;"
            "ALTER TABLE fw_automation_job DROP COLUMN dead_at;"
            "UPDATE fw_meta SET value = '6' WHERE key = 'schema_version'");
    }));
    ASSERT_TRUE(store_.database().write_and_wait([](Transaction& tx) -> Result<void> {
        const DateTime now{1'700'000'000'000'000};
        const auto add = [&](std::int64_t id, const char* key, const char* payload) {
            return tx.execute(
                "INSERT INTO fw_outbox (id, channel, key, payload, status, next_at, created_at, error) VALUES (?, "
                "'flow_job', ?, ?, 'dead', ?, ?, 'PLUG-010 no connection')",
                {id, key, payload, now, now});
        };
        for (const auto& done : {add(5, "automation:5", R"({"automation":"shop.post","node":"a","record":"77"})"),
                                 add(6, "job:9:1", R"({"instance":"9","wait":1})")}) {
            if (!done) return fail(done.error());
        }
        return {};
    }));
    store_.reopen();
    std::string found;
    ASSERT_TRUE(store_.database().read([&](Reader& reader) {
        return reader.query("SELECT id, automation, record_id FROM fw_outbox WHERE status = 'dead' ORDER BY id", {},
                            [&](const Row& row) {
                                found += std::to_string(row.integer(0)) + " " + std::string(row.text(1)) + " " +
                                         std::to_string(row.integer(2)) + "\n";
                            });
    }));
    EXPECT_EQ(found, "5 shop.post 77\n6  0\n");
}

INSTANTIATE_TEST_SUITE_P(Both, SchemaTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::storage
