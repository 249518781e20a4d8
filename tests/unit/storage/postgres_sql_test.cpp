#include <gtest/gtest.h>

#include "runtime/storage/postgres/sql.h"

namespace fw::storage::postgres {
namespace {

TEST(PostgresSql, NumbersParametersButNotQuestionMarksInTexts) {
    const auto check = [](const char* from, const char* to, std::size_t n) {
        const Rewritten r = with_numbered_parameters(from);
        EXPECT_EQ(r.sql, to);
        EXPECT_EQ(r.parameters, n);
    };
    check("SELECT 1", "SELECT 1", 0);
    check("a = ? AND b IN (?,?)", "a = $1 AND b IN ($2,$3)", 3);
    check("'?' || \"a?\" || ?", "'?' || \"a?\" || $1", 1);
    check("'it''s ?' = ?", "'it''s ?' = $1", 1);
    check("? -- what?\n + ? /* ? */ - ?", "$1 -- what?\n + $2 /* ? */ - $3", 3);
    check("'open ?", "'open ?", 0);
}

TEST(PostgresSql, FindsColumnsInAnyLanguage) {
    EXPECT_EQ(columns_named("Key (name)=(a) already exists.", "t"), "t.name");
    EXPECT_EQ(columns_named("键值\"(name, \"order\")=(a, (b))\" 已经存在", "t"), "t.name,t.order");
    EXPECT_EQ(columns_named("", "t"), "");
}

}  // namespace
}  // namespace fw::storage::postgres
