// Runs every data case of tests/cases/flow: {"flow": {…}, "directory"?, "cases": [{"id", "given", "do", "expect"}]}, or
// {"flow": {…}, "diagnostics": ["FLOW-041 join"]} for flows that must be refused (warnings count too).
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/flow/step.h"
#include "engine/flow/test_run.h"
#include "engine/json/read.h"
#include "tests/support/flow/loose_env.h"

namespace fw {
namespace {

std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string last_part(const std::string& element) { return element.substr(element.rfind('/') + 1); }

class DataCase : public testing::Test {
  public:
    explicit DataCase(std::filesystem::path path) : path_(std::move(path)) {}

    void TestBody() override {
        const auto read = json::read(slurp(path_), path_.string());
        ASSERT_TRUE(read) << format(read.error());
        const json::Value* model = read->find("flow");
        ASSERT_NE(model, nullptr) << "no \"flow\"";
        Diagnostics warnings;
        auto flow = test::read_flow_value(*model, &warnings);
        if (const json::Value* expected = read->find("diagnostics")) {
            if (!flow) warnings.insert(warnings.end(), flow.error().begin(), flow.error().end());
            check_diagnostics(*expected, warnings);
            return;
        }
        ASSERT_TRUE(flow) << format(flow.error());
        if (const json::Value* others = read->find("flows")) {
            for (const json::Value& each : others->items()) {
                auto other = test::read_flow_value(each);
                ASSERT_TRUE(other) << format(other.error());
                others_.push_back(std::make_unique<flow::Flow>(std::move(*other)));
            }
        }
        if (const json::Value* cases = read->find("cases")) {
            ASSERT_FALSE(cases->items().empty());
            for (const json::Value& each : cases->items()) run(*flow, *read, each);
        } else {
            run(*flow, *read, *read);
        }
    }

  private:
    void run(const flow::Flow& flow, const json::Value& file, json::Value test) {
        if (const json::Value* directory = file.find("directory")) {
            json::Value given = test.find("given") != nullptr ? *test.find("given") : json::Value::object();
            if (given.find("directory") == nullptr) given.set("directory", *directory);
            test.set("given", given);
        }
        flow::TestWatch watch;
        watch.stepped = [&](const flow::Instance& before, const flow::Instance& after, const flow::Events& events) {
            flow::Instance replayed = before;
            for (const flow::Event& event : events) flow::apply(replayed, flow, event);
            EXPECT_EQ(replayed, after);
        };
        std::vector<const flow::Flow*> others;
        for (const auto& each : others_) others.push_back(each.get());
        EXPECT_EQ(format(flow::run_test(flow, test, {}, watch, others)), "") << test.string_or("id");
    }

    static void check_diagnostics(const json::Value& expected, const Diagnostics& found) {
        std::vector<std::string> want, got;
        for (const json::Value& each : expected.items()) want.push_back(each.as_string());
        for (const Diagnostic& each : found) {
            got.push_back(each.code + " " + last_part(each.place.element));
            EXPECT_FALSE(each.text.en.empty());
            EXPECT_FALSE(each.text.zh.empty());
        }
        EXPECT_EQ(want, got) << format(found);
    }

    std::filesystem::path path_;
    std::vector<std::unique_ptr<flow::Flow>> others_;
};

const bool kRegistered = [] {
    const std::filesystem::path root = std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/flow";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().extension() != ".json") continue;
        const std::string name = std::filesystem::relative(entry.path(), root).string();
        testing::RegisterTest("FlowCase", name.c_str(), nullptr, name.c_str(), entry.path().c_str(), 1,
                              [path = entry.path()]() -> testing::Test* { return new DataCase(path); });
    }
    return true;
}();

}  // namespace
}  // namespace fw
