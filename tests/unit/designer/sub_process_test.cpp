// Sub-processes on the canvas, without a window: what they hold is added, connected, moved, copied and deleted like
// everything else; no edge crosses their border; they are as large as they must be.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "designer/core/command_stack.h"
#include "designer/core/element_commands.h"
#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;
using testing::Packs;

constexpr char kFlow[] = "flows/nested.json";
constexpr char kText[] = R"({"kind": "flow", "id": "nested", "label": "Nested", "on": {"entity": "contract"},
  "nodes": [{"id": "begin", "type": "start"},
    {"id": "work", "type": "sub_process", "label": "Work", "nodes": [
      {"id": "w_begin", "type": "start"}, {"id": "inner", "type": "user_task", "label": "Inner", "who": {"initiator": true}}, {"id": "w_end", "type": "end"}],
      "edges": [{"from": "w_begin", "to": "inner"}, {"from": "inner", "to": "w_end"}]},
    {"id": "after", "type": "user_task", "who": {"initiator": true}}, {"id": "done", "type": "end"}],
  "edges": [{"from": "begin", "to": "work"}, {"from": "work", "to": "after"}, {"from": "after", "to": "done"}]})";

class SubProcess : public ::testing::Test {
  protected:
    SubProcess() : workspace_(open()), stack_(workspace_) {}

    Workspace open() {
        std::ofstream(packs_.folder("sales") / kFlow) << kText;
        return packs_.open();
    }
    [[nodiscard]] FlowDiagram now() const { return drawn_flow(workspace_, kFlow); }
    [[nodiscard]] const json::Value* at(const std::string& path) const { return workspace_.value({kFlow, path}); }
    [[nodiscard]] Point centre(const char* node) const { return now().node(node)->box.centre(); }
    void run(const CommandPtr& command) {
        const Verdict verdict = stack_.run(command);
        ASSERT_TRUE(verdict) << verdict.why.en;
        everything_is_held();
    }
    // Whatever is done: nodes stand within their sub-process, boxes of a level do not lie on each other.
    void everything_is_held() const {
        const FlowDiagram diagram = now();
        for (const FlowNode& node : diagram.nodes) {
            const FlowNode* parent = node.parent.empty() ? nullptr : diagram.node(node.parent);
            if (parent != nullptr) {
                EXPECT_EQ(united(parent->box, node.box), parent->box) << node.id << " sticks out of " << parent->id;
            }
        }
        for (const FlowEdge& edge : diagram.edges) {
            ASSERT_NE(diagram.node(edge.from), nullptr) << edge.key;
            EXPECT_EQ(diagram.node(edge.from)->parent, diagram.node(edge.to)->parent) << edge.key;
        }
    }

    Packs packs_;
    Workspace workspace_;
    CommandStack stack_;
};

TEST_F(SubProcess, AreOpenAndTakeNodes) {
    ASSERT_TRUE(now().node("work")->expanded);
    const Box work = now().node("work")->box;
    run(add_node(workspace_, kFlow, "user_task", {work.right() - 15, work.centre().y + 20}));
    ASSERT_NE(at("nodes/work/nodes/user_task"), nullptr);
    EXPECT_GT(now().node("work")->box.right(), work.right());
    // What stood beside it makes room.
    EXPECT_GE(now().node("after")->box.x, now().node("work")->box.right());
    run(connect_nodes(workspace_, kFlow, "inner", "user_task"));
    EXPECT_NE(at("nodes/work/edges/inner-user_task"), nullptr);
    // On an edge in it.
    run(add_node(workspace_, kFlow, "notify", centre("inner"), "nodes/work/edges/w_begin-inner"));
    EXPECT_NE(at("nodes/work/edges/w_begin-notify"), nullptr);
    EXPECT_NE(at("nodes/work/edges/notify-inner"), nullptr);
    run(append_node(workspace_, kFlow, "inner", "approval"));
    EXPECT_NE(at("nodes/work/edges/inner-approval"), nullptr);
    EXPECT_EQ(now().node("approval")->parent, "work");
}

TEST_F(SubProcess, NoEdgeCrossesTheBorder) {
    for (const auto& [from, to] :
         std::vector<std::pair<const char*, const char*>>{{"inner", "after"}, {"begin", "inner"}, {"inner", "work"}}) {
        const Verdict verdict = may_connect(workspace_, kFlow, from, to);
        EXPECT_FALSE(verdict) << from << ">" << to;
        EXPECT_FALSE(verdict.why.zh.empty());
        EXPECT_FALSE(stack_.run(connect_nodes(workspace_, kFlow, from, to)));
    }
    EXPECT_FALSE(may_connect(workspace_, kFlow, "w_begin", "inner"));  // they are connected
    EXPECT_TRUE(may_connect(workspace_, kFlow, "w_begin", "w_end"));
}

TEST_F(SubProcess, MovingWithinGrowsItAndUndoGoesBack) {
    const std::string first = bytes(workspace_);
    const Box before = now().node("work")->box;
    run(move_nodes(kFlow, {"w_end"}, {200, 150}));
    const Box grown = now().node("work")->box;
    EXPECT_GT(grown.right(), before.right());
    EXPECT_GT(grown.bottom(), before.bottom());
    EXPECT_GE(now().node("after")->box.x, grown.right());
    run(move_nodes(kFlow, {"work"}, {30, 40}));
    EXPECT_EQ(now().node("work")->box, (Box{grown.x + 30, grown.y + 40, grown.width, grown.height}));
    ASSERT_TRUE(stack_.undo());
    ASSERT_TRUE(stack_.undo());
    EXPECT_EQ(bytes(workspace_), first);
}

TEST_F(SubProcess, NodesGoOutAndIn) {
    const std::string first = bytes(workspace_);
    run(move_into(workspace_, kFlow, {"inner"}, {0, 300}, ""));
    EXPECT_NE(at("nodes/inner"), nullptr);
    EXPECT_EQ(at("nodes/work/nodes/inner"), nullptr);
    EXPECT_NE(at("nodes/work/edges/w_begin-w_end"), nullptr);  // what it stood between is joined
    EXPECT_EQ(at("nodes/work/edges")->items().size(), 1U);
    run(move_into(workspace_, kFlow, {"after", "done"}, {-100, 0}, "work"));
    EXPECT_NE(at("nodes/work/nodes/after"), nullptr);
    EXPECT_NE(at("nodes/work/edges/after-done"), nullptr);  // both ends came along
    EXPECT_EQ(at("edges/work-after"), nullptr);             // one end stayed behind
    EXPECT_FALSE(stack_.run(move_into(workspace_, kFlow, {"work"}, {0, 0}, "work")));
    ASSERT_TRUE(stack_.undo());
    ASSERT_TRUE(stack_.undo());
    EXPECT_EQ(bytes(workspace_), first);
}

TEST_F(SubProcess, EventsStandOnInnerActivitiesAndGoWithThem) {
    run(add_node(workspace_, kFlow, "boundary", centre("inner")));
    const std::string path = "nodes/work/nodes/boundary";
    ASSERT_NE(at(path), nullptr);
    EXPECT_EQ(at(path)->string_or("attached_to"), "inner");
    EXPECT_NEAR(centre("boundary").y, now().node("inner")->box.bottom(), kGrid / 2);
    for (const model::Choice& choice : candidates(
             workspace_, {kFlow, path}, *workspace_.descriptors().find("node")->find("attached_to", *at(path)))) {
        EXPECT_NE(choice.id, "after");
    }
    run(move_into(workspace_, kFlow, {"inner"}, {0, 300}, ""));
    EXPECT_NE(at("nodes/boundary"), nullptr);
    run(delete_in_flow(kFlow, {"nodes/inner"}));
    EXPECT_EQ(at("nodes/boundary"), nullptr);
}

TEST_F(SubProcess, EventsOnItsOwnBorderStayThere) {
    const Box before = now().node("work")->box;
    run(add_node(workspace_, kFlow, "boundary", {before.centre().x, before.bottom() - 5}));
    ASSERT_NE(at("nodes/boundary"), nullptr);
    run(move_nodes(kFlow, {"inner"}, {0, 100}));
    EXPECT_NEAR(centre("boundary").y, now().node("work")->box.bottom(), kGrid / 2);
}

TEST_F(SubProcess, IdsAreUniqueInTheWholeFlow) {
    run(append_node(workspace_, kFlow, "begin", "user_task"));
    run(append_node(workspace_, kFlow, "w_begin", "user_task"));
    EXPECT_NE(at("nodes/work/nodes/user_task_2"), nullptr);
    EXPECT_FALSE(stack_.run(rename_element({kFlow, "nodes/work/nodes/inner"}, "after")));
    const Point place = centre("inner");
    run(rename_element({kFlow, "nodes/work/nodes/inner"}, "draft"));
    EXPECT_EQ(centre("draft"), place);
    EXPECT_NE(at("nodes/work/edges/w_begin-draft"), nullptr);
    EXPECT_EQ(at("diagram/inner"), nullptr);
}

TEST_F(SubProcess, AreCopiedWithWhatTheyHold) {
    const json::Value copied = copy_nodes(workspace_, kFlow, {"nodes/work", "nodes/work/nodes/inner"});
    EXPECT_EQ(copied.find("nodes")->items().size(), 1U);
    run(paste_nodes(workspace_, kFlow, copied, {400, 700}));
    ASSERT_NE(at("nodes/work_2/nodes/inner_2"), nullptr);
    EXPECT_NE(at("nodes/work_2/edges/w_begin_2-inner_2"), nullptr);
    // One of them into another sub-process.
    const json::Value one = copy_nodes(workspace_, kFlow, {"nodes/work/nodes/inner", "nodes/work/nodes/w_end"});
    EXPECT_EQ(one.find("edges")->items().size(), 1U);
    run(paste_nodes(workspace_, kFlow, one, centre("work_2"), "work_2"));
    EXPECT_NE(at("nodes/work_2/nodes/inner_3"), nullptr);
    EXPECT_NE(at("nodes/work_2/edges/inner_3-w_end_3"), nullptr);
}

TEST_F(SubProcess, CloseAndOpenAgain) {
    run(open_sub_process(kFlow, "work", false));
    EXPECT_FALSE(now().node("work")->expanded);
    EXPECT_EQ(now().node("inner"), nullptr);
    EXPECT_EQ(json::write_compact(*at("collapsed")), R"(["work"])");
    EXPECT_FALSE(may_place(workspace_, kFlow, "user_task", centre("work")));
    // Moved while it is closed, it opens where it stands.
    run(move_nodes(kFlow, {"work"}, {0, 200}));
    run(open_sub_process(kFlow, "work", true));
    EXPECT_TRUE(now().node("work")->expanded);
    EXPECT_NEAR(centre("inner").y, centre("work").y, 60);
    run(open_sub_process(kFlow, "work", false));
    run(rename_element({kFlow, "nodes/work"}, "job"));
    EXPECT_EQ(json::write_compact(*at("collapsed")), R"(["job"])");
    run(delete_in_flow(kFlow, {"nodes/job"}));
    EXPECT_TRUE(at("collapsed")->items().empty());
    EXPECT_EQ(at("diagram/inner"), nullptr);
}

TEST_F(SubProcess, EveryKindHoldsNodesAtOnce) {
    double y = 700;
    for (const char* type : {"sub_process", "transaction", "ad_hoc", "event_sub_process"}) {
        run(add_node(workspace_, kFlow, type, {300, y}));
        ASSERT_TRUE(now().node(type)->expanded) << type;
        run(add_inside(workspace_, kFlow, type, "user_task"));
        EXPECT_EQ(now().nodes.back().parent, type);
        y += 250;
    }
    // Emptied it stays open.
    run(delete_in_flow(kFlow,
                       {"nodes/ad_hoc/nodes/" + std::string(at("nodes/ad_hoc/nodes")->items()[0].string_or("id"))}));
    EXPECT_TRUE(now().node("ad_hoc")->expanded);
    run(morph_node(kFlow, "sub_process", "transaction"));
    EXPECT_FALSE(at("nodes/sub_process/nodes")->items().empty());
    run(morph_node(kFlow, "work", "user_task"));
    EXPECT_EQ(at("nodes/work/nodes"), nullptr);
    EXPECT_EQ(at("diagram/inner"), nullptr);
}

TEST_F(SubProcess, TidyLaysOutWhatTheyHold) {
    run(move_nodes(kFlow, {"w_begin"}, {300, 90}));
    run(tidy_flow(kFlow));
    EXPECT_LT(centre("w_begin").x, centre("inner").x);
    EXPECT_LT(now().node("work")->box.right(), now().node("after")->box.x);
}

// One that came from a BPMN file keeps its frame as drawn there until what it holds needs more.
TEST(SubProcessOfAFile, KeepsItsFrameUntilItMustGrow) {
    const Packs packs;
    std::ifstream in(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/designer/open_sub_process.bpmn");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto made = bpmn::import_bpmn(text, "open.bpmn");
    ASSERT_TRUE(made);
    const std::string flow = "flows/opened.json";
    std::ofstream(packs.folder("sales") / flow) << json::write_canonical(made->flows[0]);
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    const auto now = [&] { return drawn_flow(workspace, flow); };
    const Box drawn{140, 100, 360, 200};
    ASSERT_EQ(now().node("work")->box, drawn);
    ASSERT_TRUE(stack.run(move_nodes(flow, {"inner"}, {10, 20})));
    EXPECT_EQ(now().node("work")->box, drawn);
    EXPECT_FALSE(now().node("shut")->expanded);
    ASSERT_TRUE(stack.run(move_nodes(flow, {"w_end"}, {200, 0})));
    EXPECT_GT(now().node("work")->box.right(), 660);
    EXPECT_GE(now().node("shut")->box.x, now().node("work")->box.right());
    ASSERT_TRUE(stack.run(open_sub_process(flow, "shut", true)));
    EXPECT_TRUE(now().node("shut")->expanded);
    EXPECT_TRUE(now().node("work")->expanded);
    ASSERT_TRUE(stack.run(open_sub_process(flow, "work", false)));
    EXPECT_TRUE(now().node("shut")->expanded);
    EXPECT_EQ(now().node("work")->box.width, 120);
}

// What stands around the nodes stays with the model, whatever is changed.
TEST(Scenery, IsReadFromTheModelAndNeverLost) {
    const Packs packs;
    std::ifstream in(std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/designer/scenery.bpmn");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto made = bpmn::import_bpmn(text, "scenery.bpmn");
    ASSERT_TRUE(made);
    std::string flow;
    for (const json::Value& each : made->flows) {
        const std::string path = "flows/" + std::string(each.string_or("id")) + ".json";
        std::ofstream(packs.folder("sales") / path) << json::write_canonical(each);
        if (each.string_or("id") == "order") flow = path;
    }
    ASSERT_FALSE(flow.empty());
    Workspace workspace = packs.open();
    const auto kinds = [&] {
        std::vector<int> counts(9);
        for (const bpmn::Artifact& each : drawn_picture(workspace, flow).artifacts)
            ++counts[static_cast<std::size_t>(each.kind)];
        return counts;
    };
    const std::vector<int> all = kinds();
    using Kind = bpmn::Artifact::Kind;
    for (const Kind kind : {Kind::kPool, Kind::kLane, Kind::kGroup, Kind::kNote, Kind::kData, Kind::kStore})
        EXPECT_GT(all[static_cast<std::size_t>(kind)], 0) << static_cast<int>(kind);
    EXPECT_GE(drawn_picture(workspace, flow).lines.size(), 3U);
    CommandStack stack(workspace);
    ASSERT_TRUE(stack.run(move_nodes(flow, {"check"}, {20, 10})));
    ASSERT_TRUE(stack.run(append_node(workspace, flow, "check", "user_task")));
    ASSERT_TRUE(workspace.save());
    workspace = packs.open();
    EXPECT_EQ(kinds(), all);
}

}  // namespace
}  // namespace fw::designer
