// What was proved sound comes to its end whatever events happen: no token waits for ever or is left over, and each end
// is reached once, but for those that a way beside leads to. FW_SEED=n runs one seed, FW_RUNS=n that many.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "engine/flow/test_run/directory.h"
#include "engine/json/write.h"
#include "tests/laws/seeds.h"
#include "tests/support/flow/eventful_flow.h"
#include "tests/support/flow/graph_flow.h"

namespace fw {
namespace {

using flow::Command;
using flow::CommandKind;
using soundness::Verdict;
using test::below;

class EventfulRun final : public flow::RecordSource {
  public:
    EventfulRun(const flow::Flow& flow, std::uint64_t seed)
        : flow_(flow), organisation_(test::random_directory()), directory_(&organisation_), random_(seed) {}

    const feel::Value& record() override { return record_; }

    void run() {
        Command start;
        start.by = directory_.person("zhou");
        ASSERT_NO_FATAL_FAILURE(execute(start));
        for (int i = 0; i < 60 && live_.running(); ++i) ASSERT_NO_FATAL_FAILURE(execute(any_command()));
        // Where completing goes round for ever, an event is the way out.
        for (int i = 0; i < 5000 && live_.running(); ++i) {
            const bool event = i > 300 && below(random_, 10) == 0;
            ASSERT_NO_FATAL_FAILURE(execute(event ? any_command() : complete_any()));
        }
        ASSERT_FALSE(live_.running()) << "does not come to its end" << told_;
        ASSERT_TRUE(live_.tokens.empty() && live_.seats.empty() && live_.timers.empty() && live_.waits.empty() &&
                    live_.frames.empty() && live_.gates.empty())
            << told_;
        for (const auto& [node, times] : ended_) {
            ASSERT_TRUE(times == 1 || beside(node)) << "improper completion at " << flow_.nodes[node].id << told_;
        }
    }

  private:
    void execute(const Command& command) {
        const flow::StepInputs inputs{
            .now = now_ += 1000, .zone = feel::Zone::utc(), .instance = 7, .directory = directory_, .record = *this};
        tell(command);
        const auto events = flow::step(flow_, live_, command, inputs);
        if (!events && events.error().front().code == "FLOW-302") return;  // round and round with these values
        ASSERT_TRUE(events) << format(events.error()) << told_;
        for (const flow::Event& event : *events) {
            flow::apply(live_, flow_, event);
            const bool end =
                event.kind == flow::EventKind::kEnded && !event.straight && flow_.nodes[event.node].kind->ends;
            if (end && flow_.nodes[event.node].body == 0) ++ended_[event.node];
        }
        if (live_.running()) {
            ASSERT_NE(any_seat(), nullptr) << "only joins wait:" << joins() << told_;
        }
    }

    [[nodiscard]] std::string joins() const {
        std::string text;
        for (const flow::Token& token : live_.tokens) {
            text += " " + flow_.nodes[token.node].id;
            if (token.edge != flow::kNone) text += " from " + flow_.nodes[flow_.edges[token.edge].from].id;
        }
        return text;
    }

    // Once more in the message of a failure: what was done so far.
    void tell(const Command& command) {
        if (command.kind == CommandKind::kComplete) {
            told_ += "\n complete " + flow_.nodes[live_.seat(command.seat)->node].id + " " + command.text;
        } else if (command.kind == CommandKind::kTimer) {
            const auto at = std::find_if(live_.timers.begin(), live_.timers.end(),
                                         [&](const flow::Timer& each) { return each.number == command.timer; });
            told_ += "\n timer " + flow_.nodes[at->node].id;
        } else if (command.kind == CommandKind::kMessage) {
            told_ += "\n message " + flow_.nodes[live_.wait(command.wait)->node].id;
        }
    }

    [[nodiscard]] const flow::Seat* any_seat() {
        std::vector<const flow::Seat*> waiting;
        for (const flow::Seat& seat : live_.seats) {
            if (seat.status == flow::SeatStatus::kWaiting) waiting.push_back(&seat);
        }
        return waiting.empty() ? nullptr : waiting[below(random_, static_cast<std::uint32_t>(waiting.size()))];
    }

    Command complete_any() {
        Command command;
        command.kind = CommandKind::kComplete;
        const flow::Seat* seat = any_seat();
        command.seat = seat->number;
        command.by = seat->person;
        command.administrator = true;
        for (const flow::Variable& variable : flow_.variables) {
            const std::int64_t value = below(random_, 2);
            command.variables.emplace_back(variable.id, feel::Value::number(value));
            if (value == 1) command.text += variable.id + " ";
        }
        return command;
    }

    Command any_command() {
        const std::uint32_t dice = below(random_, 6);
        Command command;
        if (dice == 0 && !live_.timers.empty()) {
            command.kind = CommandKind::kTimer;
            command.timer = live_.timers[below(random_, static_cast<std::uint32_t>(live_.timers.size()))].number;
            return command;
        }
        if (dice == 1 && !live_.waits.empty()) {
            command.kind = CommandKind::kMessage;
            command.wait = live_.waits[below(random_, static_cast<std::uint32_t>(live_.waits.size()))].number;
            return command;
        }
        return complete_any();
    }

    // Whether a boundary event that does not interrupt leads there.
    [[nodiscard]] bool beside(flow::NodeIndex end) const {
        std::vector<flow::NodeIndex> queue{end};
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const flow::Node& node = flow_.nodes[queue[next]];
            if (node.kind->boundary && !node.event->interrupting) return true;
            if (node.kind->boundary) queue.push_back(node.attached_to);
            for (const flow::EdgeIndex edge : node.in) queue.push_back(flow_.edges[edge].from);
            if (queue.size() > 10'000) return false;  // round and round
        }
        return false;
    }

    const flow::Flow& flow_;
    json::Value organisation_;
    flow::TestDirectory directory_;
    test::Random random_;
    flow::Instance live_;
    feel::Value record_;
    std::map<flow::NodeIndex, int> ended_;
    std::string told_;
    flow::Instant now_ = 1'700'000'000'000'000;
};

void come_to_their_ends(bool beside_joins) {
    const std::uint64_t first = test::first_seed();
    int sound = 0, unsound = 0;
    for (std::uint64_t seed = first; seed < first + test::runs(600); ++seed) {
        SCOPED_TRACE("FW_SEED=" + std::to_string(seed));
        test::Random random(seed);
        const json::Value model = test::eventful_flow(random, beside_joins);
        const flow::Flow flow = test::read_ungated(model);
        const auto answer = flow::prove_flow(flow).answer;
        if (answer == Verdict::Answer::kUnsound) ++unsound;
        if (answer != Verdict::Answer::kSound) continue;
        ++sound;
        for (std::uint64_t i = 0; i < 4; ++i) {
            EventfulRun run(flow, seed * 31 + i);
            ASSERT_NO_FATAL_FAILURE(run.run()) << json::write_compact(model);
        }
    }
    if (test::runs(600) > 100) {
        EXPECT_GT(sound, 50);
        EXPECT_GT(unsound, 20);
    }
}

TEST(ProofLaws, WhatIsProvedComesToItsEndWhateverEventsHappen) { come_to_their_ends(false); }
TEST(ProofLaws, WaysBesideComeBackByInclusiveJoins) { come_to_their_ends(true); }

}  // namespace
}  // namespace fw
