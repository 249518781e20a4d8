#include "runtime/cli/caret.h"

#include <gtest/gtest.h>

namespace fw::cli {
namespace {

TEST(Caret, StandsUnderThePlace) {
    EXPECT_EQ(caret("a + bcd * 2", {4, 7}, ""), "a + bcd * 2\n    ^~~\n");
    EXPECT_EQ(caret("a +", {3, 3}, ""), "a +\n   ^\n");
    EXPECT_EQ(caret("one\n  two three\nfour", {6, 9}, "> "), ">   two three\n>   ^~~\n");
    EXPECT_EQ(caret("one\ntwo", {1, 6}, ""), "one\n ^~\n");             // only the first line
    EXPECT_EQ(caret("合同 + x", {9, 10}, ""), "合同 + x\n       ^\n");  // two columns each
    EXPECT_EQ(caret("", {0, 0}, ""), "\n^\n");
    EXPECT_EQ(caret("x", {5, 9}, ""), "x\n ^\n");
}

}  // namespace
}  // namespace fw::cli
