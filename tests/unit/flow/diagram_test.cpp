// What holds for every drawing: nothing stands on anything else, content stands inside, edges start and end at boxes.
#include "engine/flow/diagram/diagram.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "engine/json/read.h"

namespace fw::diagram {
namespace {

json::Value parsed(const std::string& text) {
    auto value = json::read(text);
    EXPECT_TRUE(value);
    return value ? std::move(*value) : json::Value::object();
}

json::Value file(const std::string& path) {
    std::ifstream in(std::string(FW_SOURCE_DIR) + "/" + path, std::ios::binary);
    return parsed({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
}

bool on_border(const Point& p, const Box& box) { return box.grown(1).contains(p) && !box.grown(-1).contains(p); }

void expect_well_drawn(const FlowDiagram& diagram) {
    for (const FlowNode& a : diagram.nodes) {
        EXPECT_TRUE(std::isfinite(a.box.x) && std::isfinite(a.box.y)) << a.id;
        for (const FlowNode& b : diagram.nodes) {
            const bool apart = &a == &b || a.parent != b.parent || !a.attached_to.empty() || !b.attached_to.empty();
            EXPECT_TRUE(apart || !a.box.intersects(b.box)) << a.id << " on " << b.id;
        }
        const FlowNode* parent = diagram.node(a.parent);
        if (parent != nullptr) {
            EXPECT_TRUE(parent->box.contains({a.box.x, a.box.y}) &&
                        parent->box.contains({a.box.right(), a.box.bottom()}))
                << a.id << " sticks out of " << parent->id;
        }
        const FlowNode* host = diagram.node(a.attached_to);
        if (host != nullptr) {
            EXPECT_NEAR(a.box.centre().y, host->box.bottom(), 0.5) << a.id;
        }
    }
    for (const FlowEdge& edge : diagram.edges) {
        ASSERT_GE(edge.route.size(), 2U) << edge.key;
        EXPECT_TRUE(on_border(edge.route.front(), diagram.node(edge.from)->box)) << edge.key;
        EXPECT_TRUE(on_border(edge.route.back(), diagram.node(edge.to)->box)) << edge.key;
        for (std::size_t i = 1; i < edge.route.size(); ++i) {
            const Point& p = edge.route[i - 1];
            const Point& q = edge.route[i];
            EXPECT_TRUE(p.x == q.x || p.y == q.y) << edge.key;
        }
    }
}

TEST(Diagram, EveryElementIsDrawn) {
    const json::Value root = file("tests/cases/compile/every_flow_element/flows/all.json");
    const FlowDiagram diagram = read_flow(root, {.expand = true, .associations = true});
    expect_well_drawn(diagram);
    EXPECT_EQ(diagram.node("by_hand")->parent, "work");
    EXPECT_EQ(diagram.node("a_start")->parent, "alarm");
    EXPECT_EQ(diagram.node("a_start")->path(), "nodes/work/nodes/alarm/nodes/a_start");
    EXPECT_TRUE(diagram.node("work")->expanded);
    EXPECT_TRUE(diagram.edge("pay_undo~pay_back")->association);
    EXPECT_EQ(read_flow(root).node("by_hand"), nullptr);
}

TEST(Diagram, SixtyNodesWithBranchesAndLoops) {
    std::string nodes = R"({"id": "s", "type": "start"})", edges;
    std::string last = "s";
    for (int i = 0; i < 12; ++i) {
        const std::string n = std::to_string(i);
        nodes += R"(, {"id": "x)" + n + R"(", "type": "exclusive"}, {"id": "a)" + n +
                 R"(", "type": "approval"}, {"id": "b)" + n + R"(", "type": "task"}, {"id": "c)" + n +
                 R"(", "type": "task"}, {"id": "j)" + n + R"(", "type": "exclusive"})";
        const auto edge = [&](const std::string& from, const std::string& to) {
            edges += (edges.empty() ? "" : ", ") + std::string(R"({"from": ")") + from + R"(", "to": ")" + to + R"("})";
        };
        edge(last, "x" + n);
        for (const char* branch : {"a", "b", "c"}) {
            edge("x" + n, branch + n);
            edge(branch + n, "j" + n);
        }
        if (i > 2) edge("j" + n, "x" + std::to_string(i - 2));
        last = "j" + n;
    }
    const json::Value root = parsed(R"({"nodes": [)" + nodes + R"(], "edges": [)" + edges + "]}");
    const FlowDiagram diagram = read_flow(root);
    EXPECT_EQ(diagram.nodes.size(), 61U);
    expect_well_drawn(diagram);
}

TEST(Diagram, WhatHasAPlaceKeepsItAndNewNodesStandFree) {
    const json::Value root = parsed(
        R"({"nodes": [{"id": "a", "type": "start"}, {"id": "b", "type": "task"}, {"id": "c", "type": "task"}, {"id": "d", "type": "end"}],
        "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}, {"from": "c", "to": "d"}], "diagram": {"a": [400, 200], "b": [250, 200], "d": [80, 200]}})");
    const FlowDiagram diagram = read_flow(root);
    EXPECT_EQ(diagram.node("b")->box.centre(), (Point{250, 200}));
    expect_well_drawn(diagram);
}

TEST(Diagram, ASubProcessIsAsLargeAsItsContentAroundItsPlace) {
    const json::Value root = parsed(
        R"({"nodes": [{"id": "s", "type": "start"}, {"id": "p", "type": "sub_process", "nodes": [{"id": "x", "type": "task"}, {"id": "y", "type": "task"}], "edges": [{"from": "x", "to": "y"}]},
        {"id": "e", "type": "end"}], "edges": [{"from": "s", "to": "p"}, {"from": "p", "to": "e"}], "diagram": {"s": [0, 0], "p": [300, 0], "e": [700, 0]}})");
    const FlowDiagram diagram = read_flow(root, {.expand = true});
    expect_well_drawn(diagram);
    EXPECT_EQ(diagram.node("p")->box.centre(), (Point{300, 0}));
    EXPECT_GE(diagram.node("p")->box.width, 2 * 120 + 50 + 60);
}

TEST(Diagram, OddModelsAreDrawnToo) {
    for (
        const char* text :
        {R"({})", R"({"nodes": 3, "edges": "x"})",
         R"({"nodes": [{"id": ""}, {"id": "a"}, {"id": "a", "type": "task"}]})",
         R"({"nodes": [{"id": "a", "type": "boundary", "attached_to": "b"}, {"id": "b", "type": "boundary", "attached_to": "a"}]})",
         R"({"nodes": [{"id": "a", "type": "boundary", "attached_to": "a"}], "edges": [{"from": "a", "to": "a"}, {}], "diagram": {"a": [1e9, 0]}})",
         R"({"nodes": [{"id": "p", "nodes": [{"id": "p", "nodes": [{"id": "q"}]}]}]})"}) {
        const json::Value root = parsed(text);
        for (const FlowNode& node : read_flow(root, {.expand = true, .associations = true}).nodes)
            EXPECT_TRUE(std::isfinite(node.box.x + node.box.y)) << text;
    }
}

}  // namespace
}  // namespace fw::diagram
