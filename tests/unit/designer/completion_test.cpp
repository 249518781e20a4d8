// What is offered while typing, and what is found wrong.
#include "designer/core/completion.h"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "designer/core/command_stack.h"
#include "designer/core/element_commands.h"
#include "designer/core/outline.h"
#include "designer/core/problems.h"
#include "designer/core/property_sheet.h"
#include "designer/core/sample.h"
#include "engine/json/read.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::Packs;
using testing::text_at;

bool offers(const Completions& found, std::string_view name) {
    return std::any_of(found.items.begin(), found.items.end(), [&](const Completion& c) { return c.insert == name; });
}

TEST(Completion, OffersFieldsPathsFunctionsAndValues) {
    const Packs packs;
    const Workspace workspace = packs.open();
    model::Property record;
    record.scope = "record";
    model::Property flow;
    flow.scope = "flow";
    const Address field{sample::kEntity, "fields/outstanding"};
    const Address edge{sample::kFlow, "edges/big-fork"};
    EXPECT_TRUE(offers(complete_feel(workspace, field, record, "tot", 3), "total"));
    EXPECT_FALSE(offers(complete_feel(workspace, field, record, "tot", 3), "number"));
    EXPECT_TRUE(offers(complete_feel(workspace, field, record, "customer.na", 11), "name"));
    EXPECT_TRUE(offers(complete_feel(workspace, edge, flow, "record.cust", 11), "customer"));
    EXPECT_TRUE(offers(complete_feel(workspace, edge, flow, "", 0), "initiator"));
    EXPECT_TRUE(offers(complete_feel(workspace, field, record, "sum", 3), "sum"));
    EXPECT_TRUE(offers(complete_feel(workspace, field, record, "state = \"eff", 12), "effective"));
    EXPECT_TRUE(complete_feel(workspace, field, record, "\"tot", 4).items.empty());
    EXPECT_TRUE(offers(complete_feel(workspace, field, record, "user.", 5), "roles"));
}

TEST(Automations, OpenCompleteRenameAndStartValid) {
    const Packs packs;
    Workspace workspace = packs.open();
    const char* paid = "automations/contract_paid.json";
    const std::vector<OutlineKind> kinds = outline(workspace, Language::kZh);
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [](const auto& k) { return k.kind == "automation"; });
    ASSERT_NE(kind, kinds.end());
    EXPECT_EQ(kind->label.zh, "自动化");
    ASSERT_EQ(kind->documents.size(), 1U);
    EXPECT_FALSE(property_sheet(workspace, {paid, ""}).groups.empty());
    EXPECT_FALSE(property_sheet(workspace, {paid, "do/tell"}).groups.empty());
    model::Property property;
    property.scope = "automation";
    EXPECT_TRUE(offers(complete_feel(workspace, {paid, ""}, property, "out", 3), "outstanding"));
    EXPECT_TRUE(offers(complete_feel(workspace, {paid, ""}, property, "old.out", 7), "outstanding"));
    EXPECT_FALSE(offers(complete_feel(workspace, {paid, ""}, property, "us", 2), "user"));

    CommandStack stack(workspace);
    ASSERT_TRUE(stack.run(add_model(workspace, "automation", "plan", {"Plan", "计划"}, "contract")));
    const char* plan = "automations/plan.json";
    for (const Problem& problem : check_workspace(workspace))
        EXPECT_NE(problem.at.document, plan) << problem.diagnostic.code << " " << problem.diagnostic.text.en;
    ASSERT_TRUE(stack.run(set_property({plan, "do"}, *json::read(R"([
        {"id": "a", "type": "create", "entity": "receipt_plan", "values": {"contract": "record", "amount": "total"}},
        {"id": "b", "type": "set", "values": {"remark": "\"x\""}}])"))));
    ASSERT_TRUE(stack.run(rename_element({"entities/receipt_plan.json", "fields/amount"}, "worth")));
    EXPECT_EQ(text_at(workspace, plan, "do/a/values/worth"), "total");
    ASSERT_TRUE(stack.run(rename_element({sample::kEntity, "fields/remark"}, "note_text")));
    EXPECT_EQ(text_at(workspace, plan, "do/b/values/note_text"), "\"x\"");
}

TEST(Problems, StandAtTheirElementAndComeQuickly) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    ASSERT_TRUE(
        stack.run(set_property({sample::kFlow, "edges/big-fork/when"}, json::Value::string("record.totl > 5"))));
    const auto start = std::chrono::steady_clock::now();
    const std::vector<Problem> problems = check_workspace(workspace);
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took, std::chrono::seconds(5));  // 100 ms in a release build on a quiet machine
    const Address edge{sample::kFlow, "edges/big-fork"};
    ASSERT_EQ(worst_at(problems, edge), Severity::kError);
    const auto it = std::find_if(problems.begin(), problems.end(),
                                 [&](const Problem& p) { return path_inside(p.at.path, edge.path); });
    EXPECT_EQ(it->at.path, "edges/big-fork/when");
    EXPECT_NE(it->diagnostic.hint.en.find("total"), std::string::npos);
    EXPECT_FALSE(worst_at(problems, {sample::kFlow, "nodes/finance"}));
}

TEST(Problems, APackAloneKnowsTheBuiltInOnesItNeeds) {
    const Packs packs;
    std::filesystem::remove_all(packs.folder("base"));
    const Workspace workspace = packs.open();
    EXPECT_NE(workspace.resolve("entity", "base.person"), nullptr);
    for (const Problem& problem : check_workspace(workspace))
        ADD_FAILURE() << problem.diagnostic.code << " " << problem.diagnostic.text.en;
}

}  // namespace
}  // namespace fw::designer
