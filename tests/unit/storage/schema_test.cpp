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

INSTANTIATE_TEST_SUITE_P(Both, SchemaTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::storage
