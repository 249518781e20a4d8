#include <gtest/gtest.h>

#include "engine/json/read.h"
#include "engine/model/pack.h"
#include "tests/unit/model/descriptors.h"

namespace fw::model {
namespace {

std::string saved(const std::string& text) { return canonical(json::read(text).value(), test_descriptors()); }

TEST(Canonical, OrdersKeysByDescriptor) {
    EXPECT_EQ(
        saved(
            R"({"fields": [{"required": true, "max_length": 9, "type": "text", "id": "n", "note": "x", "label": {"zh": "名", "en": "N"}}],
                        "id": "a", "kind": "entity"})"),
        R"({
  "kind": "entity",
  "id": "a",
  "fields": [
    {"id": "n", "type": "text", "label": {"en": "N", "zh": "名"}, "max_length": 9, "required": true, "note": "x"}
  ]
}
)");
}

TEST(Canonical, LeavesOutOnlyWhatEqualsItsFallback) {
    EXPECT_EQ(
        saved(
            R"({"kind": "entity", "id": "a", "fields": [{"id": "n", "type": "text", "max_length": 255, "min_length": 0, "required": false}]})"),
        "{\n  \"kind\": \"entity\",\n  \"id\": \"a\",\n  \"fields\": [\n    {\"id\": \"n\", \"type\": \"text\", "
        "\"min_length\": 0}\n  ]\n}\n");
}

TEST(Canonical, KeepsWhatItDoesNotKnow) {
    const std::string text = saved(
        R"({"kind": "entity", "id": "a", "later": 1, "fields": [{"more": 2, "id": "n", "type": "strange", "size": 3}]})");
    EXPECT_NE(text.find("\"later\": 1"), std::string::npos);
    EXPECT_NE(text.find("{\"id\": \"n\", \"type\": \"strange\", \"more\": 2, \"size\": 3}"), std::string::npos) << text;
    EXPECT_EQ(saved(text), text);
}

}  // namespace
}  // namespace fw::model
