#include <gtest/gtest.h>

#include "engine/decision/compiled_table.h"

namespace fw::decision {
namespace {

// "kind: parts [null]" of unary tests over a number, string … of type `type`.
std::string set_of(const std::string& text, feel::Type type) {
    feel::Scope scope;
    scope.add("other", feel::TypeKind::kNumber);
    scope.add("?", std::move(type));
    feel::ParseOptions options;
    options.scope = &scope;
    const auto parsed = feel::parse_unary_tests(text, options).value();
    const auto checked = feel::check(parsed, scope, {.strict = false, .expected = {}}).value();
    const CellSet set = cell_set(parsed, feel::compile(checked), scope);
    if (set.kind == CellSet::Kind::kAny) return "any";
    if (set.kind == CellSet::Kind::kBeyond) return "beyond";
    std::string out(feel::kind_name(set.of));
    out += ":";
    for (const Interval& part : set.parts) {
        if (part.is_point()) {
            out += " " + part.low.print();
            continue;
        }
        out += part.low_closed ? " [" : " (";
        out += (part.low.is_null() ? "" : part.low.print()) + ".." + (part.high.is_null() ? "" : part.high.print());
        out += part.high_closed ? "]" : ")";
    }
    return out + (set.null_matches ? " null" : "");
}

TEST(CellSet, ConstantsAreSortedIntervals) {
    const feel::Type n = feel::TypeKind::kNumber;
    EXPECT_EQ(set_of("-", n), "any");
    EXPECT_EQ(set_of("5", n), "number: 5");
    EXPECT_EQ(set_of("-5", n), "number: -5");
    EXPECT_EQ(set_of("> 5", n), "number: (5..)");
    EXPECT_EQ(set_of(">= 2 + 3, < 1", n), "number: (..1) [5..)");
    EXPECT_EQ(set_of("[1..5], (4..9), 9", n), "number: [1..9]");
    EXPECT_EQ(set_of("]1..5[", n), "number: (1..5)");
    EXPECT_EQ(set_of("[1..2), (2..3]", n), "number: [1..2) (2..3]");
    EXPECT_EQ(set_of("not(5)", n), "number: (..5) (5..) null");
    EXPECT_EQ(set_of("not([1..3], > 10)", n), "number: (..1) (3..10]");
    EXPECT_EQ(set_of("[5..1]", n), "number:");
    EXPECT_EQ(set_of("null", n), "null: null");
    EXPECT_EQ(set_of("null, 3", n), "number: 3 null");
    EXPECT_EQ(set_of("[1, 2, 3]", n), "number: 1 2 3");
    EXPECT_EQ(set_of("> other", n), "beyond");
    EXPECT_EQ(set_of("? > 3", n), "beyond");
    EXPECT_EQ(set_of("\"b\", \"a\"", feel::TypeKind::kString), "string: \"a\" \"b\"");
    EXPECT_EQ(set_of("not(\"a\")", feel::TypeKind::kString), "string: (..\"a\") (\"a\"..) null");
    EXPECT_EQ(set_of("true", feel::TypeKind::kBoolean), "boolean: true");
    EXPECT_EQ(set_of("not(true)", feel::TypeKind::kBoolean), "boolean: false null");
    EXPECT_EQ(set_of("1 < 2", feel::TypeKind::kBoolean), "beyond");
    EXPECT_EQ(set_of("< date(\"2026-01-01\")", feel::TypeKind::kDate), "date: (..@\"2026-01-01\")");
    EXPECT_EQ(set_of("< today()", feel::TypeKind::kDate), "beyond");
    EXPECT_EQ(set_of("\"a\", 1", {}), "beyond");
}

TEST(CompileTable, RunsEveryCell) {
    Table table;
    table.inputs.resize(2);
    table.inputs[0].expression.text = "age";
    table.inputs[1].expression.text = "risk";
    table.outputs.resize(1);
    const auto rule = [](std::string a, std::string b, std::string out) {
        TableRule made;
        made.tests = {{std::move(a), {}}, {std::move(b), {}}};
        made.results = {{std::move(out), {}}};
        return made;
    };
    table.rules = {rule("< 18", "-", "1"), rule(">= 18", "\"low\"", "2"), rule("> limit", "", "age * 2")};
    feel::Scope scope;
    for (const char* name : {"age", "risk", "limit"}) scope.add(name);
    Diagnostics out;
    const CompiledTable made = compile_table(table, scope, {}, out);
    EXPECT_EQ(format(out), "");
    using feel::Value;
    const std::vector<Value> names{Value(), Value(), Value::number(30)};
    const std::vector<Value> old{Value::number(40), Value::string("low")};
    EXPECT_EQ(matching_rules(made, old, names), (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(made.result(0, 0).constant, Value::number(1));
    EXPECT_FALSE(made.result(2, 0).constant.has_value());
}

}  // namespace
}  // namespace fw::decision
