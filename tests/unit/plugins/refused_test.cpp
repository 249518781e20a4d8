// Plugins that break the rules are refused or answered for, each with a sentence; a crash leaves a note.
#include <fstream>

#include <gtest/gtest.h>

#include "engine/json/write.h"
#include "runtime/plugins/crash_note.h"
#include "runtime/plugins/plugins.h"
#include "tests/unit/plugins/outside.h"

namespace fw::plugins {
namespace {

const Caller kCaller{"7", "sales", "李娜", Language::kZh};

std::string load_case(int number, Log log = {}) {
    Outside outside;
    outside.build("odd", "tests/unit/plugins/odd_plugin.cpp", FW_CXX " -std=c++17 -DCASE=" + std::to_string(number));
    const auto plugins = Plugins::load(outside.folder(), std::move(log));
    if (plugins) return "loaded";
    return plugins.error().front().code + " " + plugins.error().front().text.en;
}

TEST(RefusedPlugin, SaysWhy) {
    EXPECT_EQ(load_case(1),
              "PLUG-003 The plugin was made for version 99 of the plugin interface; this server has version 1");
    EXPECT_EQ(load_case(2), "PLUG-005 The plugin 'odd' brings 'substring', which exists already");
    EXPECT_EQ(load_case(3), "PLUG-004 The action 'Not an id' needs a technical name and a function to run");
    std::string logged;
    EXPECT_EQ(load_case(4, [&](LogLevel, std::string_view, std::string_view text) { logged = text; }),
              "PLUG-006 The plugin 'odd' refused to start (7)");
    EXPECT_EQ(logged, "no licence");
    EXPECT_EQ(load_case(5), "PLUG-006 The plugin 'odd' refused to start (-1)");
    EXPECT_EQ(load_case(6), "PLUG-002 The library does not export formwork_plugin");
}

TEST(RefusedPlugin, ABrokenLibraryIsNamed) {
    Outside outside;
    std::filesystem::create_directory(outside.folder() + "/broken");
    std::ofstream(outside.folder() + "/broken/plugin.so") << "not a library";
    const auto plugins = Plugins::load(outside.folder());
    ASSERT_FALSE(plugins);
    EXPECT_EQ(plugins.error().front().code, "PLUG-001");
    EXPECT_EQ(plugins.error().front().place.file, outside.folder() + "/broken/plugin.so");
}

TEST(OddPlugin, EveryCallHasAnAnswer) {
    Outside outside;
    outside.build("odd", "tests/unit/plugins/odd_plugin.cpp", FW_CXX " -std=c++17 -DCASE=0");
    const auto plugins = Plugins::load(outside.folder());
    ASSERT_TRUE(plugins) << format(plugins.error());
    const auto run = [&](std::string_view action) {
        const auto answer = plugins->run(action, json::Value::object(), kCaller);
        return answer ? json::write_compact(*answer)
                      : answer.error().front().code + " " + answer.error().front().text.en;
    };
    EXPECT_EQ(run("odd.user"), R"({"id":"7","login":"sales","name":"李娜","language":"zh"})");
    EXPECT_EQ(run("odd.nothing"), "null");
    EXPECT_EQ(run("odd.twice"), "1");
    EXPECT_EQ(run("odd.no_json"),
              "PLUG-012 The plugin 'odd' answered action odd.no_json with something that is not JSON");
    EXPECT_EQ(run("odd.throws"), "PLUG-011 The plugin 'odd' failed in action odd.throws: out of paper");
}

TEST(OddPluginDeathTest, ACrashNamesThePlugin) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    Outside outside;
    outside.build("odd", "tests/unit/plugins/odd_plugin.cpp", FW_CXX " -std=c++17 -DCASE=0");
    const std::string file = outside.folder() + "/crash.txt";
    const auto crash = [&] {
        install_crash_note(file);
        const auto plugins = Plugins::load(outside.folder());
        (void)plugins->run("odd.crash", json::Value::object(), kCaller);
    };
    EXPECT_DEATH(crash(), "formwork: crashed \\(SIG[A-Z]+\\) inside plugin 'odd', action odd.crash");
}

}  // namespace
}  // namespace fw::plugins
