#include "engine/json/read.h"

#include <gtest/gtest.h>

namespace fw::json {
namespace {

std::string slice(std::string_view text, Range range) {
    return std::string(text.substr(range.begin, range.end - range.begin));
}

TEST(JsonRead, EveryValueKnowsItsPlace) {
    const std::string text = R"( {"a": [1, -2.50e3, "x\"y"], "b": {"c": null, "d": true, "e": false}, "合": ""} )";
    const Value v = read(text).value();
    EXPECT_EQ(slice(text, v.range()), text.substr(1, text.size() - 2));
    const Value& a = *v.find("a");
    EXPECT_EQ(slice(text, a.range()), R"([1, -2.50e3, "x\"y"])");
    EXPECT_EQ(slice(text, a.items()[0].range()), "1");
    EXPECT_EQ(slice(text, a.items()[1].range()), "-2.50e3");
    EXPECT_EQ(a.items()[1].literal(), "-2.50e3");
    EXPECT_EQ(slice(text, a.items()[2].range()), R"("x\"y")");
    EXPECT_EQ(a.items()[2].as_string(), "x\"y");
    const Value& b = *v.find("b");
    EXPECT_EQ(slice(text, b.find("c")->range()), "null");
    EXPECT_EQ(slice(text, b.find("d")->range()), "true");
    EXPECT_EQ(slice(text, b.find("e")->range()), "false");
    EXPECT_EQ(slice(text, v.members()[2].key_range), "\"合\"");
    EXPECT_EQ(slice(text, v.find("合")->range()), "\"\"");
}

struct Broken {
    const char* text;
    const char* expected;
};
class JsonReadBroken : public testing::TestWithParam<Broken> {};
TEST_P(JsonReadBroken, SaysWhatAndWhere) {
    const auto result = read(GetParam().text, "f.json");
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(format(result.error()), std::string(GetParam().expected) + "\n");
}
INSTANTIATE_TEST_SUITE_P(
    All, JsonReadBroken,
    testing::Values(
        Broken{"", "f.json:1:1: error JSON-001: the text is empty"},
        Broken{"{\n  \"a\": 1\n  \"b\": 2}", "f.json:3:3: error JSON-001: expected ',' or '}'"},
        Broken{"[1, 2", "f.json:1:6: error JSON-001: expected ',' or ']'"},
        Broken{"{\"a\": 1, \"a\": 2}",
               "f.json:1:10: error JSON-005: this key stands twice in the same object (remove one of the two)"},
        Broken{"[1] 2", "f.json:1:5: error JSON-001: there is more text after the end of the value"},
        Broken{"[\"\xC3(\"]",
               "f.json:1:3: error JSON-002: the text is not valid UTF-8 here (save the file as UTF-8)"}));

TEST(JsonRead, DeepNestingEndsInADiagnostic) {
    const auto result = read(std::string(1000000, '['));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error()[0].code, "JSON-003");
    EXPECT_EQ(result.error()[0].place.at, (LineColumn{1, 201}));
}

TEST(JsonRead, LongTextIsRefused) {
    const auto result = read("[1,2,3]", {}, {.bytes = 3, .depth = 10});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error()[0].code, "JSON-004");
}

}  // namespace
}  // namespace fw::json
