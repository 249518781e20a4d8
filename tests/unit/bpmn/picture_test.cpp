// Flows from BPMN files are drawn as they were drawn there.
#include "engine/interchange/bpmn/picture.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/json_tree.h"
#include "engine/interchange/bpmn/keep.h"
#include "engine/interchange/bpmn/source.h"

namespace fw::bpmn {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Every node that has a shape in the file stands in that shape, every edge runs from box to box.
void expect_as_drawn(const fs::path& path) {
    SCOPED_TRACE(path.string());
    const Result<Import> made = import_bpmn(text_of(path), path.filename().string());
    if (!made) return;
    const Result<const json::Value*> kept = keeper(made->flows);
    ASSERT_TRUE(kept);
    if (*kept == nullptr) return;
    const Result<xml::Document> document = from_json(**kept);
    ASSERT_TRUE(document);
    const Source source(*document);
    for (const json::Value& flow : made->flows) {
        const Picture picture = picture_of(flow, *kept);
        for (const diagram::FlowNode& node : picture.diagram.nodes) {
            const Shape* shape = source.shape(node.written->string_or("bpmn", node.id));
            if (shape == nullptr || shape->width <= 0 || shape->height <= 0) continue;
            EXPECT_NEAR(node.box.x, shape->at.x, 0.01) << node.id;
            EXPECT_NEAR(node.box.y, shape->at.y, 0.01) << node.id;
            EXPECT_NEAR(node.box.width, shape->width, 0.01) << node.id;
        }
        const diagram::Box all = picture.bounds().grown(1);
        for (const diagram::FlowEdge& edge : picture.diagram.edges) {
            EXPECT_GE(edge.route.size(), 2U) << edge.key;
            for (const diagram::Point& point : edge.route) EXPECT_TRUE(all.contains(point)) << edge.key;
        }
    }
}

TEST(BpmnPicture, FilesLookAsTheyWereDrawn) {
    const fs::path root = FW_SOURCE_DIR;
    for (const fs::path& folder : {root / "tests/cases/bpmn", root.parent_path() / "shared/conformance/bpmn-miwg",
                                   root.parent_path().parent_path() / "shared/conformance/bpmn-miwg"}) {
        if (!fs::exists(folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() == ".bpmn") expect_as_drawn(entry.path());
        }
    }
}

TEST(BpmnPicture, WhatWasMovedStandsWhereItStandsNow) {
    const fs::path file = fs::path(FW_SOURCE_DIR) / "tests/cases/bpmn/interchange/vendors.bpmn";
    Result<Import> made = import_bpmn(text_of(file), "vendors.bpmn");
    ASSERT_TRUE(made);
    json::Value& flow = made->flows[0];
    json::Value* places = flow.find("diagram");
    ASSERT_TRUE(places != nullptr && !places->members().empty());
    const std::string node = places->members()[0].key;
    json::Value place = json::Value::array();
    place.push(json::Value::number(5000));
    place.push(json::Value::number(6000));
    places->set(node, std::move(place));
    const Result<const json::Value*> kept = keeper(made->flows);
    ASSERT_TRUE(kept);
    const Picture picture = picture_of(flow, *kept);
    EXPECT_EQ(picture.diagram.node(node)->box.centre(), (diagram::Point{5000, 6000}));
}

// Two pools of one file: each flow's picture shows the other pool, its steps and the messages between them; a third
// pool that nobody talks to is no part of it.
constexpr const char* kTwoPools = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="http://example.org">
  <message id="m" name="order"/>
  <collaboration id="c">
    <participant id="pool_shop" name="Shop" processRef="shop"/>
    <participant id="pool_buyer" name="Buyer" processRef="buyer"/>
    <participant id="pool_other" name="Other" processRef="other"/>
    <messageFlow id="mf" name="Order" sourceRef="send" targetRef="begin"/>
  </collaboration>
  <process id="shop" isExecutable="true">
    <startEvent id="begin"><messageEventDefinition messageRef="m"/></startEvent>
    <endEvent id="done"/><sequenceFlow id="s1" sourceRef="begin" targetRef="done"/>
  </process>
  <process id="buyer" isExecutable="true">
    <startEvent id="want"/><sendTask id="send" name="Send it" messageRef="m"/><endEvent id="sent"/>
    <sequenceFlow id="b1" sourceRef="want" targetRef="send"/><sequenceFlow id="b2" sourceRef="send" targetRef="sent"/>
  </process>
  <process id="other" isExecutable="true"><startEvent id="o1"/><endEvent id="o2"/><sequenceFlow id="o" sourceRef="o1" targetRef="o2"/></process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="c">
    <bpmndi:BPMNShape id="_1" bpmnElement="pool_shop" isHorizontal="true"><dc:Bounds x="0" y="0" width="400" height="100"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_2" bpmnElement="pool_buyer" isHorizontal="true"><dc:Bounds x="0" y="200" width="400" height="150"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_3" bpmnElement="pool_other" isHorizontal="true"><dc:Bounds x="0" y="400" width="400" height="100"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_4" bpmnElement="begin"><dc:Bounds x="100" y="32" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_5" bpmnElement="done"><dc:Bounds x="300" y="32" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_6" bpmnElement="want"><dc:Bounds x="60" y="257" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_7" bpmnElement="send"><dc:Bounds x="140" y="235" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_8" bpmnElement="sent"><dc:Bounds x="300" y="257" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_9" bpmnElement="o1"><dc:Bounds x="60" y="432" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="_10" bpmnElement="o2"><dc:Bounds x="300" y="432" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="_11" bpmnElement="mf"><di:waypoint x="118" y="235"/><di:waypoint x="118" y="68"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="_12" bpmnElement="b1"><di:waypoint x="96" y="275"/><di:waypoint x="140" y="275"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="_13" bpmnElement="b2"><di:waypoint x="240" y="275"/><di:waypoint x="300" y="275"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="_14" bpmnElement="o"><di:waypoint x="96" y="450"/><di:waypoint x="300" y="450"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>)";

TEST(BpmnPicture, MessagesBetweenPoolsAreDrawnWithTheOtherPool) {
    const Result<Import> made = import_bpmn(kTwoPools, "pools.bpmn");
    ASSERT_TRUE(made);
    ASSERT_EQ(made->flows.size(), 3U);
    const Result<const json::Value*> kept = keeper(made->flows);
    ASSERT_TRUE(kept);
    const auto drawn = [&](std::size_t flow) {
        std::string text;
        const Picture picture = picture_of(made->flows[flow], *kept);
        for (const Artifact& each : picture.artifacts)
            text += std::to_string(static_cast<int>(each.kind)) + each.text + ";";
        for (const Line& each : picture.lines) {
            text += std::to_string(static_cast<int>(each.kind)) + each.text + "@" +
                    std::to_string(std::lround(each.route.front().x)) + ";";
        }
        return text;
    };
    EXPECT_EQ(drawn(0), "0Shop;0Buyer;6Send it;7;7;2@96;2@240;1Order@118;");
    EXPECT_EQ(drawn(1), "0Buyer;0Shop;7;7;1Order@118;") << "ways without points in the file are not drawn";
    EXPECT_EQ(drawn(2), "0Other;");
}

}  // namespace
}  // namespace fw::bpmn
