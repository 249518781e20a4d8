// Every line of tests/cases/bpmn/expressions.txt.
#include "engine/interchange/bpmn/expression.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"
#include "engine/interchange/bpmn/names.h"

namespace fw::bpmn {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Dialect dialect_named(const std::string& name) {
    if (name == "juel") return Dialect::kJuel;
    if (name == "python") return Dialect::kPython;
    return name == "feel" ? Dialect::kFeel : Dialect::kUnknown;
}

TEST(BpmnExpression, Cases) {
    std::ifstream in(std::string(FW_SOURCE_DIR) + "/tests/cases/bpmn/expressions.txt");
    int count = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        SCOPED_TRACE(line);
        ++count;
        const std::size_t bar = line.find('|');
        const std::size_t arrow = line.rfind("=>");
        ASSERT_NE(arrow, std::string::npos);
        const auto made =
            to_feel(line.substr(bar + 1, arrow - bar - 1), dialect_named(trimmed(line.substr(0, bar))), technical_name);
        const std::string expected = trimmed(line.substr(arrow + 2));
        EXPECT_EQ(made.value_or("-"), expected);
        if (!made) continue;
        EXPECT_TRUE(feel::parse(*made, {}).has_value());
    }
    EXPECT_GT(count, 40);
}

TEST(BpmnExpression, DeepNestingIsRefused) {
    EXPECT_FALSE(to_feel("${" + std::string(10000, '(') + "}", Dialect::kJuel, technical_name));
    EXPECT_FALSE(to_feel("${" + std::string(10000, '!') + "a}", Dialect::kJuel, technical_name));
    EXPECT_FALSE(to_feel(std::string(10000, '-') + "a", Dialect::kPython, technical_name));
}

TEST(BpmnNames, AreTechnicalAndUnique) {
    EXPECT_EQ(technical_name("notEnoughInformation"), "not_enough_information");
    EXPECT_EQ(technical_name("HTTPServer"), "http_server");
    EXPECT_EQ(technical_name("sid-69DF31CE-D587"), "sid_69df31ce_d587");
    EXPECT_EQ(technical_name("_42"), "n42");
    EXPECT_EQ(technical_name("Approvals.First_Approval__P_"), "approvals_first_approval_p");
    EXPECT_EQ(technical_name("审批"), "u5ba1u6279");
    EXPECT_EQ(technical_name(""), "n");
    EXPECT_LE(technical_name(std::string(500, 'x')).size(), 60U);
    Names names;
    EXPECT_EQ(names.of("Task"), "task");
    EXPECT_EQ(names.of("task"), "task_2");
    EXPECT_EQ(names.of("Task"), "task");
}

}  // namespace
}  // namespace fw::bpmn
