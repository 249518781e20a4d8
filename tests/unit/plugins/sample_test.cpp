// The sample plugin as it was built in this tree, and built again outside of it.
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "engine/packs/built_in.h"
#include "runtime/plugins/plugins.h"
#include "tests/unit/plugins/outside.h"

namespace fw::plugins {
namespace {

const Caller kCaller{"7", "sales", "李娜", Language::kZh};

std::string run(const Plugins& plugins, std::string_view action, std::string_view input) {
    const auto answer = plugins.run(action, json::read(input).value(), kCaller);
    return answer ? json::write_compact(*answer) : answer.error().front().code + " " + answer.error().front().text.en;
}

void expect_sample(const Plugins& plugins) {
    ASSERT_EQ(plugins.actions().size(), 2U);
    EXPECT_EQ(plugins.actions()[0].id, "sample.check_code");
    EXPECT_EQ(plugins.actions()[0].label.zh, "校验信用代码");
    EXPECT_EQ(run(plugins, "sample.check_code", R"({"code": "91350100M000100Y43"})"), R"({"valid":true})");
    EXPECT_EQ(run(plugins, "sample.check_code", R"({"code": "91350100M000100Y44"})"),
              R"({"valid":false,"expected":"3"})");
    EXPECT_EQ(run(plugins, "sample.check_code", R"({"code": "91350100I000100Y44"})"), R"({"valid":false})");
    EXPECT_EQ(run(plugins, "sample.check_code", R"({"code": "short"})"), "PLUG-010 A credit code has 18 characters");
    EXPECT_EQ(run(plugins, "sample.check_code", "{}"), "PLUG-010 A credit code has 18 characters");
    EXPECT_EQ(run(plugins, "sample.check_supplier", R"({"id": "5"})"),
              "PLUG-010 There are no records here");  // this caller brought none
    EXPECT_EQ(run(plugins, "sample.nothing", "{}"), "PLUG-013 There is no action 'sample.nothing'");
}

TEST(SamplePlugin, RunsItsAction) {
    const auto plugins = Plugins::load(FW_BINARY_DIR "/plugins");
    ASSERT_TRUE(plugins) << format(plugins.error());
    expect_sample(*plugins);
}

TEST(SamplePlugin, AddsAFeelFunctionThatOutlivesThePlugins) {
    feel::Functions functions = feel::Functions::standard();
    {
        const auto plugins = Plugins::load(FW_BINARY_DIR "/plugins");
        ASSERT_TRUE(plugins) << format(plugins.error());
        plugins->add_functions(functions);
    }
    const feel::FunctionInfo* info = functions.find("valid credit code");
    ASSERT_NE(info, nullptr);
    feel::Scope scope(functions);
    scope.add("code", feel::TypeKind::kString);
    const auto expression = feel::compile_text("valid credit code(code)", scope);
    ASSERT_TRUE(expression) << format(expression.error());
    const std::array good{feel::Value::string("91350100M000100Y43")};
    const std::array bad{feel::Value::string("91350100M000100Y4X")};
    EXPECT_TRUE(feel::evaluate(*expression, good).is_true());
    EXPECT_TRUE(feel::evaluate(*expression, bad).is_false());
    EXPECT_FALSE(feel::compile_text("valid credit code(5)", scope));  // its parameter is a string

    ASSERT_FALSE(info->examples.empty());
    for (const feel::FunctionExample& example : info->examples) {
        const auto left = feel::compile_text(example.expression, scope);
        const auto right = feel::compile_text(example.result, scope);
        ASSERT_TRUE(left && right) << example.expression;
        EXPECT_EQ(feel::evaluate(*left, good), feel::evaluate(*right, good)) << example.expression;
    }
}

TEST(SamplePlugin, ItsModelsCompileWithItsFunctionAndOnlyWithIt) {
    const auto plugins = Plugins::load(FW_BINARY_DIR "/plugins");
    ASSERT_TRUE(plugins) << format(plugins.error());
    ASSERT_EQ(plugins->folders().size(), 1U);
    model::PackSource sample;
    sample.id = "sample";
    sample.folder = plugins->folders().front();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sample.folder)) {
        if (entry.path().extension() != ".json") continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        model::SourceFile& file = sample.files.emplace_back();
        file.path = std::filesystem::relative(entry.path(), sample.folder).generic_string();
        file.text = text.str();
    }
    const std::vector<model::PackSource> sources{packs::built_in_pack("base"), sample};
    feel::Functions functions = feel::Functions::standard();
    EXPECT_FALSE(compile::compile_sources(sources, functions));
    plugins->add_functions(functions);
    const auto program = compile::compile_sources(sources, functions);
    EXPECT_TRUE(program) << format(program.error());
}

TEST(SamplePlugin, BuildsOutsideTheTreeWithTheHeaderAlone) {
    Outside outside;
    outside.build("sample", "plugins/sample/plugin.c", FW_CC " -std=c99 -Wall -Wextra -Wpedantic -Werror");
    const auto plugins = Plugins::load(outside.folder());
    ASSERT_TRUE(plugins) << format(plugins.error());
    expect_sample(*plugins);
}

TEST(SamplePlugin, AMissingFolderMeansNoPlugins) {
    const auto plugins = Plugins::load("/nowhere/at/all");
    ASSERT_TRUE(plugins);
    EXPECT_TRUE(plugins->actions().empty());
}

}  // namespace
}  // namespace fw::plugins
