// Runs that are played again through a flow, and kept as tests.
#include "engine/flow/rerun.h"

#include <gtest/gtest.h>

#include "engine/flow/test_run.h"
#include "engine/json/write.h"
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

// The test that was made of the run passes.
json::Value kept(const SmallRun& run) {
    flow::RunRecord record;
    record.steps = run.steps();
    record.record = json::Value::object();
    record.login = [&](flow::Person person) { return run.directory().login_of(person); };
    auto test = flow::recorded_test(run.flow(), "kept", record);
    if (!test) {
        ADD_FAILURE() << format(test.error());
        return {};
    }
    EXPECT_EQ(format(flow::run_test(run.flow(), *test)), "") << json::write_compact(*test);
    return std::move(*test);
}

constexpr const char* kLimit =
    R"({"kind": "flow", "id": "inc", "variables": [{"id": "limit", "type": "number", "initial": "0", "input": "both"}], "nodes": [{"id": "start", "type": "start"},
    {"id": "a", "type": "approval", "who": {"person": "a"}}, {"id": "t", "type": "timer", "after": "PT5S"}, {"id": "x", "type": "exclusive"},
    {"id": "b", "type": "approval", "who": {"person": "b"}}, {"id": "end", "type": "end"}],
    "edges": [{"from": "start", "to": "a"}, {"from": "a", "to": "t"}, {"from": "t", "to": "x"}, {"from": "x", "to": "b", "when": "limit > 100"}, {"from": "b", "to": "end"}]})";

flow::Command command(CommandKind kind) {
    flow::Command made;
    made.kind = kind;
    made.administrator = true;
    return made;
}

std::string fire(SmallRun& run) {
    flow::Command fire = command(CommandKind::kTimer);
    fire.timer = run.state().timers.front().number;
    return run.execute(fire);
}

std::string set_limit(SmallRun& run, std::int64_t limit) {
    flow::Command set = command(CommandKind::kEdit);
    set.by = run.directory().person("boss");
    set.variables.emplace_back("limit", feel::Value::number(limit));
    return run.execute(set);
}

TEST(RecordedTest, ATimeThatFailedAndWasTriedAgain) {
    SmallRun run(kLimit);
    ASSERT_EQ(run.approve("a", "a"), "");
    run.pass(6);
    ASSERT_EQ(fire(run), "FLOW-301");
    flow::Command broken = command(CommandKind::kBreak);
    broken.timer = run.state().timers.front().number;
    broken.text = "FLOW-301";
    ASSERT_EQ(run.execute(broken), "");
    run.pass(10);
    ASSERT_EQ(set_limit(run, 200), "");
    run.pass(3);
    flow::Command retry = command(CommandKind::kRetry);
    retry.incident = run.state().incidents.front().number;
    ASSERT_EQ(run.execute(retry), "");
    ASSERT_EQ(run.approve("b", "b"), "");
    const std::string text = json::write_compact(kept(run));
    EXPECT_NE(text.find("\"error\":\"FLOW-301\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"retry\":\"t\""), std::string::npos) << text;
}

// The server tried it again by itself, and it went well.
TEST(RecordedTest, ATimeThatCameLate) {
    SmallRun run(kLimit);
    ASSERT_EQ(run.approve("a", "a"), "");
    run.pass(6);
    ASSERT_EQ(fire(run), "FLOW-301");
    run.pass(4);
    ASSERT_EQ(set_limit(run, 200), "");
    run.pass(3);
    ASSERT_EQ(fire(run), "");
    (void)kept(run);
}

TEST(RecordedTest, AnIncidentThatIsLeft) {
    SmallRun run(kLimit);
    ASSERT_EQ(run.approve("a", "a"), "");
    run.pass(6);
    flow::Command broken = command(CommandKind::kBreak);
    broken.timer = run.state().timers.front().number;
    broken.text = "FLOW-301";
    ASSERT_EQ(run.execute(broken), "");
    run.pass(100);
    flow::Command end = command(CommandKind::kTerminate);
    end.by = run.directory().person("boss");
    ASSERT_EQ(run.execute(end), "");
    (void)kept(run);
}

TEST(RecordedTest, Signatures) {
    SmallRun run(R"({"kind": "flow", "id": "sign", "nodes": [{"id": "start", "type": "start"},
        {"id": "a", "type": "approval", "who": {"person": "a"}, "sign": true}, {"id": "end", "type": "end"}],
        "edges": [{"from": "start", "to": "a"}, {"from": "a", "to": "end"}]})");
    flow::Command signs = command(CommandKind::kApprove);
    signs.by = run.directory().person("a");
    signs.seat = run.state().seats.front().number;
    signs.extras = feel::Value::context({{"signature", feel::Value::string("17")}});
    ASSERT_EQ(run.execute(signs), "");
    (void)kept(run);
    EXPECT_EQ(again(run).outcome, "end");
}

class Texts final : public flow::Decisions {
  public:
    [[nodiscard]] Result<feel::Value> decide(std::string_view, const feel::Value&,
                                             const feel::DateTime&) const override {
        return feel::Value::context({{"n", feel::Value::string("seven")}});
    }
};

// What a decision gives and what the variable takes differ: an incident of the step, nobody's approval is refused.
TEST(Results, OfADecisionThatDoNotFitAreAnIncident) {
    const Texts decisions;
    SmallRun run(
        R"({"kind": "flow", "id": "rule", "variables": [{"id": "n", "type": "number", "initial": "1"}], "nodes": [{"id": "start", "type": "start"},
        {"id": "a", "type": "approval", "who": {"person": "a"}}, {"id": "ask", "type": "business_rule_task", "decision": "rate", "out": {"n": "result.n"}}, {"id": "end", "type": "end"}],
        "edges": [{"from": "start", "to": "a"}, {"from": "a", "to": "ask"}, {"from": "ask", "to": "end"}]})");
    run.decide_with(decisions);
    ASSERT_EQ(run.approve("a", "a"), "");
    ASSERT_EQ(run.state().incidents.size(), 1U);
    EXPECT_EQ(run.state().incidents.front().code, "FLOW-315");
    EXPECT_EQ(run.state().incidents.front().text,
              "'n' must be a number: the result of 'ask' gives a string; skip with a right one, or correct what gives "
              "it or 'out'");
    EXPECT_EQ(run.state().variables.front(), feel::Value::number(1));
    flow::Command skip = command(CommandKind::kSkip);
    skip.incident = run.state().incidents.front().number;
    skip.payload = feel::Value::context({{"n", feel::Value::number(7)}});
    ASSERT_EQ(run.execute(skip), "");
    EXPECT_EQ(run.state().variables.front(), feel::Value::number(7));
    EXPECT_EQ(run.state().status, flow::Status::kCompleted);
}

// Why a return is refused names what is in its way.
TEST(Returns, SayTheTrueReason) {
    SmallRun run(
        R"({"kind": "flow", "id": "deep", "nodes": [{"id": "start", "type": "start"}, {"id": "a", "type": "approval", "who": {"person": "a"}},
        {"id": "one", "type": "sub_process", "label": "One", "nodes": [{"id": "os", "type": "start"}, {"id": "of", "type": "parallel"},
          {"id": "o2", "type": "approval", "who": {"person": "a"}}, {"id": "o3", "type": "approval", "who": {"person": "b"}}, {"id": "o3b", "type": "approval", "who": {"person": "b"}}, {"id": "oj", "type": "parallel"},
          {"id": "o4", "type": "approval", "who": {"person": "a"}}, {"id": "oe", "type": "end"}],
         "edges": [{"from": "os", "to": "of"}, {"from": "of", "to": "o2"}, {"from": "of", "to": "o3"}, {"from": "o3", "to": "o3b"}, {"from": "o2", "to": "oj"}, {"from": "o3b", "to": "oj"}, {"from": "oj", "to": "o4"}, {"from": "o4", "to": "oe"}]},
        {"id": "z", "type": "approval", "who": {"person": "a"}}, {"id": "end", "type": "end"}],
        "edges": [{"from": "start", "to": "a"}, {"from": "a", "to": "one"}, {"from": "one", "to": "z"}, {"from": "z", "to": "end"}]})");
    const auto back = [&](std::string_view from, std::string_view by, const char* to, bool straight) {
        const std::string code = run.decide(CommandKind::kReturn, from, by, to, straight);
        return code + " " + run.refused().text.en;
    };
    ASSERT_EQ(run.approve("a", "a"), "");
    ASSERT_EQ(run.approve("o2", "a"), "");
    ASSERT_EQ(run.approve("o3", "b"), "");
    EXPECT_EQ(back("o3b", "b", "o2", false),
              "FLOW-205 'o2' lies in another parallel branch: a token put there would leave its join waiting for ever");
    EXPECT_EQ(back("o3b", "b", "a", true),
              "FLOW-206 out of 'One' the way must be walked again: it cannot come straight back here");
    ASSERT_EQ(run.approve("o3b", "b"), "");
    EXPECT_EQ(back("o4", "a", "a", true),
              "FLOW-206 out of 'One' the way must be walked again: it cannot come straight back here");
    EXPECT_EQ(
        back("o4", "a", "o3", false),
        "FLOW-205 'o3' lies between a fork and its join: a token put there alone would leave that join waiting for "
        "ever");
    ASSERT_EQ(run.approve("o4", "a"), "");
    EXPECT_EQ(
        back("z", "a", "o2", false),
        "FLOW-205 'o2' lies between a fork and its join: a token put there alone would leave that join waiting for "
        "ever");
    EXPECT_EQ(back("z", "a", "o4", true),
              "FLOW-206 into 'One' the way must be walked again: it cannot come straight back here");
}

}  // namespace
}  // namespace fw
