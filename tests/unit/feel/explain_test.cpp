#include "engine/feel/explain.h"

#include <gtest/gtest.h>

namespace {

using namespace fw::feel;

std::string explained(std::string_view text) {
    Scope scope;
    scope.add("amount");
    scope.add("items");
    ParseOptions parse_options;
    parse_options.scope = &scope;
    const auto parsed = parse(text, parse_options);
    const auto checked = check(*parsed, scope);
    const Value item = Value::context({{"price", Value::number(3)}});
    const Value inputs[] = {Value::number(5), Value::list({item, item})};
    std::string out;
    const Explanation found = explain(*checked, inputs);
    for (const Explained& part : found.parts) {
        out += std::string(part.depth, ' ') + part.text + ":";
        for (const Value& v : part.values) out += " " + v.print();
        out += "\n";
    }
    // The value is that of the ordinary program.
    EXPECT_EQ(found.value, evaluate(compile(*checked), inputs)) << text;
    return out;
}

TEST(FeelExplain, ShowsEveryPart) {
    EXPECT_EQ(explained("if amount > 3 then amount * 2 else sum(items.price)"),
              "if amount > 3 then amount * 2 else sum(items.price): 10\n"
              " amount > 3: true\n"
              "  amount: 5\n"
              " amount * 2: 10\n"
              "  amount: 5\n"
              " sum(items.price):\n");
    EXPECT_EQ(explained("sum(for i in items return i.price * amount)"),
              "sum(for i in items return i.price * amount): 30\n"
              " for i in items return i.price * amount: [15, 15]\n"
              "  items: [{price: 3}, {price: 3}]\n"
              "  i.price * amount: 15 15\n"
              "   i.price: 3 3\n"
              "    i: {price: 3} {price: 3}\n"
              "   amount: 5 5\n");
    EXPECT_EQ(explained("amount in [1..3] or amount = 5"),
              "amount in [1..3] or amount = 5: true\n"
              " amount in [1..3]: false\n"
              "  amount: 5\n"
              " amount = 5: true\n"
              "  amount: 5\n");
}

}  // namespace
