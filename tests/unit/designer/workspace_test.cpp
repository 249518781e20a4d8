// Files, renames, rules, search and undo: what changes models, without a window.
#include <fstream>

#include <gtest/gtest.h>

#include "designer/core/command_stack.h"
#include "designer/core/element_commands.h"
#include "designer/core/flow_commands.h"
#include "designer/core/outline.h"
#include "designer/core/problems.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;
using testing::Packs;
using testing::text_at;

TEST(Workspace, ShippedPacksAreCanonicalAndSaveAsTheyWere) {
    const Packs packs;
    for (const char* pack : {"base", "sales"}) {
        Workspace workspace = packs.open(pack);
        for (const auto& [path, document] : workspace.documents()) {
            ASSERT_TRUE(document.readable()) << path;
            EXPECT_EQ(workspace.text_of(document), *read_file(workspace.folder() / path)) << path;
        }
        EXPECT_TRUE(workspace.save()->empty());
    }
}

TEST(Workspace, SavesDeletesAndSeesWhatOthersDid) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    ASSERT_TRUE(stack.run(add_model(workspace, "entity", "invoice", {"Invoice", "发票"})));
    ASSERT_TRUE(stack.run(delete_model("reminders/receipt_overdue.json")));
    ASSERT_TRUE(stack.run(set_property({sample::kEntity, "label/zh"}, json::Value::string("合约"))));
    EXPECT_EQ(workspace.save()->size(), 3U);
    EXPECT_FALSE(workspace.dirty());
    EXPECT_FALSE(std::filesystem::exists(workspace.folder() / "reminders/receipt_overdue.json"));
    EXPECT_EQ(bytes(packs.open()), bytes(workspace));
    EXPECT_TRUE(workspace.changed_outside().empty());
    std::ofstream(workspace.folder() / "entities/invoice.json", std::ios::app) << "\n";
    EXPECT_EQ(workspace.changed_outside(), std::vector<std::string>{"entities/invoice.json"});
}

TEST(Workspace, BrokenFilesAreKeptUntouched) {
    const Packs packs;
    const std::string broken = "{\"kind\": \"entity\",, }";
    std::ofstream(packs.folder("sales") / "entities/contract.json") << broken;
    Workspace workspace = packs.open();
    const Document* document = workspace.document(sample::kEntity);
    ASSERT_NE(document, nullptr);
    EXPECT_FALSE(document->readable());
    EXPECT_EQ(workspace.text_of(*document), broken);
    CommandStack stack(workspace);
    EXPECT_FALSE(stack.run(set_property({sample::kEntity, "label"}, json::Value::string("x"))));
    ASSERT_TRUE(stack.run(edit_source(sample::kEntity, R"({"kind": "entity", "id": "contract", "fields": []})")));
    EXPECT_TRUE(workspace.document(sample::kEntity)->readable());
    EXPECT_TRUE(stack.undo());
    EXPECT_FALSE(workspace.dirty());
}

TEST(Rename, FieldIsFollowedThroughModelsAndExpressions) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    ASSERT_TRUE(stack.run(rename_element({sample::kEntity, "fields/total"}, "amount")));
    EXPECT_EQ(text_at(workspace, sample::kEntity, "fields/outstanding/formula"), "amount - received");
    EXPECT_EQ(text_at(workspace, sample::kFlow, "edges/big-fork/when"), "record.amount >= 100000");
    EXPECT_NE(text_at(workspace, sample::kFlow, "on/when").find("amount > 0"), std::string::npos);
    EXPECT_NE(workspace.value({sample::kForm, "sections/money/fields/amount"}), nullptr);
    const json::Value* was = workspace.value({sample::kEntity, "fields/amount/was"});
    ASSERT_NE(was, nullptr);
    EXPECT_EQ(was->items()[0].as_string(), "total");
    EXPECT_FALSE(stack.run(rename_element({sample::kEntity, "fields/amount"}, "number")));  // taken
    EXPECT_FALSE(stack.run(rename_element({sample::kEntity, "fields/amount"}, "Bad Name")));
}

TEST(Rename, ChangedModelsStillCompile) {
    const Packs packs;
    Workspace workspace = packs.open();
    const Diagnostics before = check_sources(workspace.sources());
    CommandStack stack(workspace);
    ASSERT_TRUE(stack.run(rename_element({sample::kEntity, "fields/customer"}, "client")));
    ASSERT_TRUE(stack.run(rename_element({sample::kEntity, "fields/total"}, "sum_of_lines")));
    ASSERT_TRUE(stack.run(rename_element({sample::kEntity, "states/draft"}, "fresh")));
    ASSERT_TRUE(stack.run(rename_element({sample::kFlow, "nodes/manager"}, "boss")));
    ASSERT_TRUE(stack.run(rename_model("entities/account.json", "company")));
    const Diagnostics after = check_sources(workspace.sources());
    // States are also written as text in FEEL ("draft"); those are the author's to change.
    Diagnostics errors;
    for (const Diagnostic& d : after) {
        if (d.severity == Severity::kError) errors.push_back(d);
    }
    EXPECT_EQ(has_errors(before), !errors.empty()) << format(errors);
}

TEST(Rename, FeelKeepsStringsAndOtherNames) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const auto rename = [&](std::string_view feel, bool fields) {
        return rename_in_feel(workspace, feel, "contract", fields, "contract", "total", "amount");
    };
    EXPECT_EQ(rename("total + \"total\" + subtotal", true), "amount + \"total\" + subtotal");
    EXPECT_EQ(rename("record.total > total", false), "record.amount > total");
    EXPECT_EQ(rename("customer.total", true), "customer.total");
    EXPECT_EQ(rename_in_feel(workspace, "contract.total - amount", "receipt", true, "contract", "total", "worth"),
              "contract.worth - amount");
}

TEST(Rules, SayNoWithASentence) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const std::string flow = sample::kFlow;
    for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{
             {"end", "manager"}, {"manager", "start"}, {"manager", "manager"}, {"manager", "big"}, {"ghost", "big"}}) {
        const Verdict verdict = may_connect(workspace, flow, from, to);
        EXPECT_FALSE(verdict) << from << ">" << to;
        EXPECT_FALSE(verdict.why.en.empty());
        EXPECT_FALSE(verdict.why.zh.empty());
    }
    EXPECT_TRUE(may_connect(workspace, flow, "manager", "effective"));
    EXPECT_TRUE(may_connect(workspace, flow, "manager", "big", "edges/manager-big"));
}

TEST(Search, FindsByIdLabelAndText) {
    const Packs packs;
    const Workspace workspace = packs.open();
    EXPECT_EQ(search(workspace, "finance", Language::kEn).front().rank, 4);
    EXPECT_FALSE(search(workspace, "合同金额", Language::kZh).empty());
    EXPECT_FALSE(search(workspace, "record.total", Language::kEn).empty());
    EXPECT_TRUE(search(workspace, "no such thing anywhere", Language::kEn).empty());
}

TEST(Stack, TypingIsOneStepAndSealsSplit) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const std::string first = bytes(workspace);
    for (const char* text : {"A", "Ag", "Agr"})
        (void)stack.run(set_property({sample::kEntity, "label/en"}, json::Value::string(text)));
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), first);
    EXPECT_FALSE(stack.can_undo());
}

}  // namespace
}  // namespace fw::designer
