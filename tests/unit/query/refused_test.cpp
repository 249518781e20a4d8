// What has no exact counterpart in SQL is refused with its place, never approximated.
#include <gtest/gtest.h>

#include "tests/unit/query/world.h"

namespace fw::query::test {
namespace {

struct Case {
    const char* filter;
    const char* part;  // the text the diagnostic points to
};

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, WithThePlace) {
    const World world(storage::Backend::kSqlite, 1, 0);
    const std::string filter = GetParam().filter;
    const auto condition = world.translate(filter);
    ASSERT_FALSE(condition.has_value()) << condition->sql;
    const Diagnostic& diagnostic = condition.error().front();
    EXPECT_EQ(diagnostic.code, "QRY-001");
    EXPECT_FALSE(diagnostic.text.zh.empty());
    EXPECT_EQ(filter.substr(diagnostic.place.range.begin, diagnostic.place.range.end - diagnostic.place.range.begin),
              GetParam().part);
}

INSTANTIATE_TEST_SUITE_P(
    All, Refused,
    testing::Values(Case{"amount / 3 > 1", "amount / 3"}, Case{"ok and matches(name, \"a+\")", "matches(name, \"a+\")"},
                    Case{"sum(lines.quantity) > 3", "sum(lines.quantity)"}, Case{"account = user", "account = user"},
                    Case{"tags = [\"a\"]", "tags = [\"a\"]"}, Case{"quantity ** 2 > 3", "quantity ** 2"}));

TEST(Refused, ValuesNeverBecomeSql) {
    const World world(storage::Backend::kSqlite, 1, 0);
    const auto condition = world.translate("name = \"'; DROP TABLE t_item; --\"");
    ASSERT_TRUE(condition.has_value());
    EXPECT_EQ(condition->sql, "(r.\"name\" = ?)");
    ASSERT_EQ(condition->parameters.size(), 1U);
    EXPECT_EQ(condition->parameters[0].text, "'; DROP TABLE t_item; --");
}

}  // namespace
}  // namespace fw::query::test
