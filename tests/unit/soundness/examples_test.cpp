// Small graphs as they stand in the literature.
#include <gtest/gtest.h>

#include "tests/support/soundness/random_graph.h"

namespace fw {
namespace {

using soundness::Kind;
using soundness::Logic;
using soundness::Verdict;

struct Maker {
    soundness::Graph graph;
    Maker() { graph.start = graph.add(Logic::kOne, Logic::kAll); }
    soundness::NodeId node(Logic join, Logic split) { return graph.add(join, split); }
    soundness::NodeId split(Logic logic) { return graph.add(Logic::kOne, logic); }
    soundness::NodeId join(Logic logic) { return graph.add(logic, Logic::kAll); }
    soundness::NodeId end() { return graph.add(Logic::kOne, Logic::kAll); }
    void line(std::initializer_list<soundness::NodeId> nodes) {
        for (const auto* at = nodes.begin(); at + 1 != nodes.end(); ++at) graph.connect(*at, *(at + 1));
    }
};

std::vector<Kind> kinds(const soundness::Graph& graph) {
    const Verdict verdict = soundness::prove(graph);
    std::vector<Kind> list;
    for (const soundness::Finding& each : verdict.findings) {
        EXPECT_EQ(each.kind == Kind::kDeadNode ? "" : test::replay(graph, each), "");
        list.push_back(each.kind);
    }
    EXPECT_EQ(verdict.answer, list.empty() ? Verdict::Answer::kSound : Verdict::Answer::kUnsound);
    return list;
}

TEST(SoundnessExamples, ChoiceIntoParallelJoin) {
    Maker m;
    const auto split = m.split(Logic::kOne), join = m.join(Logic::kAll), end = m.end();
    m.line({0, split, join, end});
    m.line({split, join});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kDeadlock, Kind::kDeadNode}));
}

TEST(SoundnessExamples, ForkIntoMerge) {
    Maker m;
    const auto split = m.split(Logic::kAll), join = m.join(Logic::kOne), end = m.end();
    m.line({0, split, join, end});
    m.line({split, join});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kLackOfSynchronisation, Kind::kImproperCompletion}));
}

TEST(SoundnessExamples, ForkIntoOneEnd) {
    Maker m;
    const auto split = m.split(Logic::kAll), end = m.end();
    m.line({0, split, end});
    m.line({split, end});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kImproperCompletion}));
}

TEST(SoundnessExamples, ForkIntoTwoEnds) {
    Maker m;
    const auto split = m.split(Logic::kAll), one = m.end(), other = m.end();
    m.line({0, split, one});
    m.line({split, other});
    EXPECT_TRUE(kinds(m.graph).empty());
}

TEST(SoundnessExamples, LoopWithoutExit) {
    Maker m;
    const auto merge = m.join(Logic::kOne), task = m.end();
    m.line({0, merge, task, merge});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kLivelock}));
}

TEST(SoundnessExamples, NothingLeadsToANode) {
    Maker m;
    const auto end = m.end(), lost = m.end();
    m.line({0, end});
    m.line({lost, end});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kDeadNode}));
}

// A parallel loop body that is entered by two tokens at once.
TEST(SoundnessExamples, LoopEnteredInParallel) {
    Maker m;
    const auto fork = m.split(Logic::kAll), a = m.join(Logic::kOne), b = m.join(Logic::kOne),
               join = m.join(Logic::kAll), choice = m.split(Logic::kOne), again = m.split(Logic::kAll), end = m.end();
    m.line({0, fork, a, join, choice, end});
    m.line({fork, b, join});
    m.line({choice, again, a});
    m.line({again, b});
    EXPECT_TRUE(kinds(m.graph).empty());
}

// Two joins that each take one outcome of two parallel choices: covered by S-components, yet not live.
TEST(SoundnessExamples, ChoicesThatMustAgree) {
    Maker m;
    const auto fork = m.split(Logic::kAll), a = m.split(Logic::kOne), b = m.split(Logic::kOne),
               one = m.join(Logic::kAll), other = m.join(Logic::kAll), merge = m.join(Logic::kOne), end = m.end();
    m.line({0, fork, a, one, merge, end});
    m.line({fork, b, one});
    m.line({a, other, merge});
    m.line({b, other});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kDeadlock, Kind::kDeadlock}));
}

// A terminate end takes the waiting token away.
TEST(SoundnessExamples, TerminateInABranch) {
    Maker m;
    const auto fork = m.split(Logic::kAll), choice = m.split(Logic::kOne), join = m.join(Logic::kAll), end = m.end(),
               stop = m.end();
    m.line({0, fork, choice, join, end});
    m.line({fork, join});
    m.line({choice, stop});
    EXPECT_EQ(kinds(m.graph), (std::vector<Kind>{Kind::kDeadlock}));
    m.graph.nodes[stop].terminates = true;
    EXPECT_TRUE(kinds(m.graph).empty());
}

TEST(SoundnessExamples, InclusiveBlockInALoop) {
    Maker m;
    const auto merge = m.join(Logic::kOne), split = m.split(Logic::kSome), join = m.join(Logic::kSome),
               choice = m.split(Logic::kOne), end = m.end();
    m.line({0, merge, split, join, choice, end});
    m.line({split, join});
    m.line({choice, merge});
    EXPECT_TRUE(kinds(m.graph).empty());
}

TEST(SoundnessExamples, WovenBranches) {
    for (const bool loops : {false, true}) {
        test::GraphRandom random(7);
        const soundness::Graph graph = test::woven_graph(random, 1000, loops);
        const Verdict verdict = soundness::prove(graph);
        EXPECT_EQ(verdict.answer, Verdict::Answer::kSound);
        EXPECT_GT(verdict.left, 100U);
        EXPECT_EQ(verdict.states, 0U);
    }
}

}  // namespace
}  // namespace fw
