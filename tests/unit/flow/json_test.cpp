// Events and snapshots as JSON.
#include <gtest/gtest.h>

#include "engine/flow/event.h"
#include "tests/support/flow/loose_env.h"

namespace fw {
namespace {

flow::Flow small() {
    auto flow = test::read_flow_text(
        R"({"kind": "flow", "id": "f", "variables": [{"id": "day", "type": "date"}], "nodes": [{"id": "s", "type": "start"},
        {"id": "a", "type": "approval", "who": {"role": "r"}}, {"id": "e", "type": "end"}], "edges": [{"from": "s", "to": "a"}, {"from": "a", "to": "e"}]})");
    if (!flow) ADD_FAILURE() << format(flow.error());
    return std::move(*flow);
}

TEST(EventJson, EveryKindHasItsName) {
    const flow::Flow flow = small();
    for (int i = 0; i <= static_cast<int>(flow::EventKind::kFinished); ++i) {
        flow::Event event;
        event.kind = static_cast<flow::EventKind>(i);
        EXPECT_FALSE(flow::event_name(event.kind).empty());
        std::string text;
        flow::append_json(text, {event}, flow);
        const auto back = flow::read_events(text, flow);
        ASSERT_TRUE(back) << text;
        EXPECT_EQ(back->front(), event) << text;
    }
    for (int i = 0; i <= static_cast<int>(flow::Reason::kRemoval); ++i) {
        flow::Event event;
        event.reason = static_cast<flow::Reason>(i);
        std::string text;
        flow::append_json(text, {event}, flow);
        EXPECT_EQ(flow::read_events(text, flow)->front(), event) << text;
    }
}

TEST(EventJson, KeepsEverything) {
    const flow::Flow flow = small();
    flow::Event event;
    event.kind = flow::EventKind::kSeatHanded;
    event.status = flow::SeatStatus::kQueued;
    event.origin = flow::Origin::kTransfer;
    event.straight = true;
    event.order = 3;
    event.weight = 7;
    event.token = 1;
    event.other = 2;
    event.seat = 3;
    event.timer = 4;
    event.index = 5;
    event.node = 1;
    event.from = 2;
    event.edge = 1;
    event.person = 9'007'199'254'740'993;
    event.by = 12;
    event.other_person = 13;
    event.at = 1'700'000'000'123'456;
    event.due = -5;
    event.value = feel::Value::string("é\"\n");
    event.text = "同意 \\ \"quoted\"";
    event.text_zh = "z";
    event.people = {1, 2};
    std::string text;
    flow::append_json(text, {event}, flow);
    const auto back = flow::read_events(text, flow);
    ASSERT_TRUE(back) << format(back.error());
    EXPECT_EQ(back->front(), event) << text;
}

TEST(EventJson, RefusesWhatTheFlowDoesNotKnow) {
    const flow::Flow flow = small();
    EXPECT_FALSE(flow::read_events(R"([{"kind": "moved", "edge": "x-y"}])", flow));
    EXPECT_FALSE(flow::read_events(R"([{"kind": "unheard"}])", flow));
    EXPECT_FALSE(flow::read_events(R"({})", flow));
    EXPECT_FALSE(flow::read_events(R"([)", flow));
    EXPECT_FALSE(flow::read_instance(R"({"status": "running", "tokens": [{"number": 1, "node": "gone"}]})", flow));
}

TEST(InstanceJson, KeepsTypesOfVariables) {
    const flow::Flow flow = small();
    flow::Instance instance;
    instance.status = flow::Status::kRunning;
    instance.variables = {feel::Value::date({20000})};
    std::string text;
    flow::append_json(text, instance, flow);
    const auto back = flow::read_instance(text, flow);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(*back, instance) << text;
}

}  // namespace
}  // namespace fw
