// Flows to BPMN and back, BPMN to flows and back, and what a change of a flow does to the document it came from.
#include "tests/conformance/bpmn/round_trip.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/flow/flow.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/xml/read.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/conformance/bpmn/compare.h"
#include "tests/conformance/bpmn/validate.h"
#include "tests/support/flow/loose_env.h"

namespace fw::bpmn {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> files(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> out;
    if (!fs::exists(folder)) return out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == extension) out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

fs::path root() { return FW_SOURCE_DIR; }

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

// The first place where two values differ; empty if they are the same.
std::string difference(const json::Value& a, const json::Value& b, const std::string& path = "") {
    if (a == b) return {};
    if (a.is_object() && b.is_object()) {
        for (const json::Member& member : a.members()) {
            const json::Value* other = b.find(member.key);
            if (other == nullptr) return path + "/" + member.key + ": only in the first";
            if (std::string found = difference(member.value, *other, path + "/" + member.key); !found.empty()) {
                return found;
            }
        }
        for (const json::Member& member : b.members()) {
            if (a.find(member.key) == nullptr) return path + "/" + member.key + ": only in the second";
        }
    }
    if (a.is_array() && b.is_array()) {
        for (std::size_t i = 0; i < std::min(a.items().size(), b.items().size()); ++i) {
            const std::string at = path + "/" + std::string(a.items()[i].string_or("id", std::to_string(i)));
            if (std::string found = difference(a.items()[i], b.items()[i], at); !found.empty()) return found;
        }
    }
    return path + ": " + json::write_compact(a) + " is not " + json::write_compact(b);
}

Import imported(const std::string& text) {
    Result<Import> made = import_bpmn(text, "test.bpmn");
    if (!made) ADD_FAILURE() << format(made.error());
    return made ? std::move(*made) : Import{};
}

std::string exported(const std::vector<json::Value>& flows) {
    const Result<std::string> made = export_bpmn(flows);
    if (!made) ADD_FAILURE() << format(made.error());
    return made.value_or("");
}

// A flow that was drawn in Formwork comes back as it was, and its document needs not be kept.
void expect_same_flow(const json::Value& flow) {
    const std::string text = exported({flow});
    const Import back = imported(text);
    ASSERT_EQ(back.flows.size(), 1U);
    EXPECT_EQ(difference(back.flows[0], flow), "") << text;
    EXPECT_EQ(test::schema_errors(text, test::bpmn_schema()), "");
}

TEST(BpmnRoundTrip, FlowsOfThePlugins) {
    int count = 0;
    for (const fs::path& path : files(root() / "plugins", ".json")) {
        if (path.parent_path().filename() != "flows") continue;
        SCOPED_TRACE(path.string());
        expect_same_flow(*json::read(text_of(path)));
        ++count;
    }
    EXPECT_GT(count, 0);
}

TEST(BpmnRoundTrip, FlowsOfTheCases) {
    int count = 0;
    for (const fs::path& path : files(root() / "tests/cases/bpmn/flows", ".json")) {
        SCOPED_TRACE(path.string());
        expect_same_flow(*json::read(text_of(path)));
        ++count;
    }
    EXPECT_GT(count, 0);
}

TEST(BpmnRoundTrip, Documents) {
    int count = 0;
    for (const fs::path& path : files(root() / "tests/cases/bpmn", ".bpmn")) {
        SCOPED_TRACE(path.string());
        std::string first;
        EXPECT_EQ(joined(test::round_trip(text_of(path), path.filename().string(), first)), "");
        ++count;
    }
    EXPECT_GT(count, 0);
}

// What the flows of a document say by themselves is read back as it is said.
TEST(BpmnRoundTrip, FlowsWithoutTheirDocument) {
    for (const fs::path& path : files(root() / "tests/cases/bpmn", ".bpmn")) {
        SCOPED_TRACE(path.string());
        std::vector<json::Value> flows = imported(text_of(path)).flows;
        for (json::Value& flow : flows) flow.erase("bpmn");
        const Import back = imported(exported(flows));
        ASSERT_EQ(back.flows.size(), flows.size());
        for (std::size_t i = 0; i < flows.size(); ++i) {
            json::Value read = back.flows[i];
            read.erase("bpmn");
            EXPECT_EQ(difference(read, flows[i]), "");
        }
    }
}

json::Value* node_of(json::Value& flow, const std::string& id) {
    for (json::Value& node : flow.find("nodes")->items()) {
        if (node.string_or("id") == id) return &node;
    }
    return nullptr;
}

// Each change of a flow arrives in its document, and only it.
class BpmnEdit : public testing::Test {
  protected:
    BpmnEdit() : source_(text_of(root() / "tests/cases/bpmn/interchange/vendors.bpmn")) {
        flows_ = imported(source_).flows;
    }

    json::Value& flow() { return flows_[0]; }

    // The lines of the comparison with the document as it was.
    std::vector<std::string> changes() {
        const std::string text = exported(flows_);
        EXPECT_EQ(test::schema_errors(text, test::bpmn_schema()), "") << text;
        const std::vector<json::Value> again = imported(text).flows;
        EXPECT_EQ(again.size(), flows_.size());
        json::Value now = flow(), read = again[0];
        for (json::Value* each : {&now, &read}) each->erase("bpmn");
        EXPECT_EQ(difference(read, now), "") << text;
        return test::differences(*xml::read(source_), *xml::read(text));
    }

    std::string source_;
    std::vector<json::Value> flows_;
};

TEST_F(BpmnEdit, Nothing) { EXPECT_EQ(joined(changes()), ""); }

TEST_F(BpmnEdit, Label) {
    node_of(flow(), "check_order_1")->set("label", json::Value::string("Look at it"));
    EXPECT_EQ(joined(changes()),
              "/definitions/process#Process_Shop/userTask#Check-Order.1: attribute name 'Check order' became 'Look at "
              "it'\n");
}

TEST_F(BpmnEdit, Condition) {
    for (json::Value& edge : flow().find("edges")->items()) {
        if (edge.string_or("to") == "pick") edge.set("when", json::Value::string("order_total > 200"));
    }
    const std::string found = joined(changes());
    EXPECT_NE(found.find("text '${orderTotal > 100 && isFine}' became 'order_total > 200'"), std::string::npos)
        << found;
    EXPECT_EQ(found.find("lost"), std::string::npos) << found;
}

TEST_F(BpmnEdit, Place) {
    json::Value point = json::Value::array();
    point.push(json::Value::number(118));
    point.push(json::Value::number(150));  // 50 down
    flow().find("diagram")->set("start", std::move(point));
    const std::string found = joined(changes());
    EXPECT_NE(found.find("BPMNShape#s_start/Bounds: attribute y '82' became '132'"), std::string::npos) << found;
    EXPECT_NE(found.find("BPMNLabel/Bounds: attribute y '120' became '170'"), std::string::npos) << found;
    EXPECT_EQ(found.find("attribute x '100'"), std::string::npos) << found;
}

TEST_F(BpmnEdit, AnotherKind) {
    node_of(flow(), "pick")->set("type", json::Value::string("user_task"));
    node_of(flow(), "pick")->set("who", *json::read(R"({"initiator": true})"));
    const std::string text = exported(flows_);
    EXPECT_NE(text.find("<userTask id=\"pick\" name=\"Pick\" camunda:type=\"external\""), std::string::npos) << text;
    EXPECT_EQ(joined(test::differences(*xml::read(source_), *xml::read(text))),
              "/definitions/process#Process_Shop/serviceTask#pick: lost\n"
              "/definitions/process#Process_Shop/userTask#pick: invented\n");
}

// Its own diagram goes with a collapsed sub-process.
TEST(BpmnExport, ASubProcessTakesItsDiagramAlong) {
    std::vector<json::Value> flows = imported(text_of(root() / "tests/cases/bpmn/interchange/collapsed.bpmn")).flows;
    json::Value nodes = json::Value::array();
    for (const json::Value& node : flows[0].find("nodes")->items()) {
        if (node.string_or("id") != "sub_1") nodes.push(node);
    }
    ASSERT_LT(nodes.items().size(), flows[0].find("nodes")->items().size());
    flows[0].set("nodes", std::move(nodes));
    flows[0].set("edges", json::Value::array());
    const std::string text = exported(flows);
    EXPECT_EQ(test::schema_errors(text, test::bpmn_schema()), "") << text;
    EXPECT_EQ(text.find("id=\"D2\""), std::string::npos) << text;
}

TEST_F(BpmnEdit, NewNode) {
    json::Value node = *json::read(R"({"id": "pack", "type": "approval", "who": {"manager_level": 1}})");
    flow().find("nodes")->push(std::move(node));
    flow().find("edges")->push(*json::read(R"({"from": "pick", "to": "pack"})"));
    flow().find("edges")->push(*json::read(R"({"from": "pack", "to": "end_1"})"));
    const std::string found = joined(changes());
    EXPECT_NE(found.find("userTask#pack: invented"), std::string::npos) << found;
    EXPECT_NE(found.find("sequenceFlow#pick-pack: invented"), std::string::npos) << found;
    EXPECT_EQ(found.find("lost"), std::string::npos) << found;
}

TEST_F(BpmnEdit, NodeTakenOut) {
    std::erase_if(flow().find("nodes")->items(),
                  [](const json::Value& node) { return node.string_or("id") == "check_order_1"; });
    std::erase_if(flow().find("edges")->items(), [](const json::Value& edge) {
        return edge.string_or("from") == "check_order_1" || edge.string_or("to") == "check_order_1";
    });
    flow().find("diagram")->erase("check_order_1");
    const std::string text = exported(flows_);
    for (const char* gone : {"Check-Order.1", "\"f1\"", ">f1<", "assoc_1", "e_f2"}) {
        EXPECT_EQ(text.find(gone), std::string::npos) << gone << text;
    }
    EXPECT_NE(text.find("note_1"), std::string::npos);
    EXPECT_EQ(test::schema_errors(text, test::bpmn_schema()), "");
}

// What is imported is a model that its descriptor accepts, and a flow the engine reads.
TEST(BpmnImport, GivesModels) {
    for (const fs::path& path : files(root() / "tests/cases/bpmn", ".bpmn")) {
        SCOPED_TRACE(path.string());
        if (path.filename() == "choreography.bpmn") continue;  // no process, so nothing to run
        model::PackSource pack{
            "demo", "", {{"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0", "label": "Demo"})"}}};
        const std::vector<json::Value> flows = imported(text_of(path)).flows;
        for (const json::Value& flow : flows) {
            pack.files.push_back({"flows/" + std::string(flow.string_or("id")) + ".json",
                                  model::canonical(flow, compile::standard_descriptors())});
        }
        const Result<model::Pack> read = model::read_pack(pack, compile::standard_descriptors());
        ASSERT_TRUE(read.has_value()) << format(read.error());
        for (const model::Document& document : read->documents) {
            if (document.kind != "flow") continue;
            const auto flow = flow::read_flow(document, test::LooseEnv(), nullptr, {.gate = false});
            EXPECT_TRUE(flow.has_value()) << format(flow.error());
        }
    }
}

TEST(BpmnImport, SaysWhatCannotRun) {
    const Import made = imported(text_of(root() / "tests/cases/bpmn/interchange/choreography.bpmn"));
    ASSERT_EQ(made.flows.size(), 1U);
    EXPECT_EQ(made.flows[0].string_or("id"), "order_choreography");
    std::string said;
    for (const Diagnostic& each : made.notes) said += format(each) + "\n";
    EXPECT_NE(said.find("test.bpmn:3:3: note BPMN-101: Choreographies are kept, but not executed"), std::string::npos)
        << said;
    EXPECT_NE(said.find("Conversations are kept"), std::string::npos) << said;
}

TEST(BpmnImport, KeepsDrafts) {
    const Import made =
        imported(R"(<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"><process id="p"/></definitions>)");
    ASSERT_FALSE(made.notes.empty());
    EXPECT_EQ(made.notes[0].code, "BPMN-101");
    EXPECT_NE(exported(made.flows).find("<process id=\"p\"/>"), std::string::npos);
}

TEST(BpmnImport, RefusesWhatIsNoBpmn) {
    EXPECT_EQ(import_bpmn("<a/>").error().front().code, "BPMN-001");
    EXPECT_EQ(import_bpmn("").error().front().code, "XML-001");
    EXPECT_EQ(import_bpmn("<definitions").error().front().code, "XML-001");
    const auto broken = import_bpmn("<definitions>\n  <process></definitions>", "broken.bpmn");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().front().place.at.line, 2U) << format(broken.error());
}

TEST(BpmnExport, CompensationThatIsNotWaitedFor) {
    const std::string text = exported({*json::read(text_of(root() / "tests/cases/bpmn/flows/everything.json"))});
    EXPECT_NE(text.find("waitForCompletion=\"false\""), std::string::npos) << text;
    EXPECT_EQ(text.find("wait_for_completion"), std::string::npos) << text;
}

TEST(BpmnExport, FlowsThatAreLeftOutStay) {
    const std::string text = R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
        <process id="B"><task id="b" name="Old"/></process><process id="A"><task id="a"/></process></definitions>)";
    const std::vector<json::Value> flows = imported(text).flows;
    ASSERT_EQ(flows.size(), 2U);
    const std::string whole = exported(flows);
    EXPECT_EQ(exported({flows[0]}), whole);
    EXPECT_EQ(exported({flows[1], flows[0]}), whole);
    json::Value changed = flows[0];
    node_of(changed, "b")->set("label", json::Value::string("New"));
    std::string expected = whole;
    expected.replace(expected.find("Old"), 3, "New");
    EXPECT_EQ(exported({changed}), expected);
}

TEST(BpmnExport, RefusesDamagedDocuments) {
    json::Value flow = *json::read(
        R"({"kind": "flow", "id": "a", "nodes": [], "edges": [], "bpmn": {"process": "p", "document": ["a b", {}]}})");
    EXPECT_EQ(export_bpmn({flow}).error().front().code, "BPMN-002");
    flow.find("bpmn")->set("document", *json::read(R"(["x:definitions"])"));
    EXPECT_EQ(export_bpmn({flow}).error().front().code, "BPMN-002");
    flow.find("bpmn")->set("document",
                           *json::read(R"(["definitions", {"xmlns": "http://www.omg.org/spec/BPMN/20100524/MODEL"}])"));
    EXPECT_TRUE(export_bpmn({flow}).has_value());
    EXPECT_EQ(export_bpmn({flow, flow}).error().front().code, "BPMN-003");
}

}  // namespace
}  // namespace fw::bpmn
