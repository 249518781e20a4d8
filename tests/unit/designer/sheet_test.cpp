// What is shown beside the tree: property sheets, cells, who, previews, the answer of a deployment.
#include <gtest/gtest.h>

#include "designer/core/cells.h"
#include "designer/core/command_stack.h"
#include "designer/core/deployment.h"
#include "designer/core/preview.h"
#include "designer/core/property_sheet.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"
#include "designer/core/who.h"
#include "engine/json/read.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;
using testing::Packs;
using testing::text_at;

TEST(Sheet, ShowsWhatTheTypeKnows) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const auto has = [](const Sheet& sheet, const std::string& path) {
        for (const SheetGroup& group : sheet.groups) {
            for (const SheetRow& row : group.rows) {
                if (row.at.path == path) return true;
            }
        }
        return false;
    };
    const Sheet approval = property_sheet(workspace, {sample::kFlow, "nodes/manager"});
    EXPECT_TRUE(has(approval, "nodes/manager/who"));
    EXPECT_TRUE(has(approval, "nodes/manager/how"));
    const Sheet total = property_sheet(workspace, {sample::kEntity, "fields/total"});
    EXPECT_TRUE(has(total, "fields/total/sum"));
    EXPECT_FALSE(has(total, "fields/total/required"));  // nobody types a roll-up
    EXPECT_TRUE(property_sheet(workspace, {"nowhere.json", ""}).groups.empty());
}

TEST(Sheet, EveryElementOfTheShippedPacksHasOne) {
    const Packs packs;
    const Workspace workspace = packs.open();
    std::size_t elements = 0;
    each_property(workspace, [&](const Document& document, const std::string& path, const model::ElementType&,
                                 const json::Value&, const model::Property& property, const json::Value& value) {
        if (property.shape != model::Shape::kElements || !value.is_array()) return;
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const std::string element = join_path(join_path(path, property.id), element_key(value, i));
            EXPECT_FALSE(property_sheet(workspace, {document.path, element}).groups.empty())
                << document.path << " " << element;
            ++elements;
        }
    });
    EXPECT_GT(elements, 100U);
}

TEST(Cells, ReadWhatSpreadsheetsCopy) {
    using Rows = Cells;
    EXPECT_EQ(read_cells("a\tb\r\nc\td\r\n"), (Rows{{"a", "b"}, {"c", "d"}}));
    EXPECT_EQ(read_cells("a\t\tb"), (Rows{{"a", "", "b"}}));
    EXPECT_EQ(read_cells("\"two\nlines\"\tx\n"), (Rows{{"two\nlines", "x"}}));
    EXPECT_EQ(read_cells("\"say \"\"yes\"\"\"\t1"), (Rows{{"say \"yes\"", "1"}}));
    EXPECT_EQ(read_cells("\"draft\"\ttext"), (Rows{{"\"draft\"", "text"}}));  // FEEL keeps its quotes
    EXPECT_EQ(read_cells("\"a\" or \"b\""), (Rows{{"\"a\" or \"b\""}}));
    EXPECT_EQ(read_cells("\"open"), (Rows{{"\"open"}}));
    EXPECT_EQ(read_cells(""), (Rows{{""}}));
}

TEST(Cells, ABlockIsOneStepWithTypesFirstAndNamesFollowed) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const std::string first = bytes(workspace);
    const model::ElementType& field = *workspace.descriptors().find("field");
    const json::Value whole = json::Value::object();
    const auto column = [&](const char* id, const char* path) { return CellColumn{path, field.find(id, whole)}; };
    const std::size_t rows = workspace.value({sample::kEntity, "fields"})->items().size();
    const auto row_of = [&](const char* id) {
        return *element_index(*workspace.value({sample::kEntity, "fields"}), id);
    };
    ASSERT_TRUE(stack.run(paste_cells({sample::kEntity, "fields"}, row_of("total"),
                                      {column("id", "id"), column("label", "label/en")}, {{"amount", "Amount"}})));
    EXPECT_EQ(text_at(workspace, sample::kFlow, "edges/big-fork/when"), "record.amount >= 100000");
    EXPECT_EQ(text_at(workspace, sample::kEntity, "fields/amount/label/en"), "Amount");
    EXPECT_EQ(text_at(workspace, sample::kEntity, "fields/amount/label/zh"), "合同金额");
    stack.seal();
    ASSERT_TRUE(stack.run(paste_cells({sample::kEntity, "fields"}, rows,
                                      {column("id", "id"), column("type", "type"), column("required", "required")},
                                      {{"discount", "number", "x"}, {"urgent", "boolean", ""}})));
    EXPECT_EQ(workspace.value({sample::kEntity, "fields"})->items().size(), rows + 2);
    EXPECT_EQ(text_at(workspace, sample::kEntity, "fields/discount/type"), "number");
    EXPECT_TRUE(workspace.value({sample::kEntity, "fields/discount/required"})->as_boolean());
    EXPECT_TRUE(stack.undo());
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), first);
    EXPECT_FALSE(stack.can_undo());
}

TEST(Who, HasAShortName) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const auto named = [&](const char* text) {
        const auto value = json::read(text);
        return name_who(workspace, &*value).en;
    };
    EXPECT_EQ(named(R"({"manager_level": 1})"), "Direct manager");
    EXPECT_EQ(named(R"([{"manager_level": 2}, {"initiator": true}])"), "Manager, level 2; Initiator");
    EXPECT_EQ(named(R"({"role": "finance"})"), "Finance");
    EXPECT_EQ(named(R"({"role": "nobody_knows"})"), "nobody_knows");
}

TEST(Who, ReadsAndWritesEveryKind) {
    for (const char* text :
         {R"({"role":"finance"})", R"({"manager_level":2})", R"({"unit_head":true})",
          R"([{"person":"wang"},{"feel":"a"}])", R"({"managers_up_to":"top"})",
          R"({"managers_up_to":{"role":"director"}})", R"([{"role":"board","weight":3},{"person":"a"}])",
          R"({"chosen":{"from":{"role":"lead"},"min":1,"max":2}})"}) {
        const auto value = json::read(text);
        ASSERT_TRUE(value);
        EXPECT_TRUE(write_who(read_who(&*value)) == *value) << text;
    }
}

TEST(Preview, ShowsTheFormAndTheGeneratedOne) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const Preview form = preview_form(workspace, sample::kForm);
    ASSERT_GE(form.sections.size(), 3U);
    EXPECT_TRUE(form.sections[1].table);
    EXPECT_FALSE(preview_form(workspace, sample::kEntity).sections.empty());
    EXPECT_TRUE(preview_form(workspace, sample::kFlow).sections.empty());
}

TEST(Deployment, BodyAndAnswers) {
    const Packs packs;
    const Workspace workspace = packs.open();
    const auto body = json::read(deployment_body(workspace, true));
    ASSERT_TRUE(body);
    EXPECT_EQ(body->find("packs")->items()[0].string_or("id"), "sales");
    EXPECT_EQ(body->find("packs")->items()[0].find("files")->items().size(), workspace.documents().size());
    const DeployAnswer answer =
        read_answer(R"({"diagnostics": [{"code": "FLOW-001", "severity": "error", "text": "no"}],
        "changes": [{"kind": "removed", "model": "entity", "id": "sales.x", "text": {"en": "gone", "zh": "没了"}}], "data": [{"text": "rows", "rows": 3, "destructive": true}], "id": 17})");
    EXPECT_TRUE(has_errors(answer.diagnostics));
    EXPECT_EQ(answer.changes.at(0).kind, DeployChange::Kind::kRemoved);
    EXPECT_TRUE(answer.destructive());
    EXPECT_EQ(answer.id, "17");
    EXPECT_FALSE(read_answer("<html>").diagnostics.empty());
    EXPECT_EQ(server_address(" localhost:8080/app "), "http://localhost:8080");
    EXPECT_EQ(server_address("https://a.b"), "https://a.b");
    EXPECT_EQ(server_address("ftp://a"), "");
    EXPECT_EQ(server_address("http://"), "");
}

}  // namespace
}  // namespace fw::designer
