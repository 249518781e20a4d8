// tests/cases/proof: {"flow", "verdict": the last line of `formwork prove`, "path" and "text": of the first finding}.
// And approvers.
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
    if (root->find("text") != nullptr) {
        ASSERT_FALSE(proof.findings.empty());
        EXPECT_EQ(proof.findings.front().text.en, root->string_or("text"));
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

// One approval that asks her manager; li has one, the boss has none.
Diagnostics holes_with(const std::string& rules, const char* initiator) {
    const auto flow = test::read_flow_text(R"({"kind": "flow", "id": "f", "nodes": [{"id": "start", "type": "start"},
        {"id": "a", "type": "approval", "label": {"en": "Step", "zh": "步骤"}, )" +
                                           rules + R"(}, {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "a"}, {"from": "a", "to": "end"}]})");
    EXPECT_TRUE(flow) << format(flow.error());
    const auto organisation = json::read(kOrganisation);
    const flow::TestDirectory directory(&*organisation);
    return flow::approver_diagnostics(*flow, directory,
                                      flow::find_approver_holes(*flow, directory, {directory.person(initiator)}));
}

void expect_hole(const Diagnostics& told, Severity severity, const std::string& en, const std::string& zh) {
    ASSERT_EQ(told.size(), 1U) << format(told);
    EXPECT_EQ(told.front().severity, severity);
    EXPECT_EQ(told.front().text.en, en);
    EXPECT_EQ(told.front().text.zh, zh);
}

TEST(Approvers, EachHoleIsToldAsWhatItIs) {
    const std::string manager = R"("who": {"manager_level": 1}, )";
    expect_hole(holes_with(manager + R"("empty": "no_start")", "boss"), Severity::kWarning,
                "'Step' finds no approver for boss: they cannot start the flow on a way that leads here",
                "“步骤”无法为以下人员找到审批人：boss（他们无法发起经过此步骤的流程）");
    expect_hole(holes_with(manager + R"("empty": {"person": "boss"})", "boss"), Severity::kWarning,
                "'Step' finds no approver for boss: the one named for empty steps is the initiator himself",
                "“步骤”无法为以下人员找到审批人：boss（审批人为空时的指定处理人就是发起人本人）");
    expect_hole(holes_with(manager + R"("empty": {"person": "li"})", "boss"), Severity::kNote,
                "'Step' falls to the one named for empty steps for boss",
                "“步骤”将转交给审批人为空时的指定处理人：boss");
    expect_hole(holes_with(manager + R"("empty": {"person": "gone"})", "boss"), Severity::kWarning,
                "'Step' finds no approver for boss: there is no other administrator either",
                "“步骤”无法为以下人员找到审批人：boss（也没有其他管理员）");
    expect_hole(holes_with(R"("who": {"role": "nobody"})", "li"), Severity::kNote,
                "'Step' falls to the administrators for li", "“步骤”将转交给管理员：li");
    expect_hole(holes_with(R"("who": {"initiator": true}, "if_initiator": "skip", "empty": "refuse")", "li"),
                Severity::kWarning,
                "'Step' finds only the initiator himself for li and is skipped: nobody else decides in the whole flow",
                "“步骤”仅能由发起人本人审批而被跳过：li（整个流程没有其他人作出决定）");
    EXPECT_TRUE(holes_with(manager + R"("empty": "no_start")", "li").empty());
}

TEST(Approvers, AStepThatIsPassedOverIsANoteWhereOthersDecide) {
    const auto flow = test::read_flow_text(R"({"kind": "flow", "id": "f", "nodes": [{"id": "start", "type": "start"},
        {"id": "own", "type": "approval", "who": {"initiator": true}, "if_initiator": "skip"},
        {"id": "finance", "type": "approval", "who": {"role": "finance"}}, {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "own"}, {"from": "own", "to": "finance"}, {"from": "finance", "to": "end"}]})");
    ASSERT_TRUE(flow) << format(flow.error());
    const auto organisation = json::read(kOrganisation);
    const flow::TestDirectory directory(&*organisation);
    const Diagnostics told = flow::approver_diagnostics(
        *flow, directory, flow::find_approver_holes(*flow, directory, {directory.person("li")}));
    expect_hole(told, Severity::kNote, "'own' finds only the initiator himself for li and is skipped",
                "“own”仅能由发起人本人审批而被跳过：li");
}

}  // namespace
}  // namespace fw
