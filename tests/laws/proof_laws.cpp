// The proof and the engine agree: what is found wrong goes wrong when the engine plays its path, and a flow that was
// proved sound never gets stuck, whatever people do. FW_SEED=n runs one seed, FW_RUNS=n that many.
#include <algorithm>

#include <gtest/gtest.h>

#include "engine/flow/test_run/directory.h"
#include "engine/json/write.h"
#include "tests/laws/seeds.h"
#include "tests/support/flow/graph_flow.h"

namespace fw {
namespace {

using flow::Command;
using flow::CommandKind;
using soundness::Verdict;

using test::first_seed;
using test::runs;

soundness::Graph any_graph(test::GraphRandom& random) {
    test::GraphShape shape;
    shape.size = 4 + static_cast<std::uint32_t>(random() % 14);
    shape.loops = random() % 2 == 0;
    shape.terminates = random() % 4 == 0;
    shape.changes = static_cast<std::uint32_t>(random() % 4);
    const std::uint64_t dice = random() % 5;
    if (dice == 0) return test::woven_graph(random, 20 + static_cast<std::uint32_t>(random() % 30), shape.loops);
    return dice == 1 ? test::wild_graph(random, shape) : test::random_graph(random, shape);
}

TEST(ProofLaws, WhatIsFoundGoesWrongInTheEngine) {
    const std::uint64_t first = first_seed();
    int found = 0;
    for (std::uint64_t seed = first; seed < first + runs(400); ++seed) {
        SCOPED_TRACE("FW_SEED=" + std::to_string(seed));
        test::GraphRandom random(seed);
        const json::Value model = test::flow_of(any_graph(random));
        const flow::Flow flow = test::read_ungated(model);
        const flow::FlowProof proof = flow::prove_flow(flow);
        for (const flow::FlowFinding& each : proof.findings) {
            ASSERT_FALSE(each.text.en.empty() || each.text.zh.empty());
            if (each.kind == soundness::Kind::kDeadNode) continue;
            ++found;
            ASSERT_EQ(test::replay_in_engine(flow, each), "")
                << flow::verdict_line(flow, proof) << "\n"
                << kind_name(each.kind) << ": " << flow::path_text(flow, each, 1000) << "\n"
                << json::write_compact(model);
        }
    }
    if (runs(400) > 100) {
        EXPECT_GT(found, 50);
    }
}

class AnyRun final : public flow::RecordSource {
  public:
    AnyRun(const flow::Flow& flow, std::uint64_t seed) : flow_(flow), directory_(nullptr), random_(seed) {}

    const feel::Value& record() override { return record_; }

    void run() {
        Command start;
        start.by = directory_.person("zhao");
        ASSERT_NO_FATAL_FAILURE(execute(start));
        for (int i = 0; i < 80 && live_.running(); ++i) ASSERT_NO_FATAL_FAILURE(execute(random_command()));
        for (int i = 0; i < 5000 && live_.running(); ++i) ASSERT_NO_FATAL_FAILURE(execute(forward()));
        ASSERT_FALSE(live_.running()) << "cannot be brought to its end";
    }

  private:
    void execute(const Command& command) {
        const flow::StepInputs inputs{
            .now = now_ += 1000, .zone = feel::Zone::utc(), .instance = 7, .directory = directory_, .record = *this};
        const auto events = flow::step(flow_, live_, command, inputs);
        if (!events) {
            ASSERT_EQ(events.error().front().code.rfind("FLOW-2", 0), 0U) << format(events.error());
            return;
        }
        for (const flow::Event& event : *events) flow::apply(live_, flow_, event);
        if (!live_.running()) return;
        const bool waits = live_.returned || std::any_of(live_.seats.begin(), live_.seats.end(), [](const auto& seat) {
                               return seat.status == flow::SeatStatus::kWaiting;
                           });
        ASSERT_TRUE(waits) << "only joins wait";
    }

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    const flow::Seat* any_seat() {
        std::vector<const flow::Seat*> waiting;
        for (const flow::Seat& seat : live_.seats) {
            if (seat.status == flow::SeatStatus::kWaiting) waiting.push_back(&seat);
        }
        return waiting.empty() ? nullptr : waiting[below(waiting.size())];
    }

    Command forward() {
        Command command;
        const flow::Seat* seat = any_seat();
        if (seat == nullptr) {
            command.kind = CommandKind::kResubmit;
            command.by = live_.initiator;
            return command;
        }
        const flow::Node& node = flow_.nodes[seat->node];
        command.kind = node.kind->approves ? CommandKind::kApprove : CommandKind::kComplete;
        command.seat = seat->number;
        command.by = seat->person;
        command.administrator = true;
        const std::string way = "w" + node.id.substr(1);
        for (const flow::Variable& variable : flow_.variables) {
            if (variable.id == way)
                command.variables = {{way, feel::Value::number(static_cast<std::int64_t>(below(4)))}};
        }
        return command;
    }

    Command random_command() {
        Command command = forward();
        const flow::Seat* seat = live_.seat(command.seat);
        const std::uint64_t dice = below(12);
        if (seat == nullptr || dice < 7) return command;
        command.variables.clear();
        if (dice == 7 || dice == 8) {
            const auto targets = flow::return_targets(flow_, live_, seat->number);
            command.kind = CommandKind::kReturn;
            command.node = targets[below(targets.size())].node;
            command.straight = below(2) == 0;
        } else if (dice == 9) {
            command.kind = CommandKind::kAdd;
            command.people = {directory_.person("wu")};
            command.position = static_cast<flow::Position>(1 + below(3));
        } else if (dice == 10) {
            command.kind = CommandKind::kJump;
            command.token = seat->token;
            command.node = static_cast<flow::NodeIndex>(below(flow_.nodes.size()));
        } else if (below(8) == 0) {
            command.kind = CommandKind::kWithdraw;
            command.by = live_.initiator;
        }
        return command;
    }

    const flow::Flow& flow_;
    flow::TestDirectory directory_;
    std::mt19937_64 random_;
    flow::Instance live_;
    feel::Value record_;
    flow::Instant now_ = 1'700'000'000'000'000;
};

TEST(ProofLaws, WhatIsProvedNeverGetsStuck) {
    const std::uint64_t first = first_seed();
    int sound = 0;
    for (std::uint64_t seed = first; seed < first + runs(300); ++seed) {
        SCOPED_TRACE("FW_SEED=" + std::to_string(seed));
        test::GraphRandom random(seed);
        const json::Value model = test::flow_of(any_graph(random), true);
        const flow::Flow flow = test::read_ungated(model);
        if (flow::prove_flow(flow).answer != Verdict::Answer::kSound) continue;
        ++sound;
        for (std::uint64_t i = 0; i < 3; ++i) {
            AnyRun run(flow, seed * 31 + i);
            ASSERT_NO_FATAL_FAILURE(run.run()) << json::write_compact(model);
        }
    }
    if (runs(300) > 100) {
        EXPECT_GT(sound, 50);
    }
}

}  // namespace
}  // namespace fw
