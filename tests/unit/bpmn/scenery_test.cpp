// Nodes of an imported flow are moved and added: what belongs to them goes with them, in the file that is exported and
// in the picture, and nothing else moves.
#include "engine/interchange/bpmn/scenery.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/picture.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/xml/read.h"
#include "engine/json/read.h"
#include "tests/conformance/bpmn/validate.h"

namespace fw::bpmn {
namespace {

using diagram::Box;
using diagram::Route;

std::string text_of(const std::string& name) {
    std::ifstream in(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/bpmn/interchange" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const xml::Element* drawn(const xml::Element& element, std::string_view of) {
    if (element.value_or("bpmnElement") == of && element.name.local != "BPMNPlane") return &element;
    for (const xml::Element* each : element.elements()) {
        if (const xml::Element* found = drawn(*each, of)) return found;
    }
    return nullptr;
}

std::string shown(const Route& way) {
    std::string out;
    for (const diagram::Point& p : way)
        out += "(" + std::to_string(std::lround(p.x)) + "," + std::to_string(std::lround(p.y)) + ")";
    return out;
}

std::string shown(const Box& box) { return shown(Route{{box.x, box.y}}) + " " + shown(Route{{box.width, box.height}}); }

class BpmnScenery : public testing::Test {
  protected:
    void open(const std::string& name) {
        source_ = text_of(name);
        Result<Import> made = import_bpmn(source_, name);
        ASSERT_TRUE(made);
        flows_ = std::move(made->flows);
        before_ = xml::read(source_)->root;
    }
    void place(const std::string& node, int x, int y) {
        json::Value point = json::Value::array();
        point.push(json::Value::number(x));
        point.push(json::Value::number(y));
        flows_[0].find("diagram")->set(node, std::move(point));
    }
    // Exports; the file is valid and reads as the same flow.
    void write() {
        const Result<std::string> made = export_bpmn(flows_);
        ASSERT_TRUE(made) << format(made.error());
        text_ = *made;
        EXPECT_EQ(test::schema_errors(text_, test::bpmn_schema()), "") << text_;
        after_ = xml::read(text_)->root;
        const Result<Import> again = import_bpmn(text_, "again.bpmn");
        ASSERT_TRUE(again);
        for (std::size_t i = 0; i < flows_.size(); ++i) {
            json::Value now = flows_[i], read = again->flows[i];
            for (json::Value* each : {&now, &read}) each->erase("bpmn");
            EXPECT_TRUE(now == read) << text_;
        }
        const Result<const json::Value*> kept = keeper(flows_);
        ASSERT_TRUE(kept);
        picture_ = picture_of(flows_[0], *kept);
    }
    static std::string box(const xml::Element& root, std::string_view of) {
        const xml::Element* shape = drawn(root, of);
        return shape == nullptr ? "" : shown(*bounds_of(*shape));
    }
    static std::string way(const xml::Element& root, std::string_view of) {
        const xml::Element* edge = drawn(root, of);
        return edge == nullptr ? "" : shown(way_of(*edge));
    }
    static std::string label(const xml::Element& root, std::string_view of) {
        const xml::Element* bounds = drawn(root, of)->child(kBpmnDi, "BPMNLabel")->child(kDc, "Bounds");
        return std::string(bounds->value_or("x")) + "," + std::string(bounds->value_or("y"));
    }
    std::string box(std::string_view of) const { return box(after_, of); }
    std::string way(std::string_view of) const { return way(after_, of); }
    // The nodes of a lane.
    std::string listed(std::string_view lane) const { return listed(after_, lane); }
    static std::string listed(const xml::Element& element, std::string_view lane) {
        std::string out;
        if (element.value_or("id") == lane) {
            for (const xml::Element* each : element.elements(kModel, "flowNodeRef")) out += each->text() + " ";
        }
        for (const xml::Element* each : element.elements()) out += listed(*each, lane);
        return out;
    }
    // Shapes and edges that are as they were.
    void unmoved(const std::vector<std::string>& elements) const {
        for (const std::string& each : elements) {
            EXPECT_EQ(box_or_way(after_, each), box_or_way(before_, each)) << each;
        }
    }
    static std::string box_or_way(const xml::Element& root, std::string_view of) {
        const xml::Element* found = drawn(root, of);
        return found == nullptr ? "" : found->name.local == "BPMNShape" ? box(root, of) : way(root, of);
    }
    // What the picture shows is what is exported.
    void expect_same_picture() const {
        for (const Artifact& each : picture_.artifacts) {
            const std::string where = shown(each.box);
            EXPECT_NE(everything(after_).find(where), std::string::npos) << each.text << " at " << where;
        }
        for (const Line& each : picture_.lines)
            EXPECT_NE(everything(after_).find(shown(each.route)), std::string::npos) << shown(each.route);
        for (const diagram::FlowEdge& each : picture_.diagram.edges)
            EXPECT_NE(everything(after_).find(shown(each.route)), std::string::npos) << shown(each.route);
    }
    static std::string everything(const xml::Element& element) {
        std::string out;
        if (const auto bounds = bounds_of(element)) out += shown(*bounds) + ";";
        if (element.name.local == "BPMNEdge") out += shown(way_of(element)) + ";";
        for (const xml::Element* each : element.elements()) out += everything(*each);
        return out;
    }

    std::string source_, text_;
    std::vector<json::Value> flows_;
    xml::Element before_, after_;
    Picture picture_;
};

TEST_F(BpmnScenery, LinesBendWithTheNodeTheyDockOn) {
    open("scenery.bpmn");
    place("check", 230, 195);
    write();
    EXPECT_EQ(way("f2"), "(280,195)(340,195)(340,325)(400,325)");
    EXPECT_EQ(label(after_, "f2"), "345,253") << "half way, as before";
    EXPECT_EQ(way("f1").substr(0, 9), "(116,175)");
    EXPECT_NE(way("f1").find("(180,195)"), std::string::npos) << way("f1");
    unmoved({"begin", "pack", "done", "f3", "mf", "slip", "doa", "loose", "group_1", "shop", "sales", "store"});
    expect_same_picture();
}

TEST_F(BpmnScenery, AMovedNodeIsLeftAtItsBorder) {
    open("scenery.bpmn");
    place("begin", 120, 215);
    write();
    const Box circle = *bounds_of(*drawn(after_, "begin"));
    const Route route = way_of(*drawn(after_, "f1"));
    ASSERT_GE(route.size(), 2U);
    EXPECT_TRUE(circle.grown(0.5).contains(route.front())) << way("f1");
    for (std::size_t i = 1; i < route.size(); ++i)
        EXPECT_FALSE(diagram::segment_crosses(route[i - 1], route[i], circle.grown(-1))) << way("f1");
    EXPECT_EQ(way("mf"), "(120,0)(120,197)") << "messages come straight down";
    EXPECT_EQ(label(after_, "begin"), "106,240");
    unmoved({"check", "f2", "f3", "note", "to_note", "customer", "shop", "sales", "store"});
    expect_same_picture();
}

TEST_F(BpmnScenery, ArtefactsGoWithWhatTheyBelongTo) {
    open("scenery.bpmn");
    place("check", 230, 205);
    place("pack", 500, 325);
    write();
    EXPECT_EQ(box("note"), "(330,140) (100,30)");
    EXPECT_EQ(way("to_note"), "(280,180)(330,160)");
    EXPECT_EQ(box("slip"), "(580,340) (36,50)");
    EXPECT_EQ(label(after_, "slip"), "586,392");
    EXPECT_EQ(way("doa"), "(550,345)(580,360)");
    unmoved({"loose", "done", "group_1", "begin", "mf"});
    expect_same_picture();
}

TEST_F(BpmnScenery, AGroupGoesWithAllOfItsNodes) {
    open("scenery.bpmn");
    place("pack", 440, 310);
    place("done", 608, 310);
    write();
    EXPECT_EQ(box("group_1"), "(370,250) (280,120)");
    EXPECT_EQ(way("f3"), "(490,310)(590,310)");
    EXPECT_EQ(way("f2"), "(280,175)(340,175)(340,310)(390,310)");
    unmoved({"shop", "sales", "store", "loose", "note"});
    expect_same_picture();
}

TEST_F(BpmnScenery, PoolsAndLanesGrow) {
    open("scenery.bpmn");
    place("done", 900, 500);
    write();
    EXPECT_EQ(box("shop"), "(0,100) (938,438)");
    EXPECT_EQ(box("sales"), "(30,100) (908,150)") << "as wide as the pool";
    EXPECT_EQ(box("store"), "(30,250) (908,288)");
    unmoved({"customer", "group_1", "begin", "f1", "f2", "mf", "note", "slip"});
    expect_same_picture();
    open("scenery.bpmn");
    place("begin", 30, 90);
    write();
    EXPECT_EQ(box("shop"), "(-68,52) (768,348)") << "its name stays beside it";
    EXPECT_EQ(box("sales"), "(-38,52) (738,198)");
    EXPECT_EQ(box("store"), "(-38,250) (738,150)");
}

TEST_F(BpmnScenery, APoolGrowsForANewNode) {
    open("scenery.bpmn");
    flows_[0].find("nodes")->push(*json::read(R"({"id": "bill", "type": "approval", "who": {"manager_level": 1}})"));
    flows_[0].find("edges")->push(*json::read(R"({"from": "pack", "to": "bill"})"));
    place("bill", 800, 325);
    write();
    EXPECT_EQ(box("shop"), "(0,100) (880,300)");
    EXPECT_EQ(listed("store"), "pack done bill ");
    unmoved({"customer", "check", "pack", "done", "f1", "f2", "f3"});
    expect_same_picture();
}

TEST_F(BpmnScenery, ANodeBelongsToTheLaneItStandsIn) {
    open("scenery.bpmn");
    place("check", 230, 325);
    write();
    EXPECT_EQ(listed("sales"), "begin ");
    EXPECT_EQ(listed("store"), "pack done check ");
    unmoved({"shop", "sales", "store"});
}

// A sub-process that is closed on one diagram and drawn on another one.
TEST_F(BpmnScenery, AClosedSubProcessKeepsItsSize) {
    open("collapsed.bpmn");
    json::Value* sub = nullptr;
    for (json::Value& node : flows_[0].find("nodes")->items()) {
        if (node.string_or("id") == "sub_1") sub = &node;
    }
    ASSERT_TRUE(sub != nullptr);
    sub->find("nodes")->push(*json::read(R"({"id": "extra", "type": "approval", "who": {"manager_level": 1}})"));
    sub->find("edges")->push(*json::read(R"({"from": "t2", "to": "extra"})"));
    place("extra", 500, 178);
    write();
    unmoved({"Sub_1", "F1", "Start_1", "Group_1", "Part_A", "L1", "L11", "S2", "T2", "DSR", "F2", "DIA"});
    const xml::Element* own = nullptr;
    for (const xml::Element* each : after_.elements(kBpmnDi, "BPMNDiagram")) {
        if (each->value_or("id") == "D2") own = each;
    }
    ASSERT_TRUE(own != nullptr);
    EXPECT_TRUE(drawn(*own, "extra") != nullptr) << "on the diagram of the sub-process";
    EXPECT_TRUE(drawn(*own, "T2-extra") != nullptr) << text_;
    for (const Artifact& each : picture_.artifacts) EXPECT_NE(each.text, "DB") << "what is closed shows nothing inside";
}

TEST_F(BpmnScenery, ItsNodesMoveOnTheirOwnDiagram) {
    open("collapsed.bpmn");
    place("t2", 420, 178);
    write();
    EXPECT_EQ(way("F2"), "(216,178)(370,178)");
    EXPECT_EQ(box("DSR"), "(370,300) (50,50)") << "the data store of the task";
    unmoved({"Sub_1", "F1", "Start_1", "Part_A", "L1", "S2"});
}

}  // namespace
}  // namespace fw::bpmn
