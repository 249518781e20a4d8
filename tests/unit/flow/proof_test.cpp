// tests/cases/proof: {"flow", "verdict": the last line of `formwork prove`, "path": of the first finding}. And
// approvers.
#include "engine/flow/proof/proof.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "engine/flow/proof/approvers.h"
#include "engine/flow/proof/plain_env.h"
#include "engine/flow/test_run/directory.h"
#include "engine/json/read.h"
#include "tests/support/flow/loose_env.h"

namespace fw {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(std::string(FW_SOURCE_DIR) + "/tests/cases/proof"))
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class ProofCase : public testing::TestWithParam<std::string> {};

TEST_P(ProofCase, HasItsVerdict) {
    std::ifstream in(std::string(FW_SOURCE_DIR) + "/tests/cases/proof/" + GetParam() + ".json");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto root = json::read(text);
    ASSERT_TRUE(root) << format(root.error());
    const auto flow = flow::read_plain_flow(*root->find("flow"), "case", text);
    ASSERT_TRUE(flow) << format(flow.error());
    const flow::FlowProof proof = flow::prove_flow(*flow);
    EXPECT_EQ(flow::verdict_line(*flow, proof), root->string_or("verdict"));
    for (const flow::FlowFinding& each : proof.findings) {
        EXPECT_FALSE(each.text.en.empty() || each.text.zh.empty() || each.hint.en.empty() || each.hint.zh.empty());
    }
    if (root->find("path") != nullptr) {
        ASSERT_FALSE(proof.findings.empty());
        EXPECT_EQ(flow::path_text(*flow, proof.findings.front()), root->string_or("path"));
    }
}

INSTANTIATE_TEST_SUITE_P(Proof, ProofCase, testing::ValuesIn(case_names()),
                         [](const auto& test) { return test.param; });

constexpr const char* kOrganisation = R"({"people": {
    "boss": {"unit": "all", "roles": ["finance"]},
    "li": {"manager": "boss", "unit": "all"},
    "gone": {"manager": "boss", "unit": "all", "active": false, "roles": ["legal"]}},
  "units": {"all": {"head": "boss"}}, "administrators": ["boss"]})";

TEST(Approvers, HolesAreListedByNodeAndPerson) {
    const auto flow = test::read_flow_text(R"({"kind": "flow", "id": "f", "nodes": [{"id": "start", "type": "start"},
        {"id": "manager", "type": "approval", "who": {"manager_level": 1}, "empty": "pass"},
        {"id": "finance", "type": "approval", "who": {"role": "finance"}},
        {"id": "legal", "type": "approval", "who": {"role": "legal"}, "empty": "refuse"},
        {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "manager"}, {"from": "manager", "to": "finance"}, {"from": "finance", "to": "legal"},
        {"from": "legal", "to": "end"}]})");
    ASSERT_TRUE(flow) << format(flow.error());
    const auto organisation = json::read(kOrganisation);
    ASSERT_TRUE(organisation);
    const flow::TestDirectory directory(&*organisation);
    const flow::Person boss = directory.person("boss"), li = directory.person("li"), gone = directory.person("gone");
    const flow::ApproverReport report = flow::find_approver_holes(*flow, directory, {boss, li, gone});
    using Why = flow::ApproverHole::Why;
    std::vector<std::tuple<std::string, flow::Person, Why>> holes;
    for (const flow::ApproverHole& each : report.holes)
        holes.emplace_back(flow->nodes[each.node].id, each.initiator, each.why);
    // The boss has no manager and is the only one of finance; the only lawyer has left, who starts nothing himself.
    const std::vector<std::tuple<std::string, flow::Person, Why>> expected = {{"manager", boss, Why::kEmpty},
                                                                              {"finance", boss, Why::kHimself},
                                                                              {"legal", boss, Why::kEmpty},
                                                                              {"legal", li, Why::kEmpty}};
    EXPECT_EQ(holes, expected);
    const Diagnostics told = flow::approver_diagnostics(*flow, directory, report);
    ASSERT_EQ(told.size(), 3U);
    EXPECT_NE(told.back().text.en.find("li"), std::string::npos) << format(told);
}

}  // namespace
}  // namespace fw
