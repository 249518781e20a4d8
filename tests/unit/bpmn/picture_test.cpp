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

}  // namespace
}  // namespace fw::bpmn
