// Where a flow is drawn: shapes, routes, boundary events, sub-processes.
#include <fstream>

#include <gtest/gtest.h>

#include "designer/core/command_stack.h"
#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"
#include "engine/flow/diagram/labels.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;
using testing::Packs;

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
    ASSERT_TRUE(stack.run(connect_nodes(workspace, flow, "boundary", "end")));
    const std::string whole = bytes(workspace);
    ASSERT_TRUE(stack.run(delete_in_flow(flow, {"nodes/manager"})));
    EXPECT_EQ(now().node("boundary"), nullptr);
    for (const json::Value& edge : workspace.value({flow, "edges"})->items())
        EXPECT_NE(edge.string_or("from"), "boundary");
    EXPECT_EQ(workspace.value({flow, "diagram/boundary"}), nullptr);
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), whole);
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

TEST(Diagram, ABoundaryEventSlidesAlongBordersAndToOtherActivities) {
    const Packs packs;
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const std::string flow = sample::kFlow;
    const auto now = [&] { return drawn_flow(workspace, flow); };
    const Box manager = now().node("manager")->box, finance = now().node("finance")->box;
    ASSERT_TRUE(stack.run(add_node(workspace, flow, "boundary", manager.centre())));
    ASSERT_TRUE(stack.run(connect_nodes(workspace, flow, "boundary", "end")));
    const std::string first = bytes(workspace);

    // Off the border: it stays on it.
    ASSERT_TRUE(stack.run(move_nodes(flow, {"boundary"}, {-300, 7})));
    EXPECT_EQ(now().node("boundary")->attached_to, "manager");
    EXPECT_EQ(now().node("boundary")->box.centre().x, manager.x);
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), first);

    EXPECT_EQ(host_at(now(), finance.centre())->id, "finance");
    EXPECT_EQ(host_at(now(), {finance.right() + 20, finance.centre().y})->id, "finance");
    EXPECT_EQ(host_at(now(), {finance.right() + 400, finance.bottom() + 900}), nullptr);
    ASSERT_TRUE(stack.run(attach_event(workspace, flow, "boundary", "finance", {finance.centre().x, finance.y - 4})));
    EXPECT_EQ(now().node("boundary")->attached_to, "finance");
    EXPECT_EQ(now().node("boundary")->box.centre(), (Point{finance.centre().x, finance.y}));
    EXPECT_NE(now().edge("boundary-end"), nullptr) << "what happens then stays";
    ASSERT_TRUE(stack.run(move_nodes(flow, {"finance"}, {0, 50})));
    EXPECT_EQ(now().node("boundary")->box.centre().y, finance.y + 50) << "it goes with that one now";
    EXPECT_TRUE(stack.undo());
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), first) << "one step";

    EXPECT_FALSE(stack.run(attach_event(workspace, flow, "boundary", "big", {})));
    EXPECT_FALSE(stack.run(attach_event(workspace, flow, "manager", "finance", {})));
    EXPECT_EQ(bytes(workspace), first);
}

// Into the sub-process its new activity stands in, without the edge that would cross the border.
TEST(Diagram, ABoundaryEventIsPutOnAnActivityInASubProcess) {
    const Packs packs;
    const auto text = read_file(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/designer/open_sub_process.bpmn");
    ASSERT_TRUE(text);
    const auto made = bpmn::import_bpmn(*text, "open_sub_process.bpmn");
    ASSERT_TRUE(made);
    const std::string flow = "flows/opened.json";
    std::ofstream(packs.folder("sales") / flow) << json::write_canonical(made->flows.front());
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const Box shut = drawn_flow(workspace, flow).node("shut")->box;
    ASSERT_TRUE(stack.run(add_node(workspace, flow, "boundary", shut.centre())));
    const std::string first = bytes(workspace);
    const Box inner = drawn_flow(workspace, flow).node("inner")->box;
    ASSERT_TRUE(stack.run(attach_event(workspace, flow, "boundary", "inner", {inner.right(), inner.centre().y})));
    const FlowDiagram now = drawn_flow(workspace, flow);
    ASSERT_NE(now.node("boundary"), nullptr);
    EXPECT_EQ(now.node("boundary")->path(), "nodes/work/nodes/boundary");
    EXPECT_EQ(now.node("boundary")->attached_to, "inner");
    EXPECT_NEAR(now.node("boundary")->box.centre().x, now.node("inner")->box.right(), 1);
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(bytes(workspace), first);
}

// What stands around the nodes of a BPMN file goes with them, in the step that moved them.
TEST(Diagram, SceneryGoesWithWhatItBelongsTo) {
    const Packs packs;
    const auto text = read_file(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/bpmn/interchange/scenery.bpmn");
    ASSERT_TRUE(text);
    const auto made = bpmn::import_bpmn(*text, "scenery.bpmn");
    ASSERT_TRUE(made);
    const std::string flow = "flows/scenery.json";
    std::ofstream(packs.folder("sales") / flow) << json::write_canonical(made->flows.front());
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const auto around = [&](const char* name) {
        for (const bpmn::Artifact& each : drawn_picture(workspace, flow).artifacts) {
            if (each.text == name) return each.box;
        }
        return Box{};
    };
    const std::string first = bytes(workspace);
    const Box note = around("Twice"), shop = around("Shop"), store = around("Store"), sales = around("Sales");
    ASSERT_TRUE(stack.run(move_nodes(flow, {"check"}, {20, 10})));
    EXPECT_EQ(around("Twice"), (Box{note.x + 20, note.y + 10, note.width, note.height}));
    EXPECT_EQ(around("Shop"), shop);
    ASSERT_TRUE(stack.run(move_nodes(flow, {"done"}, {300, 200})));
    EXPECT_EQ(around("Shop"), (Box{shop.x, shop.y, shop.width + 256, shop.height + 163}));
    EXPECT_EQ(around("Store").bottom(), around("Shop").bottom());
    EXPECT_EQ(around("Sales"), (Box{sales.x, sales.y, sales.width + 256, sales.height}));
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(around("Shop"), shop);
    EXPECT_EQ(around("Store"), store);
    ASSERT_TRUE(stack.run(add_node(workspace, flow, "user_task", {300, 450})));
    EXPECT_EQ(around("Shop").bottom(), 450 + 35 + 20) << "also for what is new";
    EXPECT_TRUE(stack.undo());
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(around("Twice"), note);
    EXPECT_EQ(bytes(workspace), first);
}

// What a closed sub-process holds stays on its own diagram, wherever the sub-process goes.
TEST(Diagram, ADiagramOfItsOwnStaysWhenTheSubProcessMoves) {
    const Packs packs;
    const auto text = read_file(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/bpmn/interchange/collapsed.bpmn");
    ASSERT_TRUE(text);
    const auto made = bpmn::import_bpmn(*text, "collapsed.bpmn");
    ASSERT_TRUE(made);
    const std::string flow = "flows/collapsed.json";
    std::ofstream(packs.folder("sales") / flow) << json::write_canonical(made->flows.front());
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const auto place = [&](const char* node) {
        const json::Value* found = workspace.value({flow, std::string("diagram/") + node});
        return found == nullptr ? std::string() : json::write_compact(*found);
    };
    EXPECT_EQ(place("sub_1"), "[450,160]");
    EXPECT_EQ(place("t2"), "[320,178]");
    ASSERT_TRUE(stack.run(move_nodes(flow, {"sub_1"}, {60, 30})));
    EXPECT_EQ(place("sub_1"), "[510,190]");
    EXPECT_EQ(place("t2"), "[320,178]");
    EXPECT_TRUE(stack.undo());
    EXPECT_EQ(place("sub_1"), "[450,160]");
}

// Names keep off nodes, borders, lines and each other.
TEST(Diagram, NamesFindAFreePlace) {
    diagram::Ground ground;
    FlowNode gateway;
    gateway.shape = NodeShape::kGateway;
    gateway.box = {100, 100, 50, 50};
    const Box below = diagram::Ground{}.beside(gateway, {80, 16});
    EXPECT_GT(below.y, gateway.box.bottom());
    ground.node(gateway.box);
    ground.way({{125, 150}, {125, 300}});
    const Box above = ground.beside(gateway, {80, 16});
    EXPECT_LT(above.bottom(), gateway.box.y) << "an edge leaves downwards";
    const Box border{180, 20, 400, 300};
    ground.border(border);
    const Route way{{150, 125}, {240, 125}};
    ground.way(way);
    std::size_t form = 0;
    const Box words = ground.along(way, {{150, 16}, {62, 48}}, form);
    EXPECT_EQ(form, 1U) << "broken into lines it fits";
    EXPECT_FALSE(words.intersects(above));
    EXPECT_FALSE(words.intersects(gateway.box));
    EXPECT_EQ(diagram::length_inside(way[0], way[1], words), 0);
    EXPECT_EQ(diagram::length_inside({180, 0}, {180, 400}, words), 0) << "beside the border";
    const Box second = ground.along(way, {{62, 48}}, form);
    EXPECT_FALSE(second.intersects(words));
    EXPECT_DOUBLE_EQ(diagram::length_inside({-5, 5}, {5, 5}, {0, 0, 10, 10}), 5);
    EXPECT_EQ(diagram::length_inside({-5, 11}, {15, 11}, {0, 0, 10, 10}), 0);
}

}  // namespace
}  // namespace fw::designer
