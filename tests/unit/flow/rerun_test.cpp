// Runs that are played again through a flow.
#include "engine/flow/rerun.h"

#include <gtest/gtest.h>

#include "tests/support/flow/small_run.h"

namespace fw {
namespace {

using flow::CommandKind;
using test::SmallRun;

flow::Played again(SmallRun& run) {
    flow::StepInputs inputs = run.inputs();
    return flow::play(run.flow(), run.steps(), run.flow(), inputs);
}

constexpr const char* kVote = R"({"kind": "flow", "id": "vote", "nodes": [{"id": "start", "type": "start"},
    {"id": "v", "type": "approval", "how": "vote", "who": [{"person": "a", "weight": 1}, {"person": "b", "weight": 1}, {"person": "c", "weight": 3}]},
    {"id": "end", "type": "end"}], "edges": [{"from": "start", "to": "v"}, {"from": "v", "to": "end"}]})";

TEST(Play, WhoRefusedRefusesWithHisWords) {
    SmallRun run(kVote);
    ASSERT_EQ(run.refuse("v", "c"), "");
    ASSERT_EQ(run.state().status, flow::Status::kRefused);
    const flow::Played played = again(run);
    EXPECT_EQ(played.outcome, "refused") << played.stopped.en;
}

// Who was not asked any more does not decide in the place of another.
TEST(Play, EachDecidesAsHeDidAndInThatOrder) {
    SmallRun run(kVote);
    ASSERT_EQ(run.approve("v", "b"), "");
    ASSERT_EQ(run.refuse("v", "c"), "");
    ASSERT_EQ(run.state().status, flow::Status::kRefused);
    const flow::Played played = again(run);
    EXPECT_EQ(played.outcome, "refused") << played.stopped.en;
    EXPECT_EQ(played.path, std::vector<std::string>{});
}

TEST(Play, RefusalsOfACountersignThatHearsEveryone) {
    SmallRun run(R"({"kind": "flow", "id": "cs", "nodes": [{"id": "start", "type": "start"},
        {"id": "v", "type": "approval", "how": "all", "refusal": "when_all_spoke", "who": [{"person": "a"}, {"person": "b"}, {"person": "c"}]},
        {"id": "end", "type": "end"}], "edges": [{"from": "start", "to": "v"}, {"from": "v", "to": "end"}]})");
    ASSERT_EQ(run.refuse("v", "b"), "");
    ASSERT_EQ(run.approve("v", "c"), "");
    ASSERT_EQ(run.approve("v", "a"), "");
    ASSERT_EQ(run.state().status, flow::Status::kRefused);
    EXPECT_EQ(again(run).outcome, "refused");
}

TEST(Play, SaysWhatItWaitsFor) {
    SmallRun run(R"({"kind": "flow", "id": "w", "nodes": [{"id": "start", "type": "start"},
        {"id": "wait", "type": "catch", "event": "message", "message": "go"}, {"id": "end", "type": "end"}],
        "edges": [{"from": "start", "to": "wait"}, {"from": "wait", "to": "end"}]})");
    const flow::Played played = again(run);
    EXPECT_EQ(played.outcome, "");
    EXPECT_NE(played.stopped.en, "");
}

}  // namespace
}  // namespace fw
