#include "engine/json/write.h"

#include <gtest/gtest.h>

#include "engine/json/read.h"

namespace fw::json {
namespace {

TEST(JsonWrite, CanonicalFormIsStable) {
    const std::string text = R"({
  "kind": "entity",
  "label": {"en": "Contract", "zh": "合同"},
  "fields": [
    {"id": "number", "type": "auto_number", "pattern": "CT-{yyyy}-{0000}", "note": "a remark"},
    {"id": "x"}
  ]
}
)";
    const std::string once = write_canonical(read(text).value());
    EXPECT_EQ(once, text);
    EXPECT_EQ(write_canonical(read(once).value()), once);
}

TEST(JsonWrite, EscapesOnlyWhatMustBe) {
    EXPECT_EQ(write_compact(Value::string(std::string("a\"\\\n\t\x01 合/", 9 + 2))), R"("a\"\\\n\t\u0001 合/")");
}

TEST(JsonWrite, CompactHasNoSpaces) {
    EXPECT_EQ(write_compact(read(R"({"a" : [1 , {}]})").value()), R"({"a":[1,{}]})");
}

}  // namespace
}  // namespace fw::json
