#include "engine/feel/value.h"

#include <thread>

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"
#include "engine/feel/place.h"
#include "engine/feel/shape.h"
#include "engine/feel/type.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace {

using namespace fw::feel;

TEST(Value, KeepsShortAndLongStrings) {
    for (const std::string& text :
         {std::string(), std::string("short"), std::string(16, 'x'), std::string(17, 'y'), std::string(5000, 'z')}) {
        const Value a = Value::string(text);
        const Value b = a;
        EXPECT_EQ(b.as_string(), text);
        EXPECT_EQ(a, b);
        EXPECT_EQ(hash(a), hash(b));
    }
}

TEST(Value, ComparesByContent) {
    EXPECT_EQ(Value::number(*fw::Decimal::parse("1.0")), Value::number(1));
    const Value a = Value::context({{"x", Value::number(1)}, {"y", Value::list({Value::string("a")})}});
    const Value b = Value::context({{"y", Value::list({Value::string("a")})}, {"x", Value::number(1)}});
    EXPECT_EQ(a, b);
    EXPECT_EQ(hash(a), hash(b));
    EXPECT_EQ(equal(Value::number(1), Value::string("1")), std::nullopt);
    EXPECT_EQ(equal(Value(), Value::string("1")), false);
    EXPECT_LT(total_order(Value(), Value::number(1)), 0);
}

TEST(Value, SharesShapes) {
    const Value a = Value::context({{"x", Value::number(1)}, {"y", Value()}});
    const Value b = Value::context({{"x", Value::number(2)}, {"y", Value()}});
    EXPECT_EQ(a.as_context().shape().id(), b.as_context().shape().id());
    std::vector<std::pair<std::string, Value>> many;
    for (int i = 0; i < 500; ++i) many.emplace_back("key" + std::to_string(i), Value::number(i));
    const Value big = Value::context(many);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(big.find("key" + std::to_string(i))->as_number(), fw::Decimal(i));
    EXPECT_EQ(big.find("nothing"), nullptr);
}

TEST(Value, RefusesEndlessNesting) {
    Value v = Value::number(1);
    for (int i = 0; i < Value::kMaxDepth; ++i) v = Value::list({v});
    EXPECT_FALSE(v.is_null());
    EXPECT_TRUE(Value::list({v}).is_null());
}

TEST(Value, CrossesThreads) {
    const Value shared =
        Value::context({{"text", Value::string(std::string(100, 'x'))}, {"list", Value::list({Value::number(1)})}});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10000; ++i) {
                const Value copy = shared;
                const Value inner = *copy.find("list");
                const Value made = Value::context({{"a", inner}, {"b" + std::to_string(i % 7), copy}});
                EXPECT_EQ(made.find("a")->as_list().size(), 1U);
            }
        });
    }
    for (std::thread& t : threads) t.join();
}

TEST(Value, TravelsAsJson) {
    const Type type = Type::context({{"due", TypeKind::kDate},
                                     {"total", TypeKind::kNumber},
                                     {"lines", Type::list(Type::context({{"at", TypeKind::kDateTime}}))}});
    const std::string text = R"({"due":"2026-11-21","total":1.50,"lines":[{"at":"2026-11-21T10:00:00Z"}],"note":null})";
    const auto read = fw::json::read(text);
    ASSERT_TRUE(read);
    const Value value = from_json(*read, type);
    EXPECT_EQ(value.find("due")->kind(), Kind::kDate);
    EXPECT_EQ(value.find("lines")->as_list()[0].find("at")->kind(), Kind::kDateTime);
    EXPECT_EQ(fw::json::write_compact(to_json(value)), text);
    EXPECT_EQ(value.print(),
              R"({due: @"2026-11-21", total: 1.50, lines: [{at: @"2026-11-21T10:00:00Z"}], note: null})");
}

TEST(Place, MapsIntoJson) {
    const std::string json = R"({"when": "a\n\u4e2d\uD83D\uDE00b"})";
    const fw::Range literal{9, static_cast<std::uint32_t>(json.size() - 1)};
    EXPECT_EQ(offset_in_json(json, literal, 0), 10U);
    EXPECT_EQ(offset_in_json(json, literal, 1), 11U);  // behind a
    EXPECT_EQ(offset_in_json(json, literal, 2), 13U);  // behind \n
    EXPECT_EQ(offset_in_json(json, literal, 5), 19U);  // behind \u4e2d
    EXPECT_EQ(offset_in_json(json, literal, 9), 31U);  // behind the pair
}

}  // namespace
