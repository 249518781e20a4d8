#include "runtime/cli/csv.h"

#include <gtest/gtest.h>

namespace fw::cli {
namespace {

TEST(Csv, ReadsQuotesSeparatorsAndLines) {
    const auto rows = parse_csv("\xEF\xBB\xBFname,city\r\n\"A, \"\"b\"\"\",\"two\nlines\"\r\n\r\nC,\n", "f.csv");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3U);
    EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"A, \"b\"", "two\nlines"}));
    EXPECT_EQ((*rows)[1].line, 2U);
    EXPECT_EQ((*rows)[2].cells, (std::vector<std::string>{"C", ""}));
    EXPECT_EQ((*rows)[2].line, 5U);
}

TEST(Csv, TakesTheSeparatorOfTheHeader) {
    EXPECT_EQ((*parse_csv("a;b\n1;2,5\n", "f"))[1].cells, (std::vector<std::string>{"1", "2,5"}));
    EXPECT_EQ((*parse_csv("a\tb\n1\t2\n", "f"))[1].cells, (std::vector<std::string>{"1", "2"}));
}

TEST(Csv, SaysWhereItIsBroken) {
    const auto open = parse_csv("a\nb\n\"c\nd\n", "f.csv");
    ASSERT_FALSE(open);
    EXPECT_EQ(format(open.error()[0]).substr(0, 25), "f.csv:3:1: error CLI-042:");
    const auto bytes = parse_csv("a\n\xFF\n", "f.csv");
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error()[0].place.at.line, 2U);
    EXPECT_TRUE(parse_csv("", "f")->empty());
}

}  // namespace
}  // namespace fw::cli
