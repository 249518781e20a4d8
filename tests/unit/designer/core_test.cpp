// The head of the designer without a window: files, renames, completion, problems, routes, deployment.
#include <algorithm>
#include <chrono>
#include <fstream>

#include <gtest/gtest.h>

#include "designer/core/cells.h"
#include "designer/core/command_stack.h"
#include "designer/core/completion.h"
#include "designer/core/deployment.h"
#include "designer/core/element_commands.h"
#include "designer/core/flow_commands.h"
#include "designer/core/outline.h"
#include "designer/core/preview.h"
#include "designer/core/problems.h"
#include "designer/core/property_sheet.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"
#include "designer/core/who.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;
using testing::Packs;

std::string text_at(const Workspace& workspace, const char* document, const char* path) {
    const json::Value* value = workspace.value({document, path});
    return value != nullptr && value->is_string() ? value->as_string() : std::string();
}

bool offers(const Completions& found, std::string_view name) {
    return std::any_of(found.items.begin(), found.items.end(), [&](const Completion& c) { return c.insert == name; });
}

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
    EXPECT_TRUE(may_connect(workspace, flow, "manager", "big", "manager-big"));
}

TEST(Diagram, RoutesAreOrthogonalAndAvoidBoxes) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    for (const bool tidied : {false, true}) {
        if (tidied) {
            ASSERT_TRUE(stack.run(tidy_flow(sample::kFlow)));
        }
        const FlowDiagram diagram = read_flow(workspace.document(sample::kFlow)->root);
        for (const FlowEdge& edge : diagram.edges) {
            ASSERT_GE(edge.route.size(), 2U) << edge.key;
            for (std::size_t i = 1; i < edge.route.size(); ++i) {
                const Point& a = edge.route[i - 1];
                const Point& b = edge.route[i];
                EXPECT_TRUE(a.x == b.x || a.y == b.y) << edge.key;
                for (const FlowNode& node : diagram.nodes)
                    EXPECT_FALSE(segment_crosses(a, b, node.box.grown(-1))) << edge.key << " runs through " << node.id;
            }
        }
        for (const FlowNode& a : diagram.nodes) {
            for (const FlowNode& b : diagram.nodes)
                EXPECT_TRUE(a.id == b.id || !a.box.intersects(b.box)) << a.id << " on " << b.id;
        }
    }
}

TEST(Diagram, LaysOutLoopsAndUnknownEnds) {
    const auto root = json::read(
        R"({"nodes": [{"id": "a", "type": "start"}, {"id": "b", "type": "approval"}, {"id": "c", "type": "exclusive"}, {"id": "d", "type": "end"}],
        "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}, {"from": "c", "to": "b"}, {"from": "c", "to": "d"}, {"from": "d", "to": "nowhere"}]})");
    ASSERT_TRUE(root);
    const FlowDiagram diagram = read_flow(*root);
    EXPECT_LT(diagram.node("a")->box.centre().x, diagram.node("b")->box.centre().x);
    EXPECT_LT(diagram.node("c")->box.centre().x, diagram.node("d")->box.centre().x);
    EXPECT_GE(diagram.edge("c-b")->route.size(), 4U);
    EXPECT_TRUE(diagram.edge("d-nowhere")->route.empty());
}

TEST(Diagram, ShapesFollowTheKinds) {
    for (const char* event : {"start", "end", "timer", "catch", "throw", "boundary"})
        EXPECT_EQ(node_shape(event), NodeShape::kEvent) << event;
    for (const char* gateway : {"exclusive", "parallel", "inclusive", "event_based", "complex"})
        EXPECT_EQ(node_shape(gateway), NodeShape::kGateway) << gateway;
    for (const char* task : {"approval", "receive_task", "send_task", "sub_process", "event_sub_process", "unheard_of"})
        EXPECT_EQ(node_shape(task), NodeShape::kTask) << task;
}

TEST(Diagram, ABoundaryEventStandsOnItsActivityAndGoesWithIt) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const std::string flow = sample::kFlow;
    const auto now = [&] { return read_flow(workspace.document(flow)->root); };
    const Box manager = now().node("manager")->box;
    ASSERT_TRUE(stack.run(add_node(workspace, flow, "boundary", manager.centre())));
    const FlowDiagram before = now();
    ASSERT_NE(before.node("boundary"), nullptr);
    EXPECT_EQ(before.node("boundary")->attached_to, "manager");
    EXPECT_NEAR(before.node("boundary")->box.centre().y, manager.bottom(), kGrid / 2);
    EXPECT_FALSE(may_connect(workspace, flow, "start", "boundary"));
    EXPECT_TRUE(may_connect(workspace, flow, "boundary", "end"));
    ASSERT_TRUE(stack.run(move_nodes(flow, {"manager"}, {20, 40})));
    EXPECT_EQ(now().node("boundary")->box.y, before.node("boundary")->box.y + 40);
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(now().node("boundary")->box, before.node("boundary")->box);

    // It goes with its activity, and both come back in one step.
    ASSERT_TRUE(stack.run(connect_nodes(flow, "boundary", "end")));
    const std::string whole = bytes(workspace);
    ASSERT_TRUE(stack.run(delete_in_flow(flow, {"nodes/manager"})));
    EXPECT_EQ(now().node("boundary"), nullptr);
    for (const json::Value& edge : workspace.value({flow, "edges"})->items())
        EXPECT_NE(edge.string_or("from"), "boundary");
    EXPECT_EQ(workspace.value({flow, "diagram/boundary"}), nullptr);
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), whole);
}

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

TEST(Search, FindsByIdLabelAndText) {
    const Packs packs;
    const Workspace workspace = packs.open();
    EXPECT_EQ(search(workspace, "finance", Language::kEn).front().rank, 4);
    EXPECT_FALSE(search(workspace, "合同金额", Language::kZh).empty());
    EXPECT_FALSE(search(workspace, "record.total", Language::kEn).empty());
    EXPECT_TRUE(search(workspace, "no such thing anywhere", Language::kEn).empty());
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

// A flow of a BPMN file: sub-processes are open where they are open there, and what they hold goes with them.
TEST(Flow, OpenSubProcessesAreDrawnWithWhatTheyHold) {
    const Packs packs;
    const auto text = read_file(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/designer/open_sub_process.bpmn");
    ASSERT_TRUE(text);
    const auto made = bpmn::import_bpmn(*text, "open_sub_process.bpmn");
    ASSERT_TRUE(made);
    const std::string flow = "flows/opened.json";
    std::ofstream(packs.folder("sales") / flow) << json::write_canonical(made->flows.front());
    Workspace workspace = packs.open();
    const FlowDiagram before = drawn_flow(workspace, flow);
    ASSERT_NE(before.node("work"), nullptr);
    EXPECT_TRUE(before.node("work")->expanded);
    EXPECT_EQ(before.node("work")->box.width, 360);
    EXPECT_FALSE(before.node("shut")->expanded);
    EXPECT_EQ(before.node("s_begin"), nullptr);
    ASSERT_NE(before.node("inner"), nullptr);
    EXPECT_EQ(before.node("inner")->path(), "nodes/work/nodes/inner");
    EXPECT_EQ(before.node_at({320, 200})->id, "inner");
    EXPECT_EQ(before.node_at({400, 280})->id, "work");
    CommandStack stack(workspace);
    const std::string bytes_before = bytes(workspace);
    ASSERT_TRUE(stack.run(move_nodes(flow, {"work"}, {40, 20})));
    const FlowDiagram moved = drawn_flow(workspace, flow);
    for (const char* id : {"work", "inner", "w_end"}) {
        EXPECT_EQ(moved.node(id)->box.x, before.node(id)->box.x + 40) << id;
        EXPECT_EQ(moved.node(id)->box.y, before.node(id)->box.y + 20) << id;
    }
    EXPECT_EQ(moved.node("shut")->box, before.node("shut")->box);
    ASSERT_TRUE(stack.run(delete_in_flow(flow, {"nodes/work/nodes/inner"})));
    const json::Value* edges = workspace.value({flow, "nodes/work/edges"});
    ASSERT_EQ(edges->items().size(), 1U);
    EXPECT_EQ(edges->items()[0].string_or("from"), "w_begin");
    EXPECT_EQ(edges->items()[0].string_or("to"), "w_end");
    EXPECT_EQ(workspace.value({flow, "edges"})->items().size(), 3U);
    while (stack.can_undo()) stack.undo();
    EXPECT_EQ(bytes(workspace), bytes_before);
}

}  // namespace
}  // namespace fw::designer
