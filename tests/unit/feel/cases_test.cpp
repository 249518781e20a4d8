// Registers one test for each line of tests/cases/feel and for each example of each registered function.
// FEEL_CASES=<file> runs the lines of one more file.
#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"
#include "engine/feel/feel.h"
#include "engine/feel/shape.h"
#include "tests/unit/feel/case_file.h"

namespace {

using feel_cases::Case;
using fw::feel::EvalOptions;
using fw::feel::Notes;
using fw::feel::Scope;
using fw::feel::Value;

struct Outcome {
    Value value;
    std::vector<std::string> codes;
    std::string printed;  // the canonical text
};

EvalOptions options() {
    EvalOptions o;
    o.now = *fw::feel::parse_date_time("2026-11-21T21:58:00+08:00");
    return o;
}

void note(Outcome& out, const fw::Diagnostics& diagnostics) {
    for (const fw::Diagnostic& d : diagnostics) out.codes.push_back(d.code);
}

Outcome run(const std::string& text, const Scope& scope, const std::vector<Value>& inputs, bool tests) {
    Outcome out;
    fw::feel::ParseOptions parse_options;
    parse_options.scope = &scope;
    const auto parsed = tests ? fw::feel::parse_unary_tests(text, parse_options) : fw::feel::parse(text, parse_options);
    if (!parsed) {
        note(out, parsed.error());
        return out;
    }
    out.printed = parsed->print();
    fw::feel::CheckOptions check_options;
    check_options.strict = false;
    const auto checked = fw::feel::check(*parsed, scope, check_options);
    if (!checked) {
        note(out, checked.error());
        return out;
    }
    note(out, checked->warnings());
    Notes notes;
    out.value = fw::feel::evaluate(fw::feel::compile(*checked), inputs, options(), &notes);
    for (const auto& w : notes.warnings) out.codes.push_back(w.code);
    return out;
}

Value value_of(const std::string& text) { return run(text, Scope(), {}, false).value; }

// Equal as FEEL sees it, and of one kind; functions by their text.
bool same(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    return a == b || a.print() == b.print();
}

class CaseTest : public testing::Test {
  public:
    explicit CaseTest(Case c) : case_(std::move(c)) {}
    void TestBody() override {
        Scope scope;
        std::vector<Value> inputs;
        if (!case_.variables.empty()) {
            const Value variables = value_of(case_.variables);
            ASSERT_TRUE(variables.is_context()) << case_.variables;
            const auto view = variables.as_context();
            for (std::size_t i = 0; i < view.size(); ++i) {
                scope.add(view.key(i));
                inputs.push_back(view.value(i));
            }
        }
        const bool tests = !case_.tested.empty();
        if (tests) {
            scope.add("?");
            inputs.push_back(value_of(case_.tested));
        }
        const Value expected = value_of(case_.expected);
        if (expected.is_null()) {
            ASSERT_EQ(case_.expected, "null") << "the expected value is no FEEL";
        }
        const Outcome first = run(case_.expression, scope, inputs, tests);
        std::string codes;
        for (const std::string& code : first.codes) codes += " " + code;
        EXPECT_TRUE(same(first.value, expected)) << case_.expression << "\n  gives    " << first.value.print()
                                                 << "\n  expected " << expected.print() << "\n  codes   " << codes;
        if (case_.code.empty()) {
            EXPECT_EQ(codes, "") << case_.expression;
        } else if (case_.code != "ANY") {
            EXPECT_TRUE(std::find(first.codes.begin(), first.codes.end(), case_.code) != first.codes.end())
                << case_.expression << " should tell " << case_.code << ", not" << codes;
        }
        if (first.printed.empty()) return;
        // The law: printed text parses to the same text and gives the same value.
        const Outcome second = run(first.printed, scope, inputs, tests);
        EXPECT_EQ(second.printed, first.printed);
        EXPECT_TRUE(same(second.value, first.value)) << first.printed << " gives " << second.value.print();
        if (!first.value.is(fw::feel::Kind::kFunction)) {
            EXPECT_TRUE(same(value_of(first.value.print()), first.value)) << first.value.print();
        }
    }

  private:
    Case case_;
};

class ExampleTest : public testing::Test {
  public:
    explicit ExampleTest(fw::feel::FunctionExample example) : example_(std::move(example)) {}
    void TestBody() override {
        const Value result = value_of(example_.expression);
        const Value expected = value_of(example_.result);
        EXPECT_TRUE(same(result, expected))
            << example_.expression << " gives " << result.print() << ", not " << expected.print();
    }

  private:
    fw::feel::FunctionExample example_;
};

bool register_all() {
    auto cases = feel_cases::read_folder(std::string(FW_SOURCE_DIR) + "/tests/cases/feel");
    for (Case& c : feel_cases::read_page(std::string(FW_SOURCE_DIR) + "/docs/feel.md", "docs/feel.md"))
        cases.push_back(std::move(c));
    if (const char* more = std::getenv("FEEL_CASES")) {
        for (Case& c : feel_cases::read_file(more, more)) cases.push_back(std::move(c));
    }
    for (const Case& c : cases) {
        std::string suite = "Feel/" + c.file.substr(0, c.file.find_last_of('.'));
        const std::string name = "line_" + std::to_string(c.line);
        const std::string path = std::string(FW_SOURCE_DIR) + "/tests/cases/feel/" + c.file;
        testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, c.expression.c_str(), path.c_str(), c.line,
                              [c]() -> testing::Test* { return new CaseTest(c); });
    }
    for (const fw::feel::FunctionInfo* function : fw::feel::Functions::standard().all()) {
        int number = 0;
        for (const fw::feel::FunctionExample& example : function->examples) {
            const std::string name = function->name + "_" + std::to_string(++number);
            testing::RegisterTest("FeelExample", name.c_str(), nullptr, example.expression.c_str(), __FILE__, __LINE__,
                                  [example]() -> testing::Test* { return new ExampleTest(example); });
        }
    }
    return true;
}

const bool kRegistered = register_all();

TEST(FeelFunctions, DescribeThemselves) {
    EXPECT_TRUE(kRegistered);
    const auto all = fw::feel::Functions::standard().all();
    EXPECT_GE(all.size(), 80U);
    for (const fw::feel::FunctionInfo* f : all) {
        EXPECT_FALSE(f->help.en.empty()) << f->name;
        EXPECT_FALSE(f->help.zh.empty()) << f->name;
        EXPECT_FALSE(f->examples.empty()) << f->name;
        EXPECT_FALSE(f->overloads.empty()) << f->name;
    }
}

}  // namespace
